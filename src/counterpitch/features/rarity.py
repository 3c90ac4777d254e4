"""How telling a word is: what a phrase cannot occur without, and how rarely that occurs.

A phrase needs several things at once: one of these words, and one of those. Each such
*need* is a set of tokens of which one must stand in the text. A text that lacks any need
of a phrase cannot hold the phrase, and is never searched for it.
"""

from typing import Final

import msgspec

_COMMON: Final = frozenset(
    (
        "a an and any are as at be been but by can could do for from get give had has have he her"
        " here him his how i if in into is it its just know like ll let made make may me might more"
        " most much must my need no not now of on one only or other our out over own s she should"
        " so some such tell than that the their them then there these they this those to too up us"
        " very want was we were what when where which while who why will with work would you your"
        " send share see take time think use about after also all am"
        " der die das und ist ich sie wir nicht mit den dem des ein eine einen einer zu auf fur von"
        " im in es an auch bei sich ihr ihre ihren ihnen uns mir mich aus als wie was wenn kann"
        " le la les un une des du de et est je vous nous pas que qui dans pour sur avec ce cette"
        " votre vos en au aux il elle ne se plus par si on mon ma mes notre nos"
        " el los las una y o es yo usted no que con por para su sus del al lo se mi me te tu si"
        " и в не на я что с вы мы по к как это а но от за у же то все так о из для ваш ваши вам вас"
        " 的 是 我 你 您 们 在 有 不 了 和 就 都 也 要 可以 这 那 我们 你们 什么 吗 呢 吧 请"
    ).split()
)
_COMMON_RATE: Final = 0.2
_RARE_RATE: Final = 0.004
_HAN_RATE: Final = 0.02
STAR: Final = "*"


class Need(msgspec.Struct, frozen=True):
    """Tokens of which one must occur, and an estimate of how often one does.

    A token is a word, the beginning of a word (``confiden*``), or in Chinese one
    character or two in a row.
    """

    tokens: frozenset[str]
    rate: float

    def __add__(self, other: "Need") -> "Need":
        """Return the need of two alternatives: one of either must occur."""
        return Need(self.tokens | other.tokens, self.rate + other.rate)


def needs_of_words(words: list[str], starred: bool) -> tuple[Need, ...]:
    """Return the needs of words in a row, the last of them a beginning if ``starred``."""
    tokens = [*words[:-1], f"{words[-1]}{STAR}"] if starred else words
    return tuple(Need(frozenset((token,)), _rate(token)) for token in tokens)


def _rate(token: str) -> float:
    return _COMMON_RATE if token in _COMMON or len(token) < 3 else _RARE_RATE


def needs_of_run(run: str) -> tuple[Need, ...]:
    """Return the needs of a run of Chinese, or of a Latin word in Chinese text."""
    if run.isascii():
        return needs_of_words([run], False)
    if len(run) == 1:
        return (Need(frozenset((run,)), _HAN_RATE),)
    return tuple(Need(frozenset((run[i : i + 2],)), _HAN_RATE**2) for i in range(len(run) - 1))
