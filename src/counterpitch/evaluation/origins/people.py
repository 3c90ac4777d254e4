"""Finds the names of the two people of a conversation and exchanges them."""

import re
from functools import lru_cache
from typing import Final

from counterpitch.evaluation.origins.origin import Name
from counterpitch.features.fold import fold
from counterpitch.model.conversation import Conversation
from counterpitch.recognisers.names import VOWELS, stem
from counterpitch.recognisers.ordinary import ordinary

_TITLES = frozenset(
    "dr prof professor mr mrs ms miss mx frau herr sir dame sheikh col rev eng ing inż ir"
    " doctor doctora dra ingeniero ingeniera agent barrister retd commander cdr wg cllr lt capt"
    " monsieur madame mme señor señora don doña herrn nurse coach engr chief hon"
    " ejecutivo officer agente madam tonton tante oncle uncle aunt tio tía".split()
)
_NOT_A_PERSON = re.compile(
    r"[\d/@&|+,:]|\b(?:team|service|desk|forum|office|unknown|support|committee|institute|security"
    r"|group|press|editor|editorial|office|conference|bank|helpdesk|comité|отдел|manager|talent"
    r"|number|hr|it|registry|society|center|centre|news|the|of|and|dienst|abteilung|team|for"
    r"|банк|служба|фонд|оргкомитет|поддержка|кафедра|журнал|secretar\w+|organis\w+|universit\w+"
    r"|travel|recruitment|library|services?|user|customer\w*|summit|journal|notification\w*|alerts?|club|digital|care|desk|admin)\b",
    re.IGNORECASE,
)
_HAN_NAME = re.compile("[\u3400-\u9fff·]{2,}")
_HAN_ROLE = re.compile("部|组|会|中心|公司|银行|客服|助理|团队|平台|编辑|学院|协会|老师|办|站|号")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "令狐")
_HAN_AFTER = "先生|女士|小姐|博士|教授|老师|总|经理|主管|工(?!程|作|艺|业|厂|具|资|人|序)|哥|姐"
_GREETING = re.compile(
    r"\A\W{0,3}(?P<open>(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[r]?"
    r"|sehr (?:geehrte|verehrte)[r]?|guten tag|guten morgen|moin|bonjour|salut|cher|chère|hola"
    r"|estimad[oa]|querid[oa]|buenos días|buenas tardes|уважаем(?:ый|ая)|здравствуйте,"
    r"|добрый (?:день|вечер),|привет,|¡hola)\s+)"
    r"(?P<title>(?:(?:mr|mrs|ms|dr|prof|professor|herr|frau|monsieur|madame|señor|señora|doctora?"
    r"|profesora?|ingenier[oa])\.?\s+){0,2})"
    r"(?P<name>[^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*){0,2})(?=\s*(?:[,!:\n–—]|\.\s|\Z))",
    re.IGNORECASE,
)
_HAN_GREETING = re.compile(
    rf"\A(?:尊敬的)?(?P<name>[\u3400-\u9fff])(?={_HAN_AFTER})(?!老师|经理|主管|先生)"
)
_NOT_A_NAME = frozenset(
    "there all team everyone everybody sir madam friend colleague colleagues doctor professor again"
    " curator player both folks guys author authors member members neighbour candidate engineer"
    " customer applicant kolleginnen ehemalige kollege freund oma opa damen herren zusammen"
    " monsieur madame ami collègue neveu tonton gente colega colegas profesor profesora doctora"
    " señora señor cliente clienta primo prima ingeniera ingeniero collègues amis love mum dad"
    " коллеги коллега друзья sirs oh bro mate man parents student students fellow researcher"
    " user users beauftragte expert experts esteemed respected distinguished sister brother"
    " auntie uncle cousin maman papa cfo ceo".split()
)


def exchanged(text: str, pairs: list[tuple[re.Pattern[str], str]]) -> str:
    """Return ``text`` with every old name replaced by its new one.

    Written small it is a name where it is no ordinary word ("long"), or where the whole text is
    written small.
    """
    small = text[:1].islower()
    for pattern, new in pairs:
        if small or not _is_ordinary(pattern):
            pattern = _in_any_case(pattern)
        text = pattern.sub(lambda match, new=new: _as_written(match, new), text)  # type: ignore[misc]
    return text


@lru_cache(maxsize=4096)
def _is_ordinary(pattern: re.Pattern[str]) -> bool:
    return fold(written(pattern)).strip() in ordinary()


