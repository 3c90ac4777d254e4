"""The network, where torch is installed: halves that make a whole, sums, and its export."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip(
    "torch", reason="torch is not installed: the network is not trained here"
)

from counterpitch.recognisers.encoder import CARD  # noqa: E402
from counterpitch.recognisers.encoder import Encoder as Runner  # noqa: E402
from counterpitch.recognisers.lean import STRONGEST, THRESHOLD  # noqa: E402
from counterpitch.recognisers.windows import windows_of  # noqa: E402
from counterpitch.training.batches import PIECES as MOST_PIECES  # noqa: E402
from counterpitch.training.batches import Laid, batches, tensors  # noqa: E402
from counterpitch.training.encoder import Encoder  # noqa: E402
from counterpitch.training.network import Network, summed, vectors  # noqa: E402
from counterpitch.training.store import store_card  # noqa: E402
from tests.recognisers.samples import PIECES, card, cut, talk, vocabulary  # noqa: E402
from tests.training.samples import example  # noqa: E402

CONFIG: dict[str, Any] = {
    "hidden_size": 32, "vocab_size": len(PIECES), "max_position_embeddings": 400,
    "num_attention_heads": 4, "intermediate_size": 64, "num_hidden_layers": 3,
}  # fmt: skip
TALK = talk("Hello unaffable. Report the report!", "A, can you?", "Don’t. 保密。")


def network() -> Network:
    """Return a small network with drawn weights, ready to judge."""
    torch.manual_seed(7)
    made = Network(Encoder(CONFIG), 3)
    with torch.no_grad():
        made.labels.bias.zero_()
        made.encoder.words.weight.mul_(0.3)
    made.eval()
    return made


@pytest.mark.parametrize("layers", [0, 1, 2, 3])
def test_lower_and_upper_make_the_whole(layers: int) -> None:
    """Stopping after any layer and going on gives what one pass gives, padded or not."""
    encoder = network().encoder
    pieces = torch.tensor([[1, 2, 10, 4, 0, 0], [1, 2, 11, 12, 13, 4]])
    present = torch.tensor([[1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1]])
    whole = encoder(pieces, present)
    lower = torch.zeros(2, 6, 32)
    lower[0, :4] = encoder.lower(pieces[:1, :4], layers)[0]
    lower[1] = encoder.lower(pieces[1:], layers)[0]
    halves = encoder.upper(lower, present, layers)
    real = present.bool()
    assert torch.allclose(whole[real], halves[real], atol=1e-5)


def test_padding_changes_nothing() -> None:
    """A window alone and beside a longer one has the same labels, leans and verdict."""
    made = network()
    short, long = (windows_of(cut(t), vocabulary())[0] for t in (talk("Hello a."), TALK))
    lower = [made.encoder.lower(torch.tensor([w.pieces]), 0)[0] for w in (short, long)]

    def judged(*numbers: int) -> tuple[Any, ...]:
        both = tensors([(short, long)[n] for n in numbers], [lower[n] for n in numbers])
        hidden = made.encoder.upper(both.hidden, both.present, 0)
        return made.heads(hidden, both.present, both.pool, both.first)

    alone, beside = judged(0), judged(0, 1)
    count = len(short.sentences)
    assert torch.allclose(alone[0][0], beside[0][0, :count], atol=1e-5)
    assert torch.allclose(alone[1][0], beside[1][0, :count], atol=1e-5)
    assert torch.allclose(alone[2][0], beside[2][0], atol=1e-5)


def test_a_sentence_is_the_mean_of_its_pieces_and_its_speaker() -> None:
    """The first half of its vector is the mean, the second the speaker mark."""
    (window,) = windows_of(cut(TALK), vocabulary())
    hidden = torch.randn(len(window.pieces), 4)
    made = tensors([window], [hidden])
    found = vectors(hidden[None], made.pool, made.first)[0]
    for number, (begin, end) in enumerate(window.bounds):
        assert torch.allclose(found[number, :4], hidden[begin:end].mean(0), atol=1e-6)
        assert torch.equal(found[number, 4:], hidden[begin])
    assert made.real.all()


def test_six_sentences_count() -> None:
    """Of many equal sentences the strongest few count, and padding never."""
    lean = torch.full((2, 20), THRESHOLD)
    real = torch.ones(2, 20, dtype=torch.bool)
    real[1, 2:] = False
    towards, against = summed(lean, real)
    assert towards.tolist() == pytest.approx([STRONGEST * np.log(2), 2 * np.log(2)])
    each = np.log1p(np.exp(-2 * THRESHOLD))
    assert against.tolist() == pytest.approx([STRONGEST * each, 2 * each])


def test_few_sentences_are_summed_as_they_are() -> None:
    """Fewer sentences than could count are no error."""
    towards, _ = summed(torch.tensor([[THRESHOLD, 1e3]]), torch.ones(1, 2, dtype=torch.bool))
    assert towards.tolist() == pytest.approx([np.log(2) + 1e3 - THRESHOLD])


def test_batches_hold_every_example_once_and_twins_together() -> None:
    """Nothing is lost, no pair is parted, and a batch of several groups fits."""
    draw = random.Random(1)
    laid = []
    for n in range(150):
        own = example("the " * draw.randint(1, 90) + ".", name=str(n), group=f"f/{n // 2}")
        windows = list(windows_of(own.sentences, vocabulary()))
        laid.append(Laid(own, windows, []))
    found = batches(laid, draw)
    assert sorted(int(each.example.id) for batch in found for each in batch) == list(range(150))
    where = {each.example.id: n for n, batch in enumerate(found) for each in batch}
    assert all(where[str(n)] == where[str(n + 1)] for n in range(0, 150, 2))
    for batch in found:
        assert max(each.size for each in batch) * len(batch) <= MOST_PIECES


def test_what_is_exported_reads_as_what_was_fitted(tmp_path: Path) -> None:
    """The quantised file gives about the network's numbers, for whatever length."""
    pytest.importorskip("onnx", reason="onnx is not installed: nothing is exported here")
    from counterpitch.training.export import export

    made = network()
    words = tmp_path / "words.txt"
    words.write_text("\n".join(PIECES) + "\n", "utf-8")
    export(made, words, tmp_path / "artefact")
    store_card(tmp_path / "artefact", card(["a", "b"], ["ask"]))
    assert (tmp_path / "artefact" / CARD).is_file()
    runner = Runner(tmp_path / "artefact")
    for conversation in (TALK, talk("the report"), talk(*["Hello the report. A!"] * 9)):
        sentences = cut(conversation)
        (window,) = windows_of(sentences, vocabulary())
        both = tensors([window], [made.encoder.lower(torch.tensor([window.pieces]), 0)[0]])
        hidden = made.encoder.upper(both.hidden, both.present, 0)
        labels, lean, _ = made.heads(hidden, both.present, both.pool, both.first)
        reading = runner.read(sentences)
        assert np.abs(reading.labels - labels[0].detach().numpy()).max() < 0.05
        assert np.abs(reading.lean - lean[0].detach().numpy()).max() < 0.05
        again = runner.read(sentences)
        assert (again.labels == reading.labels).all()
        assert (again.lean == reading.lean).all()
    assert runner.read([]).labels.shape == (0, 3)


def test_exporting_leaves_the_network_as_it_was(tmp_path: Path) -> None:
    """What is read after an export is what was read before it: nothing is dropped again."""
    pytest.importorskip("onnx", reason="onnx is not installed: nothing is exported here")
    from counterpitch.training.export import export

    made = network()
    words = tmp_path / "words.txt"
    words.write_text("\n".join(PIECES) + "\n", "utf-8")
    export(made, words, tmp_path)
    assert not any(module.training for module in made.modules())
