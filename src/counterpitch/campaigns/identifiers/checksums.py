"""Check digits: what tells an identifier from digits that look like one."""

import binascii
import hashlib
from functools import lru_cache
from typing import Final

from counterpitch.campaigns.identifiers.keccak import keccak256

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_AT: Final = {char: at for at, char in enumerate(_BASE58)}
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_AT: Final = {char: at for at, char in enumerate(_BECH32)}
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_SUMS: Final = {0: 1}
_BECH32M: Final = 0x2BC830A3
_USCC: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def base58check(address: str) -> bytes | None:
    """Return version and content of a Base58Check text, or None if its sum is wrong."""
    number = 0
    for char in address:
        digit = _BASE58_AT.get(char)
        if digit is None:
            return None
        number = number * 58 + digit
    zeros = len(address) - len(address.lstrip("1"))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) < 5:
        return None
    total = hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()
    return data[:-4] if total[:4] == data[-4:] else None


def is_segwit(address: str) -> bool:
    """Tell whether a bech32 or bech32m address has the right sum (BIP-173, BIP-350)."""
    if address.lower() != address and address.upper() != address:
        return False
    readable, mark, rest = address.lower().rpartition("1")
    if not mark or not readable or not 14 <= len(rest) <= 83 or len(address) > 90:
        return False
    values = [_BECH32_AT.get(char, -1) for char in rest]
    if -1 in values or values[0] > 16:
        return False
    expanded = [ord(c) >> 5 for c in readable] + [0] + [ord(c) & 31 for c in readable]
    return _polymod(expanded + values) == _BECH32_SUMS.get(values[0], _BECH32M)


def _polymod(values: list[int]) -> int:
    total = 1
    for value in values:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                total ^= generator
    return total


@lru_cache(maxsize=16_384)
def eip55(address: str) -> bool | None:
    """Tell whether the capitals of ``0x`` and 40 hex digits are right; None if there are none."""
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()):
        return None
    hashed = keccak256(digits.lower().encode("ascii")).hex()
    return all(
        char == (char.upper() if int(nibble, 16) >= 8 else char.lower())
        for char, nibble in zip(digits, hashed, strict=False)
    )


def is_ton(address: str) -> bool:
    """Tell whether 48 characters are a TON address: tag, chain, 32 bytes, CRC-16."""
    try:
        data = binascii.a2b_base64(address.replace("-", "+").replace("_", "/"))
    except (binascii.Error, ValueError):
        return False
    if len(data) != 36 or data[0] & 0x7F not in (0x11, 0x51):
        return False
    return binascii.crc_hqx(data[:34], 0) == int.from_bytes(data[34:], "big")


def luhn(digits: str) -> bool:
    """Tell whether the Luhn sum (ISO/IEC 7812) of ``digits`` is right."""
    total = 0
    for at, char in enumerate(reversed(digits)):
        digit = int(char) * (1 + at % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def mod97(code: str) -> bool:
    """Tell whether the ISO 7064 MOD 97-10 sum of a LEI is right."""
    return int("".join(str(int(char, 36)) for char in code)) % 97 == 1


def uscc(code: str) -> bool:
    """Tell whether the last sign of a unified social credit code is right (GB 32100-2015)."""
    if any(char not in _USCC for char in code):
        return False
    total = sum(_USCC.index(char) * pow(3, at, 31) for at, char in enumerate(code[:17]))
    return _USCC[-total % 31] == code[17]
