import io
import random
import time

import pytest

pytest.importorskip("imagehash")

from PIL import Image, ImageDraw, ImageFilter

from counterpitch.campaigns.identifiers.photo import (
    NEAR,
    distance,
    near_pairs,
    photo_hash,
)


def picture(seed: int, size: int = 320) -> "Image.Image":
    """Return a soft picture of shapes, as unlike the next as two portraits."""
    rng = random.Random(seed)
    image = Image.new("RGB", (size, size), tuple(rng.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, r = rng.randrange(size), rng.randrange(size), rng.randrange(20, size // 2)
        shade = tuple(rng.randrange(256) for _ in range(3))
        draw.ellipse((x - r, y - r, x + r, y + r // 2), fill=shade)
    return image.filter(ImageFilter.GaussianBlur(3))


def encoded(image: "Image.Image", form: str, **options: int) -> bytes:
    """Return the bytes of ``image`` in a file format."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(8))
def test_hash_outlives_resizing_and_recompression(seed: int) -> None:
    """A picture saved again, smaller, larger or in grey is within the distance that links."""
    image = picture(seed)
    original = photo_hash(encoded(image, "PNG"))
    assert original is not None
    copies = [
        encoded(image, "JPEG", quality=30),
        encoded(image.resize((96, 96)), "JPEG", quality=70),
        encoded(image.resize((800, 800)), "WEBP", quality=60),
        encoded(image.convert("L"), "PNG"),
        encoded(image.quantize(64), "GIF"),
    ]
    for copy in copies:
        again = photo_hash(copy)
        assert again is not None
        assert distance(original, again) <= NEAR


def test_other_pictures_are_far() -> None:
    """Different pictures are not taken for one."""
    hashes = [photo_hash(encoded(picture(seed), "PNG")) or "" for seed in range(40)]
    assert list(near_pairs(hashes)) == []


def test_what_shows_nothing_has_no_hash() -> None:
    """A plain ground, a picture that is none, and an empty file have no hash."""
    assert photo_hash(encoded(Image.new("RGB", (200, 200), "grey"), "PNG")) is None
    assert photo_hash(b"GIF89a") is None
    assert photo_hash(b"") is None
    assert photo_hash(b"<svg onload=alert(1)>") is None


def test_a_bomb_is_not_unpacked() -> None:
    """A picture of a hundred million pixels in a small file is not opened."""
    bomb = encoded(Image.new("1", (10_000, 10_000)), "PNG")
    assert len(bomb) < 100_000
    began = time.perf_counter()
    assert photo_hash(bomb) is None
    assert time.perf_counter() - began < 1


def test_near_pairs_are_all_and_only_those_within_the_distance() -> None:
    """Banding finds the very pairs that comparing all with all finds."""
    rng = random.Random(3)
    hashes = [rng.getrandbits(64) for _ in range(150)]
    for value in list(hashes):
        flips = rng.sample(range(64), rng.randrange(1, 12))
        hashes.append(value ^ sum(1 << bit for bit in flips))
    texts = sorted({f"{value:016x}" for value in hashes})
    slow = {
        (a, b, distance(a, b))
        for at, a in enumerate(texts) for b in texts[at + 1 :] if distance(a, b) <= NEAR
    }  # fmt: skip
    assert set(near_pairs(texts)) == slow
    assert len(slow) > 50


def test_a_crowd_of_like_hashes_is_not_square() -> None:
    """Made-up hashes that share three bands cost no square of their number."""
    began = time.perf_counter()
    pairs = list(near_pairs(f"{value:04x}{0:012x}" for value in range(20_000)))
    assert time.perf_counter() - began < 20
    assert len(pairs) < 20_000 * 200
