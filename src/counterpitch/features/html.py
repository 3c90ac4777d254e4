"""HTML as a reader sees it: visible text, and links with what they show."""

import html
import re

from counterpitch.features.markup import RawText, Tag, pieces
from counterpitch.model.message import Link

MAX_HTML = 4_000_000
"""Characters of HTML that are read; the rest is ignored."""

MAX_LINKS = 1_000
MAX_TARGET = 4_096
MAX_QUOTE_DEPTH = 5


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_PARAGRAPHS = _names("p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote hr")
_BLOCKS = _PARAGRAPHS | _names(
    "address article aside body caption center dd details dialog dir div dt fieldset figcaption "
    "figure footer form header hgroup html legend li main menu nav option search section summary "
    "tbody tfoot thead tr"
)
_CELLS = frozenset(("td", "th"))
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_UNSEEN = frozenset(("head", "template", "object", "svg", "math", "select", "audio", "video"))
_SHOWN_RAW = frozenset(("textarea", "xmp"))

# What closes a hidden element whose own closing tag may be left out.
_CLOSED_BY_OPENING = {
    "p": _BLOCKS,
    "li": frozenset(("li",)),
    "tr": frozenset(("tr", "tbody")),
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
    "head": frozenset(("body",)),
}
_CONTAINERS = _BLOCKS - {"p"} | _CELLS

