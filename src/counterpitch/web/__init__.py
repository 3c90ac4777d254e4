"""The desk: pages and a JSON interface over the case store."""
