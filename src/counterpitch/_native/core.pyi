from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, overload

from typing_extensions import Buffer

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match

Folded = tuple[str, bytes, bytes]

class Ledger:
    def __init__(self, tables: object, time: Callable[[datetime], bytes]) -> None: ...

class Gate:
    def __init__(
        self,
        weights: Buffer,
        characters: int,
        words: dict[str, int],
        introduced: Callable[[str], Sequence[str]],
    ) -> None: ...

class Core:
    def __init__(
        self,
        tables: object,
        fold_letter: Callable[[int], str],
        bare_letter: Callable[[int], str],
        greeted: Callable[[str], Sequence[str]],
        facts: Callable[[Conversation, int], Iterable[tuple[int, int, int, str]]],
        contact_facts: Callable[
            [Conversation, int], Sequence[Sequence[tuple[int, int, int, str]] | None]
        ],
        quote: Callable[[int, int, int, str], Any],
        match: Callable[[str, tuple[Any, ...]], Any],
        names: tuple[str, ...],
    ) -> None: ...
    @property
    def indicators(self) -> tuple[str, ...]: ...
    def match(self, conversation: Conversation, /) -> list[Match]: ...
    def names(self, conversation: Conversation, /) -> set[str]: ...
    def texts(self, conversation: Conversation, /) -> list[Folded]: ...
    @overload
    def line(
        self, conversation: Conversation, ledger: Ledger, /
    ) -> tuple[bytes, int, int, float] | None: ...
    @overload
    def line(
        self, conversation: Conversation, ledger: Ledger, gate: Gate, /
    ) -> tuple[tuple[bytes, int, int, float] | None, float]: ...
    def match_and_odds(
        self, conversation: Conversation, gate: Gate, /
    ) -> tuple[list[Match], float]: ...
    def match_and_texts(
        self, conversation: Conversation, /
    ) -> tuple[list[Match], list[Folded]]: ...
    def fold(self, text: str, names: Sequence[str] | None = None, /) -> Folded: ...
    def find(self, text: str, side: str, /) -> list[tuple[int, int, int]]: ...
    def amounts(self, text: str, /) -> list[tuple[float, int, int, int, int]]: ...

def log_odds(texts: list[str], weights: Buffer, characters: int, /) -> float: ...
def has_address(text: str, /) -> bool: ...
def words(text: str, /) -> str: ...
def numbers(words: str, /) -> bytes: ...
def compare(
    texts: Buffer, signatures: Buffer, starts: Buffer, a: Buffer, b: Buffer, /
) -> bytes: ...
def digests(offsets: Buffer, data: Buffer, count: int, /) -> bytes: ...
def sign(
    letters: bytes,
    offsets: bytes,
    data: bytes,
    texts: int,
    settings: tuple[int, int, int, int, int, int],
    /,
) -> tuple[bytes, bytes, bytes, bytes, bytes]: ...
