"""Evidence in context: rules and recognisers together decide what a sentence carries."""

import msgspec
import pytest

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Match, Quote
from counterpitch.model.move import MoveRule, Moves, MoveSequence
from counterpitch.recognisers.card import Card
from counterpitch.recognisers.context import Context, carries, in_context
from counterpitch.recognisers.reading import UNREAD, Reading
from counterpitch.recognisers.sentences import Sentence
from tests.recognisers.samples import card, cut, reading, talk

ASK, OWNED = "paid-report", "owner-refuses"
CARD = card([ASK, OWNED], ["refuse", "insist", "identify", "question", "evade"], bonus=2.0)
MOVES = Moves(
    {
        "refuse": MoveRule("", (), "owner"), "question": MoveRule("", (), "owner"),
        "insist": MoveRule("", (), "contact"), "identify": MoveRule("", (), "contact"),
        "evade": MoveRule("", (), "contact"),
    },
    (
        MoveSequence("asked-again", (("refuse",), ("insist", "evade"))),
        MoveSequence("unanswered", (("question",), ("evade",)), ("identify",)),
        MoveSequence("hidden", (("question",), ("evade",)), (), ("asked-who",)),
    ),
)  # fmt: skip
TALK = talk("Could you write a report? We pay for it.", "No, I will not.", "It is only a report.")
QUOTE = Quote(0, 0, 24, "Could you write a report")


def judged(
    odds: dict[tuple[int, str], float],
    *matches: Match,
    conversation: Conversation = TALK,
    own: Card = CARD,
) -> Context:
    """Return the evidence in context of a conversation with these log-odds."""
    made = reading(cut(conversation), own, odds)
    return in_context(conversation, matches, made, own, MOVES)


def quoted(context: Context, name: str) -> list[str]:
    """Return the quoted words of an indicator, none if it is not there."""
    return [q.text for match in context.matches if match.indicator == name for q in match.quotes]


def test_a_phrase_in_an_innocent_sentence_is_let_go() -> None:
    """Where the log-odds and the bonus stay below the threshold, the rule's quote is dropped."""
    assert judged({(0, ASK): -2.01}, Match(ASK, (QUOTE,))).matches == []
    assert quoted(judged({(0, ASK): -2.0}, Match(ASK, (QUOTE,))), ASK) == [QUOTE.text]


def test_one_quote_is_dropped_and_another_kept() -> None:
    """Each quote is judged with its own sentence."""
    other = Quote(2, 0, 19, "It is only a report")
    assert quoted(judged({(3, ASK): 1.0}, Match(ASK, (QUOTE, other))), ASK) == [other.text]


def test_a_sentence_without_a_phrase_is_found_whole() -> None:
    """Without a rule the threshold itself must be reached, and the whole sentence is quoted."""
    assert quoted(judged({(1, ASK): 0.0}), ASK) == ["We pay for it"]
    assert judged({(1, ASK): -0.1}).matches == []


def test_a_demand_is_not_its_own_counter_evidence() -> None:
    """Where rule and log-odds agree on a demand, only a rule can call the sentence honest too."""
    honest = "benign-company-channel"
    own = card([honest, ASK], [], bonus=2.0)
    odds = {(0, honest): 3.0, (1, honest): 3.0, (0, ASK): 0.0}
    asked, told = Match(ASK, (QUOTE,)), Match(honest, (Quote(0, 6, 24, "you write a report"),))
    found = judged(odds, asked, own=own)
    assert quoted(found, ASK) == [QUOTE.text]
    assert quoted(found, honest) == ["We pay for it"]
    assert found.near[0] == [ASK]
    assert quoted(judged(odds, own=own), honest) == ["Could you write a report", "We pay for it"]
    assert len(quoted(judged(odds, asked, told, own=own), honest)) == 2


def test_what_stands_in_no_text_is_kept() -> None:
    """An address or a file name (no place in the text) is not for the recognisers to judge."""
    file = Quote(0, 0, 0, "offer.pdf")
    assert judged({}, Match(ASK, (file, QUOTE))).matches == [Match(ASK, (file,))]


