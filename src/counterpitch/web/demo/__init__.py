"""A desk full of invented data, to look around in."""
