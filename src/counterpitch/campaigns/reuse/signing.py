"""Signing: a number, a signature and passages for each text, the same on every engine.

- *number*: equal for texts that have the same letters, whatever stands between them;
- *signature*: 256 minima of windows of letters, four bits of each, from which the resemblance
  of two texts is estimated without reading them (fast similarity sketching, Dahlgaard, Knudsen and
  Thorup 2017; b-bit minima, Li and König 2010);
- *passages*: a sample of longer windows that texts sharing a passage agree on (bottom-k); texts are
  compared only where one of them is the same.

Texts shorter than ``LEAST`` units have a number and nothing else: they link by being the same.
The compiled core does this where it was built; the numpy code below is its measure.
"""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from counterpitch import _native
from counterpitch.campaigns.reuse.letters import letter_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KERNEL: Final = 1
"""Version of the kernel, stored with what it made. Raised when the same text would get other
keys."""

SHORTER: Final = 6
"""Units in a window of the signature."""
LONGER: Final = 14
"""Units in a passage: some three words, or five Chinese characters."""
LEAST: Final = 36
"""Units below which a text is compared only as a whole: some seven words."""
FEWEST: Final = 14
SHARE: Final = 24
MOST: Final = 512
"""Passages kept: at least 14, one of 24 windows in longer texts, never more than 512."""
BINS: Final = 256
PLANES: Final = 4
WORDS: Final = BINS // 64 * PLANES

_BASE: Final = 0x9E3779B97F4A7C55
_BACK: Final = pow(_BASE, -1, 1 << 64)
_GOLDEN: Final = 0x9E3779B97F4A7C15
_SHORT_SEED: Final = 0x243F6A8885A308D3
_LONG_SEED: Final = 0x13198A2E03707344
_ROUND: Final = 0xA4093822299F31D1
_LAST: Final = 0x082EFA98EC4E6C89
_ROUNDS: Final = 16
_MIDDLE: Final = 24


class Signed(NamedTuple):
    """What was worked out for a batch of texts.

    ``number`` (n) int64, 0 for a text without letters; ``units`` (n) int32; ``words`` (n, 16)
    int64, all 0 where a text is too short; ``counts`` (n) int32 passages of each text;
    ``passages`` (sum of counts) int64.
    """

    number: "NDArray[np.int64]"
    units: "NDArray[np.int32]"
    words: "NDArray[np.int64]"
    counts: "NDArray[np.int32]"
    passages: "NDArray[np.int64]"


def sign(texts: Any) -> Signed:
    """Sign ``texts``, an Arrow array of strings (null counts as empty)."""
    import pyarrow as pa

    if not pa.types.is_large_string(texts.type):
        texts = texts.cast(pa.large_string())
    if texts.offset:
        texts = pa.concat_arrays([texts])
    _, offsets, data = texts.buffers()
    return sign_bytes(offsets or bytes(8), data or b"", len(texts))


def sign_bytes(offsets: Any, data: Any, texts: int) -> Signed:
    """Sign ``texts`` texts of UTF-8 ``data``, of which the i-th ends at ``offsets[i + 1]``
    (int64)."""
    import numpy as np

    if _native.sign is None:
        return _signed_by_numpy(offsets, data, texts)
    settings = (SHORTER, LONGER, LEAST, FEWEST, SHARE, MOST)
    found = _native.sign(letter_table().data, offsets, data, texts, settings)
    number, units, words, counts, passages = found
    return Signed(
        np.frombuffer(number, np.int64),
        np.frombuffer(units, np.int32),
        np.frombuffer(words, np.int64).reshape(texts, WORDS),
        np.frombuffer(counts, np.int32),
        np.frombuffer(passages, np.int64),
    )


def _signed_by_numpy(offsets: Any, data: Any, texts: int) -> Signed:
    import numpy as np

    ends = np.frombuffer(offsets, np.int64)
    raw = memoryview(data)
    numbers, units = np.zeros(texts, np.int64), np.zeros(texts, np.int32)
    words = np.zeros((texts, WORDS), np.int64)
    passages: list[NDArray[np.int64]] = []
    for row in range(texts):
        letters, widths = letters_of(bytes(raw[ends[row] : ends[row + 1]]))
        numbers[row] = _number(letters)
        units[row] = min(int(widths.sum()), 2**31 - 1)
        if widths.sum() < LEAST:
            passages.append(np.zeros(0, np.int64))
            continue
        words[row] = _packed(_minima(_windows(letters, widths, SHORTER, _SHORT_SEED)))
        passages.append(_sample(_windows(letters, widths, LONGER, _LONG_SEED)))
    counts = np.array([len(each) for each in passages], np.int32)
    return Signed(numbers, units, words, counts, np.concatenate([*passages, np.zeros(0, np.int64)]))


