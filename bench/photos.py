"""Pictures sent again, measured: ``python -m bench.photos --results FILE``.

Portraits and scenes are rendered, of nobody: light, texture, cloth, hair and the noise of a sensor.
Each is copied as messengers and platforms do: other sizes, JPEG of quality 40 to 90, slight crops,
several at once. Counted is how many copies are missed, and how many pairs of different
pictures count as one.
"""

import argparse
import io
import json
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from counterpitch.campaigns.identifiers.photo import NEAR, distance, photo_hash

if TYPE_CHECKING:
    from PIL import Image

Picture = NDArray[np.float64]
WIDTH, HEIGHT = 360, 450
QUALITIES: Final = (40, 50, 60, 75, 90)
SIZES: Final = (0.2, 0.5, 0.75, 1.6)
CROPS: Final = (0.01, 0.02, 0.04, 0.08)


def portrait(seed: int) -> Picture:
    """Return a head and shoulders before a textured ground, as most profile pictures are."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / np.array([HEIGHT, WIDTH])[:, None, None]
    found = _ground(rng)
    cx, cy = 0.5 + rng.normal(0, 0.05), 0.42 + rng.normal(0, 0.04)
    rx, ry = 0.2 * rng.uniform(0.8, 1.25), 0.22 * rng.uniform(0.85, 1.2)
    body = ((x - cx) / (rx * 2.1)) ** 2 + ((y - cy - ry * 2.6) / (ry * 1.7)) ** 2 < 1
    _lay(found, body, rng.uniform(20, 235, 3), _cloth(rng, x, y))
    hair = ((x - cx) / (rx * rng.uniform(1.05, 1.4))) ** 2 + (
        (y - cy + ry * 0.2) / (ry * 1.15)
    ) ** 2 < 1
    _lay(found, hair, rng.uniform(10, 200, 3), 30 * _fractal(rng, 5))
    face = ((x - cx) / rx) ** 2 + ((y - cy - 0.02) / ry) ** 2 < 1
    _lay(found, face, rng.uniform([90, 60, 50], [235, 200, 185]), 14 * _fractal(rng, 4))
    for side in (-1, 1):
        eye = ((x - cx - side * rx * 0.42) / 0.028) ** 2 + ((y - cy + 0.02) / 0.014) ** 2 < 1
        _lay(found, eye, rng.uniform(10, 90, 3), 0)
    mouth = ((x - cx) / (rx * rng.uniform(0.3, 0.5))) ** 2 + ((y - cy - ry * 0.55) / 0.013) ** 2 < 1
    _lay(found, mouth, rng.uniform([120, 40, 50], [190, 90, 100]), 0)
    return _taken(found, rng, x, y)


def scene(seed: int) -> Picture:
    """Return a picture of blocks and blots with texture: an office, a street, a product."""
    rng = np.random.default_rng([seed, 1])
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / np.array([HEIGHT, WIDTH])[:, None, None]
    found = _ground(rng)
    for _ in range(int(rng.integers(5, 14))):
        left, top, wide, high = rng.uniform([0, 0, 0.05, 0.05], [0.9, 0.9, 0.5, 0.5])
        inside = (abs(x - left) < wide / 2) & (abs(y - top) < high / 2)
        if rng.random() < 0.4:
            inside = ((x - left) / wide) ** 2 + ((y - top) / high) ** 2 < 0.25
        _lay(found, inside, rng.uniform(0, 255, 3), _cloth(rng, x, y))
    return _taken(found, rng, x, y)


def _lay(found: Picture, where: Any, shade: Any, texture: Any) -> None:
    layer = np.asarray(shade)[None, None, :] + np.broadcast_to(texture, where.shape)[:, :, None]
    found[where] = layer[where]


def _ground(rng: np.random.Generator) -> Picture:
    texture = rng.uniform(10, 60) * _fractal(rng, 5)
    return rng.uniform(30, 225, 3)[None, None, :] + texture[:, :, None]


def _cloth(rng: np.random.Generator, x: Picture, y: Picture) -> Any:
    along = x * rng.uniform(-1, 1) + y * rng.uniform(-1, 1)
    return rng.uniform(0, 25) * np.sin(along * rng.uniform(20, 400)) + 10 * _fractal(rng, 5)


def _fractal(rng: np.random.Generator, octaves: int) -> Picture:
    """Return noise of several scales, of spread one or so."""
    found = np.zeros((HEIGHT, WIDTH))
    for octave in range(octaves):
        cells = 3 * 2**octave
        found += _enlarged(rng.normal(0, 1, (cells, cells))) / 1.5**octave
    return found


def _enlarged(cells: Picture) -> Picture:
    from PIL import Image

    image = Image.fromarray(cells.astype(np.float32))
    return np.asarray(image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), np.float64)


def _taken(found: Picture, rng: np.random.Generator, x: Picture, y: Picture) -> Picture:
    """Return a picture under a light, through a lens, on a sensor."""
    light = 1 + rng.uniform(-0.4, 0.4) * (x - 0.5) + rng.uniform(-0.4, 0.4) * (y - 0.5)
    lens = 1 - rng.uniform(0, 0.5) * ((x - 0.5) ** 2 + (y - 0.5) ** 2)
    noise = rng.normal(0, rng.uniform(2, 9), found.shape)
    return np.clip(found * (light * lens)[:, :, None] + noise, 0, 255)


def image_of(picture: Picture) -> "Image.Image":
    """Return a picture as an image."""
    from PIL import Image

    return Image.fromarray(picture.astype(np.uint8))


def copies(image: "Image.Image", seed: int) -> dict[str, bytes]:
    """Return ``image`` as it comes back: what was done to it, and the file."""
    rng = np.random.default_rng([seed, 2])
    found = {f"quality {each}": _jpeg(image, each) for each in QUALITIES}
    for each in SIZES:
        found[f"size {each}"] = _jpeg(_resized(image, each), 80)
    for each in CROPS:
        found[f"crop {each:.0%}"] = _jpeg(_cropped(image, each, rng), 85)
    once = _jpeg(_resized(image, 0.6), 70)
    found["sent on three times"] = _again(_again(once, 1.2, 55), 0.5, 45)
    found["resized, crop 1%, quality 50"] = _jpeg(_resized(_cropped(image, 0.01, rng), 0.4), 50)
    return found


def _resized(image: "Image.Image", share: float) -> "Image.Image":
    return image.resize((round(image.width * share), round(image.height * share)))


def _cropped(image: "Image.Image", share: float, rng: np.random.Generator) -> "Image.Image":
    """Return ``image`` without ``share`` of its width and height, taken off at random sides."""
    across, down = image.width * share, image.height * share
    left, top = rng.uniform(0, across), rng.uniform(0, down)
    return image.crop(
        (
            round(left),
            round(top),
            round(image.width - across + left),
            round(image.height - down + top),
        )
    )


def _jpeg(image: "Image.Image", quality: int) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _again(data: bytes, share: float, quality: int) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return _jpeg(_resized(image, share), quality)


def measured(count: int, first: int = 0) -> dict[str, Any]:
    """Return the share of copies missed by what was done, and of different pictures taken for one."""
    missed: dict[str, list[bool]] = {}
    kinds = {"portraits": portrait, "scenes": scene}
    hashes: dict[str, list[str]] = {}
    for kind, make in kinds.items():
        for seed in range(first, first + count):
            image = image_of(make(seed))
            own = photo_hash(_jpeg(image, 95)) or ""
            hashes.setdefault(kind, []).append(own)
            for done, data in copies(image, seed).items():
                again = photo_hash(data)
                missed.setdefault(done, []).append(not again or distance(own, again) > NEAR)
    wrong = {kind: [distance(a, b) <= NEAR for a, b in combinations(own, 2)]
             for kind, own in hashes.items()}  # fmt: skip
    return {
        "pictures": 2 * count,
        "missed": {done: round(sum(each) / len(each), 4) for done, each in missed.items()},
        "taken for one": {kind: f"{sum(each)} of {len(each)}" for kind, each in wrong.items()},
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300, help="portraits, and scenes")
    parser.add_argument(
        "--results", type=Path, default=Path("bench/results/2026-11-28-photos.json")
    )
    args = parser.parse_args()
    found = {"date": "2026-11-28", "bits": NEAR, **measured(args.count)}
    args.results.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
