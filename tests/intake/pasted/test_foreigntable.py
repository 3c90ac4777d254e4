import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpitch.intake import plaintext
from counterpitch.intake.gather import gather
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.pasted.foreigntable import is_table
from counterpitch.intake.readers import READERS

REPORTS = (
    "case_no,reported_by,sender,message,received\n"
    '1,Ann Bell,Marc Delon,"Dear Ann, a short paper?\nPaid, of course.",2026-03-01\n'
    "2,Bo Carr,Ines Roth,Which programme do you work on?,2026-03-02\n"
)
PARTS = st.sampled_from([
    "Dear Ann, ", "the fee is 900 euros, ", "we would pay, ", "yes", "Bo: ", "; or ", ".", "\n",
    "paper, ", "next week, ", "and then ", "\n\n", "Name, ", "Date, ", "Text", "|", ",\n",
])  # fmt: skip


def _origin(text: str) -> Origin:
    return Origin.of_bytes("reports.csv", text.encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_of_another_program_is_no_message(delimiter: str) -> None:
    """Expect no conversation but one sentence that names the columns which are needed."""
    quoted = REPORTS.replace(",", delimiter) if delimiter != "," else REPORTS
    notices = Notices()
    assert not list(gather([_origin(quoted)], notices, READERS))
    (told,) = notices.kept
    assert told.kind == "unrecognised"
    assert "columns are not known: name them Conversation ID, From, To, Date and Content" in (
        told.message
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\nthanks, but no, not now,\nBo",
        "red, green, blue\nround, square, flat\nhot, cold, warm",
        "Name,Date\nyes,no\nup,down",
        "apples,pears,plums",
        "Me: one,two,three\nAnn: four,five,six\nMe: seven,eight,nine",
    ],
)
def test_text_with_commas_stays_text(text: str) -> None:
    """Expect short messages and lists to be read as before."""
    assert plaintext.identify(_origin(text))


@given(st.lists(PARTS, max_size=30).map("".join))
def test_prose_is_never_a_table(text: str) -> None:
    """Expect no arrangement of sentences, with a blank behind each comma, to count as a table."""
    assert not is_table(_origin(text))
