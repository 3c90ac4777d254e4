"""Ownership measured: an invented register at the scale of the United Kingdom, and peers beside."""
