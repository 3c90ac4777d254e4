"""How long the head of a request may be: the parser in C reads one of any length."""

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST: Final = 65_536
"""Bytes of a request line with its headers; what browsers send is a tenth of that."""


class Heads(HttpToolsProtocol):
    """Reads requests and refuses a head that does not end in time, before it fills memory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = 0
        self._open = True

    def data_received(self, data: bytes) -> None:
        """Read on; what leaves a head open counts towards its length."""
        super().data_received(data)
        self._held = self._held + len(data) if self._open else 0
        if self._held > MOST and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")

    def on_message_begin(self) -> None:
        """Begin with a head."""
        self._open = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Begin with the body; what follows is counted elsewhere."""
        self._open = False
        super().on_headers_complete()
