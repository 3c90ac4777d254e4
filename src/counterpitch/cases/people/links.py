"""Links by which colleagues hand in a report without an account."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from counterpitch.cases.people.secret import digest, new_id, new_secret
from counterpitch.cases.people.tables import LINK
from counterpitch.cases.store import Store


class ReportLink(msgspec.Struct, frozen=True):
    """A link, without its secret: what it is for, who made it and when (Unix seconds)."""

    id: str
    label: str
    created_at: float
    created_by: str
    revoked: bool


def make(store: Store, label: str, by: str, *, now: float) -> tuple[ReportLink, str]:
    """Make a link; return it and the secret that ends its address, which is shown once."""
    secret = new_secret()
    link = ReportLink(new_id(), " ".join(label.split())[:100] or "everybody", now, by, False)
    with store.write() as connection:
        connection.execute(
            LINK.insert().values(digest=digest(secret), **msgspec.structs.asdict(link))
        )
    return link, secret


def valid(store: Store, secret: str) -> ReportLink | None:
    """Return the link with this secret, unless it was revoked."""
    query = select(LINK).where(LINK.c.digest == digest(secret), LINK.c.revoked.is_(False))
    with store.read() as connection:
        row = connection.execute(query).first()
    return ReportLink(row.id, row.label, row.created_at, row.created_by, False) if row else None


def links(store: Store) -> Sequence[ReportLink]:
    """Return all links, newest first."""
    with store.read() as connection:
        rows = connection.execute(select(LINK).order_by(LINK.c.created_at.desc())).all()
    return [ReportLink(r.id, r.label, r.created_at, r.created_by, r.revoked) for r in rows]


def revoke(store: Store, link_id: str) -> bool:
    """Revoke a link; tell whether there was one."""
    with store.write() as connection:
        one = LINK.update().where(LINK.c.id == link_id).values(revoked=True)
        return connection.execute(one).rowcount == 1
