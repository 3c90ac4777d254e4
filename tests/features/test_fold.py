"""Folding: one spelling for every way of writing the same words, with a map back."""

import itertools
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.fold import fold, trace
from counterpitch.features.mask import Masker, Places
from counterpitch.features.money import Currencies

PLACES = Places(
    [("germany", False), ("united arab emirates", False), ("上海", False), ("euros", True)]
)
MASKER = Masker(
    PLACES, ["dana reyes", "礼萨", "陈可欣"], frozenset({"will"}), Currencies(["euros"])
)

TELLING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            " .\n!?;'’-_@:/$€0123456789abcXYZßİıéü\u200b\u200d\u202e\u00ad\ufeff§аеорсхΑοⅫﬁ①½"
            "中文上海礼萨陈可欣女士한국ｆｕ𝓬𝗱"
        ),
    ),
    max_size=60,
)
WORDS = st.lists(
    st.sampled_from(
        [
            "Germany", "united arab emirates", "Dana", "Reyes", "€5,000", "500 euros", "上海",
            "陈可欣", "陈女士", "www.acme.example", "a@b.example", "+44 7700 900123", "d a t a",
            "d.a.t.a", "\u0441\u0432", "раyment", "Hello", ".", "!", "\n\n", "“x”", "1.000,50 $", "§",
        ]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(TELLING, WORDS))
@pytest.mark.parametrize("masker", [None, MASKER], ids=["plain", "masked"])
def test_the_traced_form_is_the_fast_form(masker: Masker | None, text: str) -> None:
    """Both forms fold alike, and the map has one usable place for every character."""
    traced = trace(text, masker)
    assert traced.value == fold(text, masker)
    starts, ends = traced.starts, traced.ends
    assert starts is not None
    assert ends is not None
    assert len(starts) == len(ends) == len(traced.value)
    assert all(0 <= start <= len(text) for start in starts)
    assert all(0 <= end <= len(text) for end in ends)
    inner = range(1, len(starts) - 1)
    assert all(starts[at] <= ends[at] for at in inner)
    assert all(starts[a] <= starts[b] for a, b in itertools.pairwise(inner))
    assert all(ends[a] <= ends[b] for a, b in itertools.pairwise(inner))


@settings(max_examples=150, deadline=None)
@given(st.one_of(TELLING, WORDS))
def test_a_folded_text_has_the_promised_shape(text: str) -> None:
    """Blanks at both ends, single blanks between, no capital letter, no control character."""
    folded = fold(text)
    assert folded.startswith(" ")
    assert folded.endswith(" ")
    assert "  " not in folded.strip()
    assert folded.strip() == "" or not any(char < " " for char in folded)
    assert not any("A" <= char <= "Z" for char in folded)


@settings(max_examples=100, deadline=None)
@given(st.one_of(TELLING, WORDS))
def test_folding_words_twice_changes_nothing(text: str) -> None:
    """The words of a folded text fold to themselves, so phrases can be folded too."""
    for word in fold(text).split():
        if word.isascii() and word.isalnum() and len(word) > 1:
            assert fold(word).split() == [word]


PLAIN = "which confidential files can you open"
"""What every disguise below says."""

DISGUISES = {
    "case": "WHICH Confidential fIlEs can YOU open",
    "fullwidth": "".join(chr(ord(c) + 0xFEE0) if c != " " else c for c in PLAIN),
    "mathematical": "".join(chr(0x1D41A + ord(c) - 97) if c != " " else c for c in PLAIN),
    "zero-width": "\u200b".join(PLAIN),
    "joiners": "whi\u200dch confi\u2060dential f\u200ciles can you open",
    "bidi": "\u202ewhich confidential\u202c files can \u2067you\u2069 open",
    "soft hyphen": "which confi\u00addential files can you open",
    "cyrillic": "whiсh соnfidеntiаl filеs саn yоu ореn",
    "greek": "which cοnfidential files can yου οpen",
    "accents": "whích cönfidential filès cän yóu ôpen",
    "combining": "w\u0336h\u0336ich confidential files can you open",
    "spaced": "which c o n f i d e n t i a l files can you open",
    "dotted": "which c.o.n.f.i.d.e.n.t.i.a.l files can you open",
    "hyphens": "which c-o-n-f-i-d-e-n-t-i-a-l files can you open",
    "underscores": "which c_o_n_f_i_d_e_n_t_i_a_l files can you open",
    "quotes": "which “confidential” files, can *you* _open_",
    "lines": "which confidential\nfiles can\tyou   open",
    "circled": "which ⓒⓞⓝⓕⓘⓓⓔⓝⓣⓘⓐⓛ files can you open",
    "small capitals": "which ᴄᴏɴꜰɪᴅᴇɴᴛɪᴀʟ files can you open",
    "tags": "which\U000e0061 confidential files can you open",
}


@pytest.mark.parametrize("way", DISGUISES)
def test_disguises_are_undone(way: str) -> None:
    """Each way of hiding the words folds to the plain words."""
    assert fold(DISGUISES[way]) == f" {PLAIN} "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't, he’s", " dont hes "),
        ("one. two! three? four; five", " one . two . three . four . five "),
        ("one\n\ntwo", " one . two "),
        ("one\ntwo", " one two "),
        ("version 3.5 of U.S. law", " version 3 5 of u s . law "),
        ("Straße, æther, Øre", " strasse aether ore "),
        ("你能 看到 哪些\n文件？", " 你能看到哪些文件 . "),
        ("用GitHub看", " 用 github 看 "),
        ("", "  "),
        ("Москва и café", " москва и cafe "),
    ],
)
def test_folding_keeps_what_rules_need(text: str, expected: str) -> None:
    """Apostrophes vanish, sentence ends stay, scripts are kept apart."""
    assert fold(text) == expected


def test_words_of_another_script_stay_what_they_are() -> None:
    """A Russian sentence with a Latin brand is not turned into Latin."""
    assert "пришлите" in fold("Пришлите отчёт по Python сегодня")


HOSTILE: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a" * n,
    "stops": lambda n: ". " * (n // 2),
    "words": lambda n: "which " * (n // 6),
    "zero-width": lambda n: "\u200b" * n,
    "brackets": lambda n: "([" * (n // 2),
    "digits": lambda n: "1 2" * (n // 3),
    "at signs": lambda n: "@" * n,
    "dots": lambda n: "a." * (n // 2),
    "schemes": lambda n: "http://" * (n // 7),
    "single letters": lambda n: "a b " * (n // 4),
    "mixed scripts": lambda n: "aа " * (n // 3),
    "han": lambda n: "上" * n,
    "han and latin": lambda n: "上a " * (n // 3),
    "newlines": lambda n: "\n" * n,
    "blanks and newlines": lambda n: "\n \t" * (n // 3),
    "amounts": lambda n: "€1 " * (n // 3),
    "names": lambda n: "dana " * (n // 5),
    "places": lambda n: "united arab " * (n // 12),
    "combining": lambda n: "e\u0301" * (n // 2),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_folding_takes_linear_time(kind: str) -> None:
    """Four times the text takes about four times as long (twelve at most), never sixteen."""
    make = HOSTILE[kind]

    def best(size: int) -> float:
        text = make(size)
        times = []
        for _ in range(3):
            start = time.process_time()
            fold(text, MASKER)
            times.append(time.process_time() - start)
        return min(times)

    small = 12_000
    assert best(4 * small) < 12 * max(best(small), 0.001)
