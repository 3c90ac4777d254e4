"""The compiled core finds the very same as the Python code, which stays as its measure."""

import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.lines import LineWriter
from counterpitch.features.money import Currencies, amounts
from counterpitch.indicators.examples import conversation_of
from counterpitch.indicators.matcher import Matcher
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Contact, Conversation, Owner
from counterpitch.model.message import Link, MailHeaders, Message
from counterpitch.render.jsonform import line
from counterpitch.rulebook.book import rulebook
from tests.features.test_fold import TELLING, WORDS
from tests.indicators.mutations import mutated

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(_native.Core is None, reason="the extension has not been built")


@cache
def both() -> tuple[Assessor, Assessor]:
    """Return an assessor on the compiled core, and one without it."""
    return Assessor(Matcher(rulebook())), Assessor(Matcher(rulebook(), native=False))


@cache
def shipped() -> tuple[Conversation, ...]:
    """Return what the repository holds: rules' examples, the benign set, the shipped example."""
    rules = rulebook().indicators
    examples = [conversation_of(e) for r in rules for e in (*r.examples, *r.near_misses)]
    files = [ROOT / "examples", ROOT / "rules" / "benign" / "inbox.jsonl"]
    return (*examples, *gather(files, Notices()))


def assert_same(conversation: Conversation) -> None:
    """Demand equal texts, offsets, matches, quotes, and the same JSON to the last byte."""
    native, pure = both()
    assert native.matcher.texts(conversation) == pure.matcher.texts(conversation)
    assert native.matcher.match(conversation) == pure.matcher.match(conversation)
    assert native.matcher.names(conversation) == pure.matcher.names(conversation)
    expected = line(conversation, pure.assess(conversation))
    assert line(conversation, native.assess(conversation)) == expected
    assert LineWriter(native).line(conversation).text == expected


def test_what_is_compared_is_what_it_says() -> None:
    """One of the two uses the extension, the other does not, and there is something to find."""
    native, pure = both()
    assert native.matcher.core is not None
    assert pure.matcher.core is None
    assert sum(bool(native.matcher.names(each)) for each in shipped()) > 800


@pytest.mark.parametrize("part", range(8))
def test_verdicts_on_all_that_is_shipped_are_equal(part: int) -> None:
    """Examples, near misses, the benign set and the shipped example: equal to the last byte."""
    for conversation in shipped()[part::8]:
        assert_same(conversation)


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_on_damaged_texts_are_equal(seed: int) -> None:
    """The same with flipped, inserted, moved and hostile characters."""
    draw = random.Random(seed)
    for conversation in draw.sample(shipped(), 150):
        changed = mutated(draw, conversation)
        native, pure = both()
        assert native.matcher.texts(changed) == pure.matcher.texts(changed)
        assert native.matcher.match(changed) == pure.matcher.match(changed)


TEXTS = st.one_of(TELLING, WORDS, st.text(max_size=80))
NAMES = st.sampled_from(["", "Dana Reyes", "王可欣", "Мария Иванова", "李·明", "Will", "O’Neill"])


@settings(max_examples=250, deadline=None)
@given(TEXTS, TEXTS, NAMES, NAMES)
def test_any_text_is_folded_and_matched_alike(one: str, other: str, name: str, owner: str) -> None:
    """Arbitrary text, names of many scripts: equal texts, offsets, matches and quotes."""
    messages = (Message("contact", one, author=name), Message("owner", f"{other} {one}"))
    conversation = Conversation("x", "other", messages, Contact(name=name), Owner(name=owner))
    native, pure = both()
    assert native.matcher.texts(conversation) == pure.matcher.texts(conversation)
    assert native.matcher.match(conversation) == pure.matcher.match(conversation)


AMOUNTS = st.text(
    "0123456789٣１ .,'’\u00a0\u202f$€£¥kKmMbnthousandlieTыстмл руб千百万元块eurosUSHA¥R\nſıK-é(",
    max_size=40,
)


@settings(max_examples=400, deadline=None)
@given(AMOUNTS)
def test_amounts_are_read_alike(text: str) -> None:
    """Values and places of amounts are equal, in whatever way they are written."""
    native, pure = both()
    assert native.matcher.core is not None
    found = [tuple(each) for each in amounts(text, pure.matcher.currencies)]
    assert native.matcher.core.amounts(text) == found


def test_what_may_follow_a_scale_is_known_in_every_alphabet() -> None:
    """Letters that continue a word, in any case, are those of the regular expression."""
    native, _ = both()
    assert native.matcher.core is not None
    currencies = Currencies(["dollars"])
    chars = [*map(chr, range(0x2000)), *"K\ua64b\ufb01Ａｋ"]
    for text in (f"$5k{char}" for char in chars):
        found = [tuple(each) for each in amounts(text, currencies)]
        assert native.matcher.core.amounts(text) == found, ascii(text)


