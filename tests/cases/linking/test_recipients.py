"""Whom approaches went to, read out of the store."""

from pathlib import Path

from counterpitch.cases import Store, erase, receive
from counterpitch.cases.linking.recipients import Recipient, recipients
from tests.cases.samples import received, words

MAIL = """From: Helen Ashworth <{sender}>
To: {to}
Reply-To: desk@ostermoor.example
Message-ID: <{number}@ledger.example>

We pay 500 for a short paper on your project. This is the {number}. of {number} such papers.
"""


def _mailed(store: Store, number: int, sender: str, to: str) -> None:
    text = MAIL.format(sender=sender, to=to, number=number)
    receive(store, content=text.encode(), name=f"{number}.eml", actor="ana", quick=True)


def test_everybody_is_told_but_the_contacts(store: Store, tmp_path: Path) -> None:
    """Expect To of each mail and the owner of an export; a mailbox that a contact uses in any of
    the approaches, and what was erased, are nobody to warn.
    """
    other = "h.ashworth@quillon.example"
    _mailed(store, 1, "helen@ledger.example", f"Tess Marlow <tess@tides.example>, {other}")
    _mailed(store, 2, other, "ravi@tides.example, desk@ostermoor.example")
    received(store, tmp_path, [words(3)])
    _mailed(store, 4, other, "pia@tides.example")
    erase(store, approaches=[4], actor="dora", reason="request")
    assert recipients(store, [4, 3, 2, 1]) == (
        Recipient(1, "Tess Marlow", "tess@tides.example"),
        Recipient(2, "", "ravi@tides.example"),
        Recipient(3, "Mira Lind", ""),
    )
    assert recipients(store, [2, 1], most=1) == (
        Recipient(1, "Tess Marlow", "tess@tides.example"),
        Recipient(1, "", other),
    )
