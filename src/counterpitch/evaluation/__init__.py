"""Honest evaluation: labelled conversations and verdicts in, figures with intervals out.

Every figure is defined in docs/reference/evaluation.md. A judge is any function from a
conversation to a verdict; verdicts may also come from a file.
"""
