import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.campaigns.identifiers.reading import read


def values(text: str, kind: str) -> list[str]:
    """Return the values of one kind in ``text``."""
    return [each.value for each in read(text) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Write to Helen@Ledger-Vale.example.", "helen@ledger-vale.example"),
        ("helen[at]ledger-vale[.]example", "helen@ledger-vale.example"),
        ("helen (at) ledger-vale (dot) example", "helen@ledger-vale.example"),
        ("mailto:helen@ledger-vale.example?subject=x", "helen@ledger-vale.example"),
        ("<helen@ledger-vale.example>", "helen@ledger-vale.example"),
        ("邮箱：helen＠ledger-vale．example。", "helen@ledger-vale.example"),
        ("hel\u200ben@led\u202eger-vale.example", "helen@ledger-vale.example"),
        ("x@BÜRO.example", "x@xn--bro-hoa.example"),
        ("helen@ledger-vale。example", "helen@ledger-vale.example"),
        ("请将简历发送至helen@ledger-vale.example，谢谢", "helen@ledger-vale.example"),
        ("メールはhelen@ledger-vale.exampleまで", "helen@ledger-vale.example"),
        ("메일은helen@ledger-vale.example으로", "helen@ledger-vale.example"),
        ("发到12345678@post.example即可", "12345678@post.example"),
        ("张伟@ledger-vale.example", "张伟@ledger-vale.example"),
        ("张伟2@ledger-vale.example", "张伟2@ledger-vale.example"),
        ("müller@ledger-vale.example", "müller@ledger-vale.example"),
    ],
)
def test_mail_address_in_every_spelling(text: str, value: str) -> None:
    """A mail address is read however it is defanged, widened or hidden."""
    assert values(text, "email") == [value]


@pytest.mark.parametrize(
    "text", ["@", "a@b", "a@b.notatld1", "@@@@", "x@.example", "@example.test", "1@2"]
)
def test_no_mail_address(text: str) -> None:
    """What lacks a name or a known top-level domain is no mail address."""
    assert values(text, "email") == []


def test_loose_mailbox_is_another_key() -> None:
    """Dots and tags at Gmail, tags elsewhere, are undone in a weaker key of its own."""
    text = "H.el.en+jobs@gmail.com helen+x@post.example"
    assert values(text, "email") == ["h.el.en+jobs@gmail.com", "helen+x@post.example"]
    assert values(text, "email-loose") == ["helen@gmail.com", "helen@post.example"]


@pytest.mark.parametrize(
    "text",
    ["+44 7700 900123", "+44 (7700) 900-123", "0044 7700 900123", "wa.me/447700900123",
     "https://api.whatsapp.com/send?phone=447700900123&text=hi", "＋４４ ７７００ ９００１２３", "+44.7700.900.123"],
)  # fmt: skip
def test_telephone_number_in_every_spelling(text: str) -> None:
    """A number with its country is E.164 however it is grouped."""
    assert values(text, "phone") == ["+447700900123"]


def test_number_without_country_meets_the_one_with_it() -> None:
    """The last nine digits are a weaker key that both spellings share."""
    assert values("call (020) 7946 0123", "phone-tail") == values("+44 20 7946 0123", "phone-tail")
    assert values("call (020) 7946 0123", "phone") == []


@pytest.mark.parametrize(
    "text",
    ["on 2024-05-12 at 10", "12/03/2024", "1999-2024", "EUR 1,000,000", "order 12345", "version 1.2.3.4.5",
     "9" * 400, "0" * 40, "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
)  # fmt: skip
def test_no_telephone_number(text: str) -> None:
    """Dates, amounts, long runs of digits and digests are no telephone numbers."""
    assert values(text, "phone") == []
    assert values(text, "phone-tail") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://t.me/lin_xue", "telegram:lin_xue"),
        ("Telegram: @Lin_Xue", "telegram:lin_xue"),
        ("my telegram is lin_xue88", "telegram:lin_xue88"),
        ("телеграм @lin_xue", "telegram:lin_xue"),
        ("电报 @lin_xue", "telegram:lin_xue"),
        ("微信号：linxue_88", "wechat:linxue_88"),
        ("加V linxue88", "wechat:linxue88"),
        ("请加微信 linxue88", "wechat:linxue88"),
        ("微信：**linxue_88**，请备注", "wechat:linxue_88"),
        ("WeChat ID: linxue_88", "wechat:linxue_88"),
        ("Skype: live:.cid.12ab34cd", "skype:live:.cid.12ab34cd"),
        ("Signal helen.42", "signal:helen.42"),
        ("Discord: helen#1234", "discord:helen#1234"),
        ("QQ：123456789", "qq:123456789"),
        ("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", "whatsapp-invite:AbCdEfGhIjKlMnOpQrStUv"),
        ("https://t.me/+AbCdEf12345_-x", "telegram-invite:AbCdEf12345_-x"),
        ("Telegram: @lin\u2066_xue\u2069", "telegram:lin_xue"),
    ],
)  # fmt: skip
def test_handle(text: str, value: str) -> None:
    """An account is read from its link, or behind its messenger's name, in several languages."""
    assert values(text, "handle") == [value]


