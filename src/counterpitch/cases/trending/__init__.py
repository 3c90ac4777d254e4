"""Trends: what the desk saw, by week and by kind, beside the period before and public figures."""
