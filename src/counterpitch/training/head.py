"""The evidence head, and how it is put into an exported network, its weights in eight bits.

Every column of weights has a scale of its own, and what they are multiplied with stays in single
precision: sentences are standardised, so that nothing is lost to a few large numbers.
"""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from counterpitch.training.export import DEEP
from counterpitch.training.fusing import DOMAIN, pruned


class Head(msgspec.Struct):
    """Sentences standardised, one layer, and the log-odds of every label."""

    middle: Tensor
    scale: Tensor
    inner: nn.Linear
    outer: nn.Linear


def install(path: Path, head: Head) -> None:
    """Put ``head`` in the place of a network's own, in place; its vectors are no output then."""
    import onnx

    model = onnx.load(str(path))
    graph = model.graph
    for node in graph.node:
        node.output[:] = ["labels-before" if name == "labels" else name for name in node.output]
    graph.node.extend(_nodes())
    graph.initializer.extend(
        onnx.numpy_helper.from_array(value, name) for name, value in _numbers(head)
    )
    outputs = [output for output in graph.output if output.name != DEEP]
    del graph.output[:]
    graph.output.extend(outputs)
    pruned(graph)
    if DOMAIN not in {each.domain for each in model.opset_import}:
        model.opset_import.append(onnx.helper.make_opsetid(DOMAIN, 1))
    onnx.save(model, str(path))


def _nodes() -> list[Any]:
    from onnx.helper import make_node

    return [
        make_node("Sub", [DEEP, "evidence.middle"], ["evidence.centred"]),
        make_node("Div", ["evidence.centred", "evidence.scale"], ["evidence.given"]),
        *_layer("inner", "evidence.given", "evidence.hidden"),
        make_node("Gelu", ["evidence.hidden"], ["evidence.active"], domain=DOMAIN),
        *_layer("outer", "evidence.active", "labels"),
    ]


def _layer(name: str, given: str, made: str) -> list[Any]:
    from onnx.helper import make_node

    weight = f"evidence.{name}.weight"
    return [
        make_node("DequantizeLinear", [f"{weight}.bytes", f"{weight}.scale"], [weight], axis=1),
        make_node("MatMul", [given, weight], [f"{made}.product"]),
        make_node("Add", [f"{made}.product", f"evidence.{name}.bias"], [made]),
    ]


def _numbers(head: Head) -> list[tuple[str, NDArray[Any]]]:
    found = [("evidence.middle", _array(head.middle)), ("evidence.scale", _array(head.scale))]
    for name, layer in (("inner", head.inner), ("outer", head.outer)):
        weight = _array(layer.weight).T
        scale = (np.abs(weight).max(0) / 127.0 + 1e-12).astype(np.float32)
        found += [
            (f"evidence.{name}.weight.bytes", np.round(weight / scale).astype(np.int8)),
            (f"evidence.{name}.weight.scale", scale),
            (f"evidence.{name}.bias", _array(layer.bias)),
        ]
    return found


def _array(tensor: Any) -> NDArray[Any]:
    return np.ascontiguousarray(tensor.detach().numpy())
