"""Renderers: one module per output. None of them decides anything."""
