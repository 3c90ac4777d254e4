"""The evidence pack: one ZIP that a stranger can read and check."""
