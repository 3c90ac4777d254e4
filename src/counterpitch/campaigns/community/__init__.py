"""Seen elsewhere? Organisations compare what they saw without showing it."""
