"""Masking: what says who or where somebody is becomes one mark, whatever it is."""

import pytest

from counterpitch.features.fold import fold
from counterpitch.features.mask import Masker, Places, is_address
from counterpitch.features.money import Currencies

PLACES = Places(
    [
        (form, False)
        for form in (
            "germany",
            "german",
            "united arab emirates",
            "new york",
            "上海",
            "德国人",
            "德国",
        )
    ]
    + [("euros", True), ("eur", True), ("usd", True), ("欧元", True)]
)
CURRENCIES = Currencies(["euros", "EUR", "USD", "欧元", "South Korean won"])
VOCABULARY = frozenset({"will", "de", "la", "bin"})


def masked(text: str, *names: str) -> str:
    """Return ``text`` folded and masked, its outer blanks off."""
    folded = [fold(name).strip() for name in names]
    return fold(text, Masker(PLACES, folded, VOCABULARY, CURRENCIES)).strip()


@pytest.mark.parametrize(
    "name",
    ["Wei", "Al-Sabti", "de la Cruz Ordaz", "O’Neill", "von der Mühlen", "Ха-Ын", "Nguyễn Thị Lan"],
)
def test_a_name_is_one_mark_however_long(name: str) -> None:
    """Short and long names of the contact leave the same text."""
    assert masked(f"This is {name}, which files?", name) == "this is § which files ."


def test_a_part_of_a_name_is_masked_too() -> None:
    """The family name alone is hidden like the whole name."""
    assert masked("Ask Reyes or Dana Reyes", "Dana Reyes") == "ask § or §"


def test_a_name_that_is_a_word_of_the_rules_stays() -> None:
    """Somebody called Will does not hide the word will."""
    assert masked("Will you send it? Will Okoro", "Will Okoro") == "will you send it . §"


@pytest.mark.parametrize("text", ["Dear Ms Will, yes", "Dr. Will knows", "L. Will, desk"])
def test_a_name_that_is_a_word_is_masked_where_it_can_only_be_a_name(text: str) -> None:
    """After a title or an initial no word of the rules is hidden."""
    assert "will" not in masked(text, "Lan Will").split()


def test_a_name_ends_where_it_ends() -> None:
    """Words of a name that go on as other words are not swallowed."""
    assert masked("Ximena de la Cruz, la oferta", "Ximena de la Cruz") == "§ la oferta"


@pytest.mark.parametrize(
    "text", ["Germany", "the United Arab Emirates".removeprefix("the "), "New York"]
)
def test_a_place_is_one_mark(text: str) -> None:
    """Places of one and three words leave the same text."""
    assert masked(f"the office in {text} is open") == "the office in § is open"


def test_marks_in_a_row_are_one() -> None:
    """A city with its country counts like a city alone."""
    assert masked("in New York, Germany now") == "in § now"


@pytest.mark.parametrize(
    "amount",
    [
        "€5,000", "5,000 €", "EUR 5,000", "5,000 euros", "US$5,000", "$ 5,000", "5,000 USD",
        "₩5,000", "S$5,000", "South Korean won 5,000", "R$5,000",
    ],
)  # fmt: skip
def test_an_amount_is_its_number_in_every_currency(amount: str) -> None:
    """Sign or code, before or after: only the number stays."""
    assert masked(f"we pay {amount} a month") == "we pay 5 000 a month"


@pytest.mark.parametrize("amount", ["€5k", "5k EUR", "5k euros", "$5k", "USD 5k"])
def test_a_short_amount_is_its_number(amount: str) -> None:
    """The same with a scale."""
    assert masked(f"we pay {amount}. Yes") == "we pay 5k . yes"


def test_a_currency_without_an_amount_is_a_mark() -> None:
    """Paid in euros says where, like a place."""
    assert masked("paid in euros today") == "paid in § today"


@pytest.mark.parametrize(
    "text",
    [
        "www.acme.example/path?x=1", "https://acme.co.uk", "acme.de", "dana@acme.example",
        "<dana.reyes@mail.acme.co.uk>", "http://198.51.100.7/a", "+44 7700 900123",
        "+1 (555) 010-0199", "0117 496 0122",
    ],
)  # fmt: skip
def test_addresses_and_telephones_are_one_mark(text: str) -> None:
    """Whatever its ending or dialling code, an address is one mark."""
    assert masked(f"write to {text} today") == "write to § today"


@pytest.mark.parametrize("text", ["end.Start", "e.g.", "3.5", "a.b", "...", "@", "x@"])
def test_what_is_no_address_stays(text: str) -> None:
    """A missing blank after a full stop is no domain name, a date no telephone."""
    assert "§" not in masked(text)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("acme.example", True),
        ("a@b.co.uk", True),
        ("www.x", True),
        ("report.finaldraft", False),
        ("", False),
    ],
)
def test_addresses_are_told_by_their_ending(token: str, expected: bool) -> None:
    """Only known top-level domains make a name of a token."""
    assert is_address(token) is expected


@pytest.mark.parametrize("name", ["陈可欣", "欧阳琦", "裴夏恩", "礼萨·哈基米"])
def test_a_chinese_name_is_one_mark(name: str) -> None:
    """Two, three and many characters leave the same text."""
    names = [name, *name.split("·")]
    assert masked(f"我是{name}，请问", *names) == "我是§请问"


@pytest.mark.parametrize(
    ("name", "short"), [("陈可欣", "陈"), ("欧阳琦", "欧阳"), ("裴夏恩", "裴")]
)
def test_a_chinese_surname_before_a_title_is_masked(name: str, short: str) -> None:
    """Surnames of one and two characters leave the same text."""
    assert masked(f"请联系{short}女士", name) == "请联系§女士"


def test_a_chinese_surname_inside_a_word_stays() -> None:
    """The character of a surname is an ordinary character elsewhere."""
    assert masked("陈旧的工程", "陈可欣") == "陈旧的工程"


def test_a_chinese_place_and_amount() -> None:
    """Places in Chinese are marks, amounts are numbers."""
    assert masked("我在上海，每月5万欧元") == masked(
        "我在德国，每月5万美元".replace("美元", "欧元")
    )
    assert "欧元" not in masked("付300欧元")
