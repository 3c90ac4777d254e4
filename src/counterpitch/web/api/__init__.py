"""The API: what the pages do, as JSON."""

from typing import Final

PREFIX: Final = "/api/v1"
