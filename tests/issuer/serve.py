"""An organisation's login: canaille, a whole identity provider, in a process of its own.

``python -m tests.issuer.serve '<json>'`` listens on ``localhost`` at the given port and prints one
line when it does. What it answers is canaille's own, PKCE included; only three addresses are added,
for the tests that drive it: ``POST /-/rotate`` signs with a new key from then on, ``POST
/-/lie`` makes it sign, with its real key, claims that it should not, and ``POST /-/forget``
makes it ask everybody again whether they agree.
"""

import json
import logging
import os
import socketserver
import sys
import time
import wsgiref.simple_server
from collections.abc import Callable, Iterable
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

Answer = Callable[..., Any]
App = Callable[[dict[str, Any], Answer], Iterable[bytes]]


def main() -> None:
    """Listen until the process is ended."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # on localhost, between two test processes
    logging.disable(logging.CRITICAL)
    wanted = json.loads(sys.argv[1])
    app = _canaille(wanted)
    server = wsgiref.simple_server.make_server(
        "localhost", wanted["port"], Driven(app), _Threads, handler_class=_Quiet
    )
    print("listening", flush=True)
    server.serve_forever()


class _Threads(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    """A browser opens connections ahead of need; one that is idle must not keep the others."""

    daemon_threads = True


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests read what the browser shows."""


def _canaille(wanted: dict[str, Any]) -> Any:
    from canaille import create_app

    app = create_app(config={
        "TESTING": False, "ENV_FILE": None, "SECRET_KEY": os.urandom(24).hex(),
        "PREFERRED_URL_SCHEME": "http", "SERVER_NAME": f"localhost:{wanted['port']}",
        "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "HTMX": False,
                     "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"]}}},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [_key()], "INACTIVE_JWKS": [], "TRUSTED_DOMAINS": []},
    })  # fmt: skip
    with app.app_context():
        _filled(wanted)
    return app


def _filled(wanted: dict[str, Any]) -> None:
    """Keep the people and the one client that the tests asked for."""
    from canaille.app import models
    from canaille.backends import Backend

    for each in wanted["people"]:
        Backend.instance.save(models.User(
            user_name=each["login"], password=each["password"], formatted_name=each["name"],
            given_name=each["name"].split()[0], family_name=each["name"].split()[-1],
            emails=[each["mail"]],
        ))  # fmt: skip
    client = models.Client(
        client_id=wanted["client"], client_secret=wanted["secret"], client_name="The desk",
        contacts=["desk@desk.example"], client_uri="https://desk.example",
        redirect_uris=wanted["back"], grant_types=["authorization_code"], response_types=["code"],
        scope=["openid", "profile", "email"], token_endpoint_auth_method="client_secret_basic",
        id_token_signed_response_alg="RS256",
    )  # fmt: skip
    Backend.instance.save(client)
    client.audience = [client]
    Backend.instance.save(client)


def _key() -> dict[str, Any]:
    made = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"})
    made.ensure_kid()
    return made.as_dict(private=True)


class Driven:
    """Canaille, and the three addresses by which a test drives it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._lie: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start: Answer) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        if path.startswith("/-/"):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            {"/-/rotate": self._rotate, "/-/lie": self._lies, "/-/forget": self._forget}[path](
                json.loads(body or b"null")
            )
            start("204 No Content", [])
            return []
        if path == "/oauth/token" and self._lie:
            return self._changed(environ, start)
        answer: Iterable[bytes] = self._app(environ, start)
        return answer

    def _forget(self, _: Any) -> None:
        from canaille.app import models
        from canaille.backends import Backend

        with self._app.app_context():
            for each in Backend.instance.query(models.Consent):
                Backend.instance.delete(each)

    def _rotate(self, _: Any) -> None:
        """Sign with a new key; the old one is still published, as the standard advises."""
        config = self._app.config["CANAILLE_OIDC"]
        config["INACTIVE_JWKS"] = config["ACTIVE_JWKS"]
        config["ACTIVE_JWKS"] = [_key()]

    def _lies(self, claims: dict[str, Any]) -> None:
        self._lie = claims

    def _changed(self, environ: dict[str, Any], start: Answer) -> Iterable[bytes]:
        """Return canaille's answer with its ID token signed anew over other claims."""
        said: list[Any] = []
        body = b"".join(self._app(environ, lambda *args: said.append(args)))
        status, headers = said[0][:2]
        token = json.loads(body or b"null")
        if "id_token" in token:
            token["id_token"] = self._signed(token["id_token"])
            body = json.dumps(token).encode()
            headers = [each for each in headers if each[0].lower() != "content-length"]
        start(status, headers)
        return [body]

    def _signed(self, id_token: str) -> str:
        own = RSAKey.import_key(self._app.config["CANAILLE_OIDC"]["ACTIVE_JWKS"][0])
        claims = dict(jwt.decode(id_token, KeySet([own])).claims)
        if self._lie.get("key") == "foreign":
            own = RSAKey.generate_key(2048, {"kid": str(own.kid)})
        changed = {**claims, **self._lie.get("claims", {})}
        if "age" in self._lie:
            changed |= {"iat": int(time.time()) - self._lie["age"] - 60,
                        "exp": int(time.time()) - self._lie["age"]}  # fmt: skip
        return jwt.encode({"alg": "RS256", "kid": own.kid}, changed, own)


if __name__ == "__main__":
    main()
