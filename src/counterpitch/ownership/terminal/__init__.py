"""Answers about ownership for the terminal."""
