"""The artefact that ships: its heads are read in full precision."""

import pytest

from counterpitch.recognisers.encoder import NETWORK
from counterpitch.recognisers.recogniser import ARTEFACT, available


@pytest.mark.skipif(not available(), reason="no artefact of recognisers")
@pytest.mark.parametrize("head", ["labels", "lean"])
def test_heads_are_not_quantised(head: str) -> None:
    """The multiplication of a head stands in the network as it is, all others in eight bits.

    Eight bits for a head cost most of the evidence and show in no error (decision 0019); a
    node of another name would be left out of the exclusion in silence.
    """
    network = (ARTEFACT / NETWORK).read_bytes()
    assert f"/network/{head}/MatMul".encode() in network
    assert f"/network/{head}/MatMul_quant".encode() not in network
    assert b"layers.5/outer/MatMul_quant" in network


@pytest.mark.skipif(not available(), reason="no artefact of recognisers")
def test_attention_is_fused() -> None:
    """Each of the six layers has one operation for its attention, and none is left written out.

    A network that is exported in another form would be read a tenth to a quarter more slowly.
    """
    network = (ARTEFACT / NETWORK).read_bytes()
    assert network.count(b"MultiHeadAttention") == 6
    assert b"Softmax" not in network
