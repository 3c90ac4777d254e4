import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.campaigns.identifiers.checksums import base58check, eip55, luhn, mod97, uscc
from counterpitch.campaigns.identifiers.keccak import keccak256
from counterpitch.campaigns.identifiers.reading import read
from counterpitch.campaigns.identifiers.wallet import wallet

GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
ETHEREUM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (b"The quick brown fox jumps over the lazy dog",
         "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15"),
    ],
)  # fmt: skip
def test_keccak_gives_published_digests(data: bytes, digest: str) -> None:
    """Keccak-256 gives what its authors and Ethereum publish."""
    assert keccak256(data).hex() == digest


@given(st.integers(0, 400))
@settings(max_examples=20, deadline=None)
def test_keccak_of_every_length_is_of_its_own(length: int) -> None:
    """Padding at and around the block's edge gives 32 bytes, other than SHA-3's."""
    data = bytes(length)
    assert len(keccak256(data)) == 32
    assert keccak256(data) != hashlib.sha3_256(data).digest()


@pytest.mark.parametrize(
    ("token", "value"),
    [
        (GENESIS, f"bitcoin:{GENESIS}"),
        (SEGWIT, f"bitcoin:{SEGWIT}"),
        (SEGWIT.upper(), f"bitcoin:{SEGWIT}"),
        (TAPROOT, f"bitcoin:{TAPROOT}"),
        (ETHEREUM, f"ethereum:{ETHEREUM.lower()}"),
        (ETHEREUM.lower(), f"ethereum:{ETHEREUM.lower()}"),
        (TRON, f"tron:{TRON}"),
        ("EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N",
         "ton:EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"),
    ],
)  # fmt: skip
def test_wallet_with_right_sum(token: str, value: str) -> None:
    """Published addresses of each coin are read."""
    assert wallet(token)[0] == value


@pytest.mark.parametrize("token", [GENESIS, SEGWIT, TAPROOT, ETHEREUM, TRON])
def test_one_changed_sign_is_no_wallet(token: str) -> None:
    """A look-alike with one other sign fails its sum, at any place but the mark of the coin."""
    other = {"a": "b", "A": "B"}
    for at in range(5, len(token)):
        changed = other.get(token[at], "a" if token[at] != "a" else "b")
        assert wallet(token[:at] + changed + token[at + 1 :])[0] == "", at


@pytest.mark.parametrize(
    "token",
    ["da39a3ee5e6b4b0d3255bfef95601890afd80709",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "1" * 34, "1111111111111111111111111111", "bc1" + "q" * 39, "T" + "a" * 33, "0x" + "g" * 40,
     "deadbeefdeadbeefdeadbeefdeadbeef", "3" * 30],
)  # fmt: skip
def test_digests_and_fillers_are_no_wallets(token: str) -> None:
    """Forty-digit hashes, tokens and runs of one sign are no wallets."""
    assert wallet(token) == ("", 0.0)


def test_a_wallet_without_a_sum_is_less_sure() -> None:
    """An Ethereum address in one case carries no sum: it is read, and said to be less sure."""
    assert wallet(ETHEREUM)[1] == 1.0
    assert wallet(ETHEREUM.lower())[1] < 1.0
    assert eip55(ETHEREUM.lower()) is None


@given(
    st.text(alphabet="123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl", max_size=100)
)
@settings(max_examples=300, deadline=None)
def test_any_token_is_judged(token: str) -> None:
    """Chance hardly ever passes a sum of 32 bits, and nothing fails."""
    assert base58check(token) is None or len(token) >= 5
    list(read(token))


def test_wallets_are_found_in_text_with_their_place() -> None:
    """A wallet is found in a sentence and in the address of an explorer."""
    text = f"Pay to {GENESIS}, or see https://etherscan.io/address/{ETHEREUM}."
    found = {text[each.start : each.end] for each in read(text) if each.kind == "wallet"}
    assert found == {GENESIS, ETHEREUM}


def test_check_digits() -> None:
    """Published numbers pass their sums, and fail with one digit changed."""
    assert luhn("732829320")
    assert not luhn("732829321")
    assert mod97("5493001KJTIIGC8Y1R12")
    assert not mod97("5493001KJTIIGC8Y1R13")
    assert uscc("91110000600037341L")
    assert not uscc("91110000600037341M")
