"""Fuzz targets: one per reader, all run by ``harness``."""
