"""The only room that imports MkDocs: hooks, files, pages, navigation, log."""
