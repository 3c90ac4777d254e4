import os
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpitch.campaigns import link as linking
from counterpitch.campaigns.engines import reading
from counterpitch.campaigns.link import link
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.state import State, is_state, open_state
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.intake.notices import Notices
from tests.campaigns.samples import TEMPLATES, approach, families, write

TEXT = ("text",)
ALL = ("text", "identifiers")


def run(folder: Path, *paths: Path, evidence: Sequence[str] = ALL) -> State:
    """Link files into a folder, in this process."""
    return link(paths, folder, Notices(), evidence=evidence, jobs=1)


def result(state: State) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return every reason and every campaign, in their order."""
    edges = pq.read_table(state.result / "edges.parquet").drop_columns(["value"])
    return edges.to_pylist(), pq.read_table(state.result / "campaigns.parquet").to_pylist()


def groups(state: State) -> set[frozenset[str]]:
    """Return the members of each campaign."""
    return {frozenset(own) for own in Linked(state).members.values()}


def planted(state: State) -> set[frozenset[str]]:
    """Return campaigns of several members."""
    return {each for each in groups(state) if len(each) > 1}


FAMILIES = {frozenset(f"{name}-{at}" for at in range(6)) for name in TEMPLATES}


def test_variants_of_a_text_are_a_campaign_and_strangers_are_not(tmp_path: Path) -> None:
    """Expect the three planted families, and nobody else, to be campaigns."""
    state = run(tmp_path / "s", write(tmp_path / "a.jsonl", families()))
    assert planted(state) == FAMILIES


def test_jsonl_and_parquet_give_the_same(tmp_path: Path) -> None:
    """Expect equal edges and campaigns for the same conversations in both formats."""
    from counterpitch.intake import parquet
    from counterpitch.intake.gather import gather

    lines = write(tmp_path / "a.jsonl", families())
    parquet.write(gather([lines], Notices()), tmp_path / "a.parquet")
    assert result(run(tmp_path / "s", lines)) == result(run(tmp_path / "t", tmp_path / "a.parquet"))


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), cut=st.integers(1, 40))
def test_order_and_increments_do_not_matter(tmp_path: Path, seed: int, cut: int) -> None:
    """Expect the same reasons and campaigns, to the row, from one run, another order, or several runs."""
    folder = tmp_path / f"{seed}-{cut}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    everything = families(noise=20)
    whole = run(folder / "whole", write(folder / "whole.jsonl", everything))
    random.Random(seed).shuffle(everything)
    first = write(folder / "first.jsonl", everything[:cut])
    rest = write(folder / "rest.jsonl", everything[cut:])
    run(folder / "steps", first)
    assert result(run(folder / "steps", rest)) == result(whole)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    """Expect an approach to count once, however often it is read."""
    path = write(tmp_path / "a.jsonl", families())
    once = result(run(tmp_path / "s", path))
    assert result(run(tmp_path / "s", path)) == once


def test_a_file_that_was_read_is_told_and_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    """Expect no new part and no new result, also when it comes under another name."""
    path = write(tmp_path / "a.jsonl", families(3))
    before = run(tmp_path / "s", path)
    held = {each for each in before.folder.rglob("*") if each.is_file()}
    notices = Notices()
    copy = shutil.copy(path, tmp_path / "b.jsonl")
    after = link([path, Path(copy)], tmp_path / "s", notices, jobs=1)
    assert after.manifest == before.manifest
    assert {each for each in after.folder.rglob("*") if each.is_file()} == held
    assert [each.kind for each in notices.kept] == ["known-input"] * 2


def test_approaches_that_are_known_are_not_kept_again_and_changed_ones_are(tmp_path: Path) -> None:
    """Expect only what is new or reads otherwise in the second part, and the result of both."""
    first = families(3)
    path = write(tmp_path / "a.jsonl", first)
    run(tmp_path / "s", path)
    changed = first[0] | {"contact": {"email": "other@desk.example"}}
    message = {"from": "contact", "sent_at": "2026-03-02T09:00:00Z", "text": TEMPLATES["zh"]}
    linked = first[1] | {"messages": [message | {"links": [{"target": "https://x.example"}]}]}
    extra = approach("later", TEMPLATES["paper"].format(name="Ann", topic="radar"))
    more = write(tmp_path / "b.jsonl", [changed, linked, *first[2:], extra])
    notices = Notices()
    state = link([more], tmp_path / "s", notices, jobs=1)
    second = [
        name for name in state.files("approaches", "arrow") if state.manifest.parts[1] in name
    ]
    kept = pa.concat_tables(pa.ipc.open_file(name).read_all() for name in second)
    assert set(kept["approach"].to_pylist()) == {changed["id"], linked["id"], "later"}
    assert f"{len(first) - 2} approaches are known already" in notices.kept[0].message
    assert result(state) == result(run(tmp_path / "t", path, more))


def test_jsonl_and_parquet_of_the_same_are_known_by_each_other(tmp_path: Path) -> None:
    """Expect nothing to be kept again when only the format is another."""
    from counterpitch.intake import parquet
    from counterpitch.intake.gather import gather

    for evidence in (TEXT, ALL, (*ALL, "personas")):
        folder = tmp_path / "-".join(evidence)
        path = write(tmp_path / "a.jsonl", families(3))
        parquet.write(gather([path], Notices()), tmp_path / "a.parquet")
        before = run(folder, path, evidence=evidence).manifest
        after = run(folder, tmp_path / "a.parquet", evidence=evidence).manifest
        assert after.parts == before.parts, evidence
        assert after.result == before.result


def test_an_approach_that_comes_in_twice_is_counted_once(tmp_path: Path) -> None:
    """The count of approaches and messages is that of one reading, whatever is named again."""
    path = write(tmp_path / "a.jsonl", families(3))
    once = run(tmp_path / "once", path).manifest
    run(tmp_path / "again", path)
    again = run(tmp_path / "again", path, path).manifest
    assert (again.approaches, again.messages) == (once.approaches, once.messages) != (0, 0)


def test_many_copies_of_one_text_do_not_square(tmp_path: Path) -> None:
    """Expect 20,000 copies to be one campaign with one tie each, and no comparison of copies."""
    copies = [approach(f"copy-{at}", TEMPLATES["paper"]) for at in range(20_000)]
    state = run(tmp_path / "s", write(tmp_path / "a.jsonl", copies), evidence=TEXT)
    edges, _ = result(state)
    assert groups(state) == {frozenset(f"copy-{at}" for at in range(20_000))}
    assert len(edges) == 19_999
    assert pq.read_table(state.result / "near.000000.parquet").num_rows == 0


def test_a_value_that_everybody_has_ties_nobody(tmp_path: Path) -> None:
    """Expect a link shortener in every message to link nothing."""
    rng = random.Random(3)
    found = families(each=0, noise=60)
    for each in found:
        text = f"see https://short.example/{rng.randrange(10**9)} thanks"
        each["messages"][0]["text"] += text  # type: ignore[index]
    assert planted(run(tmp_path / "s", write(tmp_path / "a.jsonl", found))) == set()


def test_empty_and_one_word_messages_tie_nobody(tmp_path: Path) -> None:
    """Expect no campaign of those who wrote nothing, or OK."""
    texts = ("", " ", "OK", "Hello!", "12345", "👍", "\u202e\u200b")
    found = [
        approach(f"x-{at}-{again}", text) for at, text in enumerate(texts) for again in range(5)
    ]
    assert planted(run(tmp_path / "s", write(tmp_path / "a.jsonl", found))) == set()


def test_a_message_of_five_megabytes_is_linked_like_others(tmp_path: Path) -> None:
    """Expect the two huge copies to be one campaign, in the time of reading them."""
    huge = " ".join(f"word{at:x}" for at in range(600_000)).translate(
        {ord(c): chr(ord(c) + 49) for c in "0123456789"}
    )
    found = [approach("a", huge), approach("b", f"Dear Bo, {huge}"), approach("c", "hello there")]
    assert groups(run(tmp_path / "s", write(tmp_path / "a.jsonl", found), evidence=TEXT)) == {
        frozenset("ab")
    }


def test_disguises_do_not_break_a_link(tmp_path: Path) -> None:
    """Expect zero-width signs, bidi overrides and look-alike letters not to hide a copy."""
    text = TEMPLATES["paper"].format(name="Ann", topic="radar")
    found = [
        approach("plain", text),
        approach("zero", "\u200b".join(text)),
        approach("bidi", "\u202e" + text.replace(" ", " \u200f")),
        approach("alike", text.replace("a", "а").replace("o", "ο")),
    ]
    assert groups(run(tmp_path / "s", write(tmp_path / "a.jsonl", found))) == {
        frozenset({"plain", "zero", "bidi", "alike"})
    }


def test_damaged_lines_are_told_and_the_rest_is_linked(tmp_path: Path) -> None:
    """Expect a notice for each and the families all the same."""
    path = write(tmp_path / "a.jsonl", families())
    with path.open("ab") as stream:
        stream.write(b'{"id": "x"}\nnonsense\n\xff\xfe\n')
    notices = Notices()
    state = link([path], tmp_path / "s", notices, evidence=ALL, jobs=1)
    assert notices.total() == 3
    assert planted(state) == FAMILIES


def test_parquet_without_its_columns_is_one_sentence(tmp_path: Path) -> None:
    """Expect the missing column to be named, and no state to be left half made."""
    pq.write_table(pa.table({"id": ["a"], "text": ["b"]}), tmp_path / "a.parquet")
    with pytest.raises(UnreadableInput, match="no column messages"):
        run(tmp_path / "s", tmp_path / "a.parquet")
    assert list((tmp_path / "s").glob("part-*")) == []


def test_parquet_with_odd_columns_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Expect missing fields and strange types to be empty, not an error."""
    messages = [[{"text": TEMPLATES["post"], "from": "contact", "sent_at": "soon"}]] * 3
    pq.write_table(
        pa.table({"id": ["a", "b", None], "messages": messages, "contact": ["x"] * 3}),
        tmp_path / "a.parquet",
    )
    assert groups(run(tmp_path / "s", tmp_path / "a.parquet")) == {frozenset("ab")}


