import json
from pathlib import Path

import pytest

from counterpitch.campaigns.community.key import new_key
from counterpitch.campaigns.community.seenfile import write_seen
from tests.cli.test_cli import invoke, run

PEOPLE = ("Helen Ashworth", "Claire Dumont")


def conversations(tmp_path: Path) -> Path:
    """Write two approaches that share an account, and one that shares nothing."""
    texts = ("Write on Telegram: @lin_xue_88", "My t.me/lin_xue_88 is open", "Lunch at noon?")
    lines = [
        {"id": f"c{n}", "channel": "email", "contact": {"name": (*PEOPLE, "Bo Li")[n], "email": f"h{n // 2}@ledger{n // 2}.example"},
         "messages": [{"from": "contact", "text": text}]}
        for n, text in enumerate(texts)
    ]  # fmt: skip
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_identifiers_shows_what_is_shared(tmp_path: Path) -> None:
    """The table names the account, how many have it, and quotes it from the message."""
    code, out = invoke("identifiers", str(conversations(tmp_path)), "--shared")
    text = out.decode()
    assert code == 0
    assert "telegram:lin_xue_88" in text
    assert "c0, message 1 “lin_xue_88”" in " ".join(text.split())


def test_identifiers_as_json_lines_and_parquet(tmp_path: Path) -> None:
    """Every key is written for other programs, with its weight."""
    import pyarrow.parquet as pq

    target = tmp_path / "k.parquet"
    code, out = invoke("identifiers", str(conversations(tmp_path)), "--jsonl", "--to", str(target))
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert pq.read_table(target).num_rows == len(rows) > 5
    handle = next(row for row in rows if row["kind"] == "handle")
    assert handle["conversations"] == 2
    assert handle["weight"] > 5


def test_people_under_two_names(tmp_path: Path) -> None:
    """--people says who may be one person, with the reasons."""
    code, out = invoke("identifiers", str(conversations(tmp_path)), "--people")
    assert code == 0
    assert "two addresses or accounts in common" in out.decode()


def test_seen_from_key_to_match(tmp_path: Path) -> None:
    """A key, a file, a match: the account that both have is shown with its place."""
    path, key, file = conversations(tmp_path), tmp_path / "k", tmp_path / "b.seen"
    assert invoke("seen", "new-key", str(key))[0] == 0
    assert (
        invoke(
            "seen",
            "export",
            str(path),
            "--key",
            str(key),
            "--to",
            str(file),
            "--from",
            "Desk B",
            "--id",
            "c1",
        )[0]
        == 0
    )
    code, out = invoke("seen", "match", str(path), "--key", str(key), "--with", str(file))
    assert code == 0
    assert "telegram:lin_xue_88\n  seen by Desk B\n  yours: c0, message 1" in out.decode()
    assert b"lin_xue" not in file.read_bytes()


def test_errors_are_one_sentence(tmp_path: Path) -> None:
    """A wrong key, a wrong file and a wrong name end in one line and an exit code."""
    path = conversations(tmp_path)
    for words in (
        ("seen", "match", str(path), "--key", str(path), "--with", str(path)),
        ("identifiers", str(path), "--to", str(tmp_path / "x.csv")),
        ("identifiers", str(path), "--facts", str(path)),
        ("identifiers", str(path), "--firms", str(tmp_path / "none.csv")),
        ("seen", "new-key", str(path)),
    ):
        result = run(*words)
        assert result.returncode in {2, 3}, words
        assert result.stderr.startswith(b"counterpitch: ")
        assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("words", [("identifiers",), ("seen", "match"), ("seen", "export")])
def test_nothing_readable_is_no_finding(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Expect exit code 3 and no file, instead of "0 values"."""
    empty, key, seen = (tmp_path / name for name in ("empty.jsonl", "key", "out.seen"))
    empty.write_bytes(b"")
    made = new_key(key)
    write_seen(tmp_path / "theirs.seen", made, ())
    more = {
        "match": ("--key", str(key), "--with", str(tmp_path / "theirs.seen")),
        "export": ("--key", str(key), "--to", str(seen)),
    }.get(words[-1], ("--to", str(tmp_path / "out.parquet")))
    assert invoke(*words, str(empty), *more)[0] == 3
    assert not seen.exists()
    assert not (tmp_path / "out.parquet").exists()
