"""Signals: what in a structure deserves a question, with its honest explanations."""
