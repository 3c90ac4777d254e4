"""What is asked of the index finds what holds it, and nothing else, on both databases."""

from pathlib import Path

import pytest

from counterpitch.cases import Store, finding, search
from tests.cases.samples import received, words


def test_a_part_of_many_words_is_found(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many words hold a part, those approaches are found that hold it, and no others."""
    texts = [" ".join(f"code{n}x{m}" for m in range(30)) for n in range(3)]
    received(store, tmp_path, [words(n, (each,)) for n, each in enumerate(texts, 1)])
    for name in ("", "MANY", "MOST", "FEW"):
        if name:
            monkeypatch.setattr(finding, name, 1)
        for text, numbers in {
            "ode": [3, 2, 1], "ode1": [2], "e2x": [3], "x29": [3, 2, 1], "code0x0": [1],
            '"x0 code1x1"': [2], "ode3": [], "ode1 e2x": [],
        }.items():  # fmt: skip
            assert [row.id for row in search(store, text).rows] == numbers, text


def test_a_long_word_is_found_by_any_part(store: Store, tmp_path: Path) -> None:
    """A word that is kept in pieces, such as a key or an address, is found by whatever part."""
    long = "".join(f"{n:03d}" for n in range(60))
    received(store, tmp_path, [words(1, (f"key {long} end",)), words(2, ("key 000001002 end",))])
    for part in (long, long[:30], long[31:90], long[-25:], f"{long[100:]} end", long[58:61]):
        assert [row.id for row in search(store, f'"{part}"').rows] == [1], part
    assert [row.id for row in search(store, "000001002").rows] == [2, 1]
    assert search(store, long[:60] + "x").rows == ()
