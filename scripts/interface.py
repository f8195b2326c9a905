"""The generated pages on the command `briefs` and on the options of the plugin.

Both come from the declarations that the programs themselves use: click's for the commands,
`model/options.py` for the options.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator

import click
import yaml

from mkdocs_briefs.cli.app import main
from mkdocs_briefs.model.options import OPTIONS, kind_of

NOTE = "<!-- Written by scripts/reference.py; change the declaration instead. -->"
MORE = {
    "likelihood_scale": ("Make a forecast", "../how-to/forecast.md"),
    "ignore": ("Switch warnings off", "../how-to/switch-warnings-off.md"),
    "untrusted": ("Accept briefs from strangers", "../how-to/untrusted.md"),
    "social_cards": ("Share a brief", "../how-to/share.md"),
    "search": ("Search", "../how-to/search.md"),
    "git_dates": ("When a page was changed", "configuration.md#when-a-page-was-changed"),
    "machine_files": ("Keep a site small", "../how-to/large-sites.md"),
    "engine": ("Keep builds fast", "../how-to/fast-builds.md"),
    "content_security_policy": (
        "What a page may load",
        "configuration.md#what-a-page-may-load",
    ),
}
"""Where an option is told at length."""


def commands_page() -> str:
    """Every command with its arguments and options."""
    rows = [
        "---",
        "title: Commands",
        "description: Every command of `briefs`, with its options.",
        "---",
        "",
        "# Commands",
        "",
        NOTE,
        "",
        "`briefs --version` prints the version. `-h` or `--help` after a command prints its help.",
        "",
        "| command | does |",
        "|---|---|",
    ]
    for name, command in main.commands.items():
        first = (command.help or "").split("\n\n")[0]
        rows.append(f"| [`briefs {name}`](#briefs-{name}) | {cell(' '.join(first.split()))} |")
    rows.append("")
    for name, command in main.commands.items():
        rows += one_command(name, command)
    return "\n".join(rows).rstrip() + "\n"


def one_command(name: str, command: click.Command) -> Iterator[str]:
    """How a command is called, what it does, and a table of its options."""
    context = click.Context(command, info_name=f"briefs {name}")
    usage = " ".join(["briefs", name, *command.collect_usage_pieces(context)])
    yield from [f"## briefs {name}", "", "```text", usage, "```", ""]
    for part in inspect.cleandoc(command.help or "").split("\n\n"):
        if part.startswith("\b\n"):
            yield from ["```text", part[2:], "```", ""]
        else:
            yield from [part, ""]
    known = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    if known:
        yield from ["| option | does |", "|---|---|"]
        yield from map(one_option, known)
        yield ""


def one_option(option: click.Option) -> str:
    """The row of one option."""
    name = option.opts[-1]
    if not option.is_flag:
        value = option.metavar or option.type.name.upper().partition(" ")[0]
        if isinstance(option.type, click.Choice):
            value = "|".join(map(str, option.type.choices))
        name += f" {value}"
    about = option.help or ""
    if option.required:
        about = f"*required* {about}"
    elif option.default is not None and option.show_default:
        about += f" Else {option.default}."
    return f"| `{cell(name)}` | {cell(about)} |"


def options_page() -> str:
    """Every option of the plugin."""
    rows = [
        "---",
        "title: Options",
        "description: Every option of the plugin, its values and its default.",
        "---",
        "",
        "# Options",
        "",
        NOTE,
        "",
        "All options are optional. These are the defaults:",
        "",
        "```yaml",
        "# mkdocs.yml",
        *defaults(),
        "```",
        "",
    ]
    for name, option in OPTIONS.items():
        rows += [f"## `{name}`", "", kind_of(name).values, ""]
        about = textwrap.fill(option.metadata["about"], 96, break_on_hyphens=False)
        rows += [about, ""]
        if name in MORE:
            title, target = MORE[name]
            rows += [f"See [{title}]({target}).", ""]
    return "\n".join(rows).rstrip() + "\n"


def defaults() -> list[str]:
    """The defaults as they would stand in `mkdocs.yml`."""
    values = {name: option.default for name, option in OPTIONS.items()}
    given = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None
    }
    tree = {"plugins": ["search", {"briefs": given}]}
    text = yaml.safe_dump(tree, sort_keys=False, default_flow_style=None, width=80)
    return text.replace("\n- ", "\n  - ").replace("\n    ", "\n      ").rstrip().split("\n")


def cell(text: str) -> str:
    """`text` as it can stand in a table."""
    return text.replace("|", "\\|")
