"""A desk that really listens, for a browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from counterpitch.web.app import create_app
from counterpitch.web.desk import Desk


@contextmanager
def listening(desk: Desk) -> Iterator[str]:
    """Serve ``desk`` on a free port of this computer; yield its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(desk), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [found]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{found.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
