"""What happened on the invented desk: who reported, who judged and why, which cases grew."""

import heapq
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from counterpitch.cases import (
    Store,
    add_note,
    add_person,
    add_task,
    judge,
    move_case,
    new_case,
    receive,
)
from counterpitch.cases.nouns.approaches import JudgementWord
from counterpitch.cases.nouns.receipts import Receipt
from counterpitch.cases.people import directory, links
from counterpitch.cases.people.role import Role
from counterpitch.cases.people.secret import new_secret
from counterpitch.web import knowledge
from counterpitch.web.demo.invented import SEED, Reported, reported

LEAD: Final = "robin"
PEOPLE: Final[tuple[tuple[str, str, Role], ...]] = (
    (LEAD, "Robin Hale", "lead"),
    ("sam", "Sam Okoye", "analyst"),
    ("iris", "Iris Vandenberg", "auditor"),
    ("noor", "Noor Haddad", "reporter"),
)
_REASONS: Final[dict[JudgementWord, tuple[str, ...]]] = {
    "confirmed": (
        "Firm has no office where it says, and nobody there knows the name.",
        "Asked twice for what is not public, after a paid first task.",
        "Same wording as two earlier approaches; colleague warned.",
    ),
    "false-alarm": (
        "Called the number on their own page: they know the name and the matter.",
        "Asked at an address found elsewhere; the letter is theirs.",
        "Known to the team for years; nothing internal was asked.",
    ),
    "needs-information": ("Colleague is asked for the first messages.",),
    "duplicate": ("Reported last week by a colleague of the same team.",),
}
_WORDS: Final[dict[str, JudgementWord]] = {
    "covert_approach": "confirmed", "scam": "confirmed", "legitimate": "false-alarm",
}  # fmt: skip
_CASES: Final = (
    ("Paid papers on guidance electronics", "reported"),
    ("Recruiter who wants names of colleagues", "investigating"),
    ("Investor in the cryogenics group", "open"),
)
_LURES: Final = {
    "Paid papers on guidance electronics": (
        "expert-network", "expert-call", "consultancy", "consultant", "think-tank",
    ),
    "Recruiter who wants names of colleagues": ("recruiter", "headhunter", "in-house-hiring"),
    "Investor in the cryogenics group": ("investor", "grant-giver", "licence-seeker"),
}  # fmt: skip
"""Of which kinds a case is made, so that its title fits what is in it."""

_TASKS: Final = {
    "Paid papers on guidance electronics": (
        "Call the firm at a number found elsewhere", "Brief the group at its Monday meeting",
        "The second contact knows the project's internal name.",
    ),
    "Recruiter who wants names of colleagues": (
        "Ask the two colleagues for the first messages", "Warn the whole department, unnamed",
        "Both were asked who else works on the seeker. Same sentence, different names.",
    ),
    "Investor in the cryogenics group": (
        "Look the fund up in the public register", "Talk to the group's lead about the data room",
        "The fund names no partner. The data room was asked for before any term sheet.",
    ),
}  # fmt: skip


def fill(store: Store, *, now: datetime | None = None) -> str:
    """Fill an empty store with a year of invented work; return the secret of a report link."""
    today = now or datetime.now(UTC)
    story = _Story(store, today)
    before = store.clock
    try:
        story.run()
    finally:
        store.clock = before
    _, secret = links.make(store, "all staff (demo)", LEAD, now=today.timestamp())
    return secret


class _Story:
    """Does things in the order of their times, so that the journal reads like a real one."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._chance = random.Random(SEED + 1)  # noqa: S311  # nosec B311
        self._coming: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._count = 0
        self._confirmed: list[tuple[int, Reported]] = []

    def run(self) -> None:
        """Tell the whole year."""
        began = (self._now - timedelta(days=366)).timestamp()
        for login, name, role in PEOPLE:
            # Nobody can log in with these: the demo opens sessions itself.
            directory.add(self._store, login, name, role, now=began, password=new_secret())
        for each in reported(self._now):
            self._later(each.at, self._received(each))
        for number, (title, status) in enumerate(_CASES):
            at = self._now - timedelta(days=(60, 24, 3)[number])
            self._later(at, self._opened(title, status))
        while self._coming:
            at, _, event = heapq.heappop(self._coming)
            if at < self._now:
                self._store.clock = lambda at=at: at  # type: ignore[misc]
                event(at)

    def _later(self, at: datetime, event: Callable[[datetime], None]) -> None:
        self._count += 1
        heapq.heappush(self._coming, (at, self._count, event))

    def _received(self, each: Reported) -> Callable[[datetime], None]:
        def event(at: datetime) -> None:
            ticked = self._chance.sample(knowledge.revealed(), self._chance.choice((0, 0, 1, 2)))
            receipt = receive(
                self._store, content=each.content, actor=f"link:all staff #{self._count:04x}",
                name=each.name, where_from="link all staff", revealed=ticked,
            )  # fmt: skip
            self._plan(at, each, receipt)

        return event

    def _plan(self, at: datetime, each: Reported, receipt: Receipt) -> None:
        """Decide when somebody looks at it, and what they say."""
        age = (self._now - at).days
        if not receipt.approaches or self._chance.random() > 0.1 + age / 40:
            return
        word = _WORDS[each.truth]
        if self._chance.random() < 0.06:
            word = "duplicate" if word == "confirmed" else "needs-information"
        delay = timedelta(hours=1 + self._chance.expovariate(1 / 30))
        self._later(at + delay, self._judged(receipt.approaches[0], word, each))

    def _judged(
        self, number: int, word: JudgementWord, each: Reported
    ) -> Callable[[datetime], None]:
        def event(at: datetime) -> None:
            who = self._chance.choice(("sam", "sam", LEAD))
            judge(self._store, [number], who, word, self._chance.choice(_REASONS[word]))
            if word == "needs-information":
                after = at + timedelta(days=4 + 5 * self._chance.random())
                self._later(after, self._judged(number, "false-alarm", each))
            if word == "confirmed":
                self._confirmed.append((number, each))

        return event

    def _opened(self, title: str, status: str) -> Callable[[datetime], None]:
        def event(at: datetime) -> None:
            chosen = self._fitting(title)
            store = self._store
            case = new_case(
                store, title=title, actor="sam", approaches=[number for number, _ in chosen],
                owner="sam", summary="Reported by several colleagues; the pattern is the same.",
            )  # fmt: skip
            for _, each in chosen:
                if each.contact:
                    add_person(store, case, name=each.contact, role="contact", actor="sam")
            due = self._now.date()
            first, second, note = _TASKS[title]
            add_task(store, case, title=first,
                     owner="sam", actor="sam", due_on=due - timedelta(days=1))  # fmt: skip
            add_task(store, case, title=second,
                     owner=LEAD, actor="sam", due_on=due + timedelta(days=4))  # fmt: skip
            add_note(store, case, note, actor="sam")  # fmt: skip
            self._moved(case, status)

        return event

    def _fitting(self, title: str) -> list[tuple[int, Reported]]:
        """Return the last three confirmed approaches of the kind that a case is about."""
        return [
            (number, each) for number, each in self._confirmed
            if each.truth == "covert_approach" and each.lure in _LURES[title]
        ][-3:]  # fmt: skip

    def _moved(self, case: int, status: str) -> None:
        reasons = {"investigating": "Two colleagues were asked the same question.",
                   "reported": "Sent to the national service by hand, with the pack."}  # fmt: skip
        for step in ("investigating", "reported"):
            if status == "open":
                return
            move_case(self._store, case, step, actor=LEAD, reason=reasons[step])
            if step == status:
                return
