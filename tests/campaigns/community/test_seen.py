import stat
from pathlib import Path

import pytest

from counterpitch.campaigns.community.key import CommunityKey, new_key, read_key
from counterpitch.campaigns.community.match import seen_elsewhere
from counterpitch.campaigns.community.own import without_own
from counterpitch.campaigns.community.seenfile import LEAST, read_seen, write_seen
from counterpitch.campaigns.community.tag import SIZE, tag, tags
from counterpitch.campaigns.community.texts import passages
from counterpitch.campaigns.keys import Key
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError

ONE, OTHER = CommunityKey(bytes(range(32))), CommunityKey(bytes(32))
TEMPLATE = (
    "Our client in the region would be grateful for a short paper on the outlook of the sector and "
    "pays well for it, all from published sources of course, at your own pace."
)


def test_a_tag_is_fixed_by_key_kind_and_value() -> None:
    """The same value has the same tag under one key, and another under another key or kind."""
    assert tag(ONE, "email", "a@b.example") == tag(ONE, "email", "a@b.example")
    others = {
        tag(OTHER, "email", "a@b.example"),
        tag(ONE, "domain", "a@b.example"),
        tag(ONE, "email", "a@c.example"),
    }
    assert len({tag(ONE, "email", "a@b.example"), *others}) == 4
    assert tag(ONE, "email", "a@b.example").hex() == "bb7ec7a1f2b71b0d9ee2937aedc1269c"


def test_names_companies_and_unsure_readings_are_not_compared() -> None:
    """Only what points at one hand leaves the house."""
    keys = [
        Key("a", "company", "foo"),
        Key("a", "lookalike", "x"),
        Key("a", "persona", "x"),
        Key("a", "email", "u@x.example", certainty=0.5),
    ]
    assert tags(ONE, keys) == {}


def test_two_organisations_meet_without_showing_what_they_have(tmp_path: Path) -> None:
    """What both have is found with its place; the file holds neither value nor sender's victim."""
    ours = [
        Key("approach-7", "email", "it@their.example"),
        Key("approach-7", "phone", "+447700900123"),
    ]
    theirs = [
        Key("secret-victim", "phone", "+447700900123"),
        Key("secret-victim", "url", "x.example/victim"),
    ]
    path = tmp_path / "b.seen"
    write_seen(path, ONE, tags(ONE, theirs), sender="Desk B")
    text = path.read_text()
    assert not any(word in text for word in ("victim", "7700900123", "x.example", "phone", "url"))
    (found,) = seen_elsewhere(ONE, ours, [read_seen(path, ONE)])
    assert (found.kind, found.value, found.senders) == ("phone", "+447700900123", ("Desk B",))
    assert found.keys[0].approach == "approach-7"


@pytest.mark.parametrize(("count", "lines"), [(0, LEAST), (1, LEAST), (256, 256), (257, 512)])
def test_files_are_padded_and_sorted(tmp_path: Path, count: int, lines: int) -> None:
    """A file shows a power of two of tags of one length, in an order that says nothing."""
    path = tmp_path / "x.seen"
    real = {tag(ONE, "email", f"p{n}@x.example") for n in range(count)}
    assert write_seen(path, ONE, real) == lines
    rows = path.read_text().splitlines()[1:]
    assert len(rows) == lines
    assert rows == sorted(rows)
    assert {len(row) for row in rows} == {SIZE * 2 + 2}
    assert read_seen(path, ONE).tags >= real


def test_another_key_is_told(tmp_path: Path) -> None:
    """A file of another community is refused in one sentence that names both keys."""
    path = tmp_path / "x.seen"
    write_seen(path, ONE, [])
    with pytest.raises(UnreadableInput, match=OTHER.number):
        read_seen(path, OTHER)


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"{}", b'{"format":"counterpitch.seen/9","key":"x"}\n', b"[" * 100_000]
)
def test_what_is_no_file_of_tags_is_told(tmp_path: Path, data: bytes) -> None:
    """Whatever it is, one sentence says that it cannot be read."""
    path = tmp_path / "x.seen"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput):
        read_seen(path, ONE)


def test_damaged_lines_are_counted(tmp_path: Path) -> None:
    """Lines that are no tag are left out and counted; the rest is read."""
    path = tmp_path / "x.seen"
    write_seen(path, ONE, [])
    path.write_bytes(path.read_bytes() + b'"zz"\n"abcd"\n\xff\xff\n')
    file = read_seen(path, ONE)
    assert (len(file.tags), file.damaged) == (LEAST, 3)


def test_a_key_is_private_and_never_overwritten(tmp_path: Path) -> None:
    """A key file is for its owner alone, is read back, is not replaced, and does not show itself."""
    path = tmp_path / "community.key"
    key = new_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path) == key
    assert key.secret.hex() not in repr(key)
    with pytest.raises(UsageError):
        new_key(path)
    path.write_text("x")
    with pytest.raises(CounterpitchError):
        read_key(path)


def test_what_is_ones_own_stays_at_home() -> None:
    """Addresses and links of one's own domains are left out, below the domain too."""
    keys = [Key("a", "email", "v@mail.own.example"), Key("a", "url", "own.example/x"), Key("a", "domain", "own.example"),
            Key("a", "email", "it@their.example")]  # fmt: skip
    assert [key.value for key in without_own(keys, ["own.example"])] == ["it@their.example"]
    with pytest.raises(UsageError):
        without_own(keys, ["nonsense"])


def test_a_template_meets_its_variant() -> None:
    """A text with another beginning and an inserted sentence shares passages; another text none."""
    variant = "Dear Dr Smith, hello. " + TEMPLATE.replace(", all", ". I liked your talk. It is all")
    assert set(passages(TEMPLATE)) & set(passages(variant))
    assert passages("thank you, see you tomorrow") == []
    chinese = "我们的客户希望了解该行业的前景并愿意支付丰厚的报酬所有资料均来自公开来源请您考虑"
    assert set(passages(chinese)) & set(passages("您好李博士，" + chinese + "谢谢"))
