"""Observations: what can be seen in a text, a link, an address, a date."""
