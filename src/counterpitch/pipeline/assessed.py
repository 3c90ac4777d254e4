"""A conversation with its verdict, and the assessor that gives it."""

from functools import lru_cache
from pathlib import Path

import msgspec

from counterpitch.assessment.assess import Assessor
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict
from counterpitch.recognisers.recogniser import Recogniser, available
from counterpitch.rulebook.book import rulebook


class Assessed(msgspec.Struct, frozen=True):
    """A conversation with its verdict."""

    conversation: Conversation
    verdict: Verdict


def assessor(folder: Path | None = None, *, quick: bool = False) -> Assessor:
    """Return the assessor of the built-in rules, or of those in ``folder``.

    ``quick`` leaves the recognisers out. Rules of one's own come without weights for close
    readings, and are weighed alone.
    """
    return _assessor(folder, quick)


@lru_cache(maxsize=2)
def _assessor(folder: Path | None, quick: bool) -> Assessor:
    book = rulebook(folder)
    close = not quick and bool(book.close_weights.indicators) and available()
    return Assessor(Matcher(book), Recogniser(book.moves) if close else None)
