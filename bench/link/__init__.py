"""Linking measured: planted families, real corpora, peers (``python -m bench.link``)."""
