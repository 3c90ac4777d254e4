"""Text reuse: the same words in other inboxes, whatever was filled in, inserted or moved."""
