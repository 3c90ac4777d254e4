"""Closing: readings made before take the place of the recogniser."""

import inspect

from counterpitch.recognisers.recogniser import Recogniser
from counterpitch.training.closing import StoredReadings


def test_stored_readings_are_asked_like_a_recogniser() -> None:
    """Whatever the assessment asks of a recogniser, stored readings take the same words."""
    for name in ("seen", "let_through", "look", "in_context", "read"):
        asked = inspect.signature(getattr(Recogniser, name)).parameters
        answered = inspect.signature(getattr(StoredReadings, name)).parameters
        assert list(asked) == list(answered)