_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all"
    r"|(?:^|;)(?:font-size|max-height|max-width|height|width|opacity)"
    r":0*\.?0+(?:px|pt|em|rem|ex|%|vh|vw|cm|mm|in)?(?:!important)?(?:;|$)"
)
_BOX = re.compile(r";?(?:max-)?(?:height|width):")
_FONT_SIZE = re.compile(r"font-size:(?!0*\.?0+(?:[a-z%]{0,3})?(?:!important)?(?:;|$))")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_DOUBLE = re.compile(r" {2,}")
_AROUND_TAB = re.compile(r" ?\t[ \t]*")
_LOOK = 65_536
_SURE_TAG = re.compile(
    r"<(?:!doctype html|html|body|head|br ?/?|p|div|table)(?=[\s>/])[^<>]{0,2000}>|<br/?>|<p>",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"</(?:p|div|span|a|b|i|u|em|strong|font|li|ul|ol|td|tr|table|h[1-6]|blockquote)\s{0,8}>",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Tell whether ``text`` is HTML rather than text that mentions a ``<``."""
    beginning = text[:_LOOK]
    if "<" not in beginning:
        return False
    return bool(_SURE_TAG.search(beginning) or _PAIR.search(beginning))


def html_text(markup: str) -> tuple[str, tuple[Link, ...]]:
    """Return the visible text of ``markup``, and its links in order.

    Text that a reader cannot see (scripts, comments, ``display:none``, zero
    size) is dropped; links are kept even there, then with an empty text. Lines
    of a block quotation begin with ``> `` for each level.
    """
    page = _Page()
    for piece in pieces(markup[:MAX_HTML]):
        if isinstance(piece, str):
            page.text(html.unescape(piece).replace("\xa0", " "))
        elif isinstance(piece, RawText):
            if piece.name in _SHOWN_RAW:
                page.text(html.unescape(piece.text) if piece.name == "textarea" else piece.text)
        elif piece.closes:
            page.close(piece.name)
        else:
            page.open(piece)
    page.end_link()
    return page.finish(), tuple(page.links)


def _style(tag: Tag) -> str:
    if "style" not in tag.attributes.lower():
        return ""
    return re.sub(r"\s+|/\*.{0,200}?\*/", "", tag.attribute("style") or "").lower()


def _hides(tag: Tag, style: str) -> bool:
    if tag.name in _UNSEEN:
        return True
    if "hidden" in tag.attributes.lower() and tag.attribute("hidden") is not None:
        return True
    found = _HIDING.search(style)
    if not found:
        return False
    # A box of no height hides its text only if what flows over is cut off.
    return "overflow:hidden" in style or not _BOX.match(found[0])


def _only_tiny(tag: Tag, style: str) -> bool:
    # The font size is all that hides it: without it the element would show.
    return not _hides(tag, re.sub(r"font-size:[^;]*+", "", style))


class _Page:
    """The text so far, and where in the page the scan stands."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quote = 0
        self._preformatted = 0
        self._target: str | None = None
        self._shown: list[str] = []
        self._hidden_by = ""
        self._tiny = False
        self._inside: dict[str, int] = {}

    def text(self, text: str) -> None:
        """Add visible text; spaces collapse outside ``pre``."""
        if self._hidden_by:
            return
        if self._target is not None:
            self._shown.append(text)
        if not self._preformatted:
            self._line.append(" " if text.isspace() else _SPACES.sub(" ", text))
            return
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self._break()
            self._line.append(line)

    def open(self, tag: Tag) -> None:
        """Handle an opening tag."""
        name = tag.name
        if self._hidden_by and name in _CLOSED_BY_OPENING.get(self._hidden_by, ()):
            self._hidden_by = ""
        if name in ("a", "area"):
            self._open_link(tag)
        style = _style(tag)
        # Page layouts set the size to 0 outside and back to normal inside.
        if self._tiny and _FONT_SIZE.search(style):
            self._hidden_by, self._tiny = "", False
        if self._hidden_by:
            if name not in _VOID:
                self._inside[name] = self._inside.get(name, 0) + 1
            return
        if name not in _VOID and _hides(tag, style):
            self._hidden_by, self._inside = name, {}
            self._tiny = _only_tiny(tag, style)
            return
        self._lay_out(name)
        if name == "li":
            self._line.append("- ")
        elif name == "img":
            self._picture(tag)
        elif name == "blockquote":
            self._quote += 1
        elif name == "pre":
            self._preformatted += 1

    def close(self, name: str) -> None:
        """Handle a closing tag."""
        if name == "a":
            self.end_link()
        if self._hidden_by:
            self._close_hidden(name)
            return
        if name not in _CELLS:
            self._lay_out(name)
        if name == "blockquote":
            self._quote = max(0, self._quote - 1)
        elif name == "pre":
            self._preformatted = max(0, self._preformatted - 1)

    def end_link(self) -> None:
        """Keep the link that is open, if any."""
        if self._target is not None and len(self.links) < MAX_LINKS:
            shown = _SPACES.sub(" ", "".join(self._shown)).strip()
            self.links.append(Link(self._target, shown))
        self._target = None
        self._shown = []

    def finish(self) -> str:
        """Return the text: no blank lines at its ends, and never two in a row."""
        self._break()
        kept: list[str] = []
        for line in self._lines:
            if line or (kept and kept[-1]):
                kept.append(line)
        return "\n".join(kept).strip("\n")

    def _lay_out(self, name: str) -> None:
        if name == "br":
            self._break()
        elif name in _CELLS:
            self._line.append("\t")
        elif name in _BLOCKS:
            if self._line:
                if "".join(self._line).strip(" \t"):
                    self._break()
                self._line.clear()
            if name in _PARAGRAPHS:
                self._lines.append("")

    def _break(self) -> None:
        line = "".join(self._line)
        if not self._preformatted:
            if "  " in line or "\t" in line:
                line = _AROUND_TAB.sub("\t", _DOUBLE.sub(" ", line))
            line = line.strip(" \t")
        self._line.clear()
        prefix = "> " * min(self._quote, MAX_QUOTE_DEPTH)
        self._lines.append((prefix + line).rstrip(" \t\r") if line or prefix else "")

    def _open_link(self, tag: Tag) -> None:
        self.end_link()
        target = re.sub(r"[\x00-\x1f]+", "", tag.attribute("href") or "").strip()
        if not target or target.startswith("#"):
            return
        self._target = target[:MAX_TARGET]
        if tag.name == "area":
            self.end_link()

    def _picture(self, tag: Tag) -> None:
        words = tag.attribute("alt") or ""
        # Mail programs send an emoji as a picture; other pictures are not text.
        if words and len(words) <= 8 and not words.isascii():
            self.text(words)
        elif self._target is not None:
            self._shown.append(words)

    def _close_hidden(self, name: str) -> None:
        if self._inside.get(name):
            self._inside[name] -= 1
        elif name == self._hidden_by or name in _CONTAINERS:
            hidden_by, self._hidden_by = self._hidden_by, ""
            if name != hidden_by:
                self.close(name)
