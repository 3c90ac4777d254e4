"""Signal's text exports."""

from pathlib import Path

import pytest
from tests.intake.chat_samples import (
    EXPORTS,
    check_expected,
    kinds,
    read_bytes,
    samples,
    target,
    told,
)

from counterpitch.errors import UnreadableInput
from counterpitch.intake import signal
from counterpitch.intake.origin import Origin


@pytest.mark.parametrize("path", samples("signal"), ids=lambda path: path.name)
def test_samples(path: Path) -> None:
    """Each sample is recognised and read as the file beside it says."""
    assert signal.identify(Origin.of_file(path))
    check_expected(signal, path)


def test_me_is_the_owner() -> None:
    """The exporter calls the owner "Me", and nothing has to be guessed."""
    (found,), notices = read_bytes(
        signal, b"[2025-03-14, 09:05] Me: Hi\n[2025-03-14, 09:06] Ines: Yes"
    )
    assert [each.sender for each in found.messages] == ["owner", "contact"]
    assert (found.contact.name, found.owner.name) == ("Ines", "")
    assert notices.total() == 0


def test_lines_before_the_first_message() -> None:
    """Lines that belong to no message are counted; an impossible date is no error."""
    data = b"My chat\n[2025-02-31, 09:05] Ines: Hi"
    (found,), notices = read_bytes(signal, data)
    assert found.messages[0].sent_at is None
    assert kinds(notices)["stray-line"] == 1


def test_nothing_readable() -> None:
    """A text without messages raises a sentence."""
    with pytest.raises(UnreadableInput, match="no message"):
        read_bytes(signal, b"nothing")


@pytest.mark.corpora
def test_corpora() -> None:
    """The public fixture is read as its target says."""
    path = EXPORTS / "test__signal__test_export.txt"
    if not path.is_file():
        pytest.skip("the corpora are absent")
    (found,), _ = read_bytes(signal, path.read_bytes())
    assert told(found) == target("signal")
