from datetime import UTC, datetime

import pyarrow as pa

from counterpitch.campaigns.graph.campaigns import campaign_id, grouped
from counterpitch.campaigns.judgements import Judgement

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def group(
    pairs: list[tuple[str, str]], *judged: Judgement, days: dict[str, int] | None = None
) -> dict[str, str]:
    """Return the campaign of each approach, given ties and judgements."""
    names = sorted(
        {name for pair in pairs for name in pair} | {n for j in judged for n in (*j.one, *j.other)}
    )
    edges = pa.table(
        {
            "a": pa.array([min(p) for p in pairs], pa.string()),
            "b": pa.array([max(p) for p in pairs], pa.string()),
            "total": [6.0] * len(pairs),
            "value": pa.array([-1] * len(pairs), pa.int64()),
        }
    )
    times = [
        datetime(2026, 1, (days or {}).get(name, 1 + at), tzinfo=UTC)
        for at, name in enumerate(names)
    ]
    first = pa.table({"approach": names, "first": times})
    return {row["approach"]: row["campaign"] for row in grouped(edges, first, judged).to_pylist()}


def judge(act: str, one: tuple[str, ...], other: tuple[str, ...]) -> Judgement:
    """Return a judgement that was made."""
    return Judgement(1, NOW, act, one, other)  # type: ignore[arg-type]


def test_the_id_is_that_of_the_oldest_member() -> None:
    """Expect growth to keep the id, and a merger to keep that of the older founder."""
    small = group([("a", "b")])
    grown = group([("a", "b"), ("b", "c")])
    assert small["a"] == grown["c"] == campaign_id("a")
    apart = group([("a", "b"), ("c", "d")])
    merged = group([("a", "b"), ("c", "d"), ("b", "c")])
    assert apart["c"] == campaign_id("c")
    assert set(merged.values()) == {campaign_id("a")}


def test_what_is_judged_the_same_is_one_campaign() -> None:
    """Expect a judgement to tie what no evidence ties, and also two that are in no campaign."""
    found = group([("a", "b"), ("c", "d")], judge("same", ("a",), ("d",)))
    assert len(set(found.values())) == 1
    assert group([("a", "b")], judge("same", ("x",), ("y",)))["x"] == campaign_id("x")


def test_what_is_judged_different_comes_apart_where_least_is_lost() -> None:
    """Expect the single tie between two triangles to be cut, and nothing else."""
    ties = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d")]
    found = group(ties, judge("different", ("a",), ("f",)))
    assert found["a"] == found["b"] == found["c"]
    assert found["d"] == found["e"] == found["f"]
    assert found["a"] != found["d"]


def test_different_does_not_cut_what_a_person_tied() -> None:
    """Expect evidence to give way and the judgement of sameness to hold."""
    found = group(
        [("a", "b"), ("b", "c")], judge("same", ("a",), ("b",)), judge("different", ("a",), ("c",))
    )
    assert found["a"] == found["b"]
    assert found.get("c") != found["a"]
