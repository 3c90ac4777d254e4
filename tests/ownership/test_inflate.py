"""Members of a ZIP unpacked by ourselves."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.ownership import inflate

LIBRARY = vars(inflate)["deflate"]


def _zip(path: Path, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipFile:
    with zipfile.ZipFile(path, "w", method) as archive, archive.open("a.txt", "w") as out:
        out.write(data)
    return zipfile.ZipFile(path)


def _read(archive: zipfile.ZipFile, size: int = 1000) -> bytes:
    found = bytearray()
    with inflate.opened(archive, archive.infolist()[0]) as stream:
        _drained(stream, size, found)
    return bytes(found)


def _drained(stream: Any, size: int, into: bytearray | None = None) -> None:
    while piece := stream.read1(size):
        assert len(piece) <= size
        if into is not None:
            into += piece


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("module", [LIBRARY, zlib])
def test_a_member_comes_out_as_it_went_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: int, module: object
) -> None:
    """However a member was packed, and whichever library unpacks it, its bytes are the same."""
    monkeypatch.setattr(inflate, "deflate", module)
    data = b"".join(b"line %d\n" % number for number in range(50_000))
    assert _read(_zip(tmp_path / "a.zip", data, method)) == data


@given(st.integers(100, 3000), st.integers(1, 255))
def test_a_flipped_byte_is_never_silent(at: int, by: int) -> None:
    """A member with one wrong byte ends with an error, and not as if it were whole."""
    data = b"".join(b"%d," % (number * number) for number in range(3000))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    raw = bytearray(whole.getvalue())
    raw[at] ^= by
    with zipfile.ZipFile(io.BytesIO(raw)) as broken:
        stream = inflate.Inflated(io.BytesIO(raw), broken.infolist()[0])
        with pytest.raises((zipfile.BadZipFile, EOFError)):
            _drained(stream, 700)


def test_a_member_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    """What could be unpacked before a break is given, then the break is told."""
    data = b"".join(b"line %d\n" % number for number in range(50_000))
    archive = _zip(tmp_path / "a.zip", data)
    info = archive.infolist()[0]
    info.compress_size //= 2
    found = bytearray()
    with inflate.opened(archive, info) as stream, pytest.raises(EOFError):
        _drained(stream, 500, found)
    assert data.startswith(found)
    assert len(found) > len(data) // 4


def test_members_that_lie_within_each_other_are_refused(tmp_path: Path) -> None:
    """A bomb of members that share their packed bytes is refused, as zipfile does."""
    path = tmp_path / "a.zip"
    _zip(path, b"x" * 100_000).close()
    archive = zipfile.ZipFile(path)
    info = archive.infolist()[0]
    info.orig_filename = "b.txt"  # a directory entry that points to another member's bytes
    with pytest.raises(zipfile.BadZipFile):
        inflate.opened(archive, info)
