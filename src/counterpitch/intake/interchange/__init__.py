"""The interchange format: what a conversation looks like outside this program."""
