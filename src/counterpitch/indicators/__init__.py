"""Indicators: conditions over a conversation, matched with their evidence."""
