"""Makes the evidence pack of a case: a report to read, originals, and what proves them."""

import base64
import hashlib
import re
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from counterpitch import __version__
from counterpitch.assessment.advise import steps_of
from counterpitch.cases.caselists import case as case_of
from counterpitch.cases.detail import approach as approach_of
from counterpitch.cases.evidence import pieces
from counterpitch.cases.journal.append import Event, append
from counterpitch.cases.journal.signing import sign_bytes
from counterpitch.cases.nouns.approaches import ReceivedIn
from counterpitch.cases.nouns.casefiles import CaseDetail
from counterpitch.cases.pack.extract import extract
from counterpitch.cases.pack.page import cover
from counterpitch.cases.redaction import Redacted, redacted
from counterpitch.cases.store import Store
from counterpitch.errors import CounterpitchError
from counterpitch.model.verdict import Verdict
from counterpitch.pipeline.assessed import assessor
from counterpitch.render import html

FORMAT: Final = "counterpitch.evidence-pack/1"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


class Original(msgspec.Struct, frozen=True):
    """An original of the case: where it lies in the pack, or why it was left out."""

    sha256: str
    size: int
    name: str
    path: str
    withheld: str


class PackSummary(msgspec.Struct, frozen=True):
    """What a pack holds. ``hidden`` counts places where a bystander was hidden."""

    case: int
    files: int
    size: int
    sha256: str
    originals: tuple[Original, ...]
    hidden: int
    redacted: bool
    public_key: str


def pack(
    store: Store, case: int, target: Path | BinaryIO, *, actor: str, redact: bool = True
) -> PackSummary:
    """Write the evidence pack of a case to ``target`` and note it in the journal.

    With ``redact`` bystanders are hidden in the report, and originals in which something had
    to be hidden, or which hold other approaches too, are left out and named with their hash.
    Notes and tasks stay inside. Raises ``UsageError`` if there is no such case.
    """
    detail = case_of(store, case)
    at = store.clock()
    with store.write() as connection:
        append(connection, at, actor, [Event("packed", f"case:{case}", {"redacted": redact})])
    contents = _Contents(store, detail, at, redact=redact)
    if isinstance(target, Path):
        return _to_file(contents, target, actor)
    return contents.write(target, actor)


def _to_file(contents: "_Contents", target: Path, actor: str) -> PackSummary:
    own = target.with_name(f".{target.name}.part")
    try:
        with own.open("wb") as stream:
            done = contents.write(stream, actor)
        own.replace(target)
    except OSError as error:
        with suppress(OSError):
            own.unlink(missing_ok=True)
        raise CounterpitchError(
            f"the pack cannot be written ({(error.strerror or 'no access').lower()}).",
            where=str(target), hint="Name another file.",
        ) from None  # fmt: skip
    return done


