from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.campaigns.reuse import signing
from counterpitch.campaigns.reuse.letters import letters
from counterpitch.campaigns.reuse.resemblance import resemblance
from counterpitch.campaigns.reuse.signing import BINS, LEAST, PLANES, sign, sign_bytes
from tests.campaigns.samples import TEMPLATES, WORDS

LONG = TEMPLATES["paper"]
pieces = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join),
    st.sampled_from([*TEMPLATES.values(), "x" * 500, "哈" * 90, ""]),
)


def offsets(parts: list[bytes]) -> tuple[bytes, bytes]:
    """Return texts as offsets and one run of bytes."""
    ends = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    return ends.tobytes(), b"".join(parts)


def matching(one: str, other: str) -> float:
    """Return the resemblance that the signatures of two texts show."""
    words = sign(pa.array([one, other])).words.view(np.uint64)
    differing = words[0] ^ words[1]
    bins = [
        np.bitwise_or.reduce(differing[at : at + PLANES]) for at in range(0, len(differing), PLANES)
    ]
    matches = BINS - sum(int(each).bit_count() for each in bins)
    return float(resemblance(np.array([matches]))[0])


@pytest.mark.skipif(_native.sign is None, reason="the compiled core was not built")
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            pieces.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=200)
        ),
        max_size=6,
    )
)
def test_the_core_and_the_python_code_give_the_same_bytes(parts: list[bytes]) -> None:
    """Expect equal numbers, signatures and passages for any bytes, damaged UTF-8 included."""
    ends, data = offsets(parts)
    compiled = sign_bytes(ends, data, len(parts))
    plain = signing._signed_by_numpy(ends, data, len(parts))
    for one, other in zip(compiled, plain, strict=True):
        assert np.asarray(one).tobytes() == np.asarray(other).tobytes()


def test_a_batch_may_be_a_slice_of_a_longer_one() -> None:
    """Expect the same result for a text wherever it stands in an Arrow array."""
    whole = pa.array(["first", LONG, None, "last"])
    assert sign(whole.slice(1, 1)).number[0] == sign(pa.array([LONG])).number[0]
    assert sign(whole).number[2] == 0


@pytest.mark.parametrize(
    "disguised",
    [
        LONG.upper(),
        LONG.replace("a", "а").replace("e", "е"),  # Cyrillic letters
        "\u202e" + "\u200b".join(LONG),
        LONG.replace(" ", "  \n"),
        LONG.replace("800", "1,250"),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in LONG),
    ],
)
def test_disguises_do_not_change_the_number_of_a_text(disguised: str) -> None:
    """Expect case, look-alike letters, invisible signs, blanks, digits and wide forms to count for nothing."""
    first, second = sign(pa.array([LONG, disguised])).number
    assert first == second


def test_texts_without_letters_are_no_text() -> None:
    """Expect 0 for what holds no letter, so that such messages never link."""
    assert not sign(pa.array(["", "12345 !!!", "\u200b\u202e"])).number.any()


def test_short_texts_have_no_passages() -> None:
    """Expect texts below the limit to have a number only."""
    found = sign(pa.array(["Call me back soon, please"]))
    assert found.units[0] < LEAST
    assert found.counts[0] == 0
    assert found.number[0] != 0


def exact(one: str, other: str) -> float:
    """Return the share of windows that two texts really have in common."""
    sets = [
        {t[at : at + signing.SHORTER] for at in range(len(t) - signing.SHORTER + 1)}
        for t in map(letters, (one, other))
    ]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@pytest.mark.parametrize("step", [3, 5, 8, 15, 30])
def test_the_estimate_is_near_the_exact_resemblance(step: int) -> None:
    """Expect the estimate within 0.1 (three standard errors) of the exact share of common windows."""
    words = LONG.split()
    changed = " ".join(
        WORDS[at % len(WORDS)] if at % step == 0 else word for at, word in enumerate(words)
    )
    assert matching(LONG, changed) == pytest.approx(exact(LONG, changed), abs=0.1)


def test_moved_paragraphs_and_insertions_keep_passages() -> None:
    """Expect texts with moved halves to share most passages, unrelated ones none."""
    words = LONG.split()
    moved = " ".join(words[30:] + words[:30])
    other = " ".join(WORDS * 2)
    found = sign(pa.array([LONG, moved, other]))
    sets = [set(found.passages[a:b].tolist()) for a, b in pairwise(np.cumsum([0, *found.counts]))]
    assert len(sets[0] & sets[1]) > 0.7 * len(sets[0])
    assert not sets[0] & sets[2]


def test_five_megabytes_are_signed_in_linear_time() -> None:
    """Expect a huge text to have a bounded number of passages."""
    found = sign(pa.array(["lorem ipsum dolor " * 300_000]))
    assert 1 <= found.counts[0] <= signing.MOST


@pytest.mark.skipif(_native.sign is None, reason="the compiled core was not built")
def test_the_core_refuses_offsets_that_do_not_fit() -> None:
    """Expect an error and no crash for offsets beyond the data."""
    ends = np.array([0, 99], np.int64).tobytes()
    with pytest.raises(ValueError, match="do not fit"):
        sign_bytes(ends, b"abc", 1)
