"""Benchmarks and fitting: not part of the installed package."""
