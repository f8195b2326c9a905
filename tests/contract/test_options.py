"""The options are declared once: a build and a check take the same, and say the same of the rest."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.utils import yaml_load

from mkdocs_briefs.builder.pipeline import (
    NAMES,
    ProjectError,
    find_project,
    option_warnings,
    read_config,
    read_settings,
    today,
)
from mkdocs_briefs.host.plugin import BriefsPlugin
from mkdocs_briefs.model.options import OPTIONS, Options, kind_of
from mkdocs_briefs.parse.mkdocs_yml import TWICE
from mkdocs_briefs.settings import Settings
from support.forks import run_program
from support.sites import run

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plugins" / "mkdocs_briefs"
BASE = "plugins:\n  briefs:\n    mentions: never\n    require: [title]\n"
ENVIRON = {"WORD": "never", "TRUE": "true", "DAY": "2024-04-22"}


def briefs(options: str) -> str:
    return f"plugins:\n  - briefs: {{{options}}}\n"


WRONG = {
    "a choice": briefs("mentions: never"),
    "a choice that is a list": briefs("mentions: [all]"),
    "a choice that is true": briefs("mentions: true"),
    "a choice that is nearly right": briefs("likelihood_scale: icd208"),
    "a field": briefs("require: [sumary]"),
    "text for a list": briefs("require: summary"),
    "a list in a list": briefs("ignore: [[B503]]"),
    "the code of an error": briefs("ignore: [B201]"),
    "a file": briefs("machine_files: [rss]"),
    "text for true": briefs("untrusted: 'yes'"),
    "a number for true": briefs("engine: 1"),
    "text for an optional truth": briefs("social_cards: always"),
    "no day": briefs("today: yesterday"),
    "a day without hyphens": briefs("today: '20240422'"),
    "a day that is none": briefs("today: '2024-02-30'"),
    "a list of folders": briefs("briefs_dir: [a]"),
    "no folder": briefs("briefs_dir: ''"),
    "the root": briefs("briefs_dir: /"),
    "the policy": briefs("content_security_policy: all"),
    "the search": briefs("search: lunr"),
    "two wrong": briefs("mentions: never, untrusted: 1"),
    "an unknown option": briefs("mention: all"),
    "an unknown option that is like none": briefs("zebra: 1"),
    "a number for a name": briefs("7: all"),
    "wrong and unknown": briefs("mentions: never, zebra: 1"),
    "a very long value": briefs(f"mentions: {'x' * 500}"),
    "a mapping": "plugins:\n  briefs: {mentions: never}\n",
    "options in a list": "plugins:\n  - briefs: [mentions]\n",
    "options in a word": "plugins:\n  - briefs: all\n",
    "plugins in a word": "plugins: briefs\n",
    "two plugins in one row": "plugins:\n  - briefs: {}\n    search: {}\n",
    "twice, the second wrong": "plugins:\n  - briefs\n  - briefs: {mentions: never}\n",
    "with a slash": "plugins:\n  - /briefs: {mentions: never}\n",
    "no truth for enabled": briefs("enabled: perhaps"),
    "a variable": briefs("mentions: !ENV WORD"),
    "the default of a variable": briefs("mentions: !ENV [UNSET, never]"),
    "an inherited value": "INHERIT: base.yml\n",
    "a file to inherit that is gone": "INHERIT: gone.yml\n",
}
RIGHT = {
    "nothing": "plugins: [briefs]\n",
    "values": briefs("mentions: all, today: 2024-04-22, require: [summary], briefs_dir: news/"),
    "a moment": briefs("today: 2024-04-22 10:00:00"),
    "a day as text": briefs("today: '2024-04-22'"),
    "off": briefs("mentions: off, content_security_policy: off"),
    "no values": briefs("mentions: , require: , untrusted: , today: "),
    "a mapping": "plugins:\n  briefs: {likelihood_scale: phia}\n",
    "no options": "plugins:\n  briefs:\n",
    "a variable": briefs("untrusted: !ENV TRUE, today: !ENV [UNSET, DAY, 2020-01-01]"),
    "no variable": briefs("mentions: !ENV UNSET, ignore: !ENV [UNSET, [B503]]"),
    "inherited": "INHERIT: base.yml\nplugins:\n  briefs: {mentions: all}\n",
    "inherited, and replaced": "INHERIT: base.yml\nplugins: [briefs]\n",
    "fewer files": briefs("machine_files: [feeds], git_dates: false"),
}


READ = {
    "words": "a: !ENV WORD\nb: !ENV [WORD]\nc: !ENV UNSET\nd: !ENV [UNSET]\n",
    "types": "a: !ENV TRUE\nb: !ENV [UNSET, DAY]\nc: !ENV [UNSET, 7]\nd: !ENV [UNSET, [x, {y: z}]]\n",
    "several": "a: !ENV [UNSET, WORD, x]\nb: !ENV [UNSET, UNSET, 2024-04-22]\n",
    "joined": "INHERIT: base.yml\nplugins: {briefs: {mentions: all}, search: {}}\nnav: [a]\n",
    "replaced": "INHERIT: base.yml\nplugins:\n",
    "by variable": "INHERIT: !ENV [UNSET, base.yml]\n",
    "from below": "INHERIT: below/middle.yml\nplugins: {briefs: {ignore: [B503]}}\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("UNSET", raising=False)
    (tmp_path / "docs").mkdir()
    (tmp_path / "briefs").mkdir()
    (tmp_path / "base.yml").write_text(BASE)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "middle.yml").write_text("INHERIT: ../base.yml\nextra: {a: 1}\n")
    return tmp_path


def configure(project: Path, text: str, name: str = "mkdocs.yml") -> Path:
    file = project / name
    file.write_text(f"site_name: N\ntheme: {{name: material}}\n{text}")
    return file


def said_by_the_host(file: Path, caplog: pytest.LogCaptureFixture) -> tuple[bool, set[str]]:
    """Whether the host stops, and its lines."""
    stops = False
    dict(MkDocsConfig._schema)["plugins"].reset_warnings()  # the host keeps those of a failed load
    with caplog.at_level(logging.WARNING, "mkdocs"):
        try:
            load_config(str(file))
        except ConfigurationError as error:
            return True, {str(error)}
        except Abort:
            stops = True
    lines = "\n".join(record.getMessage() for record in caplog.records).splitlines()
    return stops, {line.removeprefix("Config value 'plugins': ") for line in lines}


def said_by_the_command(project: Path) -> tuple[bool, set[tuple[str, str]]]:
    """Whether a check fails, and its messages with their help."""
    stops, problems = False, []
    try:
        read_settings(project)
    except ProjectError as error:
        stops, problems = True, [*error.problems]
    else:
        problems = option_warnings(project)
    return stops, {(each.message, each.help) for each in problems}


@pytest.mark.parametrize("name", WRONG)
def test_a_check_says_what_a_build_says(
    name: str, project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = configure(project, WRONG[name])
    stops, lines = said_by_the_host(file, caplog)
    fails, messages = said_by_the_command(project)
    assert stops == fails
    assert messages
    for message, advice in messages:
        assert {message, f"{message}. {advice}"} & lines, (message, lines)
    assert len(messages) == len(lines)


@pytest.mark.parametrize("name", RIGHT)
def test_a_check_takes_what_a_build_takes(name: str, project: Path) -> None:
    plugin = load_config(str(configure(project, RIGHT[name]))).plugins["briefs"]
    assert isinstance(plugin, BriefsPlugin)
    # Private: what the plugin made of its options, which no hook shows.
    options, settings = plugin._options, read_settings(project)
    assert option_warnings(project) == []
    shared = {each for each in OPTIONS if each in Settings.__slots__} - {"today", "social_cards"}
    assert len(shared) >= 8
    for each in shared:
        value = getattr(options, each)
        assert getattr(settings, each) == (frozenset(value) if isinstance(value, tuple) else value)
    assert settings.today == (options.today or today())
    assert plugin.config.keys() == OPTIONS.keys()


def test_what_is_switched_off_is_checked_by_the_command_alone(
    project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # The command checks briefs with these options, whether the site is built with them or not.
    file = configure(project, briefs("enabled: false, mentions: never"))
    assert said_by_the_host(file, caplog) == (False, set())
    assert said_by_the_command(project)[0]
    configure(project, briefs("enabled: false, mentions: all"))
    assert read_settings(project).mentions == "all"
    assert option_warnings(project) == []


@pytest.mark.parametrize("name", READ)
def test_the_command_reads_a_file_as_the_host_does(name: str, project: Path) -> None:
    file = configure(project, READ[name])
    with file.open("rb") as stream:
        assert read_config(project) == yaml_load(stream)


def test_a_variable_without_a_name_is_refused(project: Path) -> None:
    file = configure(project, "a: !ENV {b: c}\n")
    with pytest.raises(ProjectError, match="expected the name of a variable"):
        read_config(project)
    with file.open("rb") as stream, pytest.raises(ConfigurationError, match="found mapping"):
        yaml_load(stream)


def test_files_that_inherit_from_each_other_without_end_are_refused(project: Path) -> None:
    configure(project, "INHERIT: mkdocs.yml\n")
    with pytest.raises(ProjectError, match="inherit from each other"):
        read_settings(project)


def test_the_plugin_is_listed_once(project: Path) -> None:
    """Two of it in one build would wait for each other."""
    configure(project, "plugins: [briefs, briefs: {mentions: all}]\n")
    for result in programs(project):
        assert result.returncode == 1
        assert TWICE in result.stdout + result.stderr
    configure(project, "plugins: [briefs: {enabled: false}, briefs: {mentions: all}]\n")
    assert [result.returncode for result in programs(project)] == [0, 0]
    assert read_settings(project).mentions == "all"


def programs(project: Path, *words: str) -> list[CompletedProcess[str]]:
    return [
        run_program(name, [word, *words], project, os.environ)
        for name, word in (("mkdocs", "build"), ("briefs", "check"))
    ]


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        (briefs("machine_files: [rss], untrusted: 1"), (), 1),
        (briefs("mention: all"), (), 0),
        (briefs("mention: all"), ("--strict",), 1),
    ],
)
def test_both_programs_end_alike(
    project: Path, text: str, words: tuple[str, ...], status: int
) -> None:
    configure(project, text)
    for result in programs(project, *words):
        assert result.returncode == status
        assert "Plugin 'briefs' option '" in result.stdout + result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", NAMES)
def test_a_site_is_found_by_each_name_that_a_host_reads(project: Path, name: str) -> None:
    configure(project, briefs("mentions: all"), name)
    assert find_project(project / "briefs") == project
    assert read_settings(project).mentions == "all"


def test_properdocs_says_the_same(project: Path) -> None:
    configure(project, briefs("mentions: never"), "properdocs.yaml")
    status, output = run([sys.executable, "-m", "properdocs", "build"], project)
    assert status == 1
    ((message, _),) = said_by_the_command(project)[1]
    assert message in output


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_is_whole(name: str) -> None:
    """An option is one line in `Options`; what cannot follow from it is asked for here."""
    option = OPTIONS[name]
    assert option.metadata["about"].endswith(".")
    assert kind_of(name).values.endswith(".")
    default = getattr(Options(), name)
    written = list(default) if isinstance(default, tuple) else default
    assert default is None or kind_of(name).check(written) == default
    uses = re.compile(rf"(?:options|settings)\.{name}\b")
    sources = (path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert any(uses.search(source) for source in sources), f"nothing reads the option {name}"
    assert f"## `{name}`\n" in (ROOT / "docs" / "reference" / "options.md").read_text("utf-8")
