"""The words of all texts: whoever forgets one waits for whoever writes a text that holds it."""

import threading
from pathlib import Path

import pytest

from counterpitch.cases import Store, index, vocabulary
from counterpitch.cases.words import worded
from tests.cases.samples import received, words

TEXT = "gravimeter roadmap"


@pytest.fixture
def bare(store: Store, tmp_path: Path) -> Store:
    """A store with two approaches whose texts are not in the index."""
    received(store, tmp_path, [words(1), words(2)])
    with store.write() as connection:
        index.remove(connection, [1, 2])
    return store


def _known(store: Store) -> list[str]:
    with store.read() as connection:
        found = vocabulary.holding(connection, "gravi", begins=True, ends=False, most=5)
        return list(found)


def test_words_are_learned_once_and_forgotten_with_their_last_text(bare: Store) -> None:
    """A word of two texts stays until both are gone."""
    with bare.write() as connection:
        index.put(connection, [(1, TEXT, worded(TEXT)), (2, TEXT, worded(TEXT))])
    assert _known(bare) == ["gravimeter"]
    with bare.write() as connection:
        index.remove(connection, [1])
    assert _known(bare) == ["gravimeter"]
    with bare.write() as connection:
        index.remove(connection, [2])
    assert _known(bare) == []


def test_a_word_of_a_text_just_being_written_is_not_forgotten(bare: Store) -> None:
    """An erasure beside an import waits for it, and then finds the word in use."""
    with bare.write() as connection:
        index.put(connection, [(1, TEXT, worded(TEXT))])

    def erase() -> None:
        with bare.write() as connection:
            index.remove(connection, [1])

    other = threading.Thread(target=erase)
    with bare.write() as connection:
        index.put(connection, [(2, TEXT, worded(TEXT))])
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(30)
    assert not other.is_alive()
    assert _known(bare) == ["gravimeter"]
