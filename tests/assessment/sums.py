"""Sums of rules, as the assessor makes them."""

from collections.abc import Iterable

from counterpitch.assessment.weigh import Weighed, weigh_up, weight_of
from counterpitch.model.indicator import Indicator
from counterpitch.rulebook.book import Weights


def weighed(rules: Iterable[Indicator], weights: Weights) -> Weighed:
    """Return the sums of what ``rules`` contribute."""
    return weigh_up(((rule.kind, weight_of(rule, weights)) for rule in rules), weights)
