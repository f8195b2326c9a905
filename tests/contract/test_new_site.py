"""What `briefs init` writes goes the way of its workflows: cloned, built, compared, served.

The jobs run in a clean clone with the package that `requirements.txt` names, a wheel that `init` made.
Only what that needs in turn is not downloaded: it is here already.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest

from mkdocs_briefs.builder.doctor import PAGES_LIMIT
from support.actions import Job, JobResult, machine, read_yaml
from support.crawl import crawl, references
from support.patience import PATIENCE
from support.repositories import require_git
from support.serve import serve
from support.sites import ROOT, parse

ADDRESS = "https://reader.example.org/my-site"
BASE = "rel$(id>pwned)`id`"
"""The branch that is published. One may be called that."""
WELCOME = "this-site-is-set-up"
ACTION = ROOT / "action.yml"


class NewSite:
    """A repository of a new site, and runners for jobs in clones of it."""

    def __init__(self, folder: Path) -> None:
        require_git()
        self.folder, self.origin = folder, folder / "origin"
        # Ours is in the environment too; what is installed below comes first.
        self.environ = machine(
            folder,
            Path(sys.executable).parent,
            PYTHONPATH=os.pathsep.join(map(str, (folder / "installed", ROOT / "plugins"))),
            PIP_TARGET=str(folder / "installed"),
            PIP_UPGRADE="1",
            PIP_NO_INDEX="1",
            PIP_NO_DEPS="1",
            PIP_NO_BUILD_ISOLATION="0",  # pip's word for: in this environment
            PIP_DISABLE_PIP_VERSION_CHECK="1",
            GIT_CONFIG_NOSYSTEM="1",
            GIT_AUTHOR_NAME="A",
            GIT_AUTHOR_EMAIL="a@example.org",
            GIT_COMMITTER_NAME="A",
            GIT_COMMITTER_EMAIL="a@example.org",
        )
        self.type("briefs", "init", "origin", "--name", "My site", folder=folder)
        self.type("git", "init", "--quiet", "--initial-branch", BASE)
        self.commit()

    def type(self, *words: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            words,
            cwd=folder or self.origin,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def commit(self) -> None:
        self.type("git", "add", ".")
        self.type("git", "commit", "--quiet", "--message", "A change")

    def clone(self, name: str) -> Path:
        self.type("git", "clone", "--quiet", str(self.origin), name, folder=self.folder)
        return self.folder / name

    def run(self, clone: Path, workflow: str, job: str, **more: str) -> JobResult:
        environ = self.environ | {"GITHUB_BASE_REF": BASE}
        if (self.folder / "installed").exists():  # by an earlier job, from the same wheel
            environ["PIP_DRY_RUN"] = "1"
        github = {"base_ref": BASE, "event_name": workflow.replace("-", "_"), **more}
        runner = Job(
            clone,
            clone.with_name(f"{clone.name}-{job}"),
            environ,
            github,
            {"pages.base_url": ADDRESS},
        )
        return runner.run(workflow, job)


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> NewSite:
    return NewSite(tmp_path_factory.mktemp("new_site"))


@pytest.fixture(scope="module")
def published(new_site: NewSite) -> tuple[Path, JobResult]:
    """The job that builds for publication, and the site it hands over."""
    ran = new_site.run(new_site.clone("published"), "pages", "build")
    assert ran.failed == [], ran.output
    return Path(ran.used["actions/upload-pages-artifact"]["path"]), ran


def test_a_clean_clone_is_built_by_the_package_that_it_names(
    new_site: NewSite, published: tuple[Path, JobResult]
) -> None:
    site, ran = published
    assert (new_site.folder / "installed" / "mkdocs_briefs" / "host" / "plugin.py").is_file()
    home = "import mkdocs_briefs; print(mkdocs_briefs.__file__)"
    assert "installed" in new_site.type(sys.executable, "-c", home)
    assert (site / "briefs" / WELCOME / "index.html").is_file()
    assert "0 errors, 0 warnings" in ran.output
    assert set(ran.used) == {
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/cache/restore",
        "actions/cache/save",
        "actions/upload-pages-artifact",
    }


def test_what_is_kept_saves_the_next_run_its_work(
    new_site: NewSite, published: tuple[Path, JobResult], tmp_path: Path
) -> None:
    """Another clone in the same place, with what came along: nothing is made anew."""
    site, ran = published
    restored, saved = (ran.used[f"actions/cache/{verb}"] for verb in ("restore", "save"))
    assert restored["path"] == saved["path"]
    assert restored["key"] == saved["key"]
    assert saved["key"].startswith(restored["restore-keys"])
    parcel = str(tmp_path / "cache.tar")  # which is how the action carries it
    new_site.type("tar", "--posix", "-cf", parcel, saved["path"], folder=site.parent)
    site.parent.rename(tmp_path / "first")
    again = new_site.clone("published")
    new_site.type("tar", "-xf", parcel, folder=again)
    shutil.rmtree(new_site.folder / "published-build")
    second = new_site.run(again, "pages", "build")
    assert second.failed == [], second.output
    assert re.search(r"\b0 pages made, \d+ pages left as they are", second.summary)
    assert files(again / "site") == files(tmp_path / "first" / "site")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_summary_of_the_job_tells_of_the_build_and_its_size(
    published: tuple[Path, JobResult],
) -> None:
    _, ran = published
    assert " pages made, in " in ran.summary
    assert "of what GitHub Pages takes" in ran.summary


def test_the_site_knows_its_address_and_every_link_resolves(
    published: tuple[Path, JobResult],
) -> None:
    site, _ = published
    page = (site / "briefs" / WELCOME / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{ADDRESS}/briefs/{WELCOME}/">' in page
    report = crawl(site, f"{ADDRESS}/")
    assert report.pages > 10
    assert report.broken == []
    assert report.foreign == []


def test_served_below_a_path_every_page_is_reached_and_every_link_answers(
    published: tuple[Path, JobResult],
) -> None:
    site, _ = published
    with serve(site, "/my-site/") as root:
        seen: dict[str, str] = {}
        waiting = [root]
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen[address], kind = answered(address)
            if "html" not in kind:
                continue
            for _, written in references(parse(seen[address])):
                target = urldefrag(urljoin(address, written))[0]
                if target.startswith(root.removesuffix("my-site/")):
                    assert target.startswith(root), f"{address} leads to {target}"
                    waiting.append(target)
    assert f"{root}briefs/{WELCOME}/" in seen
    assert len(seen) > 20


def answered(address: str) -> tuple[str, str]:
    """What a server answers, and of which kind it is. Whatever is not there fails."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read().decode("utf-8", "replace"), answer.headers["Content-Type"]


