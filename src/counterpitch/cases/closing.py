"""What is told when a case is closed."""

from typing import Final

from counterpitch.cases.nouns.casefiles import CaseDetail
from counterpitch.render.plain import many

_NAMED: Final = 20


def never_judged(detail: CaseDetail) -> str:
    """Return a sentence on the approaches of a case that nobody judged; empty without any."""
    numbers = sorted(
        each.id for each in detail.approaches if each.status == "new" and each.erased_at is None
    )
    if not numbers:
        return ""
    named = ", ".join(f"A-{number}" for number in numbers[:_NAMED])
    more = f" and {len(numbers) - _NAMED:,} more" if len(numbers) > _NAMED else ""
    was = "was" if len(numbers) == 1 else "were"
    counted = many(len(numbers), "approach", "approaches")
    return f"{counted} in it {was} never judged: {named}{more}."
