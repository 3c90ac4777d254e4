"""Export: the fitted network as a quantised ONNX file, its vocabulary beside it."""

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from counterpitch.recognisers.encoder import NETWORK, VOCABULARY
from counterpitch.training.fusing import fuse_attention
from counterpitch.training.network import Network, deep

HEADS: Final = ("labels", "lean")
"""Heads of the network that run; see ``Network``."""
DEEP: Final = "deep"
"""Output with the vectors of sentences from which evidence is named; see ``network.deep``."""


class _Outputs(nn.Module):
    """The network as it runs: one window, no padding, no verdict head."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, pool: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        present = torch.ones_like(pieces)
        states = self.network.encoder.states(pieces, present)
        labels, lean, _ = self.network.heads(states[-1], present, pool, first)
        return labels, lean, deep(states, pool, first)


def export(network: Network, vocabulary: Path, folder: Path) -> None:
    """Write the network, with weights of eight bits, and the vocabulary to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(vocabulary, folder / VOCABULARY)
    network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        _to_onnx(network, full)
        _quantised(full, folder / NETWORK)
        fuse_attention(folder / NETWORK, network.encoder.heads)


def _to_onnx(network: Network, path: Path) -> None:
    pieces = torch.ones(1, 12, dtype=torch.long)
    pool = torch.full((1, 3, 12), 1 / 12)
    axes = {"pieces": {1: "pieces"}, "pool": {1: "sentences", 2: "pieces"}}
    outputs = [*HEADS, DEEP]
    axes |= {"first": axes["pool"]} | {output: {1: "sentences"} for output in outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Outputs(network).eval(), (pieces, pool, pool.clone()), str(path), dynamo=False,
            input_names=["pieces", "pool", "first"], output_names=outputs,
            dynamic_axes=axes, opset_version=17,
        )  # fmt: skip


def _quantised(full: Path, path: Path) -> None:
    """Quantise the weights: the embedding and every linear layer, one scale a channel.

    The heads stay as they are: a few numbers in the vectors of sentences are much larger than
    the others, and eight bits for all of them would leave the others next to nothing. How their
    nodes are called depends on the version of torch.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = [node.name for node in onnx.load(str(full), load_external_data=False).graph.node]
    heads = [n for n in names for head in HEADS if n.endswith(f"/{head}/MatMul")]
    if len(heads) != len(HEADS):
        raise RuntimeError(f"the heads {HEADS} are not the nodes {heads} of the exported network")
    options: dict[str, Any] = {"per_channel": True, "weight_type": QuantType.QInt8}
    quantize_dynamic(
        str(full), str(path), op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=heads, **options,
    )  # fmt: skip
