"""What the tests of the chat readers share: their samples, and how to read bytes."""

from pathlib import Path

from counterpitch.intake import jsonl
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.reader import Reader
from counterpitch.model.conversation import Conversation

DATA = Path(__file__).parents[1] / "data" / "intake"
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
EXPORTS = CORPORA / "chat-export-formats" / "chat-miner"


def read_bytes(
    reader: Reader, data: bytes, path: str = "chat.txt"
) -> tuple[list[Conversation], Notices]:
    """Read ``data`` and return the conversations and the notices."""
    notices = Notices()
    return list(reader.read(Origin.of_bytes(path, data), notices)), notices


def kinds(notices: Notices) -> dict[str, int]:
    """Return how often each kind of notice was given."""
    return {kind: count for (kind, _), count in notices.counts.items()}


def samples(name: str) -> list[Path]:
    """Return the samples of a reader, without the expected results."""
    return [path for path in sorted((DATA / name).iterdir()) if "expected" not in path.name]


def check_expected(reader: Reader, path: Path) -> None:
    """Compare what is read of a sample with the file beside it."""
    found, _ = read_bytes(reader, path.read_bytes(), path.name)
    expected = path.with_name(path.name + ".expected.jsonl").read_bytes()
    assert b"".join(map(jsonl.encode, found)) == expected


def told(conversation: Conversation) -> list[tuple[str, str, str]]:
    """Return date, author and text of each message, blanks and line ends as one blank."""
    return [
        (f"{each.sent_at:%Y-%m-%dT%H:%M:%S}", each.author, " ".join(each.text.split()))
        for each in conversation.messages
    ]


def target(name: str) -> list[tuple[str, str, str]]:
    """Return what a fixture of the corpora must be read as."""
    import json

    entries = json.loads((EXPORTS / f"test__{name}__target.json").read_text("utf-8"))
    told = [(each["timestamp"], each["author"], each["message"]) for each in entries]
    return sorted(told)
