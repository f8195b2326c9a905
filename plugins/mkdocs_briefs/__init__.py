"""Explainer briefs in, one cross-linked static site out: a MkDocs plugin and a command."""

__version__ = "0.1.0"
