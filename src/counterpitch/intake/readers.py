"""The readers, imported only when something is to be read."""

import importlib
from collections.abc import Iterable, Iterator
from typing import cast

from counterpitch.intake.reader import Reader

READERS: tuple[str, ...] = (
    "counterpitch.intake.linkedin",
    "counterpitch.intake.mail",
    "counterpitch.intake.whatsapp",
    "counterpitch.intake.telegram",
    "counterpitch.intake.signal",
    "counterpitch.intake.jsonl",
    "counterpitch.intake.parquet",
    "counterpitch.intake.plaintext",
)
"""Modules in the order in which they are asked; the first that identifies a file reads it."""

NAMED_ONLY = frozenset(("plaintext",))
"""Readers that take any text, and so only what the user named or piped in."""

FORMATS = (
    "LinkedIn export (ZIP or CSV), e-mail (.eml, .mbox), WhatsApp, Telegram and Signal"
    " exports, JSON Lines, Parquet, saved web pages, pasted text"
)
"""What is read, in words for a person."""


def load(readers: Iterable[str | Reader]) -> Iterator[Reader]:
    """Yield each reader, importing those given as a module name.

    A module whose optional dependency is missing is passed over.
    """
    for reader in readers:
        if not isinstance(reader, str):
            yield reader
            continue
        try:
            yield cast("Reader", importlib.import_module(reader))
        except ImportError:
            continue
