"""YAML as a person would write it, and what the settings of several sites share."""

from typing import Any

import yaml

SITE = {"site_name": "Benchmark", "site_url": "https://example.org/"}
THEME = {"theme": {"name": "material", "font": False}}
EXTENSIONS = {"tables": {}, "toc": {"permalink": True}}
"""The Markdown extensions of every site that Python-Markdown or its like reads."""
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def yaml_text(value: Any) -> str:
    """A YAML document of `value`; keys keep their order."""
    text: str = yaml.dump(value, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=100)
    return text


def page(front: dict[str, Any], body: str) -> str:
    """A Markdown file with front matter."""
    return f"---\n{yaml_text(front)}---\n\n{body}"


def mkdocs_yml(**more: Any) -> str:
    """The settings of a MkDocs site with Material; `more` are further settings."""
    extensions = [{name: options} if options else name for name, options in EXTENSIONS.items()]
    return yaml_text({**SITE, **THEME, "markdown_extensions": extensions, **more})
