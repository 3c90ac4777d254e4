"""Ownership: who owns and controls a company, with bounds and the unknown kept."""
