"""Tongues, where torch is installed: new pieces are learned, old ones stay to the bit."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: no tongue is learned here")
safetensors = pytest.importorskip("safetensors.torch", reason="safetensors is not installed")

from counterpitch.indicators.matcher import Matcher  # noqa: E402
from counterpitch.recognisers.wordpiece import TONGUE  # noqa: E402
from counterpitch.rulebook.book import rulebook  # noqa: E402
from counterpitch.training import tongues  # noqa: E402
from counterpitch.training.encoder import started  # noqa: E402
from counterpitch.training.recipe import Recipe  # noqa: E402
from counterpitch.training.tongues import extended  # noqa: E402
from counterpitch.training.translations import translations  # noqa: E402
from tests.training.starting import SIZE, starting  # noqa: E402

pytestmark = pytest.mark.usefixtures("one_thread")
PIECES = (
    "[PAD]", "[UNK]", "[CLS]", "[unused1]", "[unused2]", ".", "?", "!", "who", "pays", "you",
    "client", "report", "write", "the",
)  # fmt: skip
WORDS = "embeddings.word_embeddings.weight"
ENGLISH = ["Who pays the client?", "Write the report.", "The client pays you.", "Who pays you?"]
RUSSIAN = ["Кто платит клиент?", "Пиши отчет.", "Клиент платит вам.", "Кто платит вам?"]


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Return a folder of drawn starting weights."""
    return starting(tmp_path / "start", PIECES)


def sentences(folder: Path) -> Path:
    """Write a folder of translations and pieces."""
    folder.mkdir()
    for name, lines in (("en", ENGLISH * 8), ("ru", RUSSIAN * 8)):
        (folder / f"{name}.txt").write_text("\n".join(lines), "utf-8")
    (folder / "pieces.txt").write_text("кто\nплатит\nклиент\nвам\nотчет\nпиши\n", "utf-8")
    return folder


def test_translations_come_nearer(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is learned brings translations nearer to their originals than their mere glosses."""
    monkeypatch.setattr(tongues, "ROUNDS", 40)
    said = translations(sentences(tmp_path / "said"), Matcher(rulebook()))
    pieces = [TONGUE + piece for piece in ("кто", "платит", "клиент", "вам", "отчет", "пиши")]
    taught = tongues._begun(start, pieces, said, 3)
    before = float(tongues._loss(taught, said[:4]).detach())
    tongues._learn(taught, said, random.Random(7), lambda _: None)
    assert float(tongues._loss(taught, said[:4]).detach()) < 0.8 * before


def test_what_was_known_stays(start: Path, tmp_path: Path) -> None:
    """New pieces stand behind the old ones; of these, and of the layers, every bit is as it was."""
    said = sentences(tmp_path / "said")
    made = extended(
        start, said, Matcher(rulebook()), tmp_path / "made", Recipe(), lambda _: None
    )  # fmt: skip
    pieces = (made / "vocab.txt").read_text("utf-8").split()
    assert pieces[: len(PIECES)] == list(PIECES)
    assert pieces[len(PIECES)] == f"{TONGUE}кто"
    old = safetensors.load_file(str(start / "model.safetensors"))
    new = safetensors.load_file(str(made / "model.safetensors"))
    assert torch.equal(new[WORDS][: len(PIECES)], old[WORDS])
    assert new[WORDS].shape == (len(pieces), SIZE)
    assert all(torch.equal(new[name], old[name]) for name in old if name != WORDS)
    assert started(made).words.weight.shape[0] == len(pieces)


def test_the_same_seed_teaches_the_same(start: Path, tmp_path: Path) -> None:
    """Two runs give the same vectors to the bit, whatever was drawn before."""
    said = sentences(tmp_path / "said")
    for name in ("one", "two"):
        torch.rand(int(name == "two") * 7)
        extended(start, said, Matcher(rulebook()), tmp_path / name, Recipe(), lambda _: None)
    one, two = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("one", "two"))
    assert one == two
