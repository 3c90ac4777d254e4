"""``counterpitch own``: one file per command."""
