"""The evaluation as text tables, readable at 80 columns."""
