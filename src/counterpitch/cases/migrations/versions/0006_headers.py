"""Approaches are found by the headers of their mails, as far as those were kept."""

import sqlalchemy as sa
from alembic import op

from counterpitch.cases import bodies, index
from counterpitch.cases.words import worded

revision = "0006"
down_revision = "0005"

_STEP = 500
_NEWEST = sa.text(
    "SELECT c.approach_id, c.body, s.body AS held FROM content c"
    " JOIN search s ON s.approach_id = c.approach_id"
    " WHERE c.approach_id > :last AND c.body IS NOT NULL AND c.version ="
    " (SELECT max(n.version) FROM content n WHERE n.approach_id = c.approach_id)"
    " ORDER BY c.approach_id LIMIT :step"
)
_MAILED = b'"headers":'


def upgrade() -> None:
    """Add senders, Reply-To and recipients to the texts that are searched."""
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(_NEWEST, {"last": last, "step": _STEP}).all():
        entries = []
        for number, body, held in rows:
            words = bodies.conversation(bytes(body)) if _MAILED in bytes(body) else None
            text = held if words is None else index.with_people(held, words)
            if text != held:
                entries.append((number, text, worded(text)))
        index.remove(connection, [number for number, _, _ in entries], forget=False)
        if entries:
            index.put(connection, entries)
        last = rows[-1].approach_id
