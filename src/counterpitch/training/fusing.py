"""Fused attention in the exported network: one operation a layer in place of fourteen.

What is exported is a graph of plain operations: scores, their softmax and the mix are three
arrays of (heads, pieces, pieces) each. ONNX Runtime has one operation for all of it that keeps
them in the processor's nearest memory: a tenth less time at 190 pieces, a quarter less at 384.
The numbers are the same up to rounding, which the quantised layers behind can carry further.
"""

from pathlib import Path
from typing import Any, Final

DOMAIN: Final = "com.microsoft"
"""Operations of ONNX Runtime's own."""


def fuse_attention(path: Path, heads: int) -> int:
    """Fuse the attention of every layer of a network in place; return how many there were.

    A window is read without padding, so that nothing is masked. A network that is fused already
    stays as it is.
    """
    import onnx

    model = onnx.load(str(path))
    layers = [
        node.name.rpartition("/")[0] for node in model.graph.node if node.op_type == "Softmax"
    ]
    if layers:
        _replaced(model.graph, [_attention(layer, heads) for layer in layers])
        model.opset_import.append(onnx.helper.make_opsetid(DOMAIN, 1))
        onnx.save(model, str(path))
    return len(layers)


def _attention(layer: str, heads: int) -> Any:
    """Return one operation that stands for all between a layer's projections and its output."""
    from onnx import helper

    return helper.make_node(
        "MultiHeadAttention",
        [f"{layer}/{part}/Add_output_0" for part in ("query", "key", "value")],
        [f"{layer}/Reshape_3_output_0"],
        name=f"{layer}/attention", domain=DOMAIN, num_heads=heads,
    )  # fmt: skip


def _replaced(graph: Any, made: list[Any]) -> None:
    """Put operations in place of those that gave the same outputs; drop what is not used then."""
    outputs = {node.output[0] for node in made}
    nodes = [node for node in graph.node if node.output[0] not in outputs]
    for node in made:
        given = set(node.input)
        last = max(n for n, each in enumerate(nodes) if given.intersection(each.output))
        nodes.insert(last + 1, node)
    _filled(graph.node, nodes)
    pruned(graph)


def pruned(graph: Any) -> None:
    """Drop in place what no output of a graph needs."""
    needed = {output.name for output in graph.output}
    kept = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    _filled(graph.node, list(reversed(kept)))
    for named in (graph.initializer, graph.value_info):
        _filled(named, [each for each in named if each.name in needed])


def _filled(field: Any, values: list[Any]) -> None:
    del field[:]
    field.extend(values)
