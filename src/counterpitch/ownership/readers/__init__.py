"""Readers: one module a format, each giving nodes and interests and losing nothing in silence."""
