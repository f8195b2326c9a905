"""YAML, and settings that several sites share."""

from typing import Any

import yaml

SITE = {"site_name": "Benchmark", "site_url": "https://example.org/"}
THEME = {"theme": {"name": "material", "font": False}}
EXTENSIONS = {"tables": {}, "toc": {"permalink": True}}
"""The extensions of Python-Markdown."""
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def yaml_text(value: Any) -> str:
    """Return `value` as YAML; keys keep their order."""
    text: str = yaml.dump(value, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=100)
    return text


def page(front: dict[str, Any], body: str) -> str:
    """Return a Markdown file with front matter."""
    return f"---\n{yaml_text(front)}---\n\n{body}"


def mkdocs_yml(**more: Any) -> str:
    """Return the settings of a site of MkDocs and Material."""
    extensions = [{name: options} if options else name for name, options in EXTENSIONS.items()]
    return yaml_text({**SITE, **THEME, "markdown_extensions": extensions, **more})
