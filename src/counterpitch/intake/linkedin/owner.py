"""Who the owner of an export is: the person whose account it comes from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from counterpitch.intake.csvrows import csv_rows
from counterpitch.intake.linkedin.export import Export, Kind, Part
from counterpitch.intake.linkedin.messages import Envelope, envelope
from counterpitch.intake.linkedin.people import HIDDEN, Party, folded, full_name, slug
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Owner
from counterpitch.model.message import Message

SURVEYED = 2_000
"""How many conversations, and messages of each, are looked at to recognise the owner."""

MAX_PEOPLE = 100_000


class Self:
    """The owner as senders and recipients show them: a name, a slug, or both."""

    def __init__(self, name: str = "", profile: str = "") -> None:
        self.name = name
        self.slug = profile

    def wrote(self, sent: Envelope, here: set[str]) -> bool:
        """Tell whether the owner sent it; ``here`` are the slugs in the conversation.

        A contact may bear the owner's name, even on purpose: the slug decides.
        Only where the owner's slug does not occur (it was changed since, say)
        does the name count, unless the owner is also who received it.
        """
        if not self.is_me(sent.sender):
            return False
        if not self.slug or not sent.sender.url or slug(sent.sender.url) == self.slug:
            return True
        received = any(folded(party.name) == folded(self.name) for party in sent.recipients)
        return self.slug not in here and not received

    def is_me(self, party: Party) -> bool:
        """Tell whether ``party`` may be the owner: the slug or the name is theirs."""
        if self.slug and slug(party.url) == self.slug:
            return True
        return bool(self.name) and folded(party.name) == folded(self.name)


class Survey:
    """In how many conversations each person occurs."""

    def __init__(self, groups: Iterable[tuple[str, list[Message]]]) -> None:
        self.slugs: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.bearers: Counter[tuple[str, str]] = Counter()
        self.first_received: Party | None = None
        self.written: dict[str, str] = {}
        self.conversations = 0
        for _, messages in islice(groups, SURVEYED):
            if len(self.bearers) + len(self.names) > MAX_PEOPLE:
                break
            self._count(messages)

    def _count(self, messages: list[Message]) -> None:
        self.conversations += 1
        slugs: set[str] = set()
        names: set[str] = set()
        for message in messages[:SURVEYED]:
            sent = envelope(message)
            for party in (sent.sender, *sent.recipients):
                if party.url:
                    slugs.add(slug(party.url))
                    self.bearers[slug(party.url), folded(party.name)] += 1
                if party.name and party.name != HIDDEN:
                    names.add(folded(party.name))
                    self.written.setdefault(folded(party.name), party.name)
            if self.first_received is None and sent.recipients:
                self.first_received = sent.recipients[0]
        self.slugs.update(slugs)
        self.names.update(names)

    def slug_of(self, name: str) -> str:
        """Return the slug in most conversations among those that bear ``name``."""
        slugs = [bearer for bearer, borne in self.bearers if borne == folded(name)]
        return max(slugs, key=lambda each: self.slugs[each], default="")

    def name_of(self, profile: str) -> str:
        """Return the name that ``profile`` bears most often."""
        names = Counter(
            {name: times for (each, name), times in self.bearers.items() if each == profile}
        )
        names.pop("", None)
        return self.written.get(names.most_common(1)[0][0], "") if names else ""

    def most_seen(self, counted: Counter[str]) -> tuple[str, bool]:
        """Return who occurs most and whether somebody else occurs as often."""
        (first, times), *others = [*counted.most_common(2)] or [("", 0)]
        return first, bool(others and others[0][1] == times)


def recognise(
    named: str, invited: dict[Party, int], survey: Survey, notices: Notices, path: str
) -> Self:
    """Return the owner: by the profile's name, else by invitations, else by occurrence."""
    inviter = max(invited, key=lambda party: invited[party], default=Party(""))
    profile = slug(inviter.url)
    name = named or inviter.name
    if survey.conversations == 0 or profile in survey.slugs:
        return Self(name or survey.name_of(profile), profile)
    if name and folded(name) in survey.names:
        return Self(name, survey.slug_of(name) or profile)
    return _by_occurrence(survey, notices, path)


def _by_occurrence(survey: Survey, notices: Notices, path: str) -> Self:
    found, tied = survey.most_seen(survey.slugs)
    by_slug = bool(found) and survey.slugs[found] * 2 > survey.conversations
    if not by_slug:
        found, tied = survey.most_seen(survey.names)
    if tied or not found:
        return _guessed(survey, notices, path)
    if by_slug:
        return Self(survey.name_of(found), found)
    return Self(survey.written.get(found, ""), survey.slug_of(found))


def _guessed(survey: Survey, notices: Notices, path: str) -> Self:
    guess = survey.first_received or Party("")
    notices.add(
        "owner-guessed",
        f"Nothing here says whose export this is; {guess.name or 'the first recipient'} was taken"
        " to be the owner. Read the whole export, so that Profile.csv settles it.",
        path,
    )
    return Self(guess.name, slug(guess.url))


def owner_noun(export: Export, notices: Notices) -> Owner:
    """Return what Profile.csv and Positions.csv say of the owner."""
    profile = next(_rows(export.of(Kind.PROFILE), notices), {})
    positions = list(islice(_rows(export.of(Kind.POSITIONS), notices), 200))
    current = next((row for row in positions if not row["finished on"].strip()), {})
    return Owner(
        name=full_name(profile)[:300] if profile else "",
        sector=profile.get("industry", "").strip()[:300],
        role=current.get("title", "").strip()[:300] or profile.get("headline", "").strip()[:300],
        organisation=current.get("company name", "").strip()[:300],
    )


def _rows(parts: list[Part], notices: Notices) -> Iterator[dict[str, str]]:
    for part in parts:
        for row in csv_rows(part.origin, part.header, notices):
            yield row.cells
