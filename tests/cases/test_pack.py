import base64
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from counterpitch.cases import (
    Store,
    add_file,
    add_note,
    add_person,
    erase,
    judge,
    move_case,
    new_case,
    pack,
    receive,
)
from counterpitch.cases.pack.verify import problems, signed_by
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.intake.jsonl import encode
from counterpitch.model.message import Message
from counterpitch.render.jsonform import line
from tests.cases.samples import WORDS, received, verdict, words

TEXTS = (
    *WORDS[:2],
    "Ask Tom Byst at tom.byst@corvale.example or +44 20 7946 0123 for the internal roadmap.",
)


@pytest.fixture
def number(store: Store, tmp_path: Path) -> int:
    """A case of two approaches: one that is a file of its own, one that shares its file."""
    received(store, tmp_path, [words(1, TEXTS)])
    received(store, tmp_path, [words(2), words(3)])
    judge(store, [1], "carl", "confirmed", "the firm says no")
    made = new_case(store, title="<b>Ledger</b> {{7*7}}", actor="carl", approaches=[1, 2])
    add_person(store, made, name="Tom Byst", role="bystander", actor="carl")
    add_note(store, made, "internal only", actor="carl")
    add_file(store, made, content=b"a scan", name="../../etc/passwd", actor="carl")
    move_case(store, made, "investigating", actor="carl", reason="two reports")
    return made


def _packed(store: Store, number: int, *, redact: bool = True) -> tuple[zipfile.ZipFile, str]:
    stream = io.BytesIO()
    done = pack(store, number, stream, actor="carl", redact=redact)
    return zipfile.ZipFile(stream), done.public_key


def _problems(archive: zipfile.ZipFile, key: str, **changed: bytes) -> list[str]:
    names = set(archive.namelist())
    return problems(lambda name: changed.get(name, archive.read(name)), names, key)


def test_pack_holds_and_says_what_is_in_it(store: Store, number: int) -> None:
    """Report, words, files, journal, manifest and script are there, and everything holds."""
    archive, key = _packed(store, number)
    assert _problems(archive, key) == []
    names = archive.namelist()
    assert {"report.html", "conversations.html", "manifest.json", "verify.py"} <= set(names)
    assert [name for name in names if name.startswith("files/")] == ["files/1-passwd"]
    manifest = json.loads(archive.read("manifest.json"))
    withheld = {each["withheld"] for each in manifest["originals"]}
    assert withheld == {
        "names bystanders", "holds other approaches, which are not of this case",
    }  # fmt: skip


def test_the_report_lists_the_files_of_the_case(store: Store, number: int) -> None:
    """Name, size and SHA-256 of every file that goes along; what stays inside is counted only."""
    add_file(store, number, content=b"inside", name="wages.pdf", actor="carl", in_pack=False)
    archive, _ = _packed(store, number)
    report = HTMLParser(archive.read("report.html").decode()).text()
    for word in ("passwd", hashlib.sha256(b"a scan").hexdigest(), "files/1-passwd"):
        assert word in report
    assert "wages" not in report
    assert "1 file of the case is kept out of packs" in report


def test_the_report_tells_numbers_as_every_list_does(store: Store, tmp_path: Path) -> None:
    """Never a false certainty, and one message is one message."""
    one = words(1, WORDS[:1])
    sure = msgspec.structs.replace(verdict(one), probability=0.99994)
    verdicts = tmp_path / "sure.jsonl"
    verdicts.write_bytes(line(one, sure) + b"\n")
    receive(store, content=encode(one), verdicts=verdicts, actor="ana", quick=True)
    archive, _ = _packed(store, new_case(store, title="x", actor="carl", approaches=[1]))
    report = HTMLParser(archive.read("report.html").decode()).text()
    assert "looks like a covert approach, >99 %" in report
    assert "linkedin, 1 message," in report


def test_bystanders_are_hidden_unless_asked(store: Store, number: int) -> None:
    """By default nobody but the two people is named; asked otherwise, all originals go along."""
    archive, _ = _packed(store, number)
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    for secret in ("Tom Byst", "tom.byst", "7946 0123", "internal only"):
        assert secret not in whole, secret
    assert "[bystander]" in whole
    assert "Helen Ashworth" in whole
    archive, key = _packed(store, number, redact=False)
    assert _problems(archive, key) == []
    assert "Tom Byst" in archive.read("conversations.html").decode()
    assert len([n for n in archive.namelist() if n.startswith("originals/")]) == 2


