"""Names that the rules leave standing, hidden from the learned part.

The rules keep a lone name that is also a word they use ("Grant", "Lan"), since hiding it
would hide the word. A network sees every word, so here such a name is hidden wherever
its writing or its place says that it is one: with a capital, or after a salutation. All
that follows a salutation with capitals is a name too, known or not.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from counterpitch.features.fold import fold
from counterpitch.features.greetings import greeted
from counterpitch.features.mask import MASK
from counterpitch.model.conversation import Conversation

SALUTATIONS: Final = frozenset(
    "hi hello hey dear ciao howdy hallo hei liebe lieber geehrte geehrter frau herr servus moin"
    " bonjour bonsoir salut cher chere madame monsieur mme hola buenas buenos estimado estimada"
    " querido querida senor senora ingeniero ingeniera doctor doctora don dona здравствуите"
    " здравствуи уважаемыи уважаемая уважаемые привет дорогои дорогая день вечер утро dr prof"
    " professor mr mrs ms miss mx sir mister auntie uncle its этo это".split()
)
"""Folded words after which a capital begins a name."""
MOST_WORDS: Final = 5
"""Words of a name that follows a salutation."""
_SMALL: Final = frozenset(
    "но ou ha no de la le et und and or y o du da di al el in im am is on to of der die das den dem"
    " van von zu bin bint ibn abu ben del los las dos ter te ten un an a so у и о".split()
)
"""Words so common that, standing alone, they are no name."""
_CRIES: Final = frozenset(("ha", "no", "so", "y", "o", "oh"))
"""Small words that stand alone without being a name."""
_PARTICLES: Final = frozenset(
    "de la las los del da dos di van der den von zu bin bint ibn abu al el ben bar ter te y e af av"
    " le du аль бин эль де ла фон дер ван мак".split()
)
"""Small words inside a name."""


def name_words(conversation: Conversation) -> frozenset[str]:
    """Return the folded words of the names of both people."""
    names = {conversation.contact.name, conversation.owner.name}
    for message in conversation.messages:
        names.add(message.author)
        names.update(greeted(message.text))
    return frozenset(word for name in names for word in fold(name[:200]).split() if word != ".")


def hidden(words: str, capitals: Sequence[bool], names: frozenset[str]) -> str:
    """Return folded words with names hidden; ``capitals`` tells which began with one."""
    every = words.split(" ")
    masked = list(_each(every, capitals, names))
    return " ".join(_merged(masked))


def _each(words: Sequence[str], capitals: Sequence[bool], names: frozenset[str]) -> Iterator[str]:
    """Yield the words; runs that are names become masks."""
    at, greeted_before = 0, False
    while at < len(words):
        end = _run(words, capitals, names, at, greeted_before)
        run = words[at:end]
        sure = greeted_before or at or (len(words) == 1 and words[0] not in _CRIES)
        if run and (sure or any(word == MASK or word not in _SMALL for word in run)):
            yield from [MASK] * len(run)
        else:
            end = max(end, at + 1)
            yield from words[at:end]
        greeted_before = words[end - 1] in SALUTATIONS
        at = end


def _run(
    words: Sequence[str], capitals: Sequence[bool], names: frozenset[str], at: int, after: bool
) -> int:
    """Return the end of the name that begins at ``at``, or ``at`` if none does.

    ``after`` tells that a salutation stands before it.
    """
    end = at
    while end < len(words) and end - at < MOST_WORDS:
        word, capital = words[end], capitals[end]
        known = word == MASK or (word in names and (capital or (after and word not in _SMALL)))
        particle = end > at and word in _PARTICLES and end + 1 < len(words) and capitals[end + 1]
        if not (known or (after and capital and word not in SALUTATIONS) or particle):
            break
        end += 1
    return end


def _merged(words: Sequence[str]) -> Iterator[str]:
    previous = ""
    for word in words:
        if not (word == MASK and previous == MASK):
            yield word
        previous = word
