"""One text in, one value and its problems out. The only room that knows YAML and Markdown source."""
