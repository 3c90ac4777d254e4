"""Recognises a line, or the beginning of one, that says who speaks."""

import re
from typing import NamedTuple

from counterpitch.intake.pasted.vocabulary import (
    FIRST_PERSON,
    NAME_PARTICLES,
    NOT_A_PERSON,
    SECOND_PERSON,
    SHORT_ANSWERS,
)

LOOKED_AT = 200
"""Characters of a line that may hold a label."""

_TIME = (
    r"(?:[上下]午 ?)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[ \u00a0\u202f]?[AaPp]\.?[ ]?[Mm]\.?)?"
    r"(?: Uhr)?"
)
_DATE = (
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\d{1,2}\.? [^\W\d_]{3,9}\.?,? \d{4}|[^\W\d_]{3,9} \d{1,2},? \d{4}"
)
_WEEKDAY = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
)
_DAY = (
    rf"(?:(?:{_DATE}|\d{{1,2}}[./]\d{{1,2}}\.?|{_WEEKDAY}|[Tt]oday|[Yy]esterday|[Hh]eute|[Gg]estern)"
    r"(?: at| um)?,? ?)?"
)
_STAMP = rf"(?:[\[(](?P<stamp>[^\])]{{4,40}})[\])][ ]?|(?P<clock>{_TIME})[ ]?[-–]?[ ])?"
_COLON = re.compile(
    rf"[ \t]{{0,8}}{_STAMP}(?P<name>[^:：\[\]()<>/\\@=\"|]{{1,50}}?)"
    rf"(?:,? ?\(?{_DAY}{_TIME}\)?)?[ \u00a0]?(?::(?![/\\\d])|：)"
)
_ALONE = re.compile(
    rf"(?P<name>[^:：<>\\@=\"|]{{1,60}}?)(?:[ ]?[,·•—–-][ ]?|[ \t\u00a0]{{1,8}})"
    rf"(?P<open>\[)?(?P<stamp>{_DAY}{_TIME})(?(open)\])$"
)
_CLOCK_LINE = re.compile(
    rf"[ \t\u00a0\u200e\u200f]{{0,8}}(?:(?:APP|:[a-z0-9_+-]{{1,40}}:)[ \t]{{1,4}})?"
    rf"{_DAY}{_TIME}[ \t\u00a0\u200e\u200f]{{0,8}}$"
)
"""A time alone, as Slack and Teams write it: beside a status, between marks of direction."""
_SENT = re.compile(
    rf"(?P<name>.{{1,60}}?) (?:sent the following messages? at {_TIME}"
    rf"|hat um {_TIME}(?: Uhr)? (?:die )?folgende Nachricht(?:en)? gesendet"
    rf"|a envoyé (?:le message suivant|les messages suivants) à {_TIME}"
    rf"|(?:envió|ha enviado) (?:el siguiente mensaje|los siguientes mensajes) a las? {_TIME})$"
)
_YOU_SENT = re.compile(r"You (?:sent|replied(?: to .{1,60})?)$")
_PRONOUNS = re.compile(r"[ ]?\([^()]{1,24}\)")
_PHONE = re.compile(r"\+?[\d\u00a0 ().-]{7,22}$")
_INTERFACE = re.compile(
    r"(?:View (?:.{1,60}[’']s?|your) profile.{0,80}|.{1,60}[’']s profile photo"
    r"|.{0,60}1st degree connection.{0,20}|Status is (?:online|offline|reachable)"
    r"|Profil von .{1,60} anzeigen.{0,80}|(?:Voir|Afficher) le profil de .{1,80}"
    r"|Ver (?:el )?perfil de .{1,80}|Просмотреть профиль .{1,80}"
    r"|查看.{1,60}的(?:档案|个人资料).{0,40}"
    r"|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC) \d{1,2}(?:, \d{4})?"
    r"|InMail|[•·] ?(?:1st|2nd|3rd\+?)|(?:2nd|3rd\+?) degree connection"
    r"|(?:Yes, interested|Reply to .{1,60}|Write a message)(?:…|\.\.\.)"
    r"|TODAY|YESTERDAY|HEUTE|GESTERN|AUJOURD[’']HUI|HIER|HOY|AYER|СЕГОДНЯ|ВЧЕРА|今天|昨天"
    r"|(?:Today|Heute|Aujourd[’']hui|Hoy|Сегодня))$"
)


