"""The head of a request: read by a parser that would take one of any length."""

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from counterpitch.web.guard.heads import MOST, Heads


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the number of bytes of the body."""
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
    body = str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server on a free port that reads heads as the desk does."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(_echo, http=Heads, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(20)


def test_long_bodies_and_many_requests_of_one_connection_are_read(port: int) -> None:
    """Only heads count: neither large bodies nor the sum of all requests is refused."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for body in (b"x" * (5 * MOST), b"", b"y" * MOST, b"z"):
        connection.request("POST", "/", body, {"X-Long": "a" * 20_000})
        answer = connection.getresponse()
        assert (answer.status, int(answer.read())) == (200, len(body))


@pytest.mark.parametrize(
    "endless", [b"GET /" + b"a" * 100, b"GET / HTTP/1.1\r\nX: " + b"a" * 100,
                b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 20]
)  # fmt: skip
def test_a_head_without_end_is_refused(port: int, endless: bytes) -> None:
    """An address, a header or a list of headers that never ends gets one sentence and no memory."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(endless)
        rest = (b"X: a\r\n" if endless.endswith(b"\n") else b"a") * (2 * MOST)
        with contextlib.suppress(OSError):
            connection.sendall(rest[: 3 * MOST // 2 // 6 * 6])
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 400")
