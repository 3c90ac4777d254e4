"""Tables by group: thresholds of the whole, labels of the group."""

from counterpitch.evaluation.ranking import Threshold
from counterpitch.evaluation.tables import MOST, tables
from tests.evaluation.samples import judged

CUT = (Threshold(1, 0, 0.6, 0, 1),)


def test_rows_count_their_own_conversations() -> None:
    """Recall is over the covert ones of a file, alarms over its honest ones."""
    corpus = [
        judged("a", "covert_approach", 0.9, file="x", stage="handle"),
        judged("b", "covert_approach", 0.5, file="x", stage="contact"),
        judged("c", "legitimate", 0.45, file="x"),
        judged("d", "legitimate", 0.1, file="y"),
    ]
    by = {table.by: table.rows for table in tables(corpus, CUT)}
    x, y = by["file"]
    assert (x.recalls[0].count, x.recalls[0].total, x.found.count) == (1, 2, 2)
    assert (x.alarms.count, x.alarms.total, x.auc) == (1, 1, 1.0)
    assert (y.found.total, y.alarms.total, y.auc) == (0, 1, None)
    assert [row.name for row in by["stage"]] == ["contact", "handle"]
    assert by["stage"][0].auc == 1.0


def test_a_table_has_a_bound() -> None:
    """A corpus with a language of its own in every row does not fill the screen."""
    corpus = [judged(f"n{n}", "legitimate", 0.1, language=f"l{n}") for n in range(MOST + 7)]
    table = next(table for table in tables(corpus, ()) if table.by == "language")
    assert (len(table.rows), table.left_out) == (MOST, 7)
