"""The rulebook: reads ``rules/`` strictly, with path and line on every error."""
