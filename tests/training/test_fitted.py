"""One fitted network, where torch is installed: it runs as it was fitted, and the same every time."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: nothing is fitted here")
pytest.importorskip("safetensors.torch", reason="safetensors is not installed")
pytest.importorskip("onnx", reason="onnx is not installed: nothing is exported here")

from counterpitch.recognisers.encoder import NETWORK, VOCABULARY, Encoder  # noqa: E402
from counterpitch.training.fitted import Beginning, fitted  # noqa: E402
from counterpitch.training.labels import Labels  # noqa: E402
from counterpitch.training.naming import Naming  # noqa: E402
from counterpitch.training.recipe import Recipe  # noqa: E402
from tests.recognisers.samples import PIECES  # noqa: E402
from tests.training.samples import example, quiet  # noqa: E402
from tests.training.starting import starting  # noqa: E402

pytestmark = pytest.mark.usefixtures("one_thread")
LABELS = Labels(("paid-report",), ("ask",), {"paid-report": ("ask",)})
TALKS = [
    example("Report the report! Can you?", gold=((0, "the report", "paid-report"),), name="1"),
    example("Hello. Unaffable.", "A b.", label="legitimate", name="2", group="f/2"),
    example("", label="legitimate", name="3", group="f/3"),
]


@pytest.fixture
def begun(tmp_path: Path) -> Beginning:
    """Return what a fit of one round begins from."""
    return Beginning(LABELS, Recipe(epochs=1), starting(tmp_path / "start", PIECES))


def test_a_fit_leaves_a_folder_that_runs(begun: Beginning, tmp_path: Path) -> None:
    """Network, vocabulary and card are there; every sentence gets an odds a label and a lean."""
    told: list[str] = []
    fitted(TALKS, begun, tmp_path / "made", told.append)
    Naming(tmp_path / "made", LABELS, begun.recipe, quiet).name(TALKS, [], tmp_path / "named")
    encoder = Encoder(tmp_path / "named")
    assert encoder.card.indicators == ("paid-report",)
    assert (tmp_path / "made" / VOCABULARY).read_text("utf-8").split() == list(PIECES)
    reading = encoder.read(TALKS[0].sentences)
    assert reading.labels.shape == (2, 2)
    assert told[0].startswith("epoch 1 of 1")


def test_frozen_layers_are_worked_out_once_and_change_nothing(
    begun: Beginning, tmp_path: Path
) -> None:
    """A second fit of the run finds them remembered, and gives the network of the first."""
    fitted(TALKS, begun, tmp_path / "one", quiet)
    remembered = {name: laid.lower for name, laid in begun.laid.items()}
    assert set(remembered) == {"1", "2", "3"}
    torch.rand(7)
    fitted(TALKS, begun, tmp_path / "two", quiet)
    assert all(begun.laid[name].lower is lower for name, lower in remembered.items())
    one, two = ((tmp_path / name / NETWORK).read_bytes() for name in ("one", "two"))
    assert one == two
