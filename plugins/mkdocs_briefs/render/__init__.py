"""Views to HTML: templates, inline Markdown, the Markdown extension, dates in words."""
