"""Readers: one module per source, recognised by content and not by name."""
