"""The worst mistakes: order, blanked names, Markdown that shows what was written."""

from counterpitch.evaluation.mistakes import as_markdown, worst
from counterpitch.evaluation.nameless import Nameless
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from tests.evaluation.samples import finding, judged


def test_the_worst_come_first() -> None:
    """Covert ones from the lowest score, honest ones from the highest, scams never."""
    corpus = [
        judged("a", "covert_approach", 0.2), judged("b", "covert_approach", 0.1),
        judged("c", "legitimate", 0.7), judged("d", "legitimate", 0.8), judged("e", "scam", 0.0),
    ]  # fmt: skip
    found = worst(corpus, 1)
    assert [each.id for each in found.missed] == ["b"]
    assert [each.id for each in found.alarms] == ["d"]


def test_names_and_addresses_are_blanked() -> None:
    """Names of the contact, of whom they greet, and addresses do not stand in an excerpt."""
    text = (
        "Dear Marta Oyelaran, this is Ilse Brandvold (ilse@firm.example, https://firm.example/x)."
    )
    conversation = Conversation(
        "a", "email", (Message("contact", text),), Contact("Ilse Brandvold")
    )
    shown = Nameless(conversation).shown(text)
    for word in ("Marta", "Oyelaran", "Ilse", "Brandvold", "firm.example"):
        assert word not in shown
    assert shown.startswith("Dear ▮▮▮ ▮▮▮, this is")
    chinese = Conversation("b", "email", (Message("contact", "我是范立军。"),), Contact("范立军"))
    assert Nameless(chinese).shown("我是范立军。") == "我是▮▮▮。"


def test_markdown_is_text() -> None:
    """Marks of Markdown and HTML in a message are shown and do nothing."""
    text = "# Title\n<script>x</script> [a](http://evil.example) `code` *bold*"
    case = judged(
        "a*b", "covert_approach", 0.1, texts=[text],
        findings=[finding("some-rule", Quote(0, 0, 7, "# Title"))],
    )  # fmt: skip
    found = as_markdown(worst([case], 5))
    assert "<script>" not in found.replace("\\<script\\>", "")
    assert "a\\*b" in found
    assert "evil.example" not in found
    assert found.count("\nWhy:") == 1
