"""A chat completions server of our own, run as a process: well-behaved, broken and hostile.

Usage: ``python server.py LOG [CERTIFICATE KEY]``. It writes its port to standard output and one
line of JSON per request to LOG. The first part of the path says how it behaves, so that one
process serves every test: ``http://127.0.0.1:PORT/slow``.
"""

import gzip
import json
import ssl
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

MODEL = "models/tiny-reader.gguf"
HOSTILE = (
    "[bold red]x[/] [link=http://evil.example]y[/link] \x1b[31mred\x1b]8;;http://evil.example\x07"
    "\x9b2J\u202egpj.exe http://evil.example/x " + "long " * 500
)


def conversation_of(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conversation as a model reads it: what stands between the two markers."""
    lines = asked["messages"][-1]["content"].split("\n")
    mark = lines[0].removeprefix("BEGIN CONVERSATION ")
    end = lines.index(f"END CONVERSATION {mark}")
    turns: list[dict[str, Any]] = json.loads("\n".join(lines[1:end]))
    return turns


def opinion(asked: dict[str, Any], **changes: Any) -> str:
    """Return an answer with true quotes: the first words of the first messages."""
    reasons = [
        {"title": f"Sign {n + 1}", "message": turn["message"], "quote": turn["text"][:40]}
        for n, turn in enumerate(conversation_of(asked)[:3])
    ]
    told = {
        "kind": "approach", "probability": 0.87, "reasons": reasons,
        "honest_explanation": "A market researcher at the beginning of a project.", **changes,
    }  # fmt: skip
    return json.dumps(told)


def invented(asked: dict[str, Any]) -> str:
    """Return an answer with two quotes that are there and three that are not."""
    turn = conversation_of(asked)[0]
    false = ["send me the launch codes", "[contact]", turn["text"][:20].upper() + " no"]
    reasons = [
        {"title": "True", "message": turn["message"], "quote": turn["text"][:30]},
        {"title": "Elsewhere", "message": 999, "quote": turn["text"][5:35].replace(" ", "\n  ")},
        *({"title": "False", "message": turn["message"], "quote": quote} for quote in false),
    ]
    return opinion(asked, reasons=reasons)


CONTENT: dict[str, Callable[[dict[str, Any]], str]] = {
    "answer": opinion,
    "noschema": opinion,
    "textonly": opinion,
    "busy": opinion,
    "invented": invented,
    "fenced": lambda a: f"<think>Is {{this}} one?</think>\nHere:\n```json\n{opinion(a)}\n```\nBye }}",
    "chatty": lambda a: f"Sure! {opinion(a)} Hope that helps.",
    "harmless": lambda a: opinion(a, kind="none", probability=0.02),
    "madeup": lambda a: opinion(
        a, reasons=[{"title": "T", "message": 0, "quote": "words nobody wrote"}]
    ),
    "noreason": lambda a: opinion(a, reasons=[]),
    "many": lambda a: opinion(a, reasons=json.loads(opinion(a))["reasons"] * 400),
    "hostile": lambda a: opinion(
        a, honest_explanation=HOSTILE,
        reasons=[{**r, "title": HOSTILE} for r in json.loads(opinion(a))["reasons"]],
    ),
    "prose": lambda a: "I think this is a covert approach.",
    "cutoff": lambda a: opinion(a)[:60],
    "wrongform": lambda a: json.dumps({"kind": "spy", "probability": 0.4, "reasons": []}),
    "certain": lambda a: opinion(a, probability=97),
    "missing": lambda a: json.dumps({"kind": "scam"}),
    "silent": lambda a: "",
    "nested": lambda a: "{" + '"a":[' * 50_000,
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers in the manner that the path names."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[dict[str, int]] = {}
    log = Path()

    def do_POST(self) -> None:
        """Answer one question."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        manner = self.path.split("/")[1]
        count = Handler.seen[manner] = Handler.seen.get(manner, 0) + 1
        note = {"path": self.path, "headers": dict(self.headers), "body": raw.decode("utf-8")}
        with Handler.log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(note) + "\n")
        asked = json.loads(raw)
        form = asked.get("response_format", {}).get("type", "text")
        if (manner == "noschema" and form == "json_schema") or (
            manner == "textonly" and form != "text"
        ):
            return self._send(400, b'{"error": {"message": "unknown response_format"}}')
        if manner == "busy" and count % 2:
            return self._send(503, b"loading the model")
        if manner.startswith("status-"):
            return self._send(int(manner[7:]), b'{"error": "model \x1b[31mnot\x1b[0m found"}')
        if manner in CONTENT:
            return self._send(200, self._completion(CONTENT[manner](asked), manner == "cutoff"))
        behave: Callable[[dict[str, Any]], None] = getattr(self, f"_{manner.replace('-', '_')}")
        return behave(asked)

    def do_GET(self) -> None:
        """Note that somebody followed a link."""
        with Handler.log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"path": self.path, "headers": {}, "body": ""}) + "\n")
        self._send(200, b"{}")

    def _completion(self, content: str, cut: bool = False) -> bytes:
        choice = {
            "index": 0, "message": {"role": "assistant", "content": content},
            "finish_reason": "length" if cut else "stop",
        }  # fmt: skip
        told = {"id": "1", "object": "chat.completion", "model": MODEL, "choices": [choice]}
        return json.dumps(told).encode()

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, asked: dict[str, Any]) -> None:
        self._send(302, b"", Location="/answer/v1/chat/completions")

    def _garbage(self, asked: dict[str, Any]) -> None:
        self._send(200, bytes(range(256)) * 20)

    def _html(self, asked: dict[str, Any]) -> None:
        self._send(200, b"<!doctype html><h1>Welcome</h1>", Content_Type="text/html")

    def _nochoice(self, asked: dict[str, Any]) -> None:
        self._send(200, b'{"choices": []}')

    def _list(self, asked: dict[str, Any]) -> None:
        self._send(200, b"[" * 200_000)

    def _slow(self, asked: dict[str, Any]) -> None:
        time.sleep(20)

    def _huge(self, asked: dict[str, Any]) -> None:
        self._send(200, b" " * (8 * 1024 * 1024))

    def _claims(self, asked: dict[str, Any]) -> None:
        self._send(200, b"{", Content_Length=str(10**12))
        self.close_connection = True

    def _bomb(self, asked: dict[str, Any]) -> None:
        self._send(200, gzip.compress(b" " * (64 * 1024 * 1024)), Content_Encoding="gzip")

    def _chunked(self, asked: dict[str, Any]) -> None:
        body = self._completion(opinion(asked))
        self._chunks(body[at : at + 50] for at in range(0, len(body), 50))

    def _endless(self, asked: dict[str, Any]) -> None:
        self._chunks(b" " * 65536 for _ in iter(int, 1))

    def _drip(self, asked: dict[str, Any]) -> None:
        def drops() -> Any:
            while True:
                time.sleep(0.05)
                yield b" "

        self._chunks(drops())

    def _dripping_head(self, asked: dict[str, Any]) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            time.sleep(0.05)
            self.wfile.write(b"X-Drop: 1\r\n")

    def _noisy(self, asked: dict[str, Any]) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        self.close_connection = True

    def _hangup(self, asked: dict[str, Any]) -> None:
        self.close_connection = True

    def _events(self, asked: dict[str, Any]) -> None:
        body = b'data: {"choices": [{"delta": {"content": "{"}}]}\n\n'
        self._send(200, body, Content_Type="text/event-stream")

    def _chunks(self, blocks: Any) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for block in blocks:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(block), block))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that says nothing when a client hangs up on it."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing: hanging up is what the tests are about."""


def main(log: str, *files: str) -> None:
    """Serve until killed."""
    Handler.log = Path(log)
    server = Server(("127.0.0.1", 0), Handler)
    if files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
