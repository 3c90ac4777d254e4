import zipfile
from pathlib import Path

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


FRENCH = (
    '"ID DE LA CONVERSATION","TITRE DE LA CONVERSATION","DE","URL DU PROFIL DE L’EXPÉDITEUR","À",'
    '"URL DES PROFILS DES DESTINATAIRES","DATE","CONTENU"\n'
    '"2-abc","","Oskar","https://a.example/o","Nadia","https://a.example/n","2026-02-05","Just a"\n'
    '"2-abc","","Nadia","https://a.example/n","Oskar","https://a.example/o","2026-02-06","No."\n'
)
GERMAN = (
    "UNTERHALTUNGS-ID,VON,PROFIL-URL DES ABSENDERS,AN,DATUM,INHALT\n"
    "2-abc,Oskar,https://a.example/o,Nadia,2026-02-05,Just a figure\n"
    "2-abc,Nadia,https://a.example/n,Oskar,2026-02-06,No.\n"
)


@pytest.mark.parametrize("text", [FRENCH, GERMAN])
def test_messages_under_other_names_of_columns(text: str, tmp_path: Path) -> None:
    """Named, in a ZIP or in a folder, expect the columns that are needed, and no pasted text."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "messages.csv").write_text(text)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("messages.csv", text)
        archive.writestr("Photos.csv", text.replace("2-abc", "3-abc"))
    for path in (
        tmp_path / "folder" / "messages.csv",
        tmp_path / "folder",
        tmp_path / "export.zip",
    ):
        notices = Notices()
        assert not list(gather([path], notices, READERS))
        (told,) = notices.kept
        assert "table" in told.message
        assert "messages.csv" in told.message
        assert "Conversation ID, From, To, Date and Content" in told.message


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
