"""Places of what leads to somebody: web and mail addresses, handles, telephone and account numbers.

Stricter than masking for the rules: there a missed address costs a score, here it is sent.
"""

import re
from collections.abc import Iterator
from typing import Final

from counterpitch.features.mask import is_address, top_level_domains

Place = tuple[int, int, str]
"""Start, end (code points) and the placeholder that goes there."""

LINK: Final = "[link]"
MAIL: Final = "[e-mail]"
NUMBER: Final = "[number]"

_TOKEN: Final = re.compile('[^\\s\u3000-\u30ff\u3400-\u9fff\uff00-\uff1f\uff21-\uffef<>"“”„«»]+')
_HOST: Final = re.compile(r"(?<![\w.\-])[\w\-]++(?:\.[\w\-]++)++")
_FULL_WIDTH: Final = {ord("＠"): "@", ord("．"): ".", ord("。"): "."}
_EDGE: Final = ".,;:!?()[]{}'’*_"
_SPELLED_AT: Final = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}\s{0,2}[\[({]\s?(?:at|@|ät|arroba|собака)\s?[\])}]\s{0,2}[\w.\-]{1,100}"
    r"(?:\s{0,2}[\[({]?\s?(?:dot|punkt|punto|точка)\s?[\])}]?\s{0,2}\w{2,24}){0,3}",
    re.I,
)
_SPELLED_DOT: Final = re.compile(
    r"(?<![\w\-])[\w\-]{1,64}\s?(?:[\[({]\s?(?:dot|\.)\s?[\])}])\s?\w{2,24}", re.I
)
_NUMBER: Final = re.compile(r"(?<![\w])[+＋(]?\d[\d ()./\u00a0\u2010-\u2015\-]{4,40}\d")
_ACCOUNT: Final = re.compile(r"(?<![^\W_])(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{15,120}(?![^\W_])")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")


def reachable(text: str) -> Iterator[Place]:
    """Yield every address and number in ``text``; places may overlap."""
    yield from _addresses(text)
    for pattern, placeholder in ((_SPELLED_AT, MAIL), (_SPELLED_DOT, LINK)):
        yield from ((m.start(), m.end(), placeholder) for m in pattern.finditer(text))
    for match in _NUMBER.finditer(text):
        if sum(char.isdigit() for char in match[0]) >= 7:
            yield match.start(), match.end(), NUMBER
    for pattern in (_ACCOUNT, _IBAN):
        yield from ((m.start(), m.end(), NUMBER) for m in pattern.finditer(text))


def _addresses(text: str) -> Iterator[Place]:
    plain = text.translate(_FULL_WIDTH)
    for match in _TOKEN.finditer(plain):
        placeholder = _kind(match[0])
        if placeholder:
            lead = len(match[0]) - len(match[0].lstrip(_EDGE))
            tail = len(match[0]) - len(match[0].rstrip(_EDGE))
            yield match.start() + lead, match.end() - tail, placeholder


def _kind(token: str) -> str:
    """Return the placeholder of a token that leads somewhere, or ``""``."""
    if "://" in token or "[://]" in token or "www." in token.lower():
        return LINK
    if "@" in token:
        return MAIL if any(char.isalnum() for char in token) else ""
    if "." not in token:
        return ""
    return LINK if is_address(token) or any(map(_is_host, _HOST.findall(token))) else ""


def _is_host(name: str) -> bool:
    return name.rpartition(".")[2].lower() in top_level_domains()
