"""A folder of starting weights, small and drawn. Needs torch; import it after ``importorskip``."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file

from counterpitch.training.encoder import _NAMES, Encoder

SIZE = 32
LAYERS = 4


def starting(folder: Path, pieces: Sequence[str]) -> Path:
    """Write weights drawn with seed 7 for a vocabulary of ``pieces``; return the folder."""
    config = {
        "hidden_size": SIZE, "vocab_size": len(pieces), "max_position_embeddings": 400,
        "num_attention_heads": 4, "intermediate_size": 64, "num_hidden_layers": LAYERS,
    }  # fmt: skip
    folder.mkdir()
    torch.manual_seed(7)
    stored = _stored(Encoder(config).state_dict())
    save_file(stored, str(folder / "model.safetensors"))
    (folder / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    return folder


def _stored(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the weights under the names of the published encoder."""
    found = {
        "embeddings.word_embeddings.weight": 0.05 * state["words.weight"],
        "embeddings.position_embeddings.weight": 0.05 * state["places.weight"],
        "embeddings.token_type_embeddings.weight": torch.zeros(2, SIZE),
        "embeddings.LayerNorm.weight": state["norm.weight"],
        "embeddings.LayerNorm.bias": state["norm.bias"],
    }
    for number in range(LAYERS):
        for part, name in _NAMES.items():
            for kind in ("weight", "bias"):
                own = state[f"layers.{number}.{name}.{kind}"]
                found[f"encoder.layer.{number}.{part}.{kind}"] = own
    return {name: value.clone().contiguous() for name, value in found.items()}
