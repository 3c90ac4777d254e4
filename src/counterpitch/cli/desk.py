"""``counterpitch desk``: the web desk."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpitch.errors import CounterpitchError, UsageError

if TYPE_CHECKING:
    from counterpitch.cases import Store
    from counterpitch.cases.people.openid import Provider
    from counterpitch.web.settings import DeskSettings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535))
@click.option("--database", help="postgresql://… or a file; by default your data folder's.")
@click.option(
    "--demo", is_flag=True, help="Invented data in a database of its own; log in at once."
)
@click.option(
    "--register", type=click.Path(path_type=Path), envvar="COUNTERPITCH_REGISTER",
    help="A register of companies (own load), to see who is behind one. It is only read.",
)  # fmt: skip
@click.option("--name", "names", multiple=True, help="Host name that browsers may use; repeatable.")
@click.option("--public-url", default="", help="Address behind a TLS proxy: https://desk.example.")
@click.option("--behind-proxy", is_flag=True, help="Trust X-Forwarded-For of a proxy on this host.")
@click.option("--openid-issuer", help="Issuer of your organisation's OpenID Connect login.")
@click.option("--openid-client", help="Client id there; the secret in COUNTERPITCH_OPENID_SECRET.")
@click.option("--openid-label", default="your organisation", show_default=True)
def desk(
    host: str,
    port: int,
    database: str | None,
    demo: bool,
    register: Path | None,
    names: tuple[str, ...],
    public_url: str,
    behind_proxy: bool,
    openid_issuer: str | None,
    openid_client: str | None,
    openid_label: str,
) -> None:
    """Start the desk: reports in, cases kept, trends seen, in the browser.

    It listens on this computer only unless --host says otherwise, and asks for nobody's
    account on the first start but the one you then make. --demo fills a database of its own
    with invented data and logs you in.
    """
    from counterpitch.cases import data_folder
    from counterpitch.web.settings import DeskSettings, is_loopback

    if demo and not is_loopback(host):
        raise UsageError(
            "The demo logs everybody in, so it listens on this computer only.",
            hint="Leave --host out.",
        )
    if not is_loopback(host) and not public_url.startswith("https://"):
        click.echo(
            "Passwords would cross the network unencrypted: put a TLS proxy in front and give its"
            " address with --public-url.",
            err=True,
        )
    settings = DeskSettings(
        data_folder(), host, port, names, public_url, demo, register=_register(register, demo)
    )
    store = _store(database, demo)
    _run(store, settings, _provider(openid_issuer, openid_client, openid_label), behind_proxy)


def _register(folder: Path | None, demo: bool) -> Path | None:
    """Return the register to show; in the demo an invented one, loaded first where it is new.

    What is counted once over a register is counted here, so that no page waits for it.
    """
    if folder is None and demo:
        from counterpitch.web.demo.register import filled

        folder = filled()
    if folder is not None:
        from counterpitch.ownership.register import Register
        from counterpitch.ownership.signals.rates import counts

        register = Register.open(folder)
        counts(register, lambda words: click.echo(f"  {words} …", err=True))
        register.close()
    return folder


def _store(database: str | None, demo: bool) -> "Store":
    from counterpitch.cases import open_store, resume
    from counterpitch.cli.storing import tell_made

    if demo:
        return _demo_store(database)
    store = open_store(database)
    tell_made(store)
    resume(store)
    return store


def _demo_store(database: str | None) -> "Store":
    """Open the demo's database; fill it first where it is new, under another name until whole."""
    from counterpitch.cases import data_folder, open_store
    from counterpitch.cases.databasefile import DEMO
    from counterpitch.cases.linking.run import last_run, link_store
    from counterpitch.cases.people import directory
    from counterpitch.web.demo.story import LEAD, fill

    path = data_folder() / DEMO
    if database is None and not path.exists():
        half = path.with_name(f"{path.name}.{os.getpid()}")
        click.echo("Filling the demo with invented data; this takes half a minute ...", err=True)
        with open_store(str(half)) as store:
            fill(store)
        os.replace(half, path)
    store = open_store(database or str(path))
    if not directory.anybody(store):
        fill(store)
    if last_run(store) is None:
        click.echo("Finding its campaigns ...", err=True)
        link_store(store, actor=LEAD)
    return store


def _provider(issuer: str | None, client: str | None, label: str) -> "Provider | None":
    if not issuer and not client:
        return None
    if not issuer or not client:
        raise UsageError("--openid-issuer and --openid-client go together.")
    from counterpitch.cases.people.openid import Provider

    return Provider(label, issuer, client, os.environ.get("COUNTERPITCH_OPENID_SECRET", ""))


def _run(
    store: "Store", settings: "DeskSettings", provider: "Provider | None", behind_proxy: bool
) -> None:
    import uvicorn

    from counterpitch.web import heap
    from counterpitch.web.app import create_app
    from counterpitch.web.desk import Desk
    from counterpitch.web.guard.heads import Heads

    heap.bounded()
    app = create_app(Desk(settings, store, openid=provider))
    # The access log is off: addresses hold receipt codes and the secrets of report links.
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, log_level="warning", access_log=False,
        server_header=False, proxy_headers=behind_proxy, timeout_graceful_shutdown=3,
        limit_concurrency=200, http=Heads,
    )  # fmt: skip
    server = uvicorn.Server(config)
    listening = _socket(settings)
    port = listening.getsockname()[1]
    click.echo(f"The desk is open at {settings.public or f'http://{settings.host}:{port}'}"
               f"{'/demo' if settings.demo else ''}  (Ctrl+C ends it)")  # fmt: skip
    try:
        server.run(sockets=[listening])
    finally:
        store.close()


def _socket(settings: "DeskSettings") -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
        # From here on browsers are answered, if only once the server runs.
        made.listen(128)
    except OSError as error:
        made.close()
        raise CounterpitchError(
            f"The desk cannot listen there ({(error.strerror or 'refused').lower()}).",
            where=f"{settings.host}:{settings.port}",
            hint="Is it running already? Choose another --port.",
        ) from None
    return made
