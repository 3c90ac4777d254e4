"""Figures as words, the same in the terminal and on the page."""

from counterpitch.evaluation.interval import Estimate, Rate

NONE = "–"


def figure(value: float | None, places: int = 3) -> str:
    """Return a figure such as 0.913."""
    return NONE if value is None else f"{value:.{places}f}"


def percent(value: float | None) -> str:
    """Return a share as a percentage such as 59.4%."""
    return NONE if value is None else f"{100 * value:.1f}%"


def points(value: float | None) -> str:
    """Return a difference of shares in percentage points with its sign, a fall as minus."""
    return NONE if value is None else f"{-100 * value:+.1f}" if round(value, 4) else "0.0"


def change(drop: float) -> str:
    """Return a drop of a figure as its change with a sign, a fall as minus."""
    return f"{-drop:+.3f}" if round(drop, 3) else "0.000"


def span(each: Estimate | Rate, *, shares: bool = True, times: int = 100) -> str:
    """Return the 95 % interval such as 52.1–66.0, in percent (or per ``times``)."""
    if each.low is None or each.high is None:
        return ""
    if not shares:
        return f"{each.low:.3f}–{each.high:.3f}"
    return f"{times * each.low:.1f}–{times * each.high:.1f}"


def share(each: Rate) -> str:
    """Return a share with its cases such as 59.4% (19/32)."""
    return NONE if not each.total else f"{percent(each.value)} ({each.count}/{each.total})"


def per_thousand(each: Rate) -> str:
    """Return a share per thousand such as 13.9."""
    return NONE if each.value is None else f"{1000 * each.value:.1f}"
