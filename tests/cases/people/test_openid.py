"""OpenID Connect: only a signed token of the right issuer, for this desk and this login, counts."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from counterpitch.cases import Store
from counterpitch.cases.people import directory, openid
from counterpitch.cases.people.openid import NotProven, Pending, Provider
from tests.cases.people.conftest import NOW, PASSWORD

ISSUER = "https://login.example"
BACK = "https://desk.example/login/openid/back"
PROVIDER = Provider("Example", ISSUER, "desk", "secret")
KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})


def _claims(pending: Pending, **change: Any) -> dict[str, Any]:
    whole = {"iss": ISSUER, "aud": "desk", "sub": "u-17", "nonce": pending.nonce,
             "iat": int(NOW), "exp": int(NOW) + 300, "email": "Noor@desk.example",
             "email_verified": True, "name": "Noor Haddad"}  # fmt: skip
    return {name: value for name, value in {**whole, **change}.items() if value is not None}


class Issuer:
    """An issuer that asks nobody, and answers what a test wants."""

    def __init__(self) -> None:
        self.token = ""
        self.asked: list[httpx.Request] = []
        self.metadata: dict[str, Any] = {
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/keys",
        }  # fmt: skip

    def __call__(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        match request.url.path:
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self.metadata)
            case "/token":
                return httpx.Response(200, json={"access_token": "x", "id_token": self.token})
            case "/keys":
                return httpx.Response(200, json={"keys": [KEY.as_dict(private=False)]})
        return httpx.Response(404)


@pytest.fixture
def issuer() -> Issuer:
    """The organisation's login."""
    return Issuer()


def _finish(issuer: Issuer, sign: Callable[[Pending], str], **answer: str) -> openid.Identity:
    known = openid.discovered(PROVIDER, issuer)
    address, pending = openid.begun(PROVIDER, known, BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["nonce"] == pending.nonce
    assert pending.verifier not in address
    issuer.token = sign(pending)
    query = {"state": asked["state"], "code": "c", **answer}
    return openid.finished(PROVIDER, known, pending, query, BACK, now=NOW, fetch=issuer)


def _signed(**change: Any) -> Callable[[Pending], str]:
    return lambda pending: jwt.encode({"alg": "RS256", "kid": "1"}, _claims(pending, **change), KEY)


def _half(algorithm: str, pending: Pending) -> str:
    parts = ({"alg": algorithm, "kid": "1"}, _claims(pending))
    return ".".join(_coded(json.dumps(part).encode()) for part in parts)


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def test_a_good_token_says_who_it_is(issuer: Issuer) -> None:
    """Identity is issuer and subject; the code travels with the verifier of PKCE."""
    who = _finish(issuer, _signed())
    assert (who.subject, who.login, who.name) == (
        f"{ISSUER} u-17", "Noor@desk.example", "Noor Haddad",
    )  # fmt: skip
    sent = next(each for each in issuer.asked if each.url.path == "/token")
    assert b"code_verifier=" in sent.content
    assert sent.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "change",
    [{"iss": "https://evil.example"}, {"aud": "other"}, {"nonce": "other"}, {"nonce": None},
     {"exp": int(NOW) - 3600}, {"sub": None}, {"exp": None}],
)  # fmt: skip
def test_a_token_that_does_not_hold_is_refused(issuer: Issuer, change: dict[str, Any]) -> None:
    """Another issuer, audience or login, no end, or one long past, proves nobody."""
    with pytest.raises(NotProven):
        _finish(issuer, _signed(**change))


def test_unsigned_and_self_signed_tokens_are_refused(issuer: Issuer) -> None:
    """Neither no signature, nor another key, nor a shared secret made of the public key counts."""
    other = RSAKey.generate_key(2048, {"kid": "1"})

    def unsigned(pending: Pending) -> str:
        return f"{_half('none', pending)}."

    def shared(pending: Pending) -> str:
        signed = _half("HS256", pending)
        mac = hmac.new(KEY.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_coded(mac)}"

    for sign in (
        unsigned,
        lambda pending: jwt.encode({"alg": "RS256", "kid": "1"}, _claims(pending), other),
        shared,
        lambda pending: "nonsense",
    ):
        with pytest.raises(NotProven):
            _finish(issuer, sign)


def test_the_answer_must_belong_to_the_login_that_was_begun(issuer: Issuer) -> None:
    """A foreign state and a refusal are told apart from nothing: nobody is let in."""
    for answer in ({"state": "foreign"}, {"code": ""}):
        with pytest.raises(NotProven):
            _finish(issuer, _signed(), **answer)


@pytest.mark.parametrize(
    "change", [{"issuer": "https://evil.example"}, {"token_endpoint": "http://login.example/token"},
               {"jwks_uri": ""}]
)  # fmt: skip
def test_an_issuer_that_describes_itself_badly_is_not_asked_further(
    issuer: Issuer, change: dict[str, str]
) -> None:
    """Another name, an unencrypted or a missing address ends it."""
    issuer.metadata |= change
    with pytest.raises(NotProven):
        openid.discovered(PROVIDER, issuer)


def test_a_mail_address_never_opens_a_local_account(store: Store, issuer: Issuer) -> None:
    """The first login makes a reporter beside the local account of the same address."""
    local = directory.add(store, "noor@desk.example", "Noor", "lead", now=NOW, password=PASSWORD)
    who = _finish(issuer, _signed())
    made = openid.person(store, PROVIDER, who, now=NOW)
    assert made.id != local.id
    assert (made.role, made.local) == ("reporter", False)
    assert openid.person(store, PROVIDER, who, now=NOW + 9).id == made.id
    directory.set_active(store, made.id, False)
    with pytest.raises(NotProven, match="closed"):
        openid.person(store, PROVIDER, who, now=NOW)
