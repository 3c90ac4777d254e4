"""Pipelines: from inputs to verdicts, streaming."""
