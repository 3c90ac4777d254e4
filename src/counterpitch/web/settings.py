"""How a desk was started."""

import ipaddress
from pathlib import Path
from typing import Final

import msgspec

LOCAL: Final = "127.0.0.1"


class Limits(msgspec.Struct, frozen=True):
    """How much one request may bring; sizes in bytes."""

    form: int = 1024 * 1024
    upload: int = 64 * 1024 * 1024
    files: int = 20
    fields: int = 1200


class DeskSettings(msgspec.Struct, frozen=True):
    """Where a desk listens, and what it may do.

    ``names`` are the host names under which browsers may ask for it, besides this computer's
    own. ``register`` is the folder of a loaded register of companies, if there is one; it is
    only read. ``public`` is its address as colleagues type it (``https://desk.example``); cookies
    are marked Secure if it begins with ``https``. ``folder`` holds pending screenshots.
    """

    folder: Path
    host: str = LOCAL
    port: int = 8765
    names: tuple[str, ...] = ()
    public: str = ""
    demo: bool = False
    limits: Limits = Limits()
    register: Path | None = None

    @property
    def secure(self) -> bool:
        """Tell whether browsers reach this desk over TLS."""
        return self.public.startswith("https://")

    @property
    def address(self) -> str:
        """Return the address that a person opens."""
        return self.public.rstrip("/") or f"http://{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` is this computer itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
