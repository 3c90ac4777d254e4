"""Pictures by what they show: a hash that outlives resizing and recompression.

The hash is the DCT hash of `imagehash` (64 bits): of the 32 × 32 picture's cosine transform the
8 × 8 lowest frequencies, each above or below their median.
"""

import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL import Image

BITS: Final = 64
NEAR: Final = 7
"""Bits that may differ between two copies of one picture; measured in ``bench.personas``."""
_BANDS: Final = 4
_WIDTH: Final = BITS // _BANDS
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of a picture file that is still read."""
MOST_PIXELS: Final = 64_000_000
FLATTEST: Final = 4.0
"""Spread of grey values below which a picture shows nothing (a plain ground, a scanned blank)."""
CROWD: Final = 200
"""Different hashes in one bucket beyond which its pairs are not compared: nobody's portrait."""


def photo_hash(picture: Path | bytes) -> str | None:
    """Return the hash of a picture as 16 hex digits, or None if it shows nothing or is none.

    A picture that unpacks to more than ``MOST_PIXELS`` is not opened.
    """
    try:
        data = picture if isinstance(picture, bytes) else _bytes(picture)
    except OSError:
        return None
    return _hashed(data) if data and len(data) <= LARGEST else None


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _hashed(data: bytes) -> str | None:
    import imagehash
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    return None
                image.draft("L", (256, 256))
                grey = ImageOps.exif_transpose(_on_white(image)).convert("L")
    except Exception:  # Pillow raises whatever its decoders do
        return None
    if float(np.asarray(grey.resize((32, 32))).std()) < FLATTEST:
        return None
    return str(imagehash.phash(grey))


def _on_white(image: "Image.Image") -> "Image.Image":
    from PIL import Image

    if image.mode not in {"RGBA", "LA", "P", "PA"}:
        return image
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen)


def distance(one: str, other: str) -> int:
    """Return how many bits of two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def near_pairs(hashes: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield every pair of different hashes at most ``NEAR`` bits apart, once, in order.

    Hashes are cut into four bands of 16 bits. Of two hashes at most 7 bits apart, one band differs
    by at most one bit (if every band differed by two, eight bits would); so each hash looks into 17
    buckets a band, and nothing is missed. A bucket with more than ``CROWD`` hashes is passed over,
    so that made-up pictures cannot make the work square.
    """
    texts = sorted(set(hashes))
    values = np.array([int(text, 16) for text in texts], dtype=np.uint64)
    found = [pairs for band in range(_BANDS) for pairs in _band_pairs(values, band)]
    for left, right in sorted({pair for pairs in found for pair in map(tuple, pairs.tolist())}):
        yield texts[left], texts[right], int(np.bitwise_count(values[left] ^ values[right]))


def _band_pairs(values: npt.NDArray[np.uint64], band: int) -> Iterator[npt.NDArray[np.int64]]:
    """Yield the pairs (indices, smaller first) that meet in a band and are near, for each mask."""
    part = ((values >> np.uint64(band * _WIDTH)) & np.uint64(0xFFFF)).astype(np.int64)
    order = np.argsort(part, kind="stable")
    ranked = part[order]
    for mask in (0, *(1 << bit for bit in range(_WIDTH))):
        wanted = part ^ mask
        low, high = np.searchsorted(ranked, wanted), np.searchsorted(ranked, wanted, "right")
        count = high - low
        count[count > CROWD] = 0
        left = np.repeat(np.arange(len(values)), count)
        offset = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
        right = order[np.repeat(low, count) + offset]
        near = (left < right) & (np.bitwise_count(values[left] ^ values[right]) <= NEAR)
        yield np.stack((left[near], right[near]), axis=1)
