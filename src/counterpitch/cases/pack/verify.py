#!/usr/bin/env python3
"""Checks an evidence pack of counterpitch with nothing but Python 3.9 or later.

    python3 verify.py [FOLDER or PACK.zip] [--public-key BASE64]

It recomputes the SHA-256 of every file that the manifest names, the signature of the manifest,
every journal entry and its link to the signed end of the journal. Without ``--public-key`` the
signature shows only that the pack fits its own key: get the key from whoever made the pack by
another way. Exit code 0: everything holds; 1: something does not.
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = Callable[[str], bytes]

# Ed25519, as in the example of RFC 8032 (section 6), verification only.
_P = 2**255 - 19
_Q = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)


def _x(y: int, sign: int) -> "int | None":
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    root = pow(square, (_P + 3) // 8, _P)
    if (root * root - square) % _P:
        root = root * _ROOT % _P
    if (root * root - square) % _P or y >= _P or (not root and sign):
        return None
    return root if (root & 1) == sign else _P - root


def _add(a: "tuple[int, ...]", b: "tuple[int, ...]") -> "tuple[int, ...]":
    e1 = (a[1] - a[0]) * (b[1] - b[0]) % _P
    e2 = (a[1] + a[0]) * (b[1] + b[0]) % _P
    e3 = 2 * a[3] * b[3] * _D % _P
    e4 = 2 * a[2] * b[2] % _P
    e, f, g, h = e2 - e1, e4 - e3, e4 + e3, e2 + e1
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(number: int, point: "tuple[int, ...]") -> "tuple[int, ...]":
    result: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point = _add(point, point)
        number >>= 1
    return result


def _point(data: bytes) -> "tuple[int, ...] | None":
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` (64 bytes) over ``message`` is by the key ``public`` (32)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, first = _point(public), _point(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if key is None or first is None or number >= _Q:
        return False
    base_y = 4 * pow(5, _P - 2, _P) % _P
    base_x = _x(base_y, 0) or 0
    base = (base_x, base_y, 1, base_x * base_y % _P)
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(number, base)
    right = _add(first, _times(int.from_bytes(hashed, "little") % _Q, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % _P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def canonical(document: "dict[str, Any]") -> bytes:
    """Return sorted JSON without white space, in UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def problems(read: Read, names: "set[str]", public_key: str = "") -> "list[str]":
    """Return everything that does not hold in a pack; ``read`` returns a file's bytes."""
    raw = read("manifest.json")
    manifest = json.loads(raw)
    found = _files(manifest, read, names)
    key = public_key or manifest["public_key"]
    if key != manifest["public_key"]:
        found.append("the pack was signed with another key than the one given")
    signature = base64.b64decode(read("manifest.sig"))
    if not signed_by(base64.b64decode(key), raw, signature):
        found.append("manifest.json: the signature does not match")
    return found + _journal(json.loads(read("journal.json")), read, key)


def _files(manifest: "dict[str, Any]", read: Read, names: "set[str]") -> "list[str]":
    found = []
    listed = {"manifest.json", "manifest.sig"}
    for entry in manifest["files"]:
        listed.add(entry["path"])
        if entry["path"] not in names:
            found.append(entry["path"] + ": is missing")
        elif hashlib.sha256(read(entry["path"])).hexdigest() != entry["sha256"]:
            found.append(entry["path"] + ": is not what the manifest says")
    found += [name + ": is not in the manifest" for name in sorted(names - listed)]
    return found


def _journal(extract: "dict[str, Any]", read: Read, key: str) -> "list[str]":
    head = extract["head"]
    signed = {name: head[name] for name in ("at", "day", "format", "hash", "seq")}
    signature = base64.b64decode(head["signature"])
    if not signed_by(base64.b64decode(key), canonical(signed), signature):
        return ["journal.json: the signature of the journal's end does not match"]
    entries = {entry["seq"]: entry for entry in extract["entries"]}
    hashed, seq = extract["before"], extract["first"]
    for line in read("journal-chain.txt").decode("ascii").split():
        entry = entries.pop(seq, None)
        problem = _entry(entry, line) if entry else ""
        if problem:
            return [f"journal.json: entry {seq} {problem}"]
        hashed = hashlib.sha256((hashed + line).encode("ascii")).hexdigest()
        if entry and entry["hash"] != hashed:
            return [f"journal.json: entry {seq} is not on the chain"]
        seq += 1
    if entries or seq - 1 != head["seq"] or hashed != head["hash"]:
        return ["journal.json: the chain does not lead to the signed end of the journal"]
    return []


def _entry(entry: "dict[str, Any]", line: str) -> str:
    names = ("action", "actor", "at", "payload_sha256", "seq", "subject")
    if hashlib.sha256(canonical({name: entry[name] for name in names})).hexdigest() != line:
        return "was changed"
    if entry.get("payload") is not None:
        salted = bytes.fromhex(entry["salt"]) + entry["payload"].encode("utf-8")
        if hashlib.sha256(salted).hexdigest() != entry["payload_sha256"]:
            return "says something else than was written"
    return ""


def main() -> int:
    """Check the pack named on the command line and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("pack", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--public-key", default="", help="base64, from another channel")
    chosen = parser.parse_args()
    path = Path(chosen.pack)
    if path.is_dir():
        names = {str(p.relative_to(path).as_posix()) for p in path.rglob("*") if p.is_file()}
        read: Read = lambda name: (path / name).read_bytes()  # noqa: E731
    else:
        archive = zipfile.ZipFile(path)
        names = {info.filename for info in archive.infolist() if not info.is_dir()}
        read = archive.read
    names = {name for name in names if "__pycache__" not in name}
    found = problems(read, names, chosen.public_key)
    for problem in found:
        print("NOT OK  " + problem)
    if not found:
        key = "the key given" if chosen.public_key else "the key inside; compare it elsewhere"
        print(f"OK  {len(names)} files and the journal hold, signed by {key}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
