"""The body of a message: MIME parts become text, links, attachments, inner messages."""

import re
from dataclasses import dataclass, field

from counterpitch.features.html import MAX_HTML, html_text
from counterpitch.intake.mail.attachment import describe
from counterpitch.intake.mail.charset import decode
from counterpitch.intake.mail.encoded import from_base64
from counterpitch.intake.mail.envelope import Headers, parse_head
from counterpitch.intake.mail.mbox import unescape
from counterpitch.intake.mail.vocabulary import SEE_HTML
from counterpitch.model.message import Attachment, Link

MAX_DEPTH = 20
MAX_PARTS = 500
MAX_TEXT = 2_000_000
"""Characters of text kept of one message."""

MAX_INNER = 16 * 1024 * 1024

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_BOUNDARY_LINE = re.compile(rb"\s{0,20}--([^\r\n]{1,200}?)[ \t]*\r?\n")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PAGE = ("<!doctype html", "<html")
_MAILS = ("message/rfc822", "message/global")


@dataclass
class Body:
    """What was found in a body, in reading order.

    ``remarks`` holds (kind, sentence) pairs about what was cut or guessed.
    """

    texts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    inner: list[bytes] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    parts: int = 0

    def text(self) -> str:
        """Return all texts as one."""
        return "\n\n".join(filter(None, self.texts))


def read_body(
    data: bytes, headers: Headers, start: int, end: int, *, escaped: bool, cut: bool = False
) -> Body:
    """Read the body at ``data[start:end]``.

    ``escaped`` if it stood in a mailbox; ``cut`` if ``data`` lacks its end.
    """
    return _Walk(data, escaped, cut).run(headers, start, end)


