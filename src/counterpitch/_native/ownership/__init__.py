"""The compiled kernel of ownership: the same bounds as ``ownership.reference``, faster.

``kernel`` is None where the extension has not been built, or ``COUNTERPITCH_PURE`` is set.
"""

import os
from contextlib import suppress
from types import ModuleType

__all__ = ["kernel"]

kernel: ModuleType | None = None
if not os.environ.get("COUNTERPITCH_PURE"):
    with suppress(ImportError):
        from counterpitch._native.ownership import compiled

        kernel = compiled
