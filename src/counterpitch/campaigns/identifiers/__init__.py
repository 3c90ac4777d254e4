"""Identifiers: what two approaches may share that strangers do not."""
