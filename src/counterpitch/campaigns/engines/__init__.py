"""Engines: the same kernel and the same SQL, on one machine or on a cluster."""
