"""The journal: an append-only chain of everything that happens."""
