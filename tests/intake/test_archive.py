import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpitch.intake import archive, directory
from counterpitch.intake.archive import members
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of ``files``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()


def unpack(data: bytes) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the members' contents by path, and how often each kind of notice was given."""
    notices = Notices()
    found: dict[str, bytes] = {}
    for member in members(Origin.of_bytes("e.zip", data), notices):
        with member.open() as stream:
            found[member.path] = stream.read()
    counts: dict[str, int] = {}
    for (kind, _), times in notices.counts.items():
        counts[kind] = counts.get(kind, 0) + times
    return found, counts


def test_members_know_their_zip_and_siblings() -> None:
    """A member is evidence of the whole ZIP and knows the files of its folder only."""
    origin = Origin.of_bytes(
        "e.zip", zipped({"a/Messages.csv": b"1", "a/B.csv": b"2", "c.csv": b"3"})
    )
    found = {member.path: member for member in members(origin, Notices())}
    first = found["e.zip!a/Messages.csv"]
    assert first.digest == origin.digest
    assert set(first.siblings) == {"messages.csv", "b.csv"}
    assert first.siblings["b.csv"].head == b"2"
    assert [each.open().read() for each in (first, first)] == [b"1", b"1"]


def test_folders_and_junk_are_passed_over() -> None:
    """Directories and what macOS and Windows leave behind give neither member nor notice."""
    found, counts = unpack(zipped({"d/": b"", "__MACOSX/._a": b"x", ".DS_Store": b"x", "a": b"1"}))
    assert found == {"e.zip!a": b"1"}
    assert counts == {}


@pytest.mark.parametrize("name", ["../../etc/x.csv", "/abs/x.csv", "..\\x.csv", "a\x1b[31m.csv"])
def test_path_tricks_are_disarmed(name: str) -> None:
    """A path that leads elsewhere is read in place under a plain name, with a notice."""
    found, counts = unpack(zipped({name: b"1"}))
    (path,) = found
    inner = path.removeprefix("e.zip!")
    assert ".." not in inner.split("/")
    assert not inner.startswith("/")
    assert inner.isprintable()
    assert counts == {"odd-name": 1}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_names() -> None:
    """Two members of one name are both read if they differ, and once if they do not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for data in (b"1", b"2", b"1"):
            file.writestr("m.csv", data)
    found, counts = unpack(out.getvalue())
    assert sorted(found.values()) == [b"1", b"2"]
    assert counts == {"duplicate-member": 2}


def test_encrypted_member() -> None:
    """An encrypted member is named and left out; the others are read."""
    data = bytearray(zipped({"secret.csv": b"1", "open.csv": b"2"}))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    found, counts = unpack(bytes(data))
    assert found == {"e.zip!open.csv": b"2"}
    assert counts == {"encrypted": 1}


def test_symbolic_link_and_unusual_compression() -> None:
    """Links are not followed, and compressions that can explode are not read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("link")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("b.bz2", b"x" * 1000, zipfile.ZIP_BZIP2)
        file.writestr("ok", b"1")
    found, counts = unpack(out.getvalue())
    assert found == {"e.zip!ok": b"1"}
    assert counts == {"symbolic-link": 1, "compression": 1}


def test_bomb_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member that unpacks to far more than its ZIP holds ends there, with one notice."""
    monkeypatch.setattr(archive, "FREE_BYTES", 1_000_000)
    found, counts = unpack(zipped({"bomb.csv": b"0" * 20_000_000, "ok.csv": b"1"}))
    assert len(found["e.zip!bomb.csv"]) < 8_000_000
    assert found["e.zip!ok.csv"] == b"1"
    assert counts == {"zip-bomb": 1}


def test_lying_header_does_not_help_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real bytes count: a claimed size of ten bytes yields no more than ten."""
    monkeypatch.setattr(archive, "FREE_BYTES", 1_000_000)
    data = bytearray(zipped({"bomb.csv": b"0" * 20_000_000}))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<L", 10)
    found, counts = unpack(bytes(data))
    assert sum(map(len, found.values())) <= 8_000_000
    assert sum(counts.values()) <= 1


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many members are looked at, and the rest is told."""
    monkeypatch.setattr(archive, "MAX_MEMBERS", 5)
    found, counts = unpack(zipped({f"{number}": b"1" for number in range(9)}))
    assert len(found) == 5
    assert counts == {"too-many-members": 1}


def test_huge_directory_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory that would fill the memory is not loaded; members are found without it."""
    monkeypatch.setattr(directory, "MAX_DIRECTORY", 100)
    found, counts = unpack(zipped({f"file-{number}": b"1" for number in range(9)}))
    assert len(found) == 9
    assert counts == {"damaged-zip": 1}


def test_zip_within_a_zip_once() -> None:
    """A ZIP in a ZIP is read; one level deeper it is named and left out."""
    inner = zipped({"deep.zip": zipped({"x": b"x"}), "m.csv": b"1"})
    found, counts = unpack(zipped({"inner.zip": inner, "a.csv": b"2"}))
    assert found == {"e.zip!a.csv": b"2", "e.zip!inner.zip!m.csv": b"1"}
    assert counts == {"nested-zip": 1}


def test_member_with_a_damaged_body() -> None:
    """A damaged member is read as far as it is whole; the others are read entirely."""
    body = random.Random(1).randbytes(200_000)
    data = bytearray(zipped({"bad.bin": body, "ok.csv": b"1"}))
    data[100_000:100_400] = bytes(400)
    found, counts = unpack(bytes(data))
    assert found["e.zip!ok.csv"] == b"1"
    assert counts == {"damaged-member": 1}


def _streamed(files: dict[str, bytes]) -> bytes:
    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return bytes(out.data)


@pytest.mark.parametrize("make", [zipped, _streamed])
def test_broken_download_is_recovered(make: object) -> None:
    """Without its directory, a ZIP's whole members and the beginning of the last are read."""
    text = b"".join(
        b"%d,%s\n" % (n, random.Random(n).randbytes(8).hex().encode()) for n in range(5_000)
    )
    data: bytes = make({"a.csv": text, "b.csv": b"short", "c.csv": text})  # type: ignore[operator]
    found, counts = unpack(data[: len(data) // 2 + 20_000])
    assert found["e.zip!a.csv"] == text
    assert found["e.zip!b.csv"] == b"short"
    assert text.startswith(found["e.zip!c.csv"])
    assert found["e.zip!c.csv"]
    assert counts["damaged-zip"] == 1


def _damaged(data: bytes) -> Iterator[bytes]:
    chance = random.Random(7)
    for _ in range(150):
        changed = bytearray(data)
        for _time in range(chance.randint(1, 6)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(
            changed[: chance.randint(1, len(changed))] if chance.random() < 0.4 else changed
        )


def test_random_damage_never_raises() -> None:
    """Whatever bytes are damaged, members are read as far as possible and nothing is raised."""
    data = zipped({"a.csv": b"x,y\n" * 400, "b.csv": zlib.compress(b"z" * 400), "c/d": b"1"})
    for damaged in _damaged(data):
        unpack(damaged)


def test_zip_on_disk(tmp_path: Path) -> None:
    """A ZIP on disk is read through its path as well."""
    path = tmp_path / "e.zip"
    path.write_bytes(zipped({"a": b"1"}))
    (member,) = members(Origin.of_file(path), Notices())
    assert member.path == f"{path}!a"
