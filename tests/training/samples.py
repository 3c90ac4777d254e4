"""Labelled conversations made by hand for the tests of training."""

from counterpitch.training.corpus import Example, Gold
from tests.recognisers.samples import cut, talk


def example(
    *texts: str,
    gold: tuple[tuple[int, str, str], ...] = (),
    label: str = "covert_approach",
    group: str = "f/1",
    name: str = "t",
) -> Example:
    """Return an example; ``gold`` are (message, quoted words, indicator)."""
    conversation = talk(*texts)
    marks = []
    for message, words, indicator in gold:
        start = conversation.messages[message].text.index(words)
        marks.append(Gold(message, start, start + len(words), indicator))
    named = type(conversation)(name, conversation.channel, conversation.messages)
    return Example(named, "f", label, group, cut(conversation), tuple(marks), bool(gold))


def quiet(_: str) -> None:
    """Be told how a fit goes on, and say nothing; other processes can be handed this."""
