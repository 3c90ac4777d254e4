"""Signs the end of the journal, so that a third party can later tell whether it was changed.

The signature is Ed25519 (RFC 8032) over the canonical JSON of ``at``, ``day``, ``format``, ``hash``
and ``seq``. The key is made on first use, in the data folder, readable by its owner alone.
"""

import base64
import os
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.journal.append import head
from counterpitch.cases.journal.chain import canonical, moment
from counterpitch.cases.nouns.journal import SignedHead
from counterpitch.cases.store import Store
from counterpitch.cases.tables import journal, signed_head
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError

FORMAT: Final = "counterpitch.journal-head/1"
KEY_NAME: Final = "journal-key.pem"
_SIGNED: Final = ("at", "day", "format", "hash", "seq")


def sign_head(store: Store) -> SignedHead:
    """Sign the journal's end as it is now, keep the signature, and return it.

    An end that was signed already is returned as it was signed.
    """
    with store.read() as connection:
        seq, hashed = head(connection)
        if not seq:
            raise UsageError("the journal is empty; there is nothing to sign yet.")
        held = connection.execute(
            sa.select(signed_head.c.document).where(signed_head.c.seq == seq)
        ).scalar()
        at = connection.execute(sa.select(journal.c.at).where(journal.c.seq == seq)).scalar_one()
    if held is not None:
        return msgspec.json.decode(held, type=SignedHead)
    signed = _signed(store, seq, hashed, moment(at))
    with store.write() as connection:
        taken = sa.select(signed_head.c.seq).where(signed_head.c.seq == seq)
        if connection.execute(taken).first() is None:
            document = msgspec.json.encode(signed).decode()
            row = {"seq": seq, "day": signed.day, "document": document}
            connection.execute(signed_head.insert(), row)
    return signed


def daily_head(store: Store) -> SignedHead | None:
    """Sign today's head unless one was signed today; None while the journal is empty."""
    day = store.clock().date().isoformat()
    with store.read() as connection:
        if not head(connection)[0]:
            return None
        held = connection.execute(
            sa.select(signed_head.c.document)
            .where(signed_head.c.day == day)
            .order_by(signed_head.c.seq.desc())
            .limit(1)
        ).scalar()
    return sign_head(store) if held is None else msgspec.json.decode(held, type=SignedHead)


def read_head(path: Path) -> SignedHead:
    """Return the signed head that a file holds; raises ``UnreadableInput`` for any other."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=SignedHead)
    except OSError as error:
        raise UnreadableInput(f"it cannot be read ({error.strerror}).", where=str(path)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise UnreadableInput(
            "this is no signed head of a journal.", where=str(path),
            hint="counterpitch journal head --out FILE writes one.",
        ) from None  # fmt: skip
    if found.format != FORMAT:
        raise UnreadableInput(f"the format '{found.format[:60]}' is unknown.", where=str(path))
    return found


def signature_problem(signed: SignedHead, public_key: str) -> str:
    """Return why the signature does not hold under ``public_key`` (base64); empty if it does."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if signed.public_key != public_key.strip():
        return "it was signed with another key than the one given"
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signed.signature, validate=True), _bytes(signed))
    except (InvalidSignature, ValueError):
        return "its signature does not match"
    return ""


def sign_bytes(store: Store, data: bytes) -> bytes:
    """Return the Ed25519 signature (64 bytes) of ``data`` by this store's key."""
    return bytes(_key(store.keys).sign(data))


def public_key(store: Store) -> str:
    """Return the public key of this store's signatures: base64 of its 32 bytes."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = _key(store.keys).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def _signed(store: Store, seq: int, hashed: str, at: str) -> SignedHead:
    unsigned = SignedHead(
        FORMAT, store.clock().date().isoformat(), seq, at, hashed, public_key(store), ""
    )
    signature = base64.b64encode(_key(store.keys).sign(_bytes(unsigned))).decode()
    return msgspec.structs.replace(unsigned, signature=signature)


def _bytes(signed: SignedHead) -> bytes:
    return canonical({name: getattr(signed, name) for name in _SIGNED})


def _key(folder: Path) -> Any:
    """Return the private key, made on first use with access for its owner alone."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = folder / KEY_NAME
    try:
        if not path.exists():
            _make_key(path)
        return load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or "it is damaged"
        raise CounterpitchError(
            f"the key of the journal cannot be used ({str(told).lower()}).", where=str(path),
            hint="Restore it from a copy; a new one would not match the heads signed so far.",
        ) from None  # fmt: skip


def _make_key(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    made = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(made)
    try:
        # A link fails where another process was quicker; its key then counts.
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()