def letters_of(text: bytes) -> "tuple[NDArray[np.uint64], NDArray[np.int64]]":
    """Return the letters of UTF-8 ``text`` that count, and the units of each."""
    import numpy as np

    codes = np.frombuffer(_decoded(text).encode("utf-32-le"), np.uint32)
    table = letter_table()
    entries = table[codes[codes < len(table)]]
    entries = entries[entries > 0]
    return (entries & np.uint32(0xFFFFFF)).astype(np.uint64), (entries >> np.uint32(24)).astype(
        np.int64
    )


def _decoded(text: bytes) -> str:
    """Decode UTF-8; a byte that begins no character is passed over."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        parts, at = [text[: error.start].decode("utf-8")], error.start + 1
    while at < len(text):
        try:
            parts.append(text[at:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            parts.append(text[at : at + error.start].decode("utf-8"))
            at += error.start + 1
    return "".join(parts)


def _mix(x: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    import numpy as np

    x = x ^ (x >> np.uint64(30))
    x = x * np.uint64(0xBF58476D1CE4E5B9)
    x = x ^ (x >> np.uint64(27))
    x = x * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _number(letters: "NDArray[np.uint64]") -> "np.int64":
    import numpy as np

    if not len(letters):
        return np.int64(0)
    places = np.arange(1, len(letters) + 1, dtype=np.uint64) * np.uint64(_GOLDEN)
    with np.errstate(over="ignore"):
        total = _mix(letters + places).sum(dtype=np.uint64) + np.uint64(
            len(letters) * _GOLDEN % 2**64
        )
        found: np.int64 = _mix(np.array([total], np.uint64)).view(np.int64)[0]
    return found


def _powers(base: int, count: int) -> "NDArray[np.uint64]":
    import numpy as np

    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _windows(
    letters: "NDArray[np.uint64]", widths: "NDArray[np.int64]", width: int, seed: int
) -> "NDArray[np.uint64]":
    """Hash every stretch of at least ``width`` units, one from each letter on."""
    import numpy as np

    count = len(letters)
    sums = np.concatenate(
        [np.zeros(1, np.uint64), np.cumsum(letters * _powers(_BASE, count), dtype=np.uint64)]
    )
    units = np.concatenate([[0], np.cumsum(widths)])
    ends = np.searchsorted(units, units[:-1] + width)
    ends = ends[ends <= count]
    spans = sums[ends] - sums[: len(ends)]
    return _mix((spans * _powers(_BACK, len(ends))) ^ np.uint64(seed))


def _minima(hashes: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    import numpy as np

    empty = np.uint64(2**64 - 1)
    least = np.full(BINS, empty)
    for number in range(_ROUNDS):
        thrown = (hashes ^ np.uint64(number * _ROUND % 2**64)) * np.uint64(_GOLDEN)
        value = (thrown << np.uint64(8) >> np.uint64(8)) | np.uint64(number << 56)
        np.minimum.at(least, thrown >> np.uint64(56), value)
        if not (least == empty).any():
            return least
    for bin_ in np.flatnonzero(least == empty).tolist():
        spread = np.uint64((bin_ + 1) * _LAST % 2**64)
        least[bin_] = (_mix(hashes + spread) >> np.uint64(1)).min()
    return least


def _packed(least: "NDArray[np.uint64]") -> "NDArray[np.int64]":
    import numpy as np

    bits = (least[:, None] >> np.arange(_MIDDLE, _MIDDLE + PLANES, dtype=np.uint64)) & np.uint64(1)
    by_plane = bits.reshape(BINS // 64, 64, PLANES).transpose(0, 2, 1).reshape(WORDS, 64)
    places = np.uint64(1) << np.arange(64, dtype=np.uint64)
    packed: NDArray[np.int64] = (by_plane * places).sum(axis=1, dtype=np.uint64).view(np.int64)
    return packed


def _sample(hashes: "NDArray[np.uint64]") -> "NDArray[np.int64]":
    import numpy as np

    wanted = min(max(len(hashes) // SHARE, FEWEST), MOST)
    return np.unique(hashes)[:wanted].view(np.int64)
