"""One text in, one value and its problems out; only this room knows YAML and Markdown source."""