def test_cut_off_parquet_is_one_sentence(tmp_path: Path) -> None:
    """Expect a sentence for a damaged file."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"x" * 40)
    with pytest.raises(UnreadableInput, match="damaged"):
        run(tmp_path / "s", tmp_path / "a.parquet")


@pytest.mark.parametrize("content", [b"", b"\x00\x01garbage", b"Dear Ann, we pay well.\n", b"{}"])
def test_what_is_only_called_parquet_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """Expect no pasted approach to be made of it, and no state to be left half made."""
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(UnreadableInput, match="called Parquet"):
        run(tmp_path / "s", tmp_path / "a.parquet")
    assert list((tmp_path / "s").glob("part-*")) == []


def test_parquet_whose_messages_are_none_is_one_sentence(tmp_path: Path) -> None:
    """Expect the column and what it holds to be named."""
    pq.write_table(pa.table({"id": ["a"], "messages": ["hello"]}), tmp_path / "a.parquet")
    with pytest.raises(UnreadableInput, match=r"column messages .* holds string"):
        run(tmp_path / "s", tmp_path / "a.parquet")


def test_ids_that_are_numbers_are_read(tmp_path: Path) -> None:
    """Expect the numbers as ids, by all evidence."""
    messages = [[{"text": TEMPLATES["post"], "from": "contact"}]] * 2
    pq.write_table(pa.table({"id": [1, 2], "messages": messages}), tmp_path / "a.parquet")
    assert groups(run(tmp_path / "s", tmp_path / "a.parquet")) == {frozenset("12")}


def test_a_killed_worker_leaves_the_state_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expect one sentence, the old result, and that the same command then works."""
    state = run(tmp_path / "s", write(tmp_path / "a.jsonl", families()))
    before = result(state)
    more = [write(tmp_path / f"b{at}.jsonl", families(noise=5, seed=at)) for at in range(2)]
    monkeypatch.setattr(reading, "write_unit", _dies)
    with pytest.raises(CounterpitchError, match="was killed"):
        link(more, tmp_path / "s", Notices(), evidence=ALL, jobs=2)
    monkeypatch.undo()
    again = open_state(tmp_path / "s")
    assert result(again) == before
    assert len(list((tmp_path / "s").glob("part-*"))) == 1
    assert planted(run(tmp_path / "s", *more)) == FAMILIES


