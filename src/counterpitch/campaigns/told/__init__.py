"""Telling: campaigns as text for a terminal, and as JSON."""
