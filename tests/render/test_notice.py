from counterpitch.model.source import Notice
from counterpitch.render.notice import told


def test_a_note_names_its_file_and_place() -> None:
    """Row before byte; a sentence that begins with the path does not name it twice."""
    assert told(Notice("k", "Odd dates.", "a.txt", row=3)) == "a.txt, row 3: Odd dates."
    assert told(Notice("k", "Odd dates.", "a.mbox", offset=0)) == "a.mbox, byte 0: Odd dates."
    assert told(Notice("k", "a.txt holds nothing.", "a.txt")) == "a.txt: holds nothing."
