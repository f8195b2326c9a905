"""Build, check and install what a release would publish, without publishing it.

    make release                    what is ready to be released
    make release ARGS=--unready     any commit, as CI does between releases

It uses the last commit, not the files in the folder. It leaves the result in `dist/` and prints the
remaining steps. The tools are those of `requirements/release.txt`; imports are of the standard
library.
"""

from __future__ import annotations

import ast
import email
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
VERSION = Path("plugins/mkdocs_briefs/__init__.py")
BESIDE = ("CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
"""Files of a source distribution beside the package."""
ADDED = (".gitignore", "PKG-INFO")
"""Files that hatchling adds: what is left out, and the metadata."""
INFO = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
"""Files with the metadata of a wheel."""
REQUIRED_METADATA = (
    "Summary",
    "Author",
    "Keywords",
    "License-Expression",
    "License-File",
    "Requires-Python",
)


class Refused(Exception):  # noqa: N818 - an answer, not a fault of the program
    """The reason why this commit cannot be released."""


def main(arguments: list[str]) -> int:
    """Do all steps of a release before the publication; return the exit code."""
    if arguments not in ([], ["--unready"]):
        print("usage: release.py [--unready]", file=sys.stderr)
        return 2
    try:
        version = version_in(read(VERSION))
        if arguments:
            version += f"+g{run('git', 'rev-parse', 'HEAD')[:9]}"
        else:
            refuse_unready(version)
        with tempfile.TemporaryDirectory(prefix="release-") as scratch:
            artifacts = build_twice(Path(scratch), version)
            check(artifacts, version)
            wheel, sdist = artifacts
            try_out(wheel, "", version, Path(scratch) / "wheel")
            try_out(sdist, "[cards,search]", version, Path(scratch) / "sdist")
            keep(artifacts)
    except Refused as why:
        print(f"release: {why}", file=sys.stderr)
        return 1
    if not arguments:
        print("\n".join(remaining(version)))
    return 0


def read(path: Path | str) -> str:
    """Return the text of a file of this repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def run(*words: str | Path, cwd: Path | None = None, **environ: str) -> str:
    """Run a command, by default in this repository, and return its output. Raises Refused.

    Variables of Python are left out, so that only the installed package is found.
    """
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        words,
        cwd=cwd or ROOT,
        env=environment | {"NO_MKDOCS_2_WARNING": "1"} | environ,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        command = " ".join(map(str, words))
        raise Refused(f"this failed: {command}\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def step(text: str) -> None:
    """Print the next step."""
    print(f"== {text}", flush=True)


# Version and changelog


def version_in(source: str) -> str:
    """Return the string that `source`, a module, assigns to `__version__`. Raises Refused."""
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(str(found))):
                return found
    raise Refused(f"{VERSION} gives no __version__.")


def notes_in(changelog: str, version: str) -> str:
    """Return the section about `version`, without its heading; empty if there is none."""
    heading = rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def refuse_unready(version: str) -> None:
    """Print the version and its changes. Raises Refused if they are not ready for a release."""
    if changes := run("git", "status", "--porcelain").rstrip():
        raise Refused(f"commit these files, or put them away:\n{changes}")
    tag, head = f"v{version}", run("git", "rev-parse", "HEAD").strip()
    if run("git", "tag", "--list", tag) and run("git", "rev-list", "-1", tag).strip() != head:
        raise Refused(f"{tag} is an earlier commit; raise __version__ in {VERSION}.")
    step(f"Version {version}, commit {head[:12]}")
    fragments = fragments_among(listed("changelog.d"))
    notes = notes_in(read("CHANGELOG.md"), version)
    if notes and fragments:
        raise Refused(
            f"CHANGELOG.md has {version}, but not these: {', '.join(fragments)}; "
            "add them by hand, or raise the version."
        )
    if not notes and not fragments:
        raise Refused(
            f"nothing is new in {version}: CHANGELOG.md does not have it, and changelog.d/ has no "
            "fragment."
        )
    draft = (sys.executable, "-m", "towncrier", "build", "--draft", "--version", version)
    print(notes or run(*draft).strip())


def fragments_among(paths: Iterable[str]) -> list[str]:
    """Return those of `paths` that are fragments of the changelog."""
    kinds = {kind["directory"] for kind in settings()["tool"]["towncrier"]["type"]}
    return [path for path in paths if path.split(".")[-2] in kinds and path.endswith(".md")]


def settings() -> dict[str, Any]:
    """Return the content of pyproject.toml."""
    return tomllib.loads(read("pyproject.toml"))


def listed(folder: str = "") -> list[str]:
    """Return the paths of the last commit in `folder`."""
    return run("git", "ls-tree", "-r", "--name-only", "HEAD", folder or ".").splitlines()


# Building


def build_twice(scratch: Path, version: str) -> tuple[Path, Path]:
    """Return a wheel of this version and the source distribution that it was built from.

    They are built from two copies of the commit, with its date. Raises Refused if a byte differs.
    """
    step("Build, twice")
    epoch = run("git", "log", "-1", "--format=%ct").strip()
    results = []
    for name in ("first", "second"):
        tree, out = scratch / name / "tree", scratch / name / "dist"
        export(tree)
        words = (sys.executable, "-m", "build", "--no-isolation", "--outdir", out, tree)
        run(*words, cwd=scratch, SOURCE_DATE_EPOCH=epoch, MKDOCS_BRIEFS_VERSION=version)
        results.append(sorted(out.iterdir(), key=lambda path: path.suffix != ".whl"))
    for one, other in zip(*results, strict=True):
        if one.name != other.name or one.read_bytes() != other.read_bytes():
            raise Refused(f"{one.name} is built differently a second time.")
    wheel, sdist = results[0]
    return wheel, sdist


def export(folder: Path) -> None:
    """Write the files of the last commit to the new folder `folder`."""
    command = ["git", "archive", "--format=tar", "HEAD"]
    packed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


# Checking


def check(artifacts: tuple[Path, Path], version: str) -> None:
    """Check contents and metadata. Raises Refused with all faults."""
    step("Check files and metadata")
    wheel, sdist = artifacts
    project = settings()["project"]
    tracked = listed()
    inside = files_of(wheel)
    (metadata,) = [text for name, text in inside.items() if name.endswith(".dist-info/METADATA")]
    faults = [
        *differences(wheel.name, inside, expected_in_wheel(tracked, version)),
        *differences(sdist.name, files_of(sdist), expected_in_sdist(tracked, version)),
        *metadata_faults(email.message_from_bytes(metadata), project, version, read("README.md")),
    ]
    if faults:
        raise Refused("\n".join(["what was built is not what it should be:", *faults]))
    print(run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist).strip())
    print(run(sys.executable, "-m", "check_wheel_contents", wheel).strip())


def files_of(archive: Path) -> dict[str, bytes]:
    """Return the files of a wheel or a source distribution, by path."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        members = [member for member in sdist.getmembers() if not member.isdir()]
        handles = {member.name: sdist.extractfile(member) for member in members}
        return {name: handle.read() if handle else b"" for name, handle in handles.items()}


def expected_in_wheel(tracked: Iterable[str], version: str) -> set[str]:
    """Return the paths of a wheel, from those of the commit."""
    package = {path.removeprefix("plugins/") for path in tracked if path.startswith("plugins/")}
    return package | {f"mkdocs_briefs-{version}.dist-info/{name}" for name in INFO}


def expected_in_sdist(tracked: Iterable[str], version: str) -> set[str]:
    """Return the paths of a source distribution, from those of the commit."""
    package = {path for path in tracked if path.startswith("plugins/")}
    return {f"mkdocs_briefs-{version}/{path}" for path in {*package, *BESIDE, *ADDED}}


def differences(name: str, found: Iterable[str], expected: Iterable[str]) -> Iterator[str]:
    """Yield the paths that the archive `name` has too many, and those that it lacks."""
    yield from (f"{name} has a stray {path}" for path in sorted({*found} - {*expected}))
    yield from (f"{name} lacks {path}" for path in sorted({*expected} - {*found}))


def metadata_faults(
    metadata: Message, project: dict[str, Any], version: str, readme: str
) -> Iterator[str]:
    """Yield what is wrong in the core metadata, compared with `[project]` of pyproject.toml."""
    yield from (f"metadata: no {name}" for name in REQUIRED_METADATA if not metadata[name])
    wanted = {"Name": project["name"], "Version": version}
    wanted["Description-Content-Type"] = "text/markdown"
    for name, text in wanted.items():
        if metadata[name] != text:
            yield f"metadata: {name} is {metadata[name]!r}, not {text!r}"
    description = metadata.get_payload(decode=True)
    if not isinstance(description, bytes) or description.decode().strip() != readme.strip():
        yield "metadata: the description is not README.md"
    classifiers = metadata.get_all("Classifier", [])
    for start in ("Development Status :: ", "Framework :: ", "Programming Language :: Python :: 3"):
        if not any(line.startswith(start) for line in classifiers):
            yield f"metadata: no classifier {start}…"


# Installation


def try_out(artifact: Path, extras: str, version: str, scratch: Path) -> None:
    """Install `artifact` with `extras` outside of this repository, and build a new site with it.

    The lock only pins versions: the artifact must name all its dependencies. Raises Refused.
    """
    step(f"Try {artifact.name}{extras}")
    venv = scratch / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    lock = ROOT / "requirements" / "site.txt"
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check"]
    pip += ["--python", venv / "bin" / "python", "install", "--constraint", lock]
    if artifact.suffix != ".whl":
        # Isolation would fetch another build system than that of the lock.
        run(*pip, *settings()["build-system"]["requires"], cwd=scratch)
        pip.append("--no-build-isolation")
    run(*pip, f"{artifact}{extras}", cwd=scratch)
    briefs, python = venv / "bin" / "briefs", venv / "bin" / "python"
    where = run(python, "-c", "import mkdocs_briefs; print(mkdocs_briefs.__file__)", cwd=scratch)
    if not Path(where.strip()).is_relative_to(venv):
        raise Refused(f"{artifact.name} was to be tried, and Python took {where.strip()}.")
    if version not in (answer := run(briefs, "--version", cwd=scratch)).split():
        raise Refused(f"the installed program calls itself {answer.strip()!r}, not {version}.")
    run(briefs, "init", "site", cwd=scratch)
    run(briefs, "check", "--strict", cwd=scratch / "site")
    run(venv / "bin" / "mkdocs", "build", "--strict", cwd=scratch / "site")
    if not (scratch / "site" / "site" / "index.html").is_file():
        raise Refused(f"{artifact.name} builds no site.")
    print(f"{answer.strip()}: init, check --strict and mkdocs build --strict are sound")


# Result


def keep(artifacts: Iterable[Path]) -> None:
    """Copy `artifacts` to an empty `dist/`, and print their digests and sizes."""
    step("Kept in dist/")
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    for path in artifacts:
        shutil.copy(path, DIST)
        size = path.stat().st_size // 1024
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}  {size} KiB")


def remaining(version: str) -> Iterator[str]:
    """Yield the remaining steps; docs/contributing/releasing.md explains them."""
    yield "== Nothing was published. What is left to do:"
    if not notes_in(read("CHANGELOG.md"), version):
        yield "- make changelog ARGS=--yes, commit, and run this again: the notes are a draft"
    if "urls" not in settings()["project"]:
        yield "- give the project's addresses in pyproject.toml ([project.urls]), if it has any"
    if inner := inner_links(read("README.md")):
        yield f"- {len(inner)} links of README.md lead into the repository: nowhere, on an index"
    yield f"- git tag --annotate v{version} --message 'Version {version}', and push the tag"
    yield "- twine upload dist/*, if it is to be in a package index"


def inner_links(markdown: str) -> list[str]:
    """Return the targets of links and pictures without a host."""
    found = re.findall(r"\]\(([^()\s]+)\)", markdown)
    return [target for target in found if not re.match(r"[a-z]+:|#", target)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
