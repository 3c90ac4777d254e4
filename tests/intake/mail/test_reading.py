"""A mailbox becomes conversations: whose, with whom, and in which order."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.errors import UnreadableInput
from counterpitch.intake import mail
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Conversation

OWNER, CONTACT = "owen@lab.example", "Mei Tan <mei@harbour.example>"


def read(data: bytes | str) -> tuple[list[Conversation], Notices]:
    """Return the conversations and notices of a mail file."""
    notices = Notices()
    raw = data if isinstance(data, bytes) else data.encode()
    return list(mail.read(Origin.of_bytes("x", raw), notices)), notices


def letter(number: int, sender: str, to: str, text: str, extra: str = "") -> str:
    """Return one mail of a mailbox, sent on day ``number``."""
    return (
        f"From a@x Mon Jun  2 08:14:22 2025\nFrom: {sender}\nTo: {to}\n"
        f"Date: {number} Jun 2025 08:00:00 +0000\nMessage-ID: <{number}@x.example>\n"
        f"{extra}\n{text}\n\n"
    )


def test_references_join_a_thread_in_order_of_time() -> None:
    """Replies join what they answer, also when the answer stands first."""
    found, _ = read(
        letter(3, CONTACT, OWNER, "third", "References: <1@x.example> <2@x.example>\n")
        + letter(1, CONTACT, OWNER, "first", "Subject: call\n")
        + letter(2, OWNER, CONTACT, "second", "In-Reply-To: <1@x.example>\n")
        + letter(4, "Zoe <zoe@z.example>", OWNER, "apart", "Subject: call\n")
    )
    assert [[each.text for each in one.messages] for one in found] == [
        ["first", "second", "third"],
        ["apart"],
    ]
    assert [each.sender for each in found[0].messages] == ["contact", "owner", "contact"]
    assert (found[0].contact.name, found[0].contact.email) == ("Mei Tan", "mei@harbour.example")
    assert found[0].contact.company == ""


def test_subject_and_counterpart_join_but_a_subject_alone_does_not() -> None:
    """Without references, mails between the same two on one subject are one thread."""
    found, _ = read(
        letter(1, CONTACT, OWNER, "a", "Subject: Offer\n")
        + letter(2, OWNER, CONTACT, "b", "Subject: AW: Re: offer\n")
        + letter(3, "Zoe <zoe@z.example>", OWNER, "c", "Subject: Re: Offer\n")
    )
    assert [len(one.messages) for one in found] == [2, 1]


def test_a_mail_that_stands_twice_is_counted_once() -> None:
    """The copy is named in a notice; a stranger reusing the id is not hidden by it."""
    one = letter(1, CONTACT, OWNER, "a", "Subject: s\n")
    forged = letter(1, "Zoe <zoe@z.example>", OWNER, "b", "Subject: s\n")
    found, notices = read(one + one + forged)
    assert sum(len(each.messages) for each in found) == 2
    assert notices.counts["duplicate", "x"] == 1


def test_a_mailbox_of_sent_mail_names_the_recipient() -> None:
    """Where only the owner wrote, the contact is whom they wrote to."""
    found, _ = read(letter(1, OWNER, CONTACT, "hello", "X-Gmail-Labels: Gesendet\n"))
    assert found[0].contact.email == "mei@harbour.example"
    assert found[0].messages[0].sender == "owner"


def test_drafts_are_left_out_and_told() -> None:
    """What was never sent is no message."""
    found, notices = read(letter(1, OWNER, CONTACT, "hello", "X-Gmail-Labels: Borradores\n"))
    assert (found, notices.counts["draft", "x"]) == ([], 1)


def test_quotations_stay_where_the_original_is_unknown_and_unnamed() -> None:
    """A quotation that nobody signs is kept in the text: nothing is lost."""
    found, _ = read(letter(1, CONTACT, OWNER, "my answer\n\n> words of someone unknown here"))
    assert "words of someone unknown here" in found[0].messages[0].text


def test_answers_between_the_quoted_lines_are_kept() -> None:
    """Own words stay, quoted ones become the earlier message."""
    found, notices = read(
        letter(
            2,
            CONTACT,
            OWNER,
            "On 1 Jun 2025, Owen <owen@lab.example> wrote:\n"
            "> what is the fee?\n400 EUR.\n> and when?\nMay.",
        )
    )
    assert [(each.sender, each.text) for each in found[0].messages] == [
        ("owner", "what is the fee?\nand when?"),
        ("contact", "400 EUR.\nMay."),
    ]
    assert notices.counts["quoted", "x"] == 1


FORWARDS = {
    "gmail": (
        "Fwd: x",
        "---------- Forwarded message ---------\n"
        "From: {0}\n"
        "Date: Mon, Jun 2, 2025 at 2:03 PM\n"
        "Subject: x\n"
        "To: {1}\n"
        "\n",
    ),
    "apple": (
        "Fwd: x",
        "Begin forwarded message:\n"
        "\n"
        "> From: {0}\n"
        "> Subject: x\n"
        "> Date: 2 June 2025\n"
        "> To: {1}\n"
        "> \n"
        "> ",
    ),
    "outlook": (
        "FW: x",
        "-----Original Message-----\n"
        "From: {0}\n"
        "Sent: Monday, June 2, 2025 2:03 PM\n"
        "To: {1}\n"
        "Subject: x\n"
        "\n",
    ),
    "german": (
        "WG: x",
        "-------- Weitergeleitete Nachricht --------\n"
        "Betreff: x\n"
        "Datum: Mon, 2 Jun 2025\n"
        "Von: {0}\n"
        "An: {1}\n"
        "\n",
    ),
    "french": (
        "TR: x",
        "Début du message réexpédié :\n\nDe: {0}\nObjet: x\nDate: 2 juin 2025\nÀ: {1}\n\n",
    ),
    "spanish": (
        "RV: x",
        "---------- Mensaje reenviado ---------\n"
        "De: {0}\n"
        "Fecha: 2 jun 2025\n"
        "Asunto: x\n"
        "Para: {1}\n"
        "\n",
    ),
    "russian": (
        "Fwd: x",
        "-------- Пересылаемое сообщение --------\n"
        "От: {0}\n"
        "Дата: 2 июн 2025\n"
        "Тема: x\n"
        "Кому: {1}\n"
        "\n",
    ),
    "chinese": (
        "转发: x",
        "---------- 转发的邮件 ----------\n"
        "发件人：{0}\n"
        "日期：2025年6月2日\n"
        "主题：x\n"
        "收件人：{1}\n"
        "\n",
    ),
}


@pytest.mark.parametrize("kind", FORWARDS)
def test_inline_forwards_are_the_contacts_words(kind: str) -> None:
    """What was forwarded as text is the evidence; the covering line is told in a note."""
    subject, block = FORWARDS[kind]
    head = (
        f"From: Owen <{OWNER}>\nTo: security@lab.example\nSubject: {subject}\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Message-ID: <1@x.example>\nDate: Wed, 4 Jun 2025 08:00:00 +0000\n\nodd, is it?\n\n"
    )
    found, notices = read(head + block.format(CONTACT, OWNER) + "We pay well.\n")
    assert [(each.sender, each.text) for each in found[0].messages] == [
        ("contact", "We pay well."),
    ]
    assert "“odd, is it?”" in next(x.message for x in notices.kept if x.kind == "forwarding-note")
    assert found[0].contact.email == "mei@harbour.example"
    assert notices.counts["inline-forward", "x"] == 1


def attached(to: str, note: str) -> str:
    """Return a mail of the owner with one of the contact attached."""
    return (
        f"From: Owen <{OWNER}>\nTo: {to}\nSubject: FW: x\nMessage-ID: <2@x.example>\n"
        "Date: Wed, 4 Jun 2025 08:00:00 +0000\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{note}\n"
        f"--b\nContent-Type: message/rfc822\n\nFrom: {CONTACT}\nTo: {OWNER}\nSubject: x\n"
        "Message-ID: <1@x.example>\nDate: Mon, 2 Jun 2025 08:00:00 +0000\n\nWe pay well.\n--b--\n"
    )


def test_what_a_colleague_is_asked_was_not_said_to_the_contact() -> None:
    """The note of the person who forwards is no message; its words and their name are kept."""
    found, notices = read(attached("security@lab.example", "Who is he? Is it dodgy?"))
    assert [(each.sender, each.text) for each in found[0].messages] == [("contact", "We pay well.")]
    assert found[0].owner.name == "Owen"
    assert "“Who is he? Is it dodgy?”" in notices.kept[0].message
    assert notices.counts["forwarding-note", "x"] == 1


def test_an_answer_with_the_contacts_mail_attached_is_said_to_the_contact() -> None:
    """Where the contact is among the recipients, the owner's words are theirs to the contact."""
    found, _ = read(attached(CONTACT, "Who is the client?"))
    assert [each.text for each in found[0].messages] == ["We pay well.", "Who is the client?"]


