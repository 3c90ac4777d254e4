"""Fused attention says what the graph of plain operations says, for windows of every length."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: no network is exported here")
pytest.importorskip("onnx", reason="onnx is not installed: nothing is exported here")

import onnxruntime

from counterpitch.training.export import _to_onnx
from counterpitch.training.fusing import fuse_attention
from tests.training.test_network import CONFIG, network


def test_the_fused_network_says_the_same(tmp_path: Path) -> None:
    """In full precision, labels and leans differ by rounding only; a second time changes nothing."""
    path = tmp_path / "full.onnx"
    _to_onnx(network(), path)
    plain = onnxruntime.InferenceSession(path.read_bytes())
    assert fuse_attention(path, CONFIG["num_attention_heads"]) == CONFIG["num_hidden_layers"]
    before = path.read_bytes()
    assert b"Softmax" not in before
    fused = onnxruntime.InferenceSession(before)
    draw = np.random.default_rng(7)
    for length in (1, 2, 17, 96, 384):
        pool = np.zeros((1, 2, length), np.float32)
        pool[0, 0, : length // 2 + 1] = 2.0 / length
        pool[0, 1, length // 2 :] = 2.0 / length
        given = {
            "pieces": draw.integers(0, CONFIG["vocab_size"], (1, length)), "pool": pool,
            "first": (pool > 0).astype(np.float32),
        }  # fmt: skip
        for one, other in zip(plain.run(None, given), fused.run(None, given), strict=True):
            np.testing.assert_allclose(one, other, atol=2e-4)
    assert fuse_attention(path, CONFIG["num_attention_heads"]) == 0
    assert path.read_bytes() == before
