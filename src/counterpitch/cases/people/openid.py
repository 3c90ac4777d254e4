"""OpenID Connect: the organisation's own login, where the desk was told of one.

Authorisation code with PKCE (RFC 7636), state and nonce; the identity is taken from the
signed ID token only. The network is asked at the issuer's address and nowhere else.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, cast
from urllib.parse import urlsplit

import httpx
import msgspec
import sqlalchemy as sa

from counterpitch.cases.people import directory
from counterpitch.cases.people.person import Person
from counterpitch.cases.people.role import Role
from counterpitch.cases.people.tables import PERSON
from counterpitch.cases.store import Store
from counterpitch.errors import CounterpitchError

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures that are accepted: with a public key, never with a shared secret, never none."""
_SECONDS: Final = 10.0
_BYTES: Final = 512 * 1024


class Provider(msgspec.Struct, frozen=True):
    """The organisation's login. New people get ``role`` until a lead changes it."""

    label: str
    issuer: str
    client_id: str
    client_secret: str = ""
    role: Role = "reporter"


class Pending(msgspec.Struct, frozen=True):
    """What must come back unchanged; kept in a cookie of the browser that began."""

    state: str
    nonce: str
    verifier: str


class Identity(msgspec.Struct, frozen=True):
    """Who the issuer says it is; ``subject`` is issuer and subject together."""

    subject: str
    login: str
    name: str


class NotProven(CounterpitchError):
    """The organisation's login did not prove who it is."""

    status = 401

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The organisation's login did not prove who you are: {why}.",
            hint="Try again; if it stays so, a lead should check how the desk was started.",
        )


Fetch = Callable[[], httpx.Client]
"""Makes the client that asks the issuer; tests give one that asks nobody."""


def client() -> httpx.Client:
    """Return a client without proxies of the environment and without redirects."""
    return httpx.Client(timeout=_SECONDS, trust_env=False, follow_redirects=False)


@contextmanager
def _asking(fetch: Fetch) -> Iterator[httpx.Client]:
    """Ask the issuer; that it is away is told in a sentence, and no defect of the desk."""
    try:
        with fetch() as asking:
            yield asking
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotProven(f"its computer does not answer ({type(error).__name__})") from None


def discovered(provider: Provider, fetch: Fetch = client) -> dict[str, Any]:
    """Return the issuer's description of itself; raise ``NotProven`` if it cannot be used."""
    issuer = provider.issuer.rstrip("/")
    with _asking(fetch) as asking:
        found = _json(asking.get(f"{issuer}/.well-known/openid-configuration"))
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise NotProven("the issuer calls itself otherwise")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _secure(str(found.get(name, "")), issuer):
            raise NotProven(f"its {name} is missing or not secure")
    return found


def _secure(address: str, issuer: str) -> bool:
    parts = urlsplit(address)
    local = parts.hostname in ("127.0.0.1", "localhost") and issuer.startswith("http://")
    return parts.scheme == "https" or (local and parts.scheme == "http")


def _json(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code != 200 or len(answer.content) > _BYTES:
        raise NotProven(f"it answered with status {answer.status_code}")
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotProven("its answer cannot be read")
    return found


def begun(provider: Provider, known: dict[str, Any], back: str) -> tuple[str, Pending]:
    """Return the address to send the browser to, and what must come back."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    pending = Pending(*(secrets.token_urlsafe(32) for _ in range(3)))
    address: str = prepare_grant_uri(
        known["authorization_endpoint"], provider.client_id, "code", redirect_uri=back,
        scope="openid profile email", state=pending.state, nonce=pending.nonce,
        code_challenge=create_s256_code_challenge(pending.verifier), code_challenge_method="S256",
    )  # fmt: skip
    return address, pending


def finished(
    provider: Provider,
    known: dict[str, Any],
    pending: Pending,
    answer: dict[str, str],
    back: str,
    *,
    now: float,
    fetch: Fetch = client,
) -> Identity:
    """Return who came back with ``answer`` (the query); raise ``NotProven`` otherwise."""
    if not secrets.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
        raise NotProven("the answer belongs to another login")
    if not answer.get("code"):
        raise NotProven("it was refused there")
    form = {
        "grant_type": "authorization_code", "code": answer["code"], "redirect_uri": back,
        "client_id": provider.client_id, "code_verifier": pending.verifier,
    }  # fmt: skip
    signed = (provider.client_id, provider.client_secret) if provider.client_secret else None
    with fetch() as asking:
        auth = httpx.BasicAuth(*signed) if signed else httpx.USE_CLIENT_DEFAULT
        token = _json(asking.post(known["token_endpoint"], data=form, auth=auth))
        keys = _json(asking.get(known["jwks_uri"]))
    return identity(provider, str(token.get("id_token", "")), keys, pending.nonce, now)


def identity(
    provider: Provider, id_token: str, keys: dict[str, Any], nonce: str, now: float
) -> Identity:
    """Return who a signed ID token names, after checking it whole."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        read = jwt.decode(
            id_token, KeySet.import_key_set(cast(Any, keys)), algorithms=list(ALGORITHMS)
        )
        options = {
            "iss": {"essential": True, "values": [provider.issuer, provider.issuer.rstrip("/")]},
            "aud": {"essential": True, "values": [provider.client_id]},
        }
        params = {"nonce": nonce, "client_id": provider.client_id}
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(now=int(now), leeway=120)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        # The name of the claim tells a lead what to look for at the issuer: aud, nonce, exp …
        what = " ".join(filter(None, (type(error).__name__, getattr(error, "description", ""))))
        raise NotProven(f"its token does not hold ({what})") from None
    if claims.get("nonce") != nonce:
        raise NotProven("the answer belongs to another login")
    subject, mail = str(claims["sub"]), str(claims.get("email", ""))
    login = mail if mail and claims.get("email_verified", True) else f"oidc-{subject}"
    return Identity(f"{provider.issuer} {subject}", login, str(claims.get("name") or login))


def person(store: Store, provider: Provider, who: Identity, *, now: float) -> Person:
    """Return the account of ``who``, made at the first login.

    It is found by issuer and subject alone: a mail address can change hands, and must never
    open an account that has a password.
    """
    with store.read() as connection:
        row = connection.execute(sa.select(PERSON).where(PERSON.c.subject == who.subject)).first()
    if row is not None:
        found = directory.person_of(row)
        if not found.active:
            raise NotProven("the account is closed")
        return found
    login = who.login if directory.find_login(store, who.login) is None else f"{who.login}/sso"
    login = "".join(each for each in login if each.isprintable() and not each.isspace())
    return directory.add(store, login, who.name, provider.role, now=now, subject=who.subject)
