"""Mail addresses: exact, and loosely without dots and tags."""

import re
from collections.abc import Iterator
from typing import Final

from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.hosts import domain_key, host_name

_LOCAL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\Z")
_HOST: Final = re.compile(r"(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}(?![\w-])")
_UNSPACED: Final = (
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
)
"""Letters of scripts that put no blank between a word and an address beside it."""
_JOINT: Final = re.compile(rf"{_UNSPACED}(?=[A-Za-z0-9][^@]{{2}})")
_PLAIN: Final = re.compile(rf"(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}[A-Za-z]{{2,63}}(?={_UNSPACED})")
_EDGE: Final = ".'`*!#/=|~{}^&?"
_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})


def emails(text: str) -> Iterator[Found]:
    """Yield the mail addresses in ``text``, with the domain of each that is its own."""
    at = text.find("@")
    while at >= 0:
        yield from _around(text, at)
        at = text.find("@", at + 1)


def _around(text: str, at: int) -> Iterator[Found]:
    host = _PLAIN.match(text, at + 1) or _HOST.match(text, at + 1)
    local = _LOCAL.search(text[max(0, at - 64) : at])
    if host is None or local is None:
        return
    name = local[0]
    joints = [match.end() for match in _JOINT.finditer(f"{name}@")]
    name = name[max(joints, default=0) :].lstrip(_EDGE)
    start = at - len(name)
    if name.startswith("mailto:"):
        name, start = name[7:], start + 7
    yield from address(f"{name}@{host[0]}", start, host.end())


def address(written: str, start: int = 0, end: int = 0) -> Iterator[Found]:
    """Yield the keys of one mail address; nothing if it is none."""
    local, _, rest = written.strip().strip("<>").rpartition("@")
    host = host_name(rest)
    if not local or not host or len(local) > 64 or any(char.isspace() for char in local):
        return
    local = local.lower()
    yield Found("email", f"{local}@{host}", start, end)
    loose = loosened(local, host)
    if loose:
        yield Found("email-loose", loose, start, end)
    yield from domain_key(host, start, end)


def loosened(local: str, host: str) -> str:
    """Return the mailbox that ``local`` reaches under any spelling, or ``""``.

    What follows a plus is the writer's own tag with most providers; Gmail also overlooks dots.
    That is a habit of providers and no rule, so it is a weaker key.
    """
    box = local.partition("+")[0]
    if host in _DOTLESS:
        box, host = box.replace(".", ""), "gmail.com"
    return f"{box}@{host}" if box else ""
