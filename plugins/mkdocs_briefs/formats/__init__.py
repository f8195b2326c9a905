"""Views and records to machine-readable text: JSON-LD, sitemap."""
