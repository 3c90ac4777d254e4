"""One question to one server: bounded in time and size, nothing followed, nothing unpacked.

The standard library does it. It knows no proxies, follows no redirect and unpacks no body unless
told to, which is what is wanted; a deadline over everything is added here.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from counterpitch.render.plain import one_line
from counterpitch.secondreader.endpoint import Endpoint
from counterpitch.secondreader.failure import Refused, SecondReaderFailed

MAX_BODY: Final = 1024 * 1024
"""Bytes taken of an answer."""
_CONNECT: Final = 10.0
"""Seconds to reach the server, each address that its name has."""
_LATE: Final = 0.5
"""Seconds left above which a timeout was that of connecting."""
_BLOCK: Final = 16 * 1024


class Deadline:
    """Seconds that are left for everything together."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, 0 or more."""
        return max(0.0, self._end - time.monotonic())


def post(to: Endpoint, body: bytes, deadline: Deadline) -> bytes:
    """Send ``body`` and return the body of the answer, at most ``MAX_BODY`` bytes.

    Raises ``SecondReaderFailed``; ``Refused`` if the status is not 200.
    """
    try:
        with _connected(to, deadline) as connection:
            connection.request("POST", to.path, body, _headers(to))
            return _answer(connection.getresponse(), to, deadline)
    except SecondReaderFailed:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _told(error, to, deadline) from None


def _headers(to: Endpoint) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "counterpitch",
        "Connection": "close",
    }
    if to.key:
        headers["Authorization"] = f"Bearer {to.key}"
    return headers


@contextmanager
def _connected(to: Endpoint, deadline: Deadline) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection that is cut when the deadline passes, whatever the server does."""
    plain = socket.create_connection((to.host, to.port), min(_CONNECT, max(0.01, deadline.left())))
    # A second handle on the same connection: shutting it down ends every pending read, also
    # one inside TLS, and a server that sends a byte a second cannot hold anybody up.
    handle = plain.dup()
    watch = threading.Timer(deadline.left(), _cut, (handle,))
    watch.daemon = True
    watch.start()
    try:
        plain.settimeout(max(0.01, deadline.left()))
        connection = http.client.HTTPConnection(to.host, to.port)
        connection.default_port = 443 if to.secure else 80
        connection.sock = _encrypted(plain, to.host) if to.secure else plain
        try:
            yield connection
        finally:
            connection.close()
    finally:
        watch.cancel()
        handle.close()
        plain.close()


def _cut(handle: socket.socket) -> None:
    try:
        handle.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The other side was quicker.
        return


def _encrypted(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _answer(response: http.client.HTTPResponse, to: Endpoint, deadline: Deadline) -> bytes:
    where = to.shown()
    if 300 <= response.status < 400:
        raise Refused(
            response.status, "the second reader answers with a redirect, which is not followed.",
            where=where, hint="Give the address that it leads to.",
        )  # fmt: skip
    coding = response.getheader("Content-Encoding", "identity")
    if coding.strip().lower() not in ("identity", ""):
        raise SecondReaderFailed("the second reader packs its answer, though not asked to.",
                                 where=where, hint="Turn compression off there.")  # fmt: skip
    if response.status != 200:
        said = one_line(response.read(2000).decode("utf-8", "replace"), 200)
        told = f"{response.status}: {said}" if said else f"{response.status}."
        raise Refused(response.status, f"the second reader answers {told}",
                      where=where, hint=_hint(response.status))  # fmt: skip
    return _bounded(response, where, deadline)


def _bounded(response: http.client.HTTPResponse, where: str, deadline: Deadline) -> bytes:
    blocks: list[bytes] = []
    size = 0
    while block := response.read1(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > MAX_BODY:
            raise SecondReaderFailed("the second reader's answer is longer than 1 MB.", where=where,
                                     hint="Is this a chat completions server?")  # fmt: skip
        if not deadline.left():
            raise TimeoutError
    if not deadline.left():
        # The watch has cut the connection, which looks like the end of an answer.
        raise TimeoutError
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(blocks)


def _hint(status: int) -> str:
    if status in (401, 403):
        return "Set COUNTERPITCH_SECOND_READER_KEY."
    if status == 404:
        return "Check the address, and name the model with --second-reader-model."
    return "Look at the server's log, and name the model with --second-reader-model."


def _told(error: Exception, to: Endpoint, deadline: Deadline) -> SecondReaderFailed:
    """Return what went wrong as a sentence."""
    where = to.shown()
    if isinstance(error, ssl.SSLCertVerificationError):
        return SecondReaderFailed("the second reader's certificate is not valid.", where=where,
                                  hint="Nothing was sent.")  # fmt: skip
    if isinstance(error, ssl.SSLError) and deadline.left():
        return SecondReaderFailed("no encrypted connection to the second reader.", where=where,
                                  hint="Is it http:// there?")  # fmt: skip
    if isinstance(error, TimeoutError) and deadline.left() > _LATE:
        return SecondReaderFailed(
            f"the second reader cannot be reached within {_CONNECT:g} s.", where=where,
            hint="Check host and port, and that no firewall is between.",
        )  # fmt: skip
    if isinstance(error, TimeoutError) or not deadline.left():
        return SecondReaderFailed(
            f"the second reader did not answer within {to.timeout:g} s.", where=where,
            hint="Give it longer with --second-reader-timeout, or use a smaller model.",
        )  # fmt: skip
    if isinstance(error, ConnectionRefusedError):
        return SecondReaderFailed("no second reader answers there.", where=where,
                                  hint="Start it, or check host and port.")  # fmt: skip
    if isinstance(error, socket.gaierror):
        return SecondReaderFailed("there is no such host.", where=where,
                                  hint="Check the address of the second reader.")  # fmt: skip
    return SecondReaderFailed(
        f"the connection to the second reader broke ({type(error).__name__}).", where=where,
        hint="Is this a chat completions server?",
    )  # fmt: skip
