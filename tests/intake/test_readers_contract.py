"""What every reader promises, checked on every reader's samples.

A sample folder ``tests/data/intake/<reader>/`` belongs to the reader of that
name. Files named ``expected...`` or ``....expected.jsonl`` are not samples.
"""

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpitch.errors import UnreadableInput
from counterpitch.intake.archive import holds_files, members
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.reader import Reader
from counterpitch.intake.readers import NAMED_ONLY, READERS, load
from counterpitch.model.conversation import Conversation

SAMPLES = Path(__file__).parents[1] / "data" / "intake"
NAMES = [module.rsplit(".", 1)[-1] for module in READERS]
DAMAGES = 25
LARGEST = 300_000


def reader_named(name: str) -> Reader:
    """Return a reader by the name of its samples' folder."""
    for module in READERS:
        if module.endswith(f".{name}"):
            pytest.importorskip(module)
            return next(load([module]))
    pytest.skip(f"no reader is called {name}")


def samples(name: str) -> list[Origin]:
    """Return the samples of a reader, a ZIP's members in place of the ZIP."""
    found: list[Origin] = []
    if not SAMPLES.joinpath(name).is_dir():
        pytest.skip(f"tests/data/intake/{name}/ does not exist")
    for path in sorted(SAMPLES.joinpath(name).rglob("*")):
        if not path.is_file() or "expected" in path.name or path.suffix in (".py", ".md"):
            continue
        origin = Origin.of_file(path)
        found += members(origin, Notices()) if holds_files(origin) else [origin]
    return found


def with_siblings(origin: Origin) -> Origin:
    """Return a file on disk with the files of its folder as siblings."""
    path = Path(origin.path)
    if not origin.siblings and path.is_file():
        for each in path.parent.iterdir():
            if each.is_file():
                origin.siblings[each.name.lower()] = Origin.of_file(each)
    return origin


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that were cut, flipped, or filled with zeros at random places."""
    changed = bytearray(data)
    how = chance.randrange(4)
    if how == 0:
        del changed[chance.randint(0, len(changed)) :]
    for _ in range(chance.randint(1, 10)):
        place = chance.randint(0, max(0, len(changed) - 1))
        if how == 1 and changed:
            changed[place] ^= 1 << chance.randrange(8)
        elif how == 2:
            changed[place:place] = bytes(chance.randint(1, 5))
        elif how == 3:
            changed[place : place + chance.randint(1, 20)] = chance.randbytes(3)
    return bytes(changed)


def read_all(reader: Reader, origin: Origin) -> Iterator[Conversation]:
    """Read to the end; ``UnreadableInput`` is the only exception allowed."""
    with contextlib.suppress(UnreadableInput):
        yield from reader.read(origin, Notices())


@pytest.mark.parametrize("name", NAMES)
def test_reader_has_samples(name: str) -> None:
    """A reader keeps the contract's shape and recognises at least one of its samples."""
    reader = reader_named(name)
    assert isinstance(reader, Reader)
    assert reader.name == name
    assert any(reader.identify(origin) for origin in samples(name))


@pytest.mark.parametrize("name", sorted(set(NAMES) - NAMED_ONLY))
def test_nobody_else_claims_a_sample(name: str) -> None:
    """No other reader recognises a reader's samples; one for any text is not asked."""
    own = reader_named(name)
    others = [each for each in load(READERS) if each is not own and each.name not in NAMED_ONLY]
    for origin in samples(name):
        claimed = [other.name for other in others if other.identify(origin)]
        assert claimed == [], origin.path


@pytest.mark.parametrize("name", NAMES)
def test_every_message_has_a_place(name: str) -> None:
    """Each message names the file as received and a row or an offset in it."""
    reader = reader_named(name)
    read = 0
    for origin in map(with_siblings, samples(name)):
        if not reader.identify(origin):
            continue
        for conversation in read_all(reader, origin):
            assert conversation.messages
            for message in conversation.messages:
                read += 1
                place = message.locator
                assert place is not None, origin.path
                assert len(place.source) == 64
                assert place.path
                assert place.row is not None or place.offset is not None
    assert read > 0


@pytest.mark.parametrize("name", NAMES)
def test_oldest_message_first(name: str) -> None:
    """Within a conversation the dates never go back."""
    reader = reader_named(name)
    for origin in map(with_siblings, samples(name)):
        if reader.identify(origin):
            for conversation in read_all(reader, origin):
                dates = [each.sent_at for each in conversation.messages if each.sent_at]
                assert dates == sorted(dates), origin.path


@pytest.mark.parametrize("name", NAMES)
def test_damaged_bytes_raise_nothing(name: str) -> None:
    """Whatever is damaged, identify answers, and read raises nothing but UnreadableInput."""
    reader = reader_named(name)
    chance = random.Random(name)
    for origin in samples(name):
        with origin.open() as stream:
            data = stream.read(LARGEST)
        for _ in range(DAMAGES):
            harmed = Origin.of_bytes(origin.path, damaged(data, chance))
            reader.identify(harmed)
            for _conversation in read_all(reader, harmed):
                pass
