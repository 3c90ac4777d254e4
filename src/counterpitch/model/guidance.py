"""Guidance: honest explanations, questions that ought to be answered, and what to do."""

import msgspec


class TwinRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An honest explanation, offered where one of ``indicators`` matched."""

    name: str
    indicators: tuple[str, ...]
    explanation: str
    settle: str


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something an honest contact can say.

    ``asked`` and ``answered`` name indicators; ``raised`` those that make the
    question matter even if nobody asked it.
    """

    topic: str
    question: str
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    raised: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the four steps: its name and what to do."""

    name: str
    text: str


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an approach is reported in one country (ISO 3166 code)."""

    code: str
    country: str
    routes: tuple[str, ...]


class Guidance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in rules/guidance.yml."""

    twins: tuple[TwinRule, ...]
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    scam_steps: tuple[Step, ...]
    quiet_steps: tuple[Step, ...]
    routes: tuple[Route, ...]
    disclaimer: str
    unsent: str = ""
    """The sentence that nothing left this computer; left out where something did."""

    def closing(self) -> str:
        """Return the last words below every verdict where nothing was sent."""
        return f"{self.disclaimer} {self.unsent}".rstrip()
