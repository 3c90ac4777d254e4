"""Pasted text: who says what, guessed from the shape of the lines."""
