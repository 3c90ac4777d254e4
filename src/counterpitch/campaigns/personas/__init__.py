"""Personas: the same person behind other names, by record linkage; a name alone ties nobody."""
