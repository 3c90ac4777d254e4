"""Campaigns: what ties single approaches together, with reasons."""
