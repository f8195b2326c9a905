"""The kinds of things that have ids: what holds them, and which field of a brief names them."""

from __future__ import annotations

TERMS = {"topic": "topics", "storyline": "storylines"}
"""Kinds of terms that have pages, and their registries."""
REGISTRY_OF = {"actor": "actors", **TERMS, "author": "authors"}
"""Kind -> the registry of its entries: a file and a folder of `briefs/`."""
PAGES_OF = {"brief": "briefs", "actor": "actors", **TERMS}
"""Kind -> the first part of the address of its pages. A wikilink reaches these kinds only, and
tries them in this order."""
KIND_OF = {plural: kind for kind, plural in (PAGES_OF | REGISTRY_OF).items()}
"""`briefs` or a registry -> the kind of what it holds."""
FIELD_OF = {"topics": "topics", "storylines": "storyline", "authors": "authors"}
"""Registry of terms -> the field of a brief that refers to it."""