def test_a_stranger_in_a_mailbox_cannot_pass_for_the_owner() -> None:
    """A contact who writes a forward mark above a lure stays the contact."""
    mark = "---------- Forwarded message ---------\nFrom: Z <z@z.example>\nSubject: s\n\n"
    found, _ = read(
        letter(1, CONTACT, OWNER, f"Pay now.\n{mark}lure", "Subject: Fwd: s\n")
        + letter(2, "Zoe <z@z.example>", OWNER, "other")
    )
    assert {each.sender for one in found for each in one.messages} == {"contact"}


def test_a_relay_never_gives_its_address() -> None:
    """A LinkedIn notification names the person, and no address as theirs."""
    sender = "Mei Tan via LinkedIn <hit-reply@linkedin.com>"
    found, _ = read(letter(1, sender, OWNER, "hello", "X-LinkedIn-Class: INMAIL\n"))
    assert (found[0].channel, found[0].contact.name) == ("linkedin", "Mei Tan")
    assert found[0].contact.email is None
    headers = found[0].messages[0].headers
    assert headers is not None
    assert headers.relay == "linkedin"


def test_identity_depends_on_content_alone() -> None:
    """The same thread has the same id, whatever file it comes in."""
    one = letter(1, CONTACT, OWNER, "a", "Subject: s\n")
    other = letter(2, "Zoe <z@z.example>", OWNER, "b")
    assert {each.id for each in read(one)[0]} < {each.id for each in read(other + one)[0]}


