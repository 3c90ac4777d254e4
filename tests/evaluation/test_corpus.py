"""Labelled conversations, gold quotes and verdict files, the hostile ones included."""

import json
from pathlib import Path

import pytest

from counterpitch.errors import UnreadableInput, UsageError
from counterpitch.evaluation.corpus import corpus_files, in_languages, read_corpus, stem
from counterpitch.evaluation.gold import evidence_files, read_gold
from counterpitch.evaluation.honest import honest
from counterpitch.evaluation.verdictfile import read_verdicts
from counterpitch.intake.notices import Notices
from counterpitch.model.verdict import Verdict
from counterpitch.pipeline.assessed import assessor
from counterpitch.render.jsonform import line
from counterpitch.rulebook.book import Bands

DATA = Path(__file__).parents[1] / "data" / "evaluation"


def _kinds(notices: Notices) -> dict[str, int]:
    found: dict[str, int] = {}
    for (kind, _), count in notices.counts.items():
        found[kind] = found.get(kind, 0) + count
    return found


def _row(name: str, **extra: object) -> str:
    messages = [{"from": "contact", "text": "Hello."}]
    return json.dumps({"id": name, "channel": "email", "messages": messages, **extra}) + "\n"


def test_bad_rows_are_counted_and_the_rest_is_read() -> None:
    """No label, an unknown one, an id twice and half a line: four notices, ten conversations."""
    notices = Notices()
    corpus = read_corpus([DATA / "invented.jsonl"], notices)
    assert [case.id for case in corpus.cases] == [f"inv-{n:02d}" for n in range(1, 11)]
    assert _kinds(notices) == {"unlabelled": 2, "duplicate-id": 1, "damaged-row": 1}


def test_a_folder_is_read_without_its_evidence(tmp_path: Path) -> None:
    """Files of evidence and other files are passed over; a file named twice counts once."""
    (tmp_path / "b.jsonl").write_text(_row("b", label="scam"), "utf-8")
    (tmp_path / "b-evidence.jsonl").write_text("{}\n", "utf-8")
    (tmp_path / "notes.md").write_text("x", "utf-8")
    files = corpus_files([tmp_path, tmp_path / "b.jsonl"])
    assert [path.name for path in files] == ["b.jsonl"]
    assert [path.name for path in evidence_files(files)] == ["b-evidence.jsonl"]
    assert stem(Path("x.jsonl.gz")) == "x"