class _Walk:
    def __init__(self, data: bytes, escaped: bool, cut: bool) -> None:
        self.data = data
        self.cut = cut
        self.escaped = escaped
        self.body = Body()

    def run(self, headers: Headers, start: int, end: int) -> Body:
        self._part(headers, start, end, 0, "text/plain")
        return self.body

    def _part(self, headers: Headers, start: int, end: int, depth: int, default: str) -> str:
        """Read one part into the body; return its media type."""
        self.body.parts += 1
        media_type, parameters = headers.parameters(b"content-type")
        if "/" not in media_type:
            media_type = default
        disposition, named = headers.parameters(b"content-disposition")
        name = named.get("filename") or parameters.get("name") or ""
        encoding = headers.text(b"content-transfer-encoding").strip().lower()[:40]
        if media_type.startswith("multipart/") and depth < MAX_DEPTH:
            pieces = self._pieces(parameters.get("boundary", ""), start, end)
            if pieces:
                self._multipart(media_type, pieces, depth)
                return media_type
            media_type = "text/plain"
        is_mail = media_type in _MAILS or name.lower().endswith(".eml")
        if is_mail and self._inner(start, end, encoding):
            return media_type
        kept_as_text = media_type in ("text/plain", "text/html") and disposition != "attachment"
        if kept_as_text and not (name and depth):
            self._text(media_type, parameters.get("charset", ""), encoding, start, end)
        else:
            self._attach(start, end, name, media_type, encoding)
        return media_type

    def _multipart(self, media_type: str, pieces: list[tuple[int, int]], depth: int) -> None:
        if media_type == "multipart/alternative":
            self._alternatives(pieces, depth)
            return
        default = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
        for number, (start, end) in enumerate(pieces):
            if self.body.parts >= MAX_PARTS:
                self._remark(
                    "many-parts", f"The message has over {MAX_PARTS} parts: read the first."
                )
                return
            headers, begin = parse_head(self.data, start, end)
            if media_type == "multipart/report" and number:
                # A returned mail is a copy of the owner's own, not evidence.
                kind = headers.parameters(b"content-type")[0]
                self._attach(begin, end, "", kind, headers.text(b"content-transfer-encoding"))
            else:
                self._part(headers, begin, end, depth + 1, default)

    def _alternatives(self, pieces: list[tuple[int, int]], depth: int) -> None:
        outer, plain, rich = self.body, "", ""
        links: list[Link] = []
        for start, end in pieces[:20]:
            self.body = Body(parts=outer.parts)
            headers, begin = parse_head(self.data, start, end)
            media_type = self._part(headers, begin, end, depth + 1, "text/plain")
            if media_type == "text/plain":
                plain = plain or self.body.text()
            else:
                rich = self.body.text() or rich
                links = self.body.links or links
            outer.attachments += self.body.attachments
            outer.inner += self.body.inner
            outer.remarks += self.body.remarks
            outer.parts = self.body.parts
        self.body = outer
        outer.texts.append(_preferred(plain, rich))
        outer.links += links

    def _pieces(self, boundary: str, start: int, end: int) -> list[tuple[int, int]]:
        mark = boundary.encode("utf-8", "replace")[:200].rstrip()
        found = self._cut(mark, start, end) if mark else []
        if not found:
            guessed = _BOUNDARY_LINE.match(self.data, start, min(end, start + 400))
            if guessed and (found := self._cut(guessed[1], start, end)):
                self._remark("boundary", "The parts of a message were told apart by a guess.")
        return found

    def _cut(self, mark: bytes, start: int, end: int) -> list[tuple[int, int]]:
        line = b"\n--" + mark
        places: list[tuple[int, int]] = []  # where the line starts, where the part begins
        at = (
            start - 1 if self.data.startswith(line[1:], start) else self.data.find(line, start, end)
        )
        while at >= 0 and len(places) <= MAX_PARTS:
            after = at + len(line)
            if self.data.startswith(b"--", after):
                places.append((at, -1))
                break
            stop = self.data.find(b"\n", after, min(end, after + 200))
            if stop >= 0 and not self.data[after:stop].strip():
                places.append((at, stop + 1))
            at = self.data.find(line, after, end)
        starts = [begin for _, begin in places if begin >= 0]
        ends = [at for at, _ in places[1:]] + [end]
        return [(begin, max(begin, stop)) for begin, stop in zip(starts, ends, strict=False)]

    def _inner(self, start: int, end: int, encoding: str) -> bool:
        if end - start > MAX_INNER or len(self.body.inner) >= 50:
            return False
        data = self._decoded(encoding, start, end)
        headers, _ = parse_head(data, 0, len(data))
        if not (headers.fields.keys() & {b"from", b"date", b"subject", b"received"}):
            return False
        self.body.inner.append(data)
        return True

    def _text(self, media_type: str, charset: str, encoding: str, start: int, end: int) -> None:
        limit = 4 * MAX_TEXT + 1_000_000
        raw = self._decoded(encoding, start, min(end, start + limit))
        if not charset and media_type == "text/html" and (meta := _META_CHARSET.search(raw[:4096])):
            charset = meta[1].decode("ascii", "replace")
        text, guessed = decode(raw, charset)
        if guessed:
            self._remark(
                "charset", "The character set of a text was missing or wrong, and guessed."
            )
        if end - start > limit or len(text) > (MAX_HTML if "html" in media_type else MAX_TEXT):
            self._remark("long-text", "A very long text was cut: look at its end by hand.")
        if media_type == "text/html" or text[:200].lstrip().lower().startswith(_PAGE):
            text, links = html_text(text)
            self.body.links.extend(links)
        text = text[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        self.body.texts.append(text.strip("\n \t\ufeff"))

    def _decoded(self, encoding: str, start: int, end: int) -> bytes:
        raw = self.data[start:end]
        if encoding == "base64" and not _NOT_BASE64.search(raw[:4096]):
            return from_base64(raw)
        if self.escaped:
            raw = unescape(raw)
        if encoding == "quoted-printable":
            import binascii

            return binascii.a2b_qp(raw)
        return raw

    def _attach(self, start: int, end: int, name: str, media_type: str, encoding: str) -> None:
        if self.cut and end == len(self.data):
            # The hash of a part of a file is the hash of another file.
            self.body.attachments.append(Attachment(name=name[:255], media_type=media_type[:100]))
            return
        self.body.attachments.append(
            describe(self.data, start, end, name=name, media_type=media_type, encoding=encoding)
        )

    def _remark(self, kind: str, sentence: str) -> None:
        if len(self.body.remarks) < 20:
            self.body.remarks.append((kind, sentence))


def _preferred(plain: str, rich: str) -> str:
    """Return the plain text, unless the other says what the plain one does not."""
    if not rich:
        return plain
    words, rich_words = len(plain.split()), len(rich.split())
    if words * 3 + 20 < rich_words or (words < 60 and SEE_HTML.search(plain)):
        return rich
    return plain or rich
