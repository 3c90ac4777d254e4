"""Names in greetings: whom a message addresses, where no export says it.

The names found are masked like those of the two people, so that a long name in a
greeting pushes no word out of a rule's reach.
"""

import re
from collections.abc import Iterator
from typing import Final

HAN_TITLE: Final = "先生|女士|小姐|博士|教授|老师|总|经理|主管|主任|处长|院长|工|哥|姐|同学"
OPENING: Final = (
    "hi|hello|hey|hiya|dear|good morning|good afternoon|good evening|morning|respected"
    "|hallo|liebe|lieber|sehr geehrte|sehr geehrter|sehr verehrte|sehr verehrter|guten tag"
    "|guten morgen|guten abend|moin|servus|grüß gott|grüezi|bonjour|bonsoir|salut|cher|chère"
    "|hola|estimado|estimada|querido|querida|apreciado|apreciada|buenos días|buenas tardes"
    "|buen día|уважаемый|уважаемая|здравствуйте,?|добрый день,?|добрый вечер,?|привет,?|дорогой"
    "|дорогая"
)
TITLE: Final = (
    "mr|mrs|ms|miss|mx|dr|prof|professor|sir|herr|frau|monsieur|madame|mme|m|señor|señora|sr|sra"
    "|don|doña|doctor|doctora|dra|profesor|profesora|ingeniero|ingeniera|ing|engineer"
)
_GREETING: Final = re.compile(
    rf"(?:\A|\n)[^\w\n]{{0,3}}(?:{OPENING})[ \u00a0]+(?:(?:{TITLE})\b\.?[ \u00a0]*){{0,3}}"
    r"(?P<name>(?:[^\W\d_]\.[ \u00a0]?)?[^\W\d_][\w’'-]{0,40}"
    r"(?:[ \u00a0][^\W\d_][\w’'-]{0,40}){0,4})"
    r"(?=[ \u00a0]*(?:[,!:;\n–—?]|\.(?:\s|\Z)|- |\Z))",
    re.IGNORECASE,
)
_HAN_GREETING: Final = re.compile(
    rf"(?:\A|\n)(?:尊敬的|亲爱的)?(?P<name>[\u3400-\u9fff·]{{1,10}}?)(?:{HAN_TITLE})"
    r"(?=您好|你好|好|新年好|早|[,，！!：:。\s])"
)
_HAS_HAN: Final = re.compile("[\u3400-\u9fff]")
_NOBODY: Final = ("各", "大家", "诸", "我", "你", "您", "这", "那", "项目", "产品", "客户", "部门")
LOOKED_AT: Final = 400
"""Characters at the beginning of a message in which a greeting is sought."""


def greeted(text: str) -> list[str]:
    """Return the names that ``text`` greets, as written."""
    head = text[:LOOKED_AT]
    found = [name for name in _at_line_starts(_GREETING, head) if _is_name(name)]
    if _HAS_HAN.search(head):
        names = _at_line_starts(_HAN_GREETING, head)
        found += [name for name in names if not name.startswith(_NOBODY)]
    return found


def _at_line_starts(greeting: re.Pattern[str], head: str) -> Iterator[str]:
    """Yield the name in each line that begins with ``greeting``.

    A greeting stands in one line, so nothing is missed; a search would try every character.
    """
    at = 0
    while at >= 0:
        match = greeting.match(head, at)
        if match:
            yield match["name"]
        at = head.find("\n", at + 1)


def _is_name(words: str) -> bool:
    """Tell a name from "thanks for the offer": one word, or capitals throughout."""
    parts = words.replace("\u00a0", " ").split(" ")
    return len(parts) == 1 or all(p[:1].isupper() or p.lower() in PARTICLES for p in parts)


PARTICLES: Final = frozenset({
    "de", "la", "las", "los", "del", "da", "dos", "di", "van", "der", "den", "von", "zu", "bin",
    "bint", "ibn", "abu", "al", "el", "ben", "bar", "ter", "te", "y", "e", "af", "av", "le", "du",
    "де", "ла", "фон", "дер", "ван", "аль", "бин", "эль", "мак",
})  # fmt: skip