def test_facts_of_all_kinds_are_found_alike() -> None:
    """Links, headers, files and folders reach the conditions through the core too."""
    headers = MailHeaders("a@firm.example", "Ann", "b@other.example", authentication=("spf=fail",))
    message = Message(
        "contact", "See www.x.example/a.zip, http://192.0.2.1/x and pay 5,000 euros.",
        headers=headers, folder="SPAM", links=(Link("http://bit.ly/x", "acme.example"),),
    )  # fmt: skip
    contact = Contact("Ann", "", "Acme Labs", "", "ann@acrne-labs.example", ("http://1.2.3.4/",))
    assert_same(Conversation("x", "email", (message, message), contact))


def test_an_empty_conversation_is_no_trouble() -> None:
    """No message, an empty one, and only white space."""
    for texts in ((), ("",), (" \n\t",), (".",)):
        messages = tuple(Message("contact", text) for text in texts)
        assert_same(Conversation("x", "other", messages))


@given(
    st.lists(
        st.sampled_from(
            (
                "who",
                "signs",
                "off",
                "the",
                "your",
                "client",
                "sign",
                "yield",
                "confidentiality",
                "\0",
                "\x7f",
                "é",
                ".",
            )
        ),
        max_size=25,
    ),
    st.sampled_from(("", "\0")),
)
@settings(max_examples=60, deadline=None)
def test_words_of_any_letters_are_looked_up_alike(words: list[str], within: str) -> None:
    """Short words, long ones, those of other letters and with NUL in them: the same phrases stand there."""
    native, pure = both()
    assert native.matcher.core is not None
    text = f" {' '.join(word[:1] + within + word[1:] for word in words)} "
    for side in ("contact", "owner"):
        found = sorted((hit[0], hit[1], hit[2]) for hit in pure.matcher.phrases.find(text, side))
        assert sorted(native.matcher.core.find(text, side)) == found


def test_quotes_are_placed_beside_what_is_masked() -> None:
    """Names and places between the words of a quote, at its ends and twice in a row move no quote."""
    ask = "Who signs off the yield reports at your site"
    texts = (
        f"Dear Ms Brightling Brightling, {ask}?",
        f"{ask}, Brightling",
        f"In Geneva. Geneva {ask}? It's Brightling's question, isn't it",
        f"Paid 5,000 EUR in Lyon: {ask.replace('yield', 'yield, Brightling, Brightling')}",
    )
    for text in texts:
        assert_same(
            Conversation("x", "email", (Message("contact", text),), Contact(name="Ann Brightling"))
        )


def test_threads_do_not_disturb_one_another() -> None:
    """Several threads over one matcher find what one thread finds."""
    native, _ = both()
    some = shipped()[::40]
    expected = [native.matcher.match(each) for each in some]
    found: dict[int, list[object]] = {}

    def work(number: int) -> None:
        found[number] = [native.matcher.match(each) for each in some]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[n] == expected for n in range(4))


HOSTILE: dict[str, Callable[[int], str]] = {
    "one sentence": lambda n: "which of your colleagues know the files " * (n // 40),
    "nested beginnings": lambda n: "confidential confidentiality " * (n // 29),
    "amounts": lambda n: "pay $5,000 " * (n // 11),
    "digits": lambda n: "1" * n,
    "chinese": lambda n: "你能看到哪些文件和资料" * (n // 11),
    "blank lines": lambda n: "\n " * (n // 2),
    "single letters": lambda n: "a b " * (n // 4),
    "many sentences": lambda n: "do you know. " * (n // 13),
    "negations": lambda n: "we do not never " * (n // 16),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    """Four times the text takes at most eight times as long, whatever is written in it."""
    native, _ = both()

    def taken(size: int) -> float:
        conversation = Conversation("x", "other", (Message("contact", HOSTILE[name](size)),))
        times = []
        for _ in range(3):
            began = time.process_time()
            native.matcher.match(conversation)
            times.append(time.process_time() - began)
        return min(times)

    taken(1_000)
    assert taken(96_000) <= 8 * taken(24_000) + 0.05


def test_without_the_extension_nothing_is_missing() -> None:
    """Where the extension is not wanted or not built, the Python code does the work."""
    code = (
        "from counterpitch.pipeline.assessed import assessor\n"
        "from counterpitch.indicators.native import AVAILABLE\n"
        "print(AVAILABLE, assessor().matcher.core)"
    )
    environment = {**os.environ, "COUNTERPITCH_PURE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["False", "None"]


def test_tables_that_do_not_fit_are_refused() -> None:
    """A damaged table is an error and never a crash."""
    from counterpitch.indicators.native import core

    native, _ = both()
    tables = native.matcher._tables(strict=True)
    for field in ("code", "set_items", "phrases", "need_starts", "choices"):
        damaged = bytearray(getattr(tables.phrases, field))
        damaged[:4] = b"\xff\xff\xff\x7f"
        broken = _with(tables.phrases, field, bytes(damaged))
        with pytest.raises(ValueError, match=re.compile("table")):
            core(_with(tables, "phrases", broken), native.matcher.book)


def _with(struct: Any, field: str, value: object) -> Any:
    from msgspec.structs import replace

    return replace(struct, **{field: value})