def _dies(*_: object) -> None:
    os._exit(9)


def test_a_full_disk_is_one_sentence_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expect the state to be as before, and nothing left behind."""
    state = run(tmp_path / "s", write(tmp_path / "a.jsonl", families()))
    before = result(state)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(linking, "write_edges", full)
    with pytest.raises(CounterpitchError, match="disk is full"):
        run(tmp_path / "s", write(tmp_path / "b.jsonl", families(seed=2)))
    assert result(open_state(tmp_path / "s")) == before
    assert len(list((tmp_path / "s").glob("result-*"))) == 1


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    """Expect folders that no manifest names to be gone after the next run."""
    run(tmp_path / "s", write(tmp_path / "a.jsonl", families()))
    (tmp_path / "s" / "part-000777").mkdir()
    run(tmp_path / "s", write(tmp_path / "b.jsonl", families(seed=2)))
    assert not (tmp_path / "s" / "part-000777").exists()


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    """Expect a sentence, and no file of ours among those of others."""
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="other files"):
        run(tmp_path / "s", write(tmp_path / "a.jsonl", families()))
    assert not is_state(tmp_path / "s")


def test_a_state_of_another_kernel_is_refused(tmp_path: Path) -> None:
    """Expect a sentence instead of numbers that mean something else."""
    state = run(tmp_path / "s", write(tmp_path / "a.jsonl", families()))
    state.commit(kernel=99)
    with pytest.raises(CounterpitchError, match="another version"):
        open_state(tmp_path / "s")


def test_an_identifier_ties_what_no_text_does(tmp_path: Path) -> None:
    """Expect two different texts with one rare mailbox to be a campaign."""
    found = families(each=0, noise=30)
    for at in (3, 17):
        found[at]["messages"][0]["text"] += " Write to h.ashworth@ledger-vale.example please."  # type: ignore[index]
    assert groups(run(tmp_path / "s", write(tmp_path / "a.jsonl", found))) == {
        frozenset({"noise-3", "noise-17"})
    }


def test_two_firms_that_share_their_domain_and_telephone_are_tied(tmp_path: Path) -> None:
    """Expect a front: other names, other texts, one domain and one telephone number."""
    found = families(each=0, noise=30)
    for at, firm in ((4, "Harbour Insight Ltd"), (19, "Meridian Outlook GmbH")):
        found[at]["contact"] = {"company": firm, "email": f"desk{at}@harbour-insight.example"}
        found[at]["messages"][0]["text"] += " You reach us at +44 20 7946 0321."  # type: ignore[index]
    state = run(tmp_path / "s", write(tmp_path / "a.jsonl", found))
    assert groups(state) == {frozenset({"noise-4", "noise-19"})}
    kinds = set(pq.read_table(state.result / "edges.parquet")["kind"].to_pylist())
    assert "front-firm" in kinds