def test_what_the_card_does_not_know_stays_as_the_rules_found_it() -> None:
    """An indicator that was not learned is the rules' alone."""
    unknown = Match("unknown-rule", (QUOTE,))
    assert judged({(0, ASK): 5.0}, unknown).matches == [judged({(0, ASK): 5.0}).matches[0], unknown]


def test_indicators_of_the_owner_stand_in_sentences_of_the_owner() -> None:
    """Neither side is given an indicator of the other, however sure the network is."""
    every = {(n, name): 9.0 for n in range(4) for name in (ASK, OWNED)}
    found = judged(every)
    assert quoted(found, OWNED) == ["No, I will not"]
    assert "No, I will not" not in quoted(found, ASK)
    assert found.near == [[ASK], [ASK], [OWNED], [ASK]]


def test_near_names_the_surest_first() -> None:
    """What a sentence almost carries is named too, the surest first, then by name."""
    own = card(["a", "b", "c", "d"])
    odds = {(0, "a"): -1.0, (0, "b"): 2.0, (0, "c"): -1.0, (0, "d"): -2.6}
    found = judged(odds, own=own)
    assert found.near[0] == ["b", "a", "c"]
    assert [match.indicator for match in found.matches] == ["b"]


def test_a_quote_is_given_once() -> None:
    """A quote across two sentences that both carry it is one piece of evidence."""
    across = Quote(0, 0, 40, TALK.messages[0].text[:40])
    found = judged({(0, ASK): 1.0, (1, ASK): 1.0}, Match(ASK, (across,)))
    assert quoted(found, ASK) == [across.text]


def test_unread_sentences_are_left_to_the_rules() -> None:
    """What was not read closely keeps what the rules found there, and is given nothing more.

    Otherwise a page of padding in front would hide every known phrase behind it.
    """
    made = reading(cut(TALK), CARD, {})
    made.labels[:2] = UNREAD
    match = Match(ASK, (QUOTE,))
    assert in_context(TALK, [match], made, CARD, MOVES).matches == [match]
    assert in_context(TALK, [], made, CARD, MOVES).matches == []


def test_quotes_behind_the_last_sentence_are_left_to_the_rules() -> None:
    """A quote where no sentence was cut (too deep in a long message) is kept."""
    text = "Fine. " + "the " * 6_000 + ". Could you write a report?"
    conversation = talk(text)
    start = text.index("Could")
    match = Match(ASK, (Quote(0, start, start + 24, "Could you write a report"),))
    assert judged({}, match, conversation=conversation).matches == [match]


def test_a_card_without_bonuses_gives_none() -> None:
    """Where the card names no bonus, a rule's finding raises nothing."""
    own = Card("test", (ASK,), (), {}, {ASK: 0.0})
    assert judged({(0, ASK): -0.1}, Match(ASK, (QUOTE,)), own=own).matches == []
    assert quoted(judged({(0, ASK): 0.0}, Match(ASK, (QUOTE,)), own=own), ASK) == [QUOTE.text]


@pytest.mark.parametrize(
    ("start", "end", "whether"),
    [(10, 40, True), (0, 16, True), (0, 15, False), (34, 60, True), (35, 60, False), (0, 10, False),
     (0, 90, True), (40, 50, False)],
)  # fmt: skip
def test_a_sliver_is_not_carried(start: int, end: int, whether: bool) -> None:
    """A quote stands in a sentence if they share six characters or more."""
    sentence = Sentence(3, "contact", 10, 40, "w", ".")
    assert carries(sentence, 3, start, end) is whether
    assert not carries(sentence, 2, start, end)


def test_a_short_sentence_is_carried_by_half() -> None:
    """Of a sentence of four characters two are enough, as in Chinese."""
    sentence = Sentence(0, "contact", 10, 14, "w", ".")
    assert carries(sentence, 0, 12, 30)
    assert not carries(sentence, 0, 13, 30)