HEAD = "From: a@x.example\nMessage-ID: <1@x>\n"
HOSTILE = {
    "tiny mails": "From a@x\nX:\n" * 3_000,
    "references": HEAD + "Subject: s\nReferences: " + "<a@b>" * 100_000 + "\n\n",
    "folded": HEAD + "Subject: s" + "\n " * 120_000 + "\n\nx",
    "spaces": HEAD + "Subject:" + "\t " * 100_000 + "\n\nx",
    "encoded": HEAD + "Subject: " + "=?u?q?" * 20_000 + "\n\nx",
    "headers": HEAD + "Subject: re\n\n" + "from: x\n" * 100_000,
    "wrote": HEAD + "Subject: re\n\n" + "On 1 wrote:\n" * 50_000,
    "quotes": HEAD + "Subject: re\n\n" + ">" * 500_000 + "\n> a" * 50_000,
    "parameters": HEAD + "Content-Type: a/b" + ';a="\\' * 50_000 + "\n\nx",
    "dashes": HEAD + "\n" + "-" * 300_000 + "\n" + "--- " * 50_000,
    "re": HEAD + "Subject: " + "Re: " * 50_000 + "\n\nx",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mail_takes_linear_time(kind: str) -> None:
    """Nothing in a mail makes reading it slow."""
    begun = time.process_time()
    read(HOSTILE[kind])
    assert time.process_time() - begun < 4


FRAGMENTS = [
    "From a@x Mon Jun  2 08:14:22 2025\n",
    "From: ",
    "To: ",
    "<a@b.example>",
    "\n",
    "\n\n",
    "Date: ",
    "Content-Type: multipart/mixed; boundary=b\n",
    "--b\n",
    "--b--\n",
    "Content-Type: message/rfc822\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Type: text/html; charset=utf-7\n",
    "=?utf-8?b?4oKs?=",
    "> a",
    "On 1 Jun, A <a@b.example> wrote:\n",
    "-----Original Message-----\n",
    "Subject: Fwd: x\n",
    "hello",
    "+2AA-",
    "Message-ID: <1@x>\n",
    "<p>",
    "999999999999999999999999999999",
    "é",
]
PIECES = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join).map(str.encode)


@settings(max_examples=300, deadline=None)
@given(PIECES | st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever stands in a file, the outcome is conversations or UnreadableInput."""
    mail.identify(Origin.of_bytes("x", data))
    try:
        found, _ = read(data)
    except UnreadableInput:
        return
    assert all(each.messages for each in found)
