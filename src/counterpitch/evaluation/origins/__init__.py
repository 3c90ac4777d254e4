"""Exchanges where the people of a conversation are from: no score may change."""