@pytest.mark.parametrize(
    "text",
    ["Telegram is better than mail", "use Signal because it is private", "in line with our policy",
     "the next session on Monday", "a strong signal", "Let us move to WhatsApp please", "the wire transfer",
     "WeChat works well", "online", "QQ 12", "I like Skype calls"],
)  # fmt: skip
def test_no_handle_in_plain_talk(text: str) -> None:
    """Talk about a messenger names no account."""
    assert values(text, "handle") == []


def test_bare_name_is_a_weak_key() -> None:
    """An @name whose messenger is not said is a weaker kind, and no mail address one."""
    assert values("find me as @lin_xue_88 or x@post.example", "handle-bare") == ["lin_xue_88"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("https://www.linkedin.com/in/Helen-Ashworth-12/?trk=x", "profile", "linkedin.com/helen-ashworth-12"),
        ("uk.linkedin.com/in/helen-ashworth-12", "profile", "linkedin.com/helen-ashworth-12"),
        ("https://twitter.com/Helen_A/status/123", "profile", "x.com/helen_a"),
        ("https://github.com/helena", "profile", "github.com/helena"),
        ("https://facebook.com/profile.php?id=100012345", "profile", "facebook.com/100012345"),
        ("https://linkedin.com/company/ledger-vale", "company-page", "linkedin.com/ledger-vale"),
        ("hxxps://www.Ledger-Vale[.]example:443//a/%7Eb/?utm_source=q&b=2&a=1#top", "url", "ledger-vale.example/a/~b?a=1&b=2"),
        ("http://bücher.example/x", "domain", "xn--bcher-kva.example"),
        ("http://192.0.2.7/x", "site-ip", "192.0.2.7"),
    ],
)  # fmt: skip
def test_web_address(text: str, kind: str, value: str) -> None:
    """Addresses lose tracking, default ports and case; profiles become accounts."""
    assert value in values(text, kind)


@pytest.mark.parametrize(
    "text",
    ["https://www.linkedin.com/in/helena-x1", "https://bit.ly/3abc", "me@gmail.com", "me@yahoo.co.uk",
     "https://docs.google.com/document/d/1", "https://example.sharepoint.com/x", "https://www.microsoft.com/a"],
)  # fmt: skip
def test_shared_hosts_give_no_domain(text: str) -> None:
    """A platform, mail provider, shortener or large employer is nobody's own domain."""
    assert values(text, "domain") == []


def test_short_link_itself_is_a_key() -> None:
    """The same short link is the same page, though its host is shared."""
    assert values("https://bit.ly/3abC", "url") == ["bit.ly/3abC"]


def test_reserved_paths_are_no_accounts() -> None:
    """Pages of a platform are no people."""
    assert (
        values(
            "https://github.com/features https://x.com/home https://linkedin.com/in/me", "profile"
        )
        == []
    )


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text breaks the reading, and every place lies within it."""
    for each in read(text):
        assert 0 <= each.start < each.end <= len(text)
        assert each.value
        assert 0 < each.certainty <= 1


_PIECES = st.sampled_from(
    ["@", ".", "://", "www.", "t.me/", "+44", "0", "9", "x", "[", "]", "(", ")", "at", "dot", "\u202e", "\u200b",
     "telegram", "微信", "：", " ", "\n", "-", "_", "xn--", "%", "?", "=", "&", "#", "company no", "0x", "T", "1", "。"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=80).map("".join))
@settings(max_examples=300, deadline=None)
def test_hostile_mixtures_are_read(text: str) -> None:
    """Fragments of identifiers in any order break nothing."""
    for each in read(text):
        assert 0 <= each.start < each.end <= len(text)


@given(
    st.from_regex(r"[a-z][a-z0-9]{1,12}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9]{1,12}", fullmatch=True),
    st.text(alphabet="\u200b\u200d\u2060\u202e\ufeff\u00ad", max_size=3),
    st.integers(0, 20),
)
@settings(max_examples=200, deadline=None)
def test_hidden_marks_change_nothing(name: str, host: str, marks: str, at: int) -> None:
    """An address with invisible marks anywhere in it is the same, and quoted with its marks."""
    address = f"{name}@{host}.example"
    at = min(at, len(address) - 1)
    text = f"mail {address[:at]}{marks}{address[at:]} now"
    emails = [each for each in read(text) if each.kind == "email"]
    assert [each.value for each in emails] == [address]
    assert text[emails[0].start : emails[0].end].replace(marks, "") == address if marks else True


@pytest.mark.parametrize(
    "text",
    ["a@" * 60_000, "@" * 100_000, "a." * 80_000, "1 " * 80_000, "+4" * 80_000, "(" * 100_000, "[.]" * 60_000,
     "http://" * 20_000, "x" * 150_000, "telegram " * 15_000, "company no " * 15_000, "\u200b" * 100_000,
     "t.me/" * 30_000, "1" * 150_000, "https://a.example/" + "%41" * 50_000, "微信" * 60_000, "-" * 150_000,
     "a@b.example " * 10_000, "0x" + "a" * 100_000],
)  # fmt: skip
def test_time_is_linear(text: str) -> None:
    """No text of its length takes more than a few seconds, whatever it is made of."""
    began = time.perf_counter()
    for _ in read(text):
        pass
    assert time.perf_counter() - began < 6
