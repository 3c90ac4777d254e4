"""Accounts of messengers: by their links, and by the word before them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from counterpitch.campaigns.identifiers.found import Found
from counterpitch.campaigns.identifiers.lists import rows
from counterpitch.campaigns.identifiers.phone import number

_CALL: Final = re.compile(
    r"(?:(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|web\.whatsapp\.com/send/?\?phone=)"
    r"|whatsapp://send/?\?phone=|(?:https?://)?t\.me/\+|(?:https?://)?signal\.me/#p/)"
    r"(?:\+|%2B)?(?P<digits>\d{7,15})(?!\w)",
    re.I,
)
_BETWEEN: Final = (
    r"(?:\s?(?:id|is|handle|username|user|name|account|number|no|number is|nick|me at|me on|at|on"
    r"|ник|логин|号码?|號|账号|帳號|帐号|id号|아이디|konto|usuario|compte|identifiant|nutzername)\b)"
)
_GLUE: Final = (
    rf"{_BETWEEN}{{0,2}}\s{{0,2}}(?P<sign>[:：=@\-–—(（「“\"']{{0,3}}\s{{0,2}}[*_`]{{0,3}}@?)"
)
_AT: Final = re.compile(r"(?<![\w@./])@(?P<id>[A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|\.\w)")
STOP: Final = frozenset(
    """account accounts again also and app application are available because before better between
    call called can channel chat code contact could direct directly does easier easily everyone
    first from group groups have here handle however instead later maybe message messages messenger
    mine more name number once only or other please prefer privately profile quick quickly rather
    right same send should since some soon speak talk text than that then there these they this
    though through today tomorrow under until username using very want well what when where whether
    which will with within without works would write your yourself yours always already anytime
    about after conversation discussion later never often sometimes today would both whatsapp signal
    telegram wechat skype discord""".split()
)
"""Words that follow a messenger's name in a sentence and are no account."""


def linked_handle(url: str, start: int, end: int) -> Iterator[Found]:
    """Yield the account that a messenger's link opens; a telephone number as such."""
    call = _CALL.match(url)
    if call:
        yield from number(f"+{call['digits']}", start, end)
        return
    plain = re.sub(r"^https?://(?:www\.)?", "", url, flags=re.I)
    if not plain.startswith(_link_hosts()):
        return
    for messenger, pattern in _links():
        match = pattern.match(plain)
        if match:
            yield Found("handle", _value(messenger, match["id"]), start, end)
            return


def handles(text: str, folded: str) -> Iterator[Found]:
    """Yield the accounts that stand behind a messenger's name, and bare ``@names``.

    ``folded`` is ``text`` in lower case, of the same length.
    """
    said: set[int] = set()
    for match in _words().finditer(folded):
        for messenger, shape in _shapes()[match["word"]]:
            account = _behind(text, match.end(), messenger, shape)
            if account is not None:
                said.add(account.start)
                yield account
                break
    if "@" in text:
        for match in _AT.finditer(text):
            if match.start("id") not in said:
                value = match["id"].lower()
                yield Found("handle-bare", value, match.start("id"), match.end("id"), 0.7)


def _behind(text: str, at: int, messenger: str, shape: re.Pattern[str]) -> Found | None:
    glue = _glue().match(text, at)
    if glue is None:
        return None
    match = shape.match(text, glue.end())
    if match is None:
        return None
    signed = bool(set(glue["sign"]) & set(":：=@"))
    written = match["id"].rstrip(".-")
    telling = signed or any(char in "_.0123456789" for char in written)
    if not telling or written.lower() in STOP or len(written) < 2:
        return None
    sure = 1.0 if signed else 0.9
    return Found(
        "handle",
        _value(messenger, written),
        match.start("id"),
        match.start("id") + len(written),
        sure,
    )


def _value(messenger: str, written: str) -> str:
    """Return ``messenger:account``; codes of invitations keep their case, names do not."""
    exact = (
        messenger.endswith("-invite")
        or messenger == "whatsapp-business"
        or (messenger == "signal" and "." not in written)
    )
    return f"{messenger}:{written if exact else written.lower()}"


@lru_cache(maxsize=1)
def _glue() -> re.Pattern[str]:
    return re.compile(_GLUE, re.I)


@lru_cache(maxsize=1)
def _links() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["messenger"], re.compile(_as_pattern(row["form"], row["shape"]), re.I))
        for row in rows("messengers")
        if row["how"] == "link"
    )


@lru_cache(maxsize=1)
def _link_hosts() -> tuple[str, ...]:
    forms = (row["form"] for row in rows("messengers") if row["how"] == "link")
    return tuple(sorted({form.partition("{")[0] for form in forms}))


def _as_pattern(form: str, shape: str) -> str:
    return re.escape(form).replace(r"\{id\}", f"(?P<id>{shape})(?![A-Za-z0-9_])")


@lru_cache(maxsize=1)
def _shapes() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    found: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    for row in rows("messengers"):
        if row["how"] == "word":
            shape = re.compile(rf"(?P<id>{row['shape']})(?![A-Za-z0-9_@])")
            found[row["form"]] = (*found.get(row["form"], ()), (row["messenger"], shape))
    return found


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    forms = sorted(_shapes(), key=len, reverse=True)
    return re.compile(
        rf"(?<![a-zа-я0-9_@./])(?P<word>{'|'.join(map(re.escape, forms))})(?![a-zа-я])"
    )
