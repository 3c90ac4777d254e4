"""The structure chart: who holds whom, drawn in layers, in one SVG file."""
