"""Cuts HTML into tags and the text between them, in time proportional to its length.

A tree builder follows rules that cost quadratic time on hostile input (100,000
nested ``div`` take half a minute in a fast C parser), so none is used. Every
alternative of ``TAG`` also matches at the end of the input: a scan that could
fail there would start again at each ``<``.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# Quotes only count after "=", as in the HTML standard.
_ATTRIBUTES = r"""(?:[^=>]++|=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)*+"""
TAG = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?:[!?]|/(?![a-zA-Z]))[^>]*+>?"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>"'][^\s>]*+)))?"""
)

# Their content is text up to their own closing tag, whatever it looks like.
RAW = ("script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in RAW}


class Tag(NamedTuple):
    """A tag: its lower-case name, whether it closes, and its attributes as written."""

    name: str
    closes: bool
    attributes: str

    def attribute(self, name: str) -> str | None:
        """Return the decoded value of the first attribute ``name``, None if absent."""
        for match in _ATTRIBUTE.finditer(self.attributes):
            if match[1].lower() == name:
                return html.unescape(match[2] or match[3] or match[4] or "")
        return None


class RawText(NamedTuple):
    """The content of a raw-text element such as ``script`` or ``textarea``."""

    name: str
    text: str


def pieces(markup: str) -> Iterator[str | Tag | RawText]:
    """Yield texts (entities still encoded), tags and raw contents in order."""
    position = 0
    while match := TAG.search(markup, position):
        if match.start() > position:
            yield markup[position : match.start()]
        position = match.end()
        if match["name"] is None:  # a comment, a doctype or a stray "</"
            continue
        name = match["name"].lower()
        yield Tag(name, bool(match["close"]), match["attributes"])
        if name in _RAW_END and not match["close"]:
            end = _RAW_END[name].search(markup, position)
            stop = end.start() if end else len(markup)
            yield RawText(name, markup[position:stop])
            position = stop
    if position < len(markup):
        yield markup[position:]
