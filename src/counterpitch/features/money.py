"""Amounts of money. The currency is seen, so as to know that it is money, and forgotten."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_SIGN: Final = "$€£¥₽₹₩₪₺₴元"
_CODE: Final = (
    r"usd|eur|gbp|chf|cny|rmb|jpy|rub|inr|krw|aud|cad|nzd|sgd|hkd|aed|sek|nok|dkk|pln|czk|huf|brl|mxn|zar|try|"
    r"dollars?|euros?|pounds?|quid|francs?|francos?|franken|yuan|renminbi|rubles?|roubles?|rupees?|yen|won|"
    r"dirhams?|kron[ae]r?|crowns?|zloty|reais|pesos?|dolares|dólares|libras|livres|dollar|pfund|"
    r"руб[а-я]*|доллар[а-я]*|евро|фунт[а-я]*|юан[а-я]*|usdt|usdc|tether|bitcoin|btc|eth"
)
_NUMBER: Final = r"\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?"
_SCALE: Final = r"k|m|bn|thousand|million|tausend|mille|mil|тыс[а-я.]*|千|万|萬|百万"
_AFTER: Final = rf"(?:{_CODE})\b|[{_SIGN}]|美元|欧元|英镑|人民币|块钱|港币|瑞郎|日元|卢布|新元|加元"
_MONEY: Final = re.compile(
    rf"(?:(?P<lead>[{_SIGN}]|\b(?:{_CODE}))\s?)?(?<![\w.,])(?P<number>{_NUMBER})"
    rf"\s?(?P<scale>(?:{_SCALE})(?![a-z]))?(?:\s?(?P<tail>{_AFTER}))?",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_FACTOR: Final = {
    "k": 1e3,
    "m": 1e6,
    "b": 1e9,
    "t": 1e3,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "百": 1e6,
}


class Amount(NamedTuple):
    """An amount in its own currency, and its place in the text (code points)."""

    value: float
    start: int
    end: int


def amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of money that ``text`` names."""
    if not _DIGIT.search(text):
        return
    for match in _MONEY.finditer(text):
        if match["lead"] or match["tail"]:
            yield Amount(_value(match["number"], match["scale"] or ""), *match.span())


def _value(number: str, scale: str) -> float:
    whole = re.sub(r"[.,]\d{1,2}$", "", number)
    digits = re.sub(r"\D", "", whole)
    factor = _FACTOR.get(scale[:1].lower(), 1.0) if scale else 1.0
    if scale.lower().startswith(("million", "mio", "млн")):
        factor = 1e6
    if scale.lower().startswith(("mil", "mille")) and not scale.lower().startswith("milli"):
        factor = 1e3
    return float(digits or 0) * factor