class Label(NamedTuple):
    """Who speaks: ``name``; the text after it begins at ``end``; ``sure`` needs no second look.

    ``rows`` is how many lines it takes: the text begins at ``end`` of the last of them.
    """

    name: str
    end: int
    sure: bool
    stamp: str = ""
    rows: int = 1
    told: bool = False
    """The page itself says that this person sent what follows."""
    alone: bool = False
    """Name and time fill the line; the text begins below."""


def find_label(line: str) -> Label | None:
    """Return the label that ``line`` begins with, or None."""
    start = line[:LOOKED_AT].rstrip()
    if len(line) <= LOOKED_AT and (alone := _standing_alone(start)):
        return alone
    found = _COLON.match(start)
    if found is None or not plausible(found["name"].strip()):
        return None
    stamp = found["stamp"] or ""
    if stamp and not any(each.isdigit() for each in stamp):
        return None
    return Label(found["name"].strip(), found.end(), False, stamp)


def find_label_above(line: str, below: str) -> Label | None:
    """Return the label of a name that stands alone, with only a time on the line below it.

    So do LinkedIn and other web pages copy: ``Anna Berg``, ``10:32``, and then the text.
    """
    if len(line) > LOOKED_AT or len(below) > LOOKED_AT or not _CLOCK_LINE.match(below):
        return None
    name = _without_pronouns(line.strip())
    alone = plausible(name) and not any(
        each in ':：<>/\\@=|.!?;,"' or each.isdigit() for each in name
    )
    return Label(name, len(below), False, rows=2) if alone else None


def bare_name(line: str) -> str:
    """Return the name that ``line`` consists of and nothing else, or an empty text."""
    if len(line) > LOOKED_AT:
        return ""
    name = _without_pronouns(line.strip())
    odd = any(each in ":：<>/\\@=|.!?;,\"'…" or each.isdigit() for each in name)
    known = name.casefold() in SHORT_ANSWERS or is_interface_text(line)
    return name if len(name) > 1 and not odd and not known and plausible(name) else ""


def is_interface_text(line: str) -> bool:
    """Tell whether ``line`` is a button or caption that was copied along."""
    return len(line) <= LOOKED_AT and _INTERFACE.match(line.strip()) is not None


def is_time_alone(line: str) -> bool:
    """Tell whether ``line`` is only a time, as chats show it beside a message."""
    return len(line) <= LOOKED_AT and _CLOCK_LINE.match(line) is not None


def says_who_sent(line: str) -> bool:
    """Tell whether ``line`` is "You sent", or "… sent the following message"."""
    start = line.strip()[:LOOKED_AT]
    return _YOU_SENT.match(start) is not None or _SENT.match(start) is not None


def is_first_person(name: str) -> bool:
    """Tell whether ``name`` is how people mark their own lines."""
    return name.casefold() in FIRST_PERSON


def is_second_person(name: str) -> bool:
    """Tell whether ``name`` is how a program marks its user's lines."""
    return name.casefold() in SECOND_PERSON


def plausible(name: str) -> bool:
    """Tell whether ``name`` can be a person if it recurs."""
    if not name or name.casefold().rstrip(".") in NOT_A_PERSON:
        return False
    if is_first_person(name) or is_second_person(name) or _PHONE.match(name):
        return True
    words = name.split()
    if len(words) == 1:
        return len(name) <= 30 and any(each.isalpha() for each in name)
    return len(words) <= 5 and all(_is_name_word(word) for word in words)


def looks_like_name(name: str) -> bool:
    """Tell whether ``name``, seen once only, looks like a full name."""
    words = name.split()
    if not plausible(name) or len(words) < 2:
        return False
    return not any(word.casefold().strip(".,") in NOT_A_PERSON - NAME_PARTICLES for word in words)


def _standing_alone(line: str) -> Label | None:
    if _YOU_SENT.match(line):
        return Label("You", len(line), True)
    if sent := _SENT.match(line):
        return Label(_without_pronouns(sent["name"]), len(line), True, told=True)
    alone = _ALONE.match(line.lstrip())
    if alone is None:
        return None
    name = _without_pronouns(alone["name"])
    if not plausible(name):
        return None
    return Label(name, len(line), False, alone["stamp"], alone=True)


def _without_pronouns(name: str) -> str:
    return _PRONOUNS.sub("", name).strip(" ,·•")


def _is_name_word(word: str) -> bool:
    if word.casefold() in NAME_PARTICLES:
        return True
    letters = [each for each in word if each.isalpha()]
    return bool(letters) and not letters[0].islower() and word[-1] not in "!?;"
