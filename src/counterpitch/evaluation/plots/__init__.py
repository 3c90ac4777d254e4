"""Plots as inline SVG: no script, no picture file, readable in light and dark."""
