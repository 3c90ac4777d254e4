"""Untrusted text made safe to show: no control codes, no clickable links."""

import re
from typing import Final

from counterpitch.features.addresses import defanged

_SUSPECT: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


_EXTENDS: Final = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u093c-\u094d\u0e31\u0e34-\u0e4e"
    r"\u1ab0-\u1aff\u20d0-\u20f0\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)
"""What belongs to the sign before it: accents, vowel signs, skin tones, the form of an emoji."""
_HALVES: Final = re.compile("[\U0001f1e6-\U0001f1ff]+$")
"""Letters of which two make a flag."""


def visible(text: str) -> str:
    """Return ``text`` with invisible and control characters (line ends aside) as ``·``."""
    # What is printable holds none of them, and most texts of one line are.
    return text if text.isprintable() else _SUSPECT.sub("·", text)


def shown(text: str) -> str:
    """Return ``text`` with links defanged and invisible or control characters as ``·``."""
    return visible(defanged(text))


def one_line(text: str, most: int = 160) -> str:
    """Return ``text`` on one line of at most ``most`` characters."""
    flat = " ".join(shown(text).split())
    return flat if len(flat) <= most else f"{flat[: _whole(flat, most - 1)].rstrip()}…"


def _whole(text: str, end: int) -> int:
    """Return where to cut before ``end``, so that no accent, tone or half of a flag stands alone.

    A few steps back at most: a text of nothing but accents is cut where it is.
    """
    halves = _HALVES.search(text[max(end - 40, 0) : end])
    if halves and len(halves[0]) % 2 and _HALVES.match(text[end]):
        return end - 1
    for back in range(min(end, 8)):
        if not _EXTENDS.match(text, end - back):
            return end - back
    return end


def many(count: int, one: str, several: str = "") -> str:
    """Return a count with its noun: ``1 rule``, ``1,204 rules``, ``1 entry``, ``2 entries``."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def percent(value: float) -> str:
    """Return a share as whole percent, never rounding to a false certainty."""
    if 0 < value < 0.01:
        return "<1 %"
    return ">99 %" if 0.99 < value < 1 else f"{100 * value:.0f} %"


def weight(contribution: float) -> str:
    """Return what a reason adds (log-odds), ``+1.2``, or that it adds nothing to speak of."""
    written = f"{contribution:+.1f}"
    return "no weight" if written[1:] == "0.0" else written


def took(hours: float) -> str:
    """Return how long something took in the unit in which a person would say it."""
    minutes = round(60 * hours)
    if minutes < 120:
        return many(max(minutes, 1), "minute")
    return many(round(hours), "hour") if hours < 72 else many(round(hours / 24), "day")


def short_name(indicator: str) -> str:
    """Return an indicator's name as words: ``new-refusal-workaround`` → ``refusal workaround``."""
    return indicator.removeprefix("new-").removeprefix("benign-").replace("-", " ")
