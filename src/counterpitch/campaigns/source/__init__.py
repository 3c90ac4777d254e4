"""Sources: conversations as tables, a piece at a time, whatever file they come from."""
