"""The compiled core: the same verdicts as the Python code beside it, many times faster.

``Core`` is None where the extension has not been built; then the Python code does the work.
Setting ``COUNTERPITCH_PURE`` in the environment has the same effect.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterpitch._native.core import Core as Core

__all__ = ["Core"]

try:
    if os.environ.get("COUNTERPITCH_PURE"):
        raise ImportError
    from counterpitch._native.core import Core
except ImportError:
    Core = None
