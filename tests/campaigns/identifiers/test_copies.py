import pytest

pytest.importorskip("imagehash")

from bench.photos import Picture, copies, image_of, portrait, scene

from counterpitch.campaigns.identifiers.photo import NEAR, distance, near_pairs, photo_hash

PICTURES = [
    *((f"portrait {seed}", portrait, seed) for seed in range(1000, 1006)),
    *((f"scene {seed}", scene, seed) for seed in range(1000, 1006)),
]


def hashed(picture: Picture) -> str:
    """Return the hash of a picture as it was first sent."""
    import io

    out = io.BytesIO()
    image_of(picture).save(out, "JPEG", quality=95)
    found = photo_hash(out.getvalue())
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "make", "seed"), PICTURES, ids=[each[0] for each in PICTURES])
def test_a_textured_picture_is_found_again(name: str, make: object, seed: int) -> None:
    """Expect JPEG of quality 40 to 90, a fifth to 1.6 times the size, three resends, and a crop of a percent to stay near."""
    picture = portrait(seed) if make is portrait else scene(seed)
    original = hashed(picture)
    found = copies(image_of(picture), seed)
    kept = {done for done in found if not done.startswith(("crop 4", "crop 8", "crop 2"))}
    assert len(kept) == 12
    for done in kept:
        assert distance(original, photo_hash(found[done]) or "0") <= NEAR, done


def test_portraits_of_one_composition_are_told_apart() -> None:
    """Expect no two of fifty heads before textured grounds to count as one picture."""
    assert list(near_pairs(hashed(portrait(seed)) for seed in range(2000, 2050))) == []


def test_a_wide_crop_is_another_picture() -> None:
    """Expect most crops of eight percent to be missed, as the page on identifiers says."""
    missed = 0
    for seed in range(1000, 1010):
        image = image_of(portrait(seed))
        again = photo_hash(copies(image, seed)["crop 8%"]) or "0"
        missed += distance(hashed(portrait(seed)), again) > NEAR
    assert missed >= 5