@lru_cache(maxsize=4096)
def _in_any_case(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(pattern.pattern, re.IGNORECASE)


def _as_written(match: re.Match[str], new: str) -> str:
    old = match[0]
    if match.re.groupindex and not _stands_alone(match):
        return old
    return new.lower() if old.islower() and old.isascii() else new


def name_pairs(name: str, new: Name) -> list[tuple[re.Pattern[str], str]]:
    """Return what to replace by what, the whole name first, for one person's name."""
    core = re.split(r"[(（|]", name, maxsplit=1)[0].strip()
    if not core or _NOT_A_PERSON.search(core):
        return []
    if _HAN_NAME.search(core):
        return _han_pairs(core, new)
    words = [word for word in core.split() if word.strip(".").casefold() not in _TITLES]
    words = [word for word in words if len(word.strip(".")) > 1]
    if not words or len(words) > 4:
        return []
    given, family = _parts(new, bool(_CYRILLIC.search(core)))
    full = f"{given} {family}".strip()
    pairs = [(_word(" ".join(words)), full)]
    if len(words) > 1:
        pairs += [(_word(" ".join(words[1:])), family)] if len(words) > 2 else []
        pairs.append((_word(words[0]), given or family))
        pairs += [(_word(word), family) for word in words[1:] if len(word) > 2]
    return pairs


def _parts(new: Name, cyrillic: bool) -> tuple[str, str]:
    if not cyrillic:
        return new.given, new.family
    given, _, family = new.cyrillic.partition(" ")
    return (given, family) if family else ("", given)


LEAST_GENITIVE: Final = 4
"""Letters of a name of which a form with an "s" is exchanged, too."""
_CASES: Final = f"(?:[{VOWELS}][а-яё]{{0,2}})?"
"""Endings of Russian cases, which are exchanged with the name."""


@lru_cache(maxsize=4096)
def _word(text: str) -> re.Pattern[str]:
    kept = text.rstrip(VOWELS) if stem(fold(text).strip()) else ""
    return re.compile(
        f"(?P<name>{re.escape(kept)}){_CASES}" if kept else f"(?P<name>{re.escape(text)})"
    )


def written(pattern: re.Pattern[str]) -> str:
    """Return the name that a pattern seeks, as written, or the pattern of a Chinese one."""
    core = pattern.pattern.removesuffix(_CASES).removeprefix("(?P<name>").removesuffix(")")
    return re.sub(r"\\(.)", r"\1", core)


def _stands_alone(match: re.Match[str]) -> bool:
    """Tell whether a name touches no letter, figure or hyphen.

    It may touch Chinese signs and the underscore of a handle, and take an "s" at its end.
    """
    text, end = match.string, match.end()
    genitive = match[0].isascii() and len(match[0]) >= LEAST_GENITIVE
    if genitive and text[end : end + 1] == "s":
        end += 1
    return not _touches(text[match.start() - 1 : match.start()] if match.start() else "") and (
        not _touches(text[end : end + 1])
    )


def _touches(char: str) -> bool:
    return char == "-" or (char.isalnum() and not "\u3400" <= char <= "\u9fff")


def _han_pairs(core: str, new: Name) -> list[tuple[re.Pattern[str], str]]:
    match = _HAN_NAME.search(core)
    if match is None or _HAN_ROLE.search(core) or len(match[0]) != len(core):
        return []
    old = match[0]
    if "·" in old or len(old) > 4:
        first, _, last = old.partition("·")
        return [(re.compile(re.escape(each)), new.han) for each in (old, first, last) if each]
    size = 2 if old.startswith(_DOUBLE_SURNAMES) else 1
    surname, given = _surname(new.han), _given(new.han)
    pairs = [(re.compile(re.escape(old)), new.han)]
    if len(old) - size > 1:
        pairs.append((re.compile(re.escape(old[size:])), given))
    pairs.append((re.compile(rf"(?<!\w){old[:size]}(?={_HAN_AFTER})"), surname))
    return pairs


def _surname(han: str) -> str:
    if "·" in han:
        return han.partition("·")[2]
    if len(han) > 3 or han.startswith(_DOUBLE_SURNAMES):
        return han[:2] if han.startswith(_DOUBLE_SURNAMES) else han
    return han[:1]


def _given(han: str) -> str:
    """Return the given name, or the whole name where it is not divided."""
    if "·" in han:
        return han.partition("·")[0]
    surname = _surname(han)
    given = han[len(surname) :]
    return given if len(given) > 1 else han


def owner_pairs(conversation: Conversation, new: Name) -> list[tuple[re.Pattern[str], str]]:
    """Return the owner's names as greetings of the contact show them, with new ones."""
    pairs: list[tuple[re.Pattern[str], str]] = []
    for message in conversation.messages:
        if message.sender != "contact":
            continue
        match = _GREETING.match(message.text)
        if match is not None:
            pairs += _greeted(match, new)
    return pairs


def _greeted(match: re.Match[str], new: Name) -> list[tuple[re.Pattern[str], str]]:
    words = match["name"].split()
    plain = {word.casefold() for word in words}
    if plain & (_NOT_A_NAME | _TITLES) or not all(word[0].isupper() for word in words):
        return []
    given, family = _parts(new, bool(_CYRILLIC.search(match["name"])))
    if len(words) > 1:
        return [(_word(" ".join(words)), f"{given} {family}".strip())]
    return [(_word(words[0]), family if match["title"] else given or family)]