def test_a_short_quote_is_carried_by_the_sentence_around_it() -> None:
    """Two characters can be a whole phrase: they are judged with the sentence they stand in."""
    sentence = Sentence(0, "contact", 10, 40, "w", ".")
    assert carries(sentence, 0, 20, 22)
    assert not carries(sentence, 0, 39, 41)
    conversation = talk("这份报告请您一定保密，不要告诉您的单位。")
    match = Match(ASK, (Quote(0, 8, 10, "保密"),))
    assert quoted(judged({(0, ASK): -1.0}, match, conversation=conversation), ASK) == ["保密"]


def test_moves_are_made_by_their_author() -> None:
    """A move of the owner is seen in no sentence of the contact; it says where and how surely."""
    found = judged({(0, "refuse"): 3.0, (2, "refuse"): 0.0, (3, "insist"): -0.1})
    (move,) = found.moves
    assert (move.move, move.message, move.sender, move.probability) == ("refuse", 1, "owner", 0.5)
    assert TALK.messages[1].text[move.start : move.end] == "No, I will not"


def test_moves_that_follow_are_an_indicator() -> None:
    """A refusal and then an insistence, each in a later message, quote both sentences."""
    found = judged({(2, "refuse"): 1.0, (3, "insist"): 1.0})
    assert quoted(found, "asked-again") == ["No, I will not", "It is only a report"]


def test_moves_in_another_order_are_none() -> None:
    """What came before the refusal does not follow it."""
    assert quoted(judged({(2, "refuse"): 1.0, (0, "insist"): 1.0}), "asked-again") == []
    assert quoted(judged({(2, "refuse"): 1.0}), "asked-again") == []


def test_a_sequence_that_the_rules_found_keeps_their_quotes() -> None:
    """Both ways of finding it are one indicator."""
    match = Match("asked-again", (QUOTE,))
    found = judged({(2, "refuse"): 1.0, (3, "insist"): 1.0}, match)
    assert [m for m in found.matches if m.indicator == "asked-again"] == [match]


@pytest.mark.parametrize(("at", "counts"), [(0, True), (3, False), (4, False)])
def test_never(at: int, counts: bool) -> None:
    """A question that was answered, sooner or later, is not unanswered."""
    five = talk("We are a firm.", "Who pays?", "Somebody does.", "I see.", "It is Norrby.")
    odds = {(1, "question"): 1.0, (2, "evade"): 1.0, (at, "identify"): 1.0}
    if at == 3:
        odds = {(1, "question"): 1.0, (4, "evade"): 1.0, (2, "identify"): 1.0}
    found = judged(odds, conversation=five)
    assert bool(quoted(found, "unanswered")) is counts


@pytest.mark.parametrize(("start", "end", "counts"), [(0, 9, True), (11, 24, False), (0, 0, False)])
def test_a_question_must_be_about_the_matter(start: int, end: int, counts: bool) -> None:
    """A sequence that wants its first step backed begins only where a rule found it so.

    The recognisers take many a sentence of the owner for a question about who is behind it.
    """
    three = talk("We are a firm.", "Who pays? How was Friday?", "Somebody does.")
    text = three.messages[1].text[start:end]
    found = judged(
        {(1, "question"): 1.0, (3, "evade"): 1.0},
        Match("asked-who", (Quote(1, start, end, text),)),
        conversation=three,
    )
    assert bool(quoted(found, "hidden")) is counts
    assert quoted(found, "unanswered") == ["Who pays", "Somebody does"]


def test_an_empty_conversation_has_no_evidence() -> None:
    """Nothing said, nothing found, whatever matched outside the text."""
    empty = talk()
    made: Reading = reading([], CARD, {})
    assert in_context(empty, [], made, CARD, MOVES) == Context([], [], ())


def test_log_odds_count_as_the_card_says_where_a_rule_found_it() -> None:
    """Beside a finding of a rule a slope and an offset of the card's apply, elsewhere not."""
    own = msgspec.structs.replace(card([ASK]), rule_slope=0.5, rule_offset=1.0)
    match = Match(ASK, (QUOTE,))
    assert judged({(0, ASK): -6.0}, match, own=own).matches == [match]
    assert judged({(0, ASK): -6.2}, match, own=own).matches == []
    assert judged({(0, ASK): -0.1}, own=own).matches == []
