"""HTML becomes what a reader sees, whatever its author tried."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.html import MAX_LINKS, html_text, looks_like_html
from counterpitch.model.message import Link


def shown(markup: str) -> str:
    """Return the visible text of ``markup``."""
    return html_text(markup)[0]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Dear&nbsp;Ann,<br>hello", "Dear Ann,\nhello"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul><li>one</li><li>two</ul>", "- one\n- two"),
        ("<table><tr><td>Fee<td>$500</tr><tr><td>Due</td><td>now</table>", "Fee\t$500\nDue\tnow"),
        ("a <b>bold</b>\n   word", "a bold word"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("mine<blockquote>yours<br>two</blockquote>after", "mine\n\n> yours\n> two\n\nafter"),
        ("5 &lt; 6 &amp;&#x20ac;&eacute;", "5 < 6 &€é"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("hi <img alt='😀' src=x><img alt='Company logo'>", "hi 😀"),
        ("<textarea><b>x</b></textarea>", "<b>x</b>"),
    ],
)
def test_layout(markup: str, text: str) -> None:
    """Blocks, breaks, items and cells become lines; entities are decoded once."""
    assert shown(markup) == text


@pytest.mark.parametrize(
    "markup",
    [
        "a<script>if (1 < 2) evil('</p>')</script>b",
        "a<style>p{}</style>b",
        "a<!-- <p>evil</p> -->b",
        "a<!--[if mso]>evil<![endif]-->b",
        '<span style="display: none">evil</span>ab',
        'a<span style="DISPLAY:NONE"><span>evil</span> evil</span>b',
        "a<div hidden>evil</div>b",
        'a<span style="font-size:0px">evil</span>b',
        'a<span style="font-size:0.0em;color:red">evil</span>b',
        'a<span style="opacity:0">evil</span>b',
        'a<span style="max-height:0;overflow:hidden">evil</span>b',
        'a<span style="color:red;mso-hide:all">evil</span>b',
        "<head><title>evil</title></head><body>ab",
        "a<template>evil</template>b",
        "ab<script>evil",
        "ab<!-- evil",
        "ab<p title='evil",
    ],
)
def test_unseen_text_is_dropped(markup: str) -> None:
    """What no reader sees is not text of the message."""
    text = shown(markup)
    assert "evil" not in text
    assert text.replace("\n", "") == "ab"


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="display:none"><div>seen</div>',
        '<table><tr><td style="display:none">x<td>seen</table>',
        '<div><span style="display:none">x</div>seen',
        '<td style="font-size:0px"><div style="font-size:13px">seen</div></td>',
        '<div style="height:0">seen</div>',
        '<p style="font-size:10px">seen</p>',
        '<p style="opacity:0.5">seen</p>',
        '<input style="display:none">seen',
        "<head><body>seen",
        "<!-->seen",
        '<p title=">">seen',
    ],
)
def test_seen_text_is_kept(markup: str) -> None:
    """An unclosed hidden element, or a size that is set back, hides nothing more."""
    assert "seen" in shown(markup)


def test_links_keep_what_they_show_and_where_they_lead() -> None:
    """Each link gives target and text, hidden links too; fragments are no links."""
    _, links = html_text(
        '<a href="https://evil.example/?a=1&amp;b=2"> www.bank\n.example </a>'
        "<a href='#top'>up</a><a href=mailto:x@firm.example>mail"
        '<a href="h\nttps://two.example"><img alt="Apply"></a>'
        '<div style="display:none"><a href=https://hidden.example>z</a></div>'
    )
    assert links == (
        Link("https://evil.example/?a=1&b=2", "www.bank .example"),
        Link("mailto:x@firm.example", "mail"),
        Link("https://two.example", "Apply"),
        Link("https://hidden.example", ""),
    )


def test_links_are_capped() -> None:
    """A page of endless links does not fill the memory."""
    assert len(html_text("<a href=https://a.example>x</a>" * (MAX_LINKS + 5))[1]) == MAX_LINKS


HOSTILE = [
    "<div>" * 100_000,
    "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">",
    "<" * 200_000,
    '<p a="' * 100_000,
    "<a " * 100_000,
    "<!--" * 100_000,
    "<b a=1><i>" * 1_000 + "<p>x" * 50_000,
    "<blockquote>" * 50_000 + "<br>" * 50_000,
    '<p style="' + "/*" * 100_000 + '">',
    "<div hidden><b>" * 30_000,
    "<td>" * 100_000,
    "&" * 200_000,
    "<script>" * 100_000,
]


@pytest.mark.parametrize("markup", HOSTILE, ids=lambda markup: markup[:12])
def test_hostile_markup_takes_linear_time(markup: str) -> None:
    """Deep nesting and endless attributes cost seconds at worst, never a crash."""
    begun = time.process_time()
    html_text(markup)
    looks_like_html(markup)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>hello</p>", True),
        ("line<br>line", True),
        ("line<br/>line", True),
        ("<!DOCTYPE html><title>x", True),
        ('<a href="https://a.example">x</a>', True),
        ('<p class="spinmail-quill-editor__spin-break">x', True),
        ("Jo <jo@firm.example> wrote", False),
        ("5 < 6 and 7 > 2", False),
        ("see <https://a.example>", False),
        ("plain", False),
    ],
)
def test_looks_like_html(text: str, expected: bool) -> None:
    """Tags count as HTML; angle brackets around addresses do not."""
    assert looks_like_html(text) is expected


WORDS = st.text("abc xyz", min_size=1, max_size=8)
BALANCED = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["div", "b", "i", "span", "em", "section"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(BALANCED)
def test_agrees_with_a_tree_builder_on_sound_markup(markup: str) -> None:
    """On well-formed markup the visible letters are those of a real HTML parser."""
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(f"<body>{markup}</body>").body
    assert body is not None
    assert "".join(shown(markup).split()) == "".join(body.text().split())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.text("<>/=\"'-! abdivstyle:none;&#", max_size=300))
def test_any_text_is_read(markup: str) -> None:
    """No text makes the reader fail, and text without markup keeps its words."""
    text, _ = html_text(markup)
    if "<" not in markup and "&" not in markup:
        assert text.split() == markup.split()
