"""The nouns: frozen, typed structs that every other layer speaks in."""
