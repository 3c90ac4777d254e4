"""What each role may do. A route names a permission, never a role."""

from typing import Final, Literal, get_args

Role = Literal["reporter", "analyst", "lead", "auditor"]
Permission = Literal["self", "report", "read", "work", "export", "audit", "lead"]
"""``self``: one's own account. ``report``: hand something in, see its outcome. ``read``:
approaches, cases, trends. ``work``: judge, keep cases. ``export``: take evidence out.
``audit``: journal and logins. ``lead``: people, settings, erasure."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
PERMISSIONS: Final[tuple[Permission, ...]] = get_args(Permission)

MAY: Final[dict[Role, frozenset[Permission]]] = {
    "reporter": frozenset({"self", "report"}),
    "analyst": frozenset({"self", "report", "read", "work", "export"}),
    "lead": frozenset(PERMISSIONS),
    "auditor": frozenset({"self", "read", "audit"}),
}

ROLE_WORDS: Final[dict[Role, str]] = {
    "reporter": "hands in what they received and sees what became of it",
    "analyst": "reads, judges and keeps cases",
    "lead": "as an analyst, and looks after people, settings and erasure",
    "auditor": "reads everything, the journal and the logins, and changes nothing",
}

Scope = Literal["report", "read", "work", "export", "audit"]
"""What a token of the API may be given; people and settings stay with the pages."""
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


def may(role: Role, permission: Permission) -> bool:
    """Tell whether ``role`` includes ``permission``."""
    return permission in MAY[role]