# a pull request


def test_a_request_is_shown_as_a_site_with_a_list_of_its_changed_pages(new_site: NewSite) -> None:
    clone = new_site.clone("request")
    (brief,) = clone.glob("briefs/*.md")
    brief.write_text(f"{brief.read_text('utf-8')}\nOne more sentence.\n")
    (clone / "docs" / "new.md").write_text("# A `new` page\n")
    new_site.type("git", "commit", "--quiet", "--all", "--message", "A change", folder=clone)
    ran = new_site.run(clone, "pull-request", "site")
    assert ran.failed == [], ran.output
    site, changed = ran.used["actions/upload-artifact"]["path"].split()
    assert "One more sentence" in Path(site, "briefs", WELCOME, "index.html").read_text("utf-8")
    told = Path(changed).read_text("utf-8")
    assert f"- `briefs/{WELCOME}/`: `This site is set up`\n" in told
    assert "### New\n\n- `new/`: `A new page`\n" in told
    assert "`timeline/`" not in told
    assert told in ran.summary
    assert not [used for used in ran.used if used.startswith("actions/cache")]
    assert not list(new_site.folder.glob("**/pwned*"))


def test_a_request_with_an_error_has_no_site_and_the_guard_speaks_all_the_same(
    new_site: NewSite,
) -> None:
    clone = new_site.clone("spoilt")
    (clone / "briefs" / "spoilt.md").write_text("---\ntitle: Spoilt\n---\n")
    ran = new_site.run(clone, "pull-request", "site")
    assert ran.failed == ["Check"]
    assert "::error file=briefs/spoilt.md,line=" in ran.output
    assert "actions/upload-artifact" not in ran.used
    assert ran.output.count("file") >= 2  # the check's and the guard's counts


ELSEWHERE = """\
jobs:
  one:
    steps:
      - id: site
        uses: $/.github/actions/briefs
        with:
          working-directory: news
          host: properdocs
          site: public
          base: HEAD
      - run: test -f "$PLACE/news/public/index.html"
        env:
          PLACE: ${{ github.workspace }}
      - uses: others/look@1
        with:
          site: ${{ steps.site.outputs.site }}
          changed: ${{ steps.site.outputs.changed }}
"""


def test_a_site_in_a_folder_of_its_repository_is_built_by_the_other_host(
    new_site: NewSite,
) -> None:
    clone = new_site.clone("elsewhere")
    (clone / "news").mkdir()
    for name in ("briefs", "docs", "mkdocs.yml", "requirements.txt", "vendor"):
        (clone / name).rename(clone / "news" / name)
    (clone / ".github" / "workflows" / "elsewhere.yml").write_text(ELSEWHERE)
    for words in (["add", "."], ["commit", "--quiet", "--message", "Moved"]):
        new_site.type("git", *words, folder=clone)
    ran = new_site.run(clone, "elsewhere", "one", workspace=str(clone))
    assert ran.failed == [], ran.output
    assert ran.used["others/look"]["site"] == str(clone / "news" / "public")
    told = Path(ran.used["others/look"]["changed"]).read_text("utf-8")
    assert ": 0 new, 0 changed, 0 gone (differing besides: 0 pages" in told


def test_a_site_that_pages_would_refuse_ends_the_run_before_it_is_handed_over(
    tmp_path: Path,
) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: material\nplugins: [search, briefs]\n"
    )
    for name in ("briefs", "docs", "site"):
        (tmp_path / name).mkdir()
    (step,) = [
        one for one in read_yaml(ACTION)["runs"]["steps"] if "briefs doctor" in one.get("run", "")
    ]
    summary = tmp_path / "summary.md"
    environ = machine(tmp_path, Path(sys.executable).parent, SITE="site")
    for size, status in ((PAGES_LIMIT, 0), (PAGES_LIMIT + 1, 1)):
        with (tmp_path / "site" / "big.bin").open("wb") as stream:
            stream.truncate(size)  # a hole: it takes no room on the disk
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            cwd=tmp_path,
            env=environ | {"GITHUB_STEP_SUMMARY": str(summary)},
            stdout=subprocess.PIPE,
            check=False,
        )
        assert done.returncode == status
    assert "GitHub Pages takes at most 1 GB" in summary.read_text("utf-8")
