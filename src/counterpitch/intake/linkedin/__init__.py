"""Reads LinkedIn's data export: the ZIP, its folder, or a single CSV of it."""

from counterpitch.intake.linkedin.export import identify
from counterpitch.intake.linkedin.reading import read

name = "linkedin"

__all__ = ["identify", "name", "read"]
