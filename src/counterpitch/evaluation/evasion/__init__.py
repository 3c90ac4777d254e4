"""Evasion: what somebody may do to a text so that a program misses it."""