class _Contents:
    """What goes into one pack."""

    def __init__(self, store: Store, detail: CaseDetail, at: datetime, *, redact: bool) -> None:
        self._store = store
        self._detail = detail
        self._at = at
        self._redact = redact
        self._files: list[dict[str, Any]] = []
        names = [p.name for p in detail.people if p.role in ("bystander", "witness")]
        self._approaches = [approach_of(store, row.id) for row in detail.approaches]
        self._shown: list[Redacted] = []
        self._touched: set[str] = set()
        for each in self._approaches:
            if each.conversation is None:
                continue
            if redact:
                shown = redacted(each.conversation, each.verdict, names)
            else:
                shown = Redacted(each.conversation, each.verdict, 0)
            self._shown.append(shown)
            if shown.hidden:
                self._touched.update(one.sha256 for one in each.received)

    def write(self, stream: BinaryIO, actor: str) -> PackSummary:
        """Write the ZIP; the manifest last, signed."""
        counter = _Counting(stream)
        with zipfile.ZipFile(counter, "w", zipfile.ZIP_DEFLATED) as archive:
            originals = self._originals(archive)
            files = self._attachments(archive)
            subjects = [f"case:{self._detail.row.id}"]
            subjects += [f"approach:{each.row.id}" for each in self._approaches]
            journal = extract(self._store, subjects)
            self._put(archive, "report.html", self._cover(originals, files, journal.entries))
            if self._shown:
                self._put(archive, "conversations.html", self._conversations())
            self._put(archive, "journal.json", _json(journal.document))
            self._put(archive, "journal-chain.txt", journal.chain.encode("ascii"))
            script = Path(__file__).with_name("verify.py").read_bytes()
            self._put(archive, "verify.py", script)
            manifest = _json(self._manifest(originals, journal.head.public_key, actor))
            signature = base64.b64encode(sign_bytes(self._store, manifest)) + b"\n"
            archive.writestr(self._named("manifest.json"), manifest)
            archive.writestr(self._named("manifest.sig"), signature)
        return PackSummary(
            self._detail.row.id, len(self._files) + 2, counter.size, counter.hash.hexdigest(),
            originals, sum(each.hidden for each in self._shown), self._redact,
            journal.head.public_key,
        )  # fmt: skip

    def _originals(self, archive: zipfile.ZipFile) -> tuple[Original, ...]:
        own = Counter(one.receipt for each in self._approaches for one in each.received)
        seen: dict[str, Original] = {}
        for one in (one for each in self._approaches for one in each.received):
            if one.sha256 in seen:
                continue
            path = f"originals/{one.sha256[:16]}-{_safe(one.name)}"
            withheld = self._withheld(one, own)
            if not withheld:
                self._copy(archive, path, one.sha256)
            seen[one.sha256] = Original(
                one.sha256, one.size, one.name, "" if withheld else path, withheld
            )
        return tuple(seen.values())

    def _withheld(self, one: ReceivedIn, own: Counter[int]) -> str:
        """Return why an original is left out; empty if it goes along."""
        if one.erased_at is not None or next(pieces(self._store, one.sha256), None) is None:
            return "erased"
        if not self._redact:
            return ""
        if _brought(self._store, one.receipt) > own[one.receipt]:
            return "holds other approaches, which are not of this case"
        return "names bystanders" if one.sha256 in self._touched else ""

    def _attachments(self, archive: zipfile.ZipFile) -> tuple[Original, ...]:
        """Put the case's files in; return them, without those that are kept out of packs."""
        found = []
        for each in (one for one in self._detail.files if one.in_pack):
            erased = each.size and next(pieces(self._store, each.sha256), None) is None
            path = "" if erased else f"files/{each.id}-{_safe(each.name)}"
            if path:
                self._copy(archive, path, each.sha256)
            withheld = "erased" if erased else ""
            found.append(Original(each.sha256, each.size, each.name, path, withheld))
        return tuple(found)

    def _cover(
        self, originals: tuple[Original, ...], files: tuple[Original, ...], entries: int
    ) -> bytes:
        return cover(
            self._detail, self._approaches, originals, files, entries, self._at,
            redact=self._redact,
        ).encode("utf-8", "replace")  # fmt: skip

    def _conversations(self) -> bytes:
        pairs = tuple(
            (each.conversation, each.verdict) for each in self._shown if each.verdict is not None
        )
        guidance = assessor(quick=True).matcher.book.guidance
        report = html.Report(
            pairs=pairs, conversations=len(pairs),
            messages=sum(len(words.messages) for words, _ in pairs), left_out=0,
            bands=_bands([verdict for _, verdict in pairs]), notices=(), notices_total=0,
            guidance=msgspec.structs.replace(guidance, unsent=""), routes=(),
            advice=lambda verdict: steps_of(verdict, guidance),
        )  # fmt: skip
        return "".join(html.page(report)).encode("utf-8", "replace")

    def _manifest(
        self, originals: tuple[Original, ...], public_key: str, actor: str
    ) -> dict[str, Any]:
        return {
            "format": FORMAT, "case": self._detail.row.id, "made_at": self._at.isoformat(),
            "made_by": actor, "program": f"counterpitch {__version__}",
            "redacted": self._redact, "public_key": public_key, "files": self._files,
            "originals": [msgspec.to_builtins(each) for each in originals],
        }  # fmt: skip

    def _put(self, archive: zipfile.ZipFile, path: str, data: bytes) -> None:
        archive.writestr(self._named(path), data)
        self._files.append(
            {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        )

    def _copy(self, archive: zipfile.ZipFile, path: str, sha256: str) -> None:
        hashed, size = hashlib.sha256(), 0
        with archive.open(self._named(path), "w", force_zip64=True) as out:
            for piece in pieces(self._store, sha256):
                out.write(piece)
                hashed.update(piece)
                size += len(piece)
        self._files.append({"path": path, "sha256": hashed.hexdigest(), "size": size})

    def _named(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self._at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info


class _Counting:
    """A stream that counts and hashes what is written, and cannot be rewound."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write, count and hash."""
        self._stream.write(data)
        self.hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Pass on."""
        self._stream.flush()

    def close(self) -> None:
        """Leave the stream to whoever opened it."""


def _brought(store: Store, receipt: int) -> int:
    import sqlalchemy as sa

    from counterpitch.cases.tables import receipt_approach

    with store.read() as connection:
        return int(
            connection.execute(
                sa.select(sa.func.count())
                .select_from(receipt_approach)
                .where(receipt_approach.c.receipt_id == receipt)
            ).scalar_one()
        )


def _bands(verdicts: list[Verdict]) -> dict[str, int]:
    return dict(Counter(each.band for each in verdicts))


def _json(document: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _safe(name: str) -> str:
    """Return a file name of harmless signs that cannot leave its folder."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return _UNSAFE.sub("_", last).strip("._")[-80:] or "file"