def test_one_language_alone_is_judged(tmp_path: Path) -> None:
    """Conversations in other languages are left out; a language that none has is refused."""
    path = tmp_path / "some.jsonl"
    rows = [("a", "en"), ("b", "zh"), ("c", "")]
    path.write_text(
        "".join(_row(name, label="legitimate", language=own) for name, own in rows), "utf-8"
    )
    corpus = read_corpus([path], Notices())
    kept = {own: [c.id for c in in_languages(corpus, [own]).cases] for own in ("en", "unknown")}
    assert kept == {"en": ["a"], "unknown": ["c"]}
    assert in_languages(corpus, []) == corpus
    with pytest.raises(UsageError, match="'pt'") as refused:
        in_languages(corpus, ["pt"])
    assert refused.value.hint == "Languages there: en, unknown, zh."


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"[" * 5000, b"\xff\xfe\xfa", b"{}\n" * 9])
def test_garbage_is_a_notice(tmp_path: Path, data: bytes) -> None:
    """A file without a conversation leaves a notice and an empty corpus."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(data)
    notices = Notices()
    assert read_corpus([path], notices).cases == ()
    assert notices.total() >= 1


def test_labels_of_the_wrong_type_are_no_words(tmp_path: Path) -> None:
    """A list as label is unlabelled; a number as subtype or pair is left empty."""
    path = tmp_path / "x.jsonl"
    rows = _row("a", label=["scam"]) + _row("b", label="scam", subtype=7, pair={"x": 1})
    path.write_text(rows + _row("c", label="scam", subtype="w " * 500), "utf-8")
    notices = Notices()
    b, c = read_corpus([path], notices).cases
    assert (b.subtype, b.pair) == ("", "")
    assert len(c.subtype) <= 80
    assert _kinds(notices) == {"unlabelled": 1}


def test_gold_quotes_are_found_in_their_messages(tmp_path: Path) -> None:
    """Places are those of the first occurrence; what stands nowhere is counted by kind."""
    notices = Notices()
    cases = read_corpus([DATA / "invented.jsonl"], Notices()).cases
    rows = [
        {"id": "inv-01", "message": 0, "quote": "We pay well", "indicator": "reward"},
        {"id": "inv-01", "message": 0, "quote": "We pay well", "indicator": "reward"},
        {"id": "inv-01", "message": 4, "quote": "We pay well", "indicator": "reward"},
        {"id": "inv-01", "message": -1, "quote": "We pay well", "indicator": "reward"},
        {"id": "inv-01", "message": 0, "quote": " ", "indicator": "reward"},
        {"id": "else", "message": 0, "quote": "We", "indicator": "reward"},
        {"id": "inv-01", "message": "0", "quote": "We", "indicator": "reward"},
    ]
    path = tmp_path / "x-evidence.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "\n{", "utf-8")
    found = read_gold([path], cases, notices)
    ((quote,),) = found.values()
    text = cases[0].conversation.messages[0].text
    assert text[quote.start : quote.end] == "We pay well"
    assert _kinds(notices) == {
        "quote-not-found": 3, "evidence-of-nobody": 1, "damaged-evidence": 2,
    }  # fmt: skip


def test_verdicts_of_scan_come_back_as_they_were(tmp_path: Path) -> None:
    """What jsonform writes is read with the same probabilities, kind, stage and quotes."""
    cases = read_corpus([DATA / "invented.jsonl"], Notices()).cases
    verdicts = [assessor().assess(case.conversation) for case in cases]
    path = tmp_path / "v.jsonl"
    pairs = zip(cases, verdicts, strict=True)
    path.write_bytes(b"\n".join(line(case.conversation, each) for case, each in pairs))
    notices = Notices()
    found = read_verdicts(path, Bands(), notices)
    assert notices.total() == 0
    for verdict in verdicts:
        assert _essence(found[verdict.id]) == _essence(verdict)


def _essence(verdict: Verdict) -> object:
    return (
        verdict.probability, verdict.scam_probability, verdict.band, verdict.kind, verdict.stage,
        {
            (f.indicator, round(f.contribution, 9), f.quotes)
            for f in verdict.findings if f.kind != "owner" and f.quotes
        },
    )  # fmt: skip


def test_a_bare_probability_is_enough(tmp_path: Path) -> None:
    """Band and kind follow from the bands; other lines are notices; none at all is an error."""
    path = tmp_path / "v.jsonl"
    rows = [
        {"id": "a", "probability": 0.8}, {"id": "b", "probability": 0.1, "scam_probability": 0.5},
        {"id": "a", "probability": 0.1}, {"id": "c", "probability": 1.5}, {"probability": 0.5},
        {"id": "d", "probability": "0.5"},
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "NaN\n", "utf-8")
    notices = Notices()
    found = read_verdicts(path, Bands(), notices)
    assert {v.id: (v.kind, v.band) for v in found.values()} == {
        "a": ("approach", "high"), "b": ("scam", "elevated"),
    }  # fmt: skip
    assert found["a"].probability == 0.8
    assert _kinds(notices) == {"duplicate-verdict": 1, "damaged-verdict": 4}
    path.write_text("[]\n", "utf-8")
    with pytest.raises(UnreadableInput):
        read_verdicts(path, Bands(), Notices())


def test_honest_texts_need_no_label(tmp_path: Path) -> None:
    """Unlabelled and legitimate rows are taken, labelled approaches and repeated ids are not."""
    path = tmp_path / "h.jsonl"
    rows = _row("a") + _row("b", label="legitimate") + _row("c", label="scam") + _row("a")
    path.write_text(rows, "utf-8")
    notices = Notices()
    assert [each.id for each in honest(path, notices)] == ["a", "b"]
    assert _kinds(notices) == {"not-honest": 1, "duplicate-id": 1}
