"""Writes docs/reference/ownership-signals.md from the catalogue of signals and the areas.

Run ``python tools/signalpage.py`` after a change of either.
"""

from pathlib import Path

from counterpitch.ownership.areas.area import areas
from counterpitch.ownership.signals.chains import DEEP
from counterpitch.ownership.signals.queries import CHURN_DAYS, CHURN_EVENTS, FRESH_DAYS
from counterpitch.ownership.signals.scope import MANY_AT_ADDRESS, MANY_COMPANIES
from counterpitch.ownership.signals.signal import kinds

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "ownership-signals.md"

_HEAD = """# Ownership signals

<!-- written by tools/signalpage.py; change the data files, not this page -->

What in a company's structure deserves a question. `counterpitch own signals COMPANY` looks at
the company and at everything that stands above it. Each signal comes with the rows that it
rests on, the honest explanations, what would settle it, and how many companies of *your* loaded
register show it: a signal that every seventh company has is weak, however it sounds. **They are
never added up to a score**, and none looks at a country, a nationality or a name's origin.

Base rates are counted over all companies as the newest load says, at the first question, and
kept beside the register (`signal-counts.json`). Rates of queries are of the company itself; a
signal found higher up says where.
"""

_TAIL = """
## Numbers

A long chain has {deep} steps or more to a person; a fresh vehicle is {fresh} days old or less;
many changes are {churn} or more in {churn_days} days; a holder of very many has {many}
companies or more; an address of very many has {address} nodes or more. They stand in
`src/counterpitch/ownership/signals`.

## What is left out, and why

A "front" (a British company, held from a second place, held from a state on a list) is not a
signal here: it would judge by country. The chain, its bounds and its unknowns show the same
facts without the list. Statements about the same company by two registers count as a
contradiction only where one says that there is no controller; that two registers name different
parents may be true of both.

## Sensitive areas

`counterpitch own areas` reads a description against the 17 areas of SI 2021/1264, in our own
words; each file under `src/counterpitch/ownership/areas/data` has the terms, examples and near
misses. Not legal advice.

| Schedule | area | what it covers, in short |
|---|---|---|
"""


def page() -> str:
    """Return the page."""
    parts = [_HEAD]
    for kind in kinds().values():
        innocent = "".join(f"- {each}\n" for each in kind.innocent)
        parts.append(
            f"\n## {kind.title}\n\n`{kind.id}` · {kind.source}\n\n{kind.means}\n\n"
            f"Honest explanations:\n\n{innocent}\nSettled by: {kind.settle}\n"
        )
    parts.append(
        _TAIL.format(
            deep=DEEP,
            fresh=FRESH_DAYS,
            churn=CHURN_EVENTS,
            churn_days=CHURN_DAYS,
            many=MANY_COMPANIES,
            address=MANY_AT_ADDRESS,
        )
    )
    parts += [f"| {area.schedule} | {area.title} | {area.summary} |\n" for area in areas()]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
