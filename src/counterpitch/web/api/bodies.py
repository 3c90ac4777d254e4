"""What calls may bring. Checked by pydantic, as FastAPI documents it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from counterpitch.campaigns.sides import Word
from counterpitch.cases.nouns.approaches import JudgementWord
from counterpitch.cases.nouns.casefiles import CaseStatus, PersonRole
from counterpitch.model.conversation import Channel

_Number = Annotated[int, Field(ge=1, le=2**53)]
_Text = Annotated[str, Field(min_length=1, max_length=2000)]


class _Body(BaseModel):
    """A body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class ReportBody(_Body):
    """A report: text, or a file in base64. The original is kept byte for byte."""

    text: str = Field("", max_length=400_000, description="The conversation as text")
    content: str = Field("", max_length=90_000_000, description="A file, base64; instead of text")
    name: str = Field("", max_length=200, description="What the file is called")
    channel: Channel | None = None
    revealed: list[Annotated[str, Field(max_length=400)]] = Field([], max_length=50)
    note: str = Field("", max_length=4000)
    consent: bool = Field(False, description="The reporter may be named outside")


class JudgementBody(_Body):
    """A judgement with its reason."""

    judgement: JudgementWord
    reason: _Text
    seen: int | None = Field(
        None, ge=0, le=2**53,
        description="The number of the newest judgement you know of, 0 for none: if there is a"
        " newer one, nothing is kept (409). Left out, nothing is compared",
    )  # fmt: skip


class FoundBody(_Body):
    """What a person found in a report that the program could not read."""

    reason: _Text


class ManyJudgementsBody(JudgementBody):
    """The same judgement of many approaches."""

    approaches: list[_Number] = Field(min_length=1, max_length=500)


class CaseBody(_Body):
    """A new case."""

    title: str = Field(min_length=1, max_length=200)
    summary: str = Field("", max_length=10_000)
    approaches: list[_Number] = Field([], max_length=500)


class AddBody(_Body):
    """Approaches for a case."""

    approaches: list[_Number] = Field(min_length=1, max_length=500)
    reason: str = Field("", max_length=2000)


class StatusBody(_Body):
    """A step of a case's status."""

    status: CaseStatus
    reason: _Text


class TaskBody(_Body):
    """A task."""

    title: str = Field(min_length=1, max_length=400)
    owner: str = Field("", max_length=200)
    due_on: date | None = None


class DoneBody(_Body):
    """Whether a task is done."""

    done: bool


class NoteBody(_Body):
    """A note."""

    text: str = Field(min_length=1, max_length=20_000)


class PersonBody(_Body):
    """A person concerned."""

    name: str = Field(min_length=1, max_length=400)
    role: PersonRole
    note: str = Field("", max_length=2000)


class PackBody(_Body):
    """How an evidence pack is made."""

    redact: bool = Field(True, description="Leave bystanders' names out")


class CampaignJudgementBody(_Body):
    """A judgement about campaigns: two approaches (``A-12``) for ``same`` and ``different``, two
    campaigns for ``merge``, a campaign and those who leave it for ``split``, a number for
    ``undo``."""

    word: Word
    names: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(
        min_length=1, max_length=500
    )
    reason: _Text


class DealBody(_Body):
    """A cap table with a planned deal, as CSV; docs/what-if.md shows its columns."""

    table: str = Field(min_length=1, max_length=900_000)
    company: str = Field("", max_length=300, description="Whose table, where no column says so")
