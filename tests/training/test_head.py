"""The evidence head in an exported network, where torch is installed: it says what was fitted."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: no head is fitted here")
pytest.importorskip("onnx", reason="onnx is not installed: nothing is exported here")

import onnxruntime  # noqa: E402

from counterpitch.recognisers.encoder import NETWORK, OUTPUTS, given  # noqa: E402
from counterpitch.recognisers.windows import windows_of  # noqa: E402
from counterpitch.training.evidence import head_of, rows  # noqa: E402
from counterpitch.training.export import DEEP, export  # noqa: E402
from counterpitch.training.head import Head, install  # noqa: E402
from counterpitch.training.labels import Labels  # noqa: E402
from counterpitch.training.recipe import Recipe  # noqa: E402
from tests.recognisers.samples import PIECES, cut, vocabulary  # noqa: E402
from tests.training.samples import example  # noqa: E402
from tests.training.test_network import TALK, network  # noqa: E402

LABELS = Labels(("a", "b"), ("ask",), {"a": ("ask",)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an exported network that has no evidence head yet."""
    words = tmp_path / "words.txt"
    words.write_text("\n".join(PIECES) + "\n", "utf-8")
    export(network(), words, tmp_path)
    return tmp_path


def test_the_head_says_what_was_fitted(folder: Path) -> None:
    """Labels are those of the head up to eight bits, leans as before, and no vector is given out."""
    given_ = given(windows_of(cut(TALK), vocabulary())[0])
    before = onnxruntime.InferenceSession(str(folder / NETWORK))
    deep, lean = before.run([DEEP, "lean"], given_)
    torch.manual_seed(3)
    width = deep.shape[-1]
    head = Head(torch.randn(width), torch.rand(width) + 0.1, torch.nn.Linear(width, 512),
                torch.nn.Linear(512, 3))  # fmt: skip
    install(folder / NETWORK, head)
    after = onnxruntime.InferenceSession(str(folder / NETWORK))
    assert [output.name for output in after.get_outputs()] == OUTPUTS
    labels, leans = after.run(OUTPUTS, given_)
    standard = (torch.from_numpy(deep[0]) - head.middle) / head.scale
    wanted = head.outer(torch.nn.functional.gelu(head.inner(standard))).detach().numpy()
    np.testing.assert_allclose(labels[0], wanted, atol=0.05)
    assert np.array_equal(leans, lean)


def test_a_head_is_fitted_on_the_network_as_it_runs(folder: Path) -> None:
    """What was marked in every copy is found again, and a second fit gives the same weights."""
    own = example(
        "Hello unaffable. Report the report!", gold=((0, "Report the report", "a"),), name="own"
    )
    windows = [(own, window) for window in windows_of(own.sentences, vocabulary())] * 400
    heads = [head_of(rows(folder, windows, LABELS), Recipe()) for _ in range(2)]
    assert torch.equal(heads[0].inner.weight, heads[1].inner.weight)
    install(folder / NETWORK, heads[0])
    session = onnxruntime.InferenceSession(folder / NETWORK)
    labels, _ = session.run(OUTPUTS, given(windows[0][1]))
    assert (labels[0] > 0).tolist() == [[False] * 3, [True, False, True]]
