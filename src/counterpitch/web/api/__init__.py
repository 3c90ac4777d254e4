"""The API: what the pages do, as JSON."""
