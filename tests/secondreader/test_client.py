"""One bounded exchange with a server that may be away, slow, broken or hostile."""

import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from counterpitch.secondreader.client import MAX_BODY, Deadline, post
from counterpitch.secondreader.endpoint import Endpoint, endpoint
from counterpitch.secondreader.failure import Refused, SecondReaderFailed
from counterpitch.secondreader.masking import MaskedText
from counterpitch.secondreader.prompt import request
from tests.secondreader.conftest import Served, started

BODY = request([MaskedText(0, "contact", "Which of the trials failed, please?", ())], "", "text")


def failure(to: Endpoint) -> SecondReaderFailed:
    """Return how an exchange with ``to`` fails; it has to."""
    with pytest.raises(SecondReaderFailed) as caught:
        post(to, BODY, Deadline(to.timeout))
    return caught.value


@pytest.mark.parametrize("manner", ["answer", "chunked"])
def test_an_answer_comes_back_whole(served: Served, manner: str) -> None:
    """With a length, and in chunks."""
    body = post(served.at(manner), BODY, Deadline(20))
    assert body.startswith(b'{"id": "1"')
    assert body.endswith(b"}")


def test_the_headers_ask_for_nothing_that_is_not_taken(served: Served) -> None:
    """No packing is asked for, no key is sent unless there is one, and no version is told."""
    post(served.at("answer"), BODY, Deadline(20))
    post(served.at("answer", key="secret-key"), BODY, Deadline(20))
    first, second = (each["headers"] for each in served.requests())
    assert first["Accept-Encoding"] == "identity"
    assert "Authorization" not in first
    assert second["Authorization"] == "Bearer secret-key"


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        ("redirect", "redirect"), ("bomb", "packs its answer"), ("huge", "longer than 1 MB"),
        ("endless", "longer than 1 MB"), ("claims", "broke"), ("noisy", "broke"), ("hangup", "broke"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_one_sentence(served: Served, manner: str, words: str) -> None:
    """What happened, where, and what to do next."""
    to = served.at(manner)
    told = failure(to)
    assert words in told.message
    assert told.where == to.shown()
    assert told.hint
    assert "\n" not in str(told)


@pytest.mark.parametrize("manner", ["slow", "drip", "dripping-head"])
def test_no_server_can_hold_anybody_up(served: Served, manner: str) -> None:
    """The deadline holds for everything together, also where something comes all the time."""
    begin = time.monotonic()
    told = failure(served.at(manner, timeout=1.0))
    assert "did not answer within 1 s" in told.message
    assert time.monotonic() - begin < 4


def test_a_redirect_is_not_followed(served: Served) -> None:
    """Nothing goes where the server points."""
    failure(served.at("redirect"))
    assert [each["path"] for each in served.requests()] == ["/redirect/v1/chat/completions"]


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "_KEY"), (404, "--second-reader-model"), (500, "log"), (418, "log")],
)
def test_a_status_is_told_with_what_the_server_says(
    served: Served, status: int, words: str
) -> None:
    """The server's own words are shown, without their control characters."""
    told = failure(served.at(f"status-{status}"))
    assert isinstance(told, Refused)
    assert told.status == status
    assert f"answers {status}" in told.message
    assert "not" in told.message
    assert "\x1b" not in told.message
    assert words in told.hint


def test_nobody_there_is_told() -> None:
    """A closed port, and a host that does not exist."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "no second reader answers" in failure(endpoint(f"http://127.0.0.1:{port}")).message
    assert "no such host" in failure(endpoint("http://nowhere.invalid:8080")).message


def test_a_host_that_drops_everything_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting has a limit of its own, and the sentence names that one."""

    def silent(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)
    assert "cannot be reached within 10 s" in failure(endpoint("http://10.0.0.5:8000")).message


def test_no_proxy_of_the_environment_is_used(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text that is meant for this computer does not travel through a proxy."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(served.at("answer"), BODY, Deadline(20))


def test_memory_is_bounded_by_the_limit(served: Served) -> None:
    """Of an endless answer hardly more than the limit is ever held."""
    import tracemalloc

    tracemalloc.start()
    failure(served.at("endless"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MAX_BODY


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return a certificate that nobody has signed, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = str(folder / "key.pem"), str(folder / "cert.pem")
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert]  # fmt: skip
    try:
        subprocess.run(["openssl", *words], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl program to make a certificate with")
    return cert, key


def test_certificates_are_checked(
    certificate: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown certificate is refused before anything is sent; a trusted one is taken."""
    log = tmp_path / "log.jsonl"
    process, port = started(log, *certificate)
    try:
        to = endpoint(f"https://127.0.0.1:{port}/answer/v1", "", "secret", 20)
        told = failure(to)
        assert "certificate is not valid" in told.message
        assert not log.exists()
        trusting = ssl.create_default_context(cafile=certificate[0])
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
        assert post(to, BODY, Deadline(20)).startswith(b'{"id": "1"')
        slow = endpoint(f"https://127.0.0.1:{port}/drip/v1", "", "", 1)
        assert "did not answer within 1 s" in failure(slow).message
        plain = endpoint(f"http://127.0.0.1:{port}/answer/v1", "", "", 3)
        assert "second reader" in failure(plain).message
    finally:
        process.kill()
        process.wait()


def test_https_to_a_server_that_speaks_http_is_told(served: Served) -> None:
    """The usual slip has its own sentence."""
    to = endpoint(served.root.replace("http:", "https:"), "", "", 10)
    assert "no encrypted connection" in failure(to).message
