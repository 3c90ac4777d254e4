"""Attachments: measured and hashed in small steps, never opened."""

import binascii
import hashlib

from counterpitch.model.message import Attachment

MAX_HASHED = 25 * 1024 * 1024
"""Decoded bytes up to which an attachment is hashed."""

_STEP = 1024 * 1024


def describe(
    data: bytes, start: int, end: int, *, name: str, media_type: str, encoding: str
) -> Attachment:
    """Return the attachment that stands, encoded, at ``data[start:end]``."""
    if encoding == "base64":
        size, digest = _base64(data, start, end)
    else:
        body = data[start:end]
        if encoding == "quoted-printable":
            body = binascii.a2b_qp(body)
        size, digest = (
            len(body),
            hashlib.sha256(body).hexdigest() if len(body) <= MAX_HASHED else "",
        )
    return Attachment(name=name[:255], media_type=media_type[:100], size=size, sha256=digest)


def _base64(data: bytes, start: int, end: int) -> tuple[int, str]:
    hashed = (end - start) * 3 // 4 <= MAX_HASHED * 1.1
    digest = hashlib.sha256()
    size, rest = 0, b""
    for at in range(start, end, _STEP):
        letters = rest + data[at : min(end, at + _STEP)].translate(None, b"\r\n \t")
        whole = len(letters) // 4 * 4
        if not hashed:
            size += whole // 4 * 3
        else:
            decoded = _decoded(letters[:whole])
            size += len(decoded)
            digest.update(decoded)
        rest = letters[whole:]
    if not hashed:
        return size - data.count(b"=", max(start, end - 8), end), ""
    last = _decoded(rest + b"=" * (-len(rest) % 4)) if len(rest) > 1 else b""
    digest.update(last)
    return size + len(last), digest.hexdigest()


def _decoded(letters: bytes) -> bytes:
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        return b""
