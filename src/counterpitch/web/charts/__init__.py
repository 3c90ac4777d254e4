"""Charts drawn by the server: SVG without script or style, a table and a CSV beside each."""
