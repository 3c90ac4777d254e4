"""Passwords: hashed with argon2id, refused where they are easy to guess."""

import pytest

from counterpitch.cases.people import password
from counterpitch.errors import UsageError


def test_a_hash_is_argon2id_and_differs_each_time() -> None:
    """The same password has another hash each time, and both fit."""
    one, two = password.hashed("violet anchor seven"), password.hashed("violet anchor seven")
    assert one != two
    assert one.startswith("$argon2id$")
    assert password.matches("violet anchor seven", one)
    assert not password.matches("violet anchor seven ", two)
    assert not password.outdated(one)


def test_nobody_has_no_password() -> None:
    """Without a hash, and with a broken one, no password fits."""
    assert not password.matches("the password of nobody at all", "")
    assert not password.matches("x", "no hash")


@pytest.mark.parametrize(
    "weak", ["short", "aaaaaaaaaaaaaaaa", "password1234", "robinrobin12", "x" * 257, "abab" * 5]
)
def test_weak_passwords_are_refused(weak: str) -> None:
    """Too short, too long, repeated letters, a common word or one's own name will not do."""
    with pytest.raises(UsageError):
        password.checked(weak, "robin@desk.example", "Robin")


def test_a_long_passphrase_is_taken_as_it_is() -> None:
    """Blanks, other alphabets and no digit at all are fine."""
    for good in (
        "violet anchor seven lamps",
        "雷达 と ламп und anker 12",
        "robin likes nine old boats",
    ):
        assert password.checked(good, "robin@desk.example", "Robin") == good
