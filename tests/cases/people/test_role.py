"""Roles: what each may do is a table that can be read aloud."""

from counterpitch.cases.people.role import MAY, PERMISSIONS, ROLE_WORDS, ROLES, SCOPES, may


def test_the_auditor_changes_nothing_and_the_reporter_reads_nothing() -> None:
    """The two roles that must stay narrow are."""
    assert not {"report", "work", "export", "lead"} & MAY["auditor"]
    assert MAY["reporter"] == {"self", "report"}


def test_only_the_lead_looks_after_people() -> None:
    """No other role includes the lead's permission, and no token can be given it."""
    assert [role for role in ROLES if may(role, "lead")] == ["lead"]
    assert "lead" not in SCOPES
    assert set(SCOPES) <= set(PERMISSIONS)
    assert set(ROLE_WORDS) == set(ROLES)
