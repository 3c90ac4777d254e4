"""Receipt codes: short enough to read out, too many to guess."""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit."""
_READ_AS: Final = str.maketrans("OIL", "011", " -")


def new_code() -> str:
    """Return a random code of 60 bits, such as ``7GQK-2MZD-9TPA``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def read_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed."""
    letters = typed.strip().upper().translate(_READ_AS)
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}" if len(letters) == 12 else ""
