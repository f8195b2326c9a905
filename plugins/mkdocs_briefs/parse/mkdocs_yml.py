"""What mkdocs.yml says, read without MkDocs and without running anything it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from mkdocs_briefs.problems import Location, Problem

PLUGIN = "briefs"
TWICE = f"The plugin {PLUGIN} is listed twice. List it once, with all of its options."


def read_site(
    data: bytes, file: str, environ: Mapping[str, str]
) -> tuple[dict[str, Any], Problem | None]:
    """Return the settings in `data`, the content of `file`, and a problem if it is unreadable.

    `!ENV` gives what `environ` holds; every other tag of MkDocs gives None. Never raises,
    whatever the bytes. An empty file has no settings.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{data[error.start]:02x} is no UTF-8"
        return {}, Problem("B101", Location(file, line), message, "Save the file as UTF-8.")
    try:
        # A subclass of the safe loader: it builds plain values only.
        value = yaml.load(text, Loader=_loader(environ))  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
        message = f"the YAML cannot be read: {error.problem or error.context}"
        return {}, Problem("B103", place, message, "Look at this line and the one above it.")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: a number or a day that cannot be, as in 2024-02-30.
        first = str(error).partition("\n")[0]
        return {}, Problem("B103", Location(file), f"the YAML cannot be read: {first}")
    if value is None or isinstance(value, dict):
        return value or {}, None
    message = "expected settings, one a line, as in site_name: My site"
    return {}, Problem("B204", Location(file), message)


def _loader(environ: Mapping[str, str]) -> type[yaml.SafeLoader]:
    class Loader(yaml.SafeLoader):
        """Reads the tags of MkDocs."""

    def variable(loader: Loader, node: yaml.Node) -> Any:
        """Return the first variable that is set, read as YAML reads a plain word, or the default.

        As the package pyyaml_env_tag does: the last of several names is the default.
        """
        if isinstance(node, yaml.MappingNode):
            message = "expected the name of a variable, or a list of names"
            raise yaml.constructor.ConstructorError(None, None, message, node.start_mark)
        names, default = [node], None
        if isinstance(node, yaml.SequenceNode):
            names = node.value
            if len(names) > 1:
                default = loader.construct_object(names[-1], deep=True)
                names = names[:-1]
        for name in names:
            text = environ.get(name.value) if isinstance(name, yaml.ScalarNode) else None
            if text is not None:
                tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
                return loader.construct_object(yaml.ScalarNode(tag, text))
        return default

    Loader.add_multi_constructor("", lambda *_: None)
    Loader.add_constructor("!ENV", variable)
    return Loader


def merged(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with those that they inherit: mappings are joined, other values replaced."""
    joined = dict(parent)
    for key, value in child.items():
        old = joined.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            value = merged(old, value)  # noqa: PLW2901 - one value, joined with the inherited one
        joined[key] = value
    return joined


def named(written: Any) -> Iterator[tuple[str, Any]]:
    """Yield names with their options, from a list or a mapping as mkdocs.yml has them."""
    rows = written.items() if isinstance(written, dict) else ()
    yield from ((str(name), options) for name, options in rows)
    for row in written if isinstance(written, list) else ():
        if isinstance(row, dict):
            yield from ((str(name), options) for name, options in row.items())
        else:
            yield str(row), None


def plugin_options(site: Mapping[str, Any]) -> list[Any]:
    """Return the options of each `briefs` among the plugins of a site, as they are written."""
    # MkDocs reads a name with a slash before it as one that is not the theme's.
    return [
        options for name, options in named(site.get("plugins")) if name.removeprefix("/") == PLUGIN
    ]


def has_own_heading_ids(extensions: Mapping[str, Any]) -> bool:
    """Return whether these options of Markdown extensions say how ids of headings are made."""
    options = (extensions.get(name) for name in ("toc", "markdown.extensions.toc"))
    return any(isinstance(each, dict) and {"slugify", "separator"} & {*each} for each in options)


def plugins_fault(site: Mapping[str, Any]) -> str:
    """Return what is wrong with the form of `plugins`, in MkDocs' words; empty if nothing is."""
    plugins = site.get("plugins")
    if plugins is None:
        return ""
    if not isinstance(plugins, (list, dict)):
        return "Invalid Plugins configuration. Expected a list or dict."
    if any(isinstance(row, dict) and len(row) != 1 for row in plugins):
        return "Invalid Plugins configuration"
    if any(options and not isinstance(options, dict) for options in plugin_options(site)):
        return f"Invalid config options for the '{PLUGIN}' plugin."
    return ""
