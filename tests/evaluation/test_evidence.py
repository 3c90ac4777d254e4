"""Evidence by sentence: recall of gold quotes, precision of the program's."""

from counterpitch.evaluation.evidence import EvidenceFigures, evidence_figures
from counterpitch.evaluation.gold import GoldQuote
from counterpitch.model.match import Quote
from tests.evaluation.samples import finding, judged

TEXT = "Send me the slides. Tell nobody. Regards."


def _gold(quote: str, indicator: str, message: int = 0, text: str = TEXT) -> GoldQuote:
    at = text.index(quote)
    return GoldQuote("a", message, at, at + len(quote), indicator)


def _quote(words: str, message: int = 0, text: str = TEXT) -> Quote:
    at = text.index(words)
    return Quote(message, at, at + len(words), words)


def _figures(
    gold: list[GoldQuote], *found: tuple[str, Quote], everything: bool = False
) -> EvidenceFigures:
    case = judged(
        "a", "covert_approach", 0.9, texts=[TEXT, "I must not."],
        findings=[finding(name, quote) for name, quote in found],
    )  # fmt: skip
    figures = evidence_figures([case], {"a": gold}, everything=everything, times=10, seed=1)
    assert figures is not None
    return figures


def test_right_sentence_and_name() -> None:
    """Other words of the same sentence count; another sentence or another name does not."""
    gold = [_gold("the slides", "document-request"), _gold("Tell nobody", "secrecy")]
    found = _figures(gold, ("document-request", _quote("Send me")), ("vanity", _quote("nobody")))
    assert (found.recall.value, found.recall_any.value) == (0.5, 1.0)
    assert (found.precision.value, found.precision_any.value) == (0.5, 1.0)
    assert found.never_named == 1
    by_name = {each.indicator: each for each in found.indicators}
    assert by_name["secrecy"].recall.count == 0
    assert by_name["vanity"].precision.total == 1


def test_the_owners_words_count_only_on_request() -> None:
    """Gold and quotes of the owner, and of owner indicators, are left out by default."""
    gold = [
        _gold("Tell nobody", "secrecy"), _gold("must not", "owner-refuses", 1, "I must not."),
        _gold("slides", "disclosure-project"),
    ]  # fmt: skip
    quote = ("owner-refuses", _quote("must", 1, "I must not."))
    assert (_figures(gold, quote).gold, _figures(gold, quote).quoted) == (1, 0)
    found = _figures(gold, quote, everything=True)
    assert (found.gold, found.quoted, found.recall.value) == (3, 1, 1 / 3)


def test_evidence_outside_the_text_is_counted_apart() -> None:
    """A quote of an address has no place; one beyond the last message has none either."""
    found = _figures(
        [_gold("Tell nobody", "secrecy")], ("freemail", Quote(0, 0, 0, "x@mail.example")),
        ("secrecy", Quote(9, 0, 3, "abc")),
    )  # fmt: skip
    assert (found.placeless, found.quoted, found.precision.value) == (2, 0, None)


def test_only_annotated_conversations_count() -> None:
    """A conversation without gold evidence changes nothing, and alone gives no figures."""
    bare = judged("b", "legitimate", 0.1, findings=[finding("secrecy", Quote(0, 0, 4, "Hell"))])
    assert evidence_figures([bare], {}, everything=False, times=10, seed=1) is None
