"""Migrations of the store, in order; see ``counterpitch.cases.upgrade``."""
