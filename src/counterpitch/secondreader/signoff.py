"""Names that messages give away: under a message, after "my name is", after a title.

Where no export says who somebody is, this is where their name stands. Too many words
may be taken for names here, since they are only hidden.
"""

import re
from collections.abc import Iterator
from typing import Final

from counterpitch.features.greetings import greeted

_WORD: Final = r"[^\W\d_](?:[\w’'\-]|\.(?=\w)){0,40}\.?"
_NAME: Final = rf"(?P<name>{_WORD}(?:[ \u00a0]{_WORD}){{0,4}})"
_CLOSING: Final = (
    "best|regards|wishes|sincerely|faithfully|cheers|thanks|thank you|yours|cordially|truly"
    "|warmly|respectfully|love|grüße|grüßen|gruß|grüsse|grüssen|gruss|dank|vg|lg|mfg"
    "|cordialement|salutations|bien à vous|merci|saludos|atentamente|gracias|abrazo"
    "|уважением|привет|спасибо|пожеланиями|此致|敬礼|祝好|谢谢|顺颂商祺"
)
_AFTER_CLOSING: Final = re.compile(
    rf"(?:{_CLOSING})[ \u00a0]?[,.!，。]?[ \u00a0]*\n[ \t\r\n]{{0,6}}[-–—]?[ \u00a0]?{_NAME}", re.I
)
# The names are only looked at, not taken: "Dr. Oyelaran or Frau Roth" are two.
_INTRODUCED: Final = re.compile(
    r"(?:\bmy name is|\bi am|\bi['’]m|\bthis is|\bmein name ist|\bich bin|\bich hei(?:ß|ss)e"
    r"|\bje m['’]appelle|\bje suis|\bme llamo|\bmi nombre es|\bsoy|\bменя зовут|\bэто"
    rf")[ \u00a0]{{1,2}}(?={_NAME})",
    re.I,
)
_TITLED: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|prof|professor|herrn?|frau|monsieur|madame|mme|señora?)"
    rf"\.?[ \u00a0]{{1,2}}(?={_NAME})",
    re.I,
)
_HERE: Final = re.compile(rf"(?:\A|[\n,!.] ?){_NAME}[ \u00a0](?:here|hier|ici|aquí|здесь)\b", re.I)
_HAN_NAME: Final = re.compile(
    "(?:我是|我叫|本人|名叫|姓名[：:])(?P<name>[\u3400-\u9fff·]{2,4}?)(?=[，,。！!、\\s]|\\Z)"
)
_LAST_LINE: Final = re.compile(rf"[-–—]?[ \u00a0]?{_NAME}[ \u00a0]?[.]?\Z")
_TAIL: Final = 200
"""Characters at the end of a message among which a bare signature is sought."""


def given_away(text: str) -> Iterator[str]:
    """Yield what may be the writer's own name in ``text``, as written."""
    for pattern in (_AFTER_CLOSING, _INTRODUCED, _HERE):
        yield from (_leading_capitals(match["name"]) for match in pattern.finditer(text))
    yield from (match["name"] for match in _HAN_NAME.finditer(text))
    yield from _bare_signature(text)


def titled(text: str) -> Iterator[str]:
    """Yield whoever bears a title in ``text``: either side, or somebody else."""
    yield from (_leading_capitals(match["name"]) for match in _TITLED.finditer(text))


def addressed(text: str) -> Iterator[str]:
    """Yield whom ``text`` addresses, as written."""
    yield from greeted(text)


def _bare_signature(text: str) -> Iterator[str]:
    """Yield a name that is the whole of the last line, below at least one other line."""
    before, _, last = text.rstrip()[-_TAIL:].rpartition("\n")
    match = _LAST_LINE.match(last.strip())
    if before and match:
        words = match["name"].split()
        if all(word[:1].isupper() for word in words):
            yield match["name"]
    # "… Gruß, Jonas" at the end of one line.
    tail = text.rstrip()[-_TAIL:].rstrip(".!").rpartition(",")[2].strip()
    if tail and len(tail.split()) <= 3 and all(word[:1].isupper() for word in tail.split()):
        yield tail


def _leading_capitals(words: str) -> str:
    """Return the words from the first on that begin with a capital."""
    kept: list[str] = []
    for word in words.replace("\u00a0", " ").split(" "):
        if not word[:1].isupper() and word.lower() not in _PARTICLES:
            break
        kept.append(word)
        if word.endswith(".") and len(word) > 2:
            break
    while kept and kept[-1].lower() in _PARTICLES:
        kept.pop()
    return " ".join(kept).rstrip(".")


_PARTICLES: Final = frozenset(
    "de la las los del da dos di van der den von zu bin bint ibn abu al el le du ter te".split()
)
