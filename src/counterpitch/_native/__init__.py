"""The compiled core: the same verdicts as the Python code beside it, many times faster.

``Core`` is None where the extension has not been built; then the Python code does the work.
Setting ``COUNTERPITCH_PURE`` in the environment has the same effect.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpitch._native.core import Core as _Core
    from counterpitch._native.core import Gate as _Gate
    from counterpitch._native.core import Ledger as _Ledger

__all__ = [
    "Core", "Gate", "Ledger", "compare", "digests", "has_address", "log_odds", "numbers",
    "sign", "words",
]  # fmt: skip

Core: "type[_Core] | None" = None
Gate: "type[_Gate] | None" = None
Ledger: "type[_Ledger] | None" = None
compare: "Callable[..., bytes] | None" = None
digests: "Callable[[Any, Any, int], bytes] | None" = None
has_address: "Callable[[str], bool] | None" = None
log_odds: "Callable[..., float] | None" = None
numbers: "Callable[[str], bytes] | None" = None
sign: "Callable[..., Any] | None" = None
words: "Callable[[str], str] | None" = None
if not os.environ.get("COUNTERPITCH_PURE"):
    with suppress(ImportError):
        from counterpitch._native import core

        Core = core.Core
        Gate = core.Gate
        Ledger = core.Ledger
        compare = core.compare
        digests = core.digests
        has_address = core.has_address
        log_odds = core.log_odds
        numbers = core.numbers
        sign = core.sign
        words = core.words
