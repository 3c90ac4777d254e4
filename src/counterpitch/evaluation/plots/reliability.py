"""The reliability plot, and how many conversations have which score."""

from collections.abc import Mapping, Sequence
from html import escape

from counterpitch.evaluation.calibration import Bin, Calibration
from counterpitch.evaluation.plots.frame import BOTTOM, HEIGHT, WIDTH, Frame, drawing

EDGE, ROW, GAP = 12, 58, 30


def reliability(found: Calibration) -> str:
    """Return share of covert over mean probability, with intervals and counts."""
    frame = Frame()
    body = frame.axes("probability told, %", "share of covert, %")
    body += frame.line([(0, 0), (1, 1)], "chance")
    body += "".join(_count(frame, each, found.conversations) for each in found.bins)
    body += frame.line([(b.mean, b.covert.value or 0.0) for b in found.bins], "thin")
    body += "".join(_bin(frame, each) for each in found.bins)
    return drawing("Reliability plot", body)


def _count(frame: Frame, each: Bin, total: int) -> str:
    """Return the bar of a bin's count, at the bottom, up to a fifth of the height."""
    floor = HEIGHT - BOTTOM
    height = 0.2 * (floor - frame.y(1.0)) * each.covert.total / total
    left, right = frame.x(each.low) + 1, frame.x(each.high) - 1
    return (
        f'<rect class="count" x="{left:.1f}" y="{floor - height:.1f}" width="{right - left:.1f}"'
        f' height="{height:.1f}"><title>{each.covert.total} conversations</title></rect>'
    )


def _bin(frame: Frame, each: Bin) -> str:
    low, high, x = each.covert.low or 0.0, each.covert.high or 0.0, frame.x(each.mean)
    value = each.covert.value or 0.0
    # The number goes where the line does not: above low bins, below high ones.
    beside = frame.y(high) - 5 if each.mean < 0.5 else frame.y(low) + 13
    return (
        f'<line class="reach" x1="{x:.1f}" x2="{x:.1f}" y1="{frame.y(low):.1f}"'
        f' y2="{frame.y(high):.1f}"/>{frame.dot(each.mean, value, "point")}'
        f'<text class="number" x="{x:.1f}" y="{beside:.1f}" text-anchor="middle">'
        f"{each.covert.total}</text>"
    )


def histogram(counts: Mapping[str, Sequence[int]]) -> str:
    """Return the scores of each label as bars, one row a label, each to its own height."""
    shown = [(label, cells) for label, cells in counts.items() if sum(cells)]
    height = GAP + len(shown) * (ROW + GAP)
    body = "".join(
        _row(label, cells, GAP + at * (ROW + GAP)) for at, (label, cells) in enumerate(shown)
    )
    for tick in range(0, 101, 20):
        x = EDGE + (WIDTH - EDGE - EDGE) * tick / 100
        place = f'x="{x:.1f}" y="{height - 12}"'
        body += f'<text class="tick" {place} text-anchor="middle">{tick}</text>'
    body += (
        f'<text class="axis" x="{WIDTH / 2:g}" y="{height + 6}" text-anchor="middle">'
        "probability told, %</text>"
    )
    return drawing("Scores by label", body, width=WIDTH, height=height + 12)


def _row(label: str, cells: Sequence[int], top: float) -> str:
    floor, right = top + ROW, WIDTH - EDGE
    wide = (WIDTH - EDGE - EDGE) / len(cells)
    words = escape(label.replace("_", " "))
    parts = [
        f'<text class="name" x="{EDGE}" y="{top - 6:g}">{words}</text>'
        f'<text class="number" x="{WIDTH - EDGE}" y="{top - 6:g}" text-anchor="end">'
        f"{sum(cells)}, highest bar {max(cells)}</text>"
        f'<line class="base" x1="{EDGE}" x2="{right}" y1="{floor:g}" y2="{floor:g}"/>'
    ]
    for at, count in enumerate(cells):
        # A single conversation stays visible beside seven hundred.
        tall = max(1.5, ROW * count / max(cells)) if count else 0.0
        parts.append(
            f'<rect class="{escape(label)}" x="{EDGE + at * wide + 0.7:.1f}"'
            f' y="{floor - tall:.1f}" width="{wide - 1.4:.1f}" height="{tall:.1f}">'
            f"<title>{count}</title></rect>"
        )
    return "".join(parts)
