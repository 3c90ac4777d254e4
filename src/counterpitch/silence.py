"""What libraries would send or fetch of their own accord is switched off here.

ONNX Runtime reports its use to its maker: it writes a device number into the user's cache as
soon as it is imported and looks up a host some seconds later, and only this variable stops
it. DuckDB would fetch an extension that a query needs.
"""

import os
from typing import Final

QUIET: Final = {"ORT_DISABLE_TELEMETRY": "1"}
"""Environment in which the libraries keep still; set before any of them is imported."""
DUCKDB: Final = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Settings of every DuckDB connection: it loads nothing, from nowhere."""


def keep_silent() -> None:
    """Set the environment, for this process and those that it starts."""
    os.environ.update(QUIET)