def test_pages_run_nothing_and_load_nothing(store: Store, number: int) -> None:
    """Titles are text, scripts are barred, and no page asks for anything outside."""
    archive, _ = _packed(store, number)
    for name in ("report.html", "conversations.html"):
        page = HTMLParser(archive.read(name).decode())
        assert page.css_first("script, img, link, iframe, form") is None
        policy = page.css_first('meta[http-equiv="Content-Security-Policy"]')
        assert policy is not None
        assert "default-src 'none'" in (policy.attributes["content"] or "")
    text = HTMLParser(archive.read("report.html").decode()).css_first("h1")
    assert text is not None
    assert "<b>Ledger</b> {{7*7}}" in text.text()
    assert "not legal advice" in archive.read("report.html").decode()


def test_script_runs_alone_and_finds_every_change(
    store: Store, number: int, tmp_path: Path
) -> None:
    """With plain Python, unpacked or not, the pack holds; changed anywhere, it does not."""
    target = tmp_path / "case.zip"
    key = pack(store, number, target, actor="carl").public_key
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    run = [sys.executable, "-I", str(folder / "verify.py")]
    for arguments in ([], [str(target)], [str(folder), "--public-key", key]):
        done = subprocess.run([*run, *arguments], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout[:2]) == (0, "OK"), done
    (folder / "report.html").write_text("other")
    (folder / "more.txt").write_text("planted")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "report.html: is not what the manifest says" in done.stdout
    assert "more.txt: is not in the manifest" in done.stdout


def test_changed_journal_is_found(store: Store, number: int) -> None:
    """An entry that says something else, or is left out, breaks the extract."""
    archive, key = _packed(store, number)
    extract = json.loads(archive.read("journal.json"))
    for change, told in (
        (lambda e: e["entries"][1].update(actor="eve"), "was changed"),
        (lambda e: e["entries"][1].update(payload="{}"), "says something else"),
        (lambda e: e["head"].update(seq=1), "signature of the journal"),
    ):
        other = json.loads(json.dumps(extract))
        change(other)  # type: ignore[no-untyped-call]
        found = _problems(archive, key, **{"journal.json": json.dumps(other).encode()})
        assert any(told in problem for problem in found), (told, found)
    cut = archive.read("journal-chain.txt").split(b"\n", 1)[1]
    assert any("journal" in each for each in _problems(archive, key, **{"journal-chain.txt": cut}))
    other_key = base64.b64encode(bytes(32)).decode()
    assert any("another key" in each for each in _problems(archive, other_key))


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 511))
def test_own_signature_check_agrees_with_the_library(message: bytes, bit: int) -> None:
    """The script's Ed25519 takes what ``cryptography`` signs, and no signature with a bit off."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert signed_by(public, message, signature)
    broken = bytearray(signature)
    broken[bit // 8] ^= 1 << bit % 8
    assert not signed_by(public, message, bytes(broken))
    assert not signed_by(public, message + b"x", signature)


def test_pack_of_nothing_and_to_nowhere(store: Store, number: int, tmp_path: Path) -> None:
    """A case that is not there, and a place that cannot be written, are one sentence each."""
    with pytest.raises(UsageError, match="no case 9"):
        pack(store, 9, io.BytesIO(), actor="carl")
    with pytest.raises(CounterpitchError, match="cannot be written"):
        pack(store, number, tmp_path / "words.jsonl" / "x.zip", actor="carl")
    empty = new_case(store, title="empty", actor="carl")
    archive, key = _packed(store, empty)
    assert _problems(archive, key) == []


def test_authors_in_a_group_are_bystanders(store: Store, tmp_path: Path) -> None:
    """Who writes in a group beside the contact is hidden as author and in the text."""
    group = words(1, ("Hello both, Jo Weil may know.", "Hi"))
    third = Message("contact", "I am Jo Weil", author="Jo Weil")
    contact = msgspec.structs.replace(group.messages[0], author=group.contact.name)
    group = msgspec.structs.replace(group, messages=(contact, group.messages[1], third))
    received(store, tmp_path, [group])
    number = new_case(store, title="Group", actor="carl", approaches=[1])
    archive, _ = _packed(store, number)
    whole = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".html")).decode()
    assert "Jo Weil" not in whole
    assert "Helen Ashworth" in whole


def test_what_is_no_approach_can_be_packed(store: Store, tmp_path: Path) -> None:
    """A pack holds approaches with nothing to report as well, also those that were erased."""
    received(store, tmp_path, [words(1), words(2)], bands="nn")
    number = new_case(store, title="Quiet", actor="carl", approaches=[1, 2])
    archive, _ = _packed(store, number)
    assert "serious in itself, 5 %" in archive.read("report.html").decode()
    erase(store, actor="carl", reason="asked for", approaches=[2], shared=True)
    archive, _ = _packed(store, number)
    assert "Its content was erased" in archive.read("report.html").decode()
