from datetime import UTC, datetime

from counterpitch.cases.linking.asking import Warned
from counterpitch.cases.linking.recipients import Recipient
from counterpitch.cases.linking.warning import Party, line, parties

AT = datetime(2026, 11, 28, tzinfo=UTC)
OURS = {1: "Institute A", 2: "Institute A", 3: "Institute B", 4: ""}


def test_an_account_is_named_with_the_organisation_and_one_way_to_reach_it() -> None:
    """Expect one line for one person and organisation, the mail address where the login is one."""
    warned = [
        Warned(1, "ann@a.example", "desk", AT, "Ann Reed"),
        Warned(2, "ann@a.example", "desk", AT, "Ann Reed"),
        Warned(3, "bo", "desk", AT, "Bo Lind"),
    ]
    assert parties(warned, OURS) == (
        Party("Ann Reed (ann@a.example)", "Institute A", "mail to ann@a.example", (1, 2)),
        Party("Bo Lind (bo)", "Institute B", "account bo on this desk", (3,)),
    )


def test_reports_by_a_link_are_one_line_and_say_that_nobody_left_an_address() -> None:
    """Expect no made-up way to reach somebody, whatever number the browser had; those come last."""
    warned = [
        Warned(1, "link:all staff #0197", "link all staff", AT),
        Warned(2, "link:all staff #01aa", "link all staff", AT),
        Warned(4, "bo", "desk", AT, "Bo Lind"),
    ]
    named, silent = parties(warned, OURS)
    assert named.who == "Bo Lind (bo)"
    assert silent == Party(
        "whoever used the link “all staff”", "Institute A", "", (1, 2), by_link=True
    )


def test_who_came_by_no_link_is_not_said_to() -> None:
    """Expect a name without an account, as the terminal takes it, to be told apart from a link."""
    (party,) = parties([Warned(1, "root", "terminal", AT)], OURS)
    assert (party.who, party.reach, party.by_link) == ("root", "", False)


def test_a_note_is_kept_with_its_approach_since_a_number_may_stand_there() -> None:
    """Expect what the reporter wrote, before those who wrote nothing."""
    note = "Call me: +44 20 7946 0011"
    warned = [
        Warned(3, "link:x #1", "link x", AT),
        Warned(1, "link:x #2", "link x", AT, "", note),
    ]
    first, second = parties(warned, OURS)
    assert (first.notes, first.reach) == (((1, note),), "")
    assert second.notes == ()


def test_who_was_approached_comes_first_each_address_once() -> None:
    """Expect recipients with the approaches that went to them and a way to reach them, a bare name
    as such, and who handed in their own one once.
    """
    warned = [Warned(4, "ann@a.example", "desk", AT, "Ann Reed")]
    to = [
        Recipient(1, "", "tess@a.example"),
        Recipient(1, "Luc Oyelaran", ""),
        Recipient(2, "Tess Marlow", "Tess@a.example"),
        Recipient(4, "Ann Reed", "ann@a.example"),
    ]
    tess, luc, ann = parties(warned, OURS, to)
    assert tess == Party(
        "Tess Marlow (tess@a.example)", "Institute A", "mail to tess@a.example", (1, 2),
        approached=True,
    )  # fmt: skip
    assert line(tess) == (
        "Tess Marlow (tess@a.example), Institute A: approached in 1, 2; mail to tess@a.example"
    )
    assert line(luc) == "Luc Oyelaran, Institute A: approached in 1; only the name is known"
    assert line(ann) == "Ann Reed (ann@a.example): handed in 4; mail to ann@a.example"
