"""The page of a campaign."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from counterpitch.campaigns.page import Page
from counterpitch.campaigns.template import Template
from counterpitch.render.plain import one_line, shown

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

MOST: Final = 12
BAR: Final = 40


def campaign_page(
    page: Page,
    stages: Mapping[str, int],
    *,
    as_json: bool,
    besides: Mapping[str, object] | None = None,
) -> "bytes | Iterator[RenderableType]":
    """Return the page for a terminal, or as JSON with what is known ``besides``.

    ``stages`` counts how far members got.
    """
    if as_json:
        found = msgspec.to_builtins(page) | {"stages": dict(stages)} | dict(besides or {})
        return msgspec.json.format(msgspec.json.encode(found), indent=2)
    return _page(page, stages)


def _page(page: Page, stages: Mapping[str, int]) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text(
        f"{page.campaign}   {page.size:,} approaches, {page.ties:,}"
        f" {'tie' if page.ties == 1 else 'ties'}",
        style="bold",
    )
    if page.first and page.last:
        yield f"{page.first:%Y-%m-%d} – {page.last:%Y-%m-%d}"
    for what, several in (
        ("Under the names of", page.names),
        ("Organisations reached", page.organisations),
    ):
        if several:
            more = f" and {len(several) - MOST:,} more" if len(several) > MOST else ""
            listed = ", ".join(one_line(each, 60) for each in several[:MOST])
            yield Text(f"{what} ({len(several):,}): {listed}{more}")
    counted = ", ".join(f"{name} {count:,}" for name, count in page.channels.items())
    yield Text(f"Channels: {counted}   Languages: " + ", ".join(page.languages))
    if stages:
        yield Text("Furthest stage: " + ", ".join(f"{name} {n}" for name, n in stages.items()))
    yield from _timeline(page.days)
    if page.template:
        yield Text("\nTemplate", style="bold")
        yield _template(page.template)
    yield from _ties(page)
    yield from _members(page)


def _timeline(days: Mapping[str, int]) -> "Iterator[RenderableType]":
    if len(days) < 2:
        return
    months: dict[str, int] = {}
    for day, count in days.items():
        months[day[:7]] = months.get(day[:7], 0) + count
    most, total = max(months.values()), 0
    yield "\nFirst messages a month, and all so far"
    for month, count in list(months.items())[-MOST:]:
        total = sum(n for m, n in months.items() if m <= month)
        yield f"  {month}  {'█' * max(1, round(count / most * BAR)):<{BAR}} {count:>6,} {total:>7,}"


def _template(template: Template) -> "Text":
    from rich.text import Text

    found = Text()
    for piece in template.pieces:
        if piece.fixed:
            found.append(shown(piece.text))
        else:
            others = " | ".join(one_line(each, 40) for each in piece.fillings)
            found.append(
                f"‹{one_line(piece.text, 80)}{' | ' + others if others else ''}›", "reverse"
            )
            found.append(" " if piece.text[-1:].isspace() else "")
    others = "other" if template.compared == 1 else "others"
    found.append(f"\n({template.approach}, beside {template.compared} {others})", "dim")
    return found


def _ties(page: Page) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text("\nWhat ties them", style="bold")
    for each in page.shared[:MOST]:
        value = f"  {one_line(each.value, 90)}" if each.value else ""
        pairs = "pair " if each.pairs == 1 else "pairs"
        yield Text(f"  {each.kind:<14} {each.pairs:>6,} {pairs}  up to +{each.weight:.1f}{value}")
    for bridge in page.bridges[:MOST]:
        a, b, reason = bridge.ties[0]
        to = bridge.campaign or "an approach in no campaign"
        yield Text(
            f"Tied to {to} by a thin bridge only, or kept apart by a judgement:"
            f" {a} – {b}. {one_line(reason, 120)}"
        )


def _members(page: Page) -> "Iterator[RenderableType]":
    """Yield the approaches: which, since when, by whom, to which organisation."""
    from rich.text import Text

    yield Text("\nApproaches", style="bold")
    for each in page.members:
        day = f"{each.first:%Y-%m-%d}" if each.first else " " * 10
        by = ", ".join(one_line(part, 60) for part in (each.name, each.company) if part)
        to = f" to {one_line(each.organisation, 60)}" if each.organisation else ""
        yield Text(f"  {one_line(each.approach, 40):<14} {day}  {by}{to}")
    if page.size > len(page.members):
        yield f"  and {page.size - len(page.members):,} more: --json --all"
