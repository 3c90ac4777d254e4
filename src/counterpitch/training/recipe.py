"""The recipe of a fit."""

import msgspec


class Recipe(msgspec.Struct, frozen=True):
    """How the network is fitted; every number is written into the model card."""

    epochs: int = 3
    rate: float = 1.5e-4
    head_rate: float = 1.5e-3
    frozen: int = 3
    evidence: float = 0.1
    whole: float = 0.5
    twins: float = 0.5
    warm: float = 0.08
    decay: float = 0.01
    half: bool = True
    seed: int = 7
