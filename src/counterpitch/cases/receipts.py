"""What a receipt tells: the verdicts on what came with it, as they are now."""

from typing import Final

import msgspec
import sqlalchemy as sa

from counterpitch.cases.nouns.receipts import Receipt, VerdictSummary
from counterpitch.cases.rows import queue_row
from counterpitch.cases.store import Store
from counterpitch.cases.tables import approach, receipt, receipt_approach
from counterpitch.cases.tables import evidence as originals

SHOWN: Final = 20
"""Verdicts that a receipt tells."""
_STRINGS: Final = msgspec.json.Decoder(tuple[str, ...])


def receipt_of(store: Store, number: int, *, again: bool = False) -> Receipt:
    """Return a receipt with the verdicts as they are now."""
    with store.read() as connection:
        row = connection.execute(
            sa.select(receipt, originals.c.size)
            .join(originals, originals.c.sha256 == receipt.c.sha256)
            .where(receipt.c.id == number)
        ).one()
        linked = receipt_approach.c.receipt_id == number
        total = connection.execute(
            sa.select(sa.func.count()).select_from(receipt_approach).where(linked)
        ).scalar_one()
        before = receipt_approach.alias()
        new = (
            total
            - connection.execute(
                sa.select(sa.func.count())
                .select_from(receipt_approach)
                .where(
                    linked,
                    sa.exists().where(
                        before.c.approach_id == receipt_approach.c.approach_id,
                        before.c.receipt_id < number,
                    ),
                )
            ).scalar_one()
        )
        found = connection.execute(
            sa.select(approach)
            .join(receipt_approach, receipt_approach.c.approach_id == approach.c.id)
            .where(linked)
            .order_by(approach.c.place.desc())
            .limit(SHOWN)
        ).all()
    rows = [queue_row(each) for each in found]
    return Receipt(
        code=row.code, id=row.id, sha256=row.sha256, size=row.size, at=row.received_at,
        state=row.state, approaches=tuple(each.id for each in rows), approaches_total=total,
        new=new,
        verdicts=tuple(
            VerdictSummary(
                each.id, each.contact, each.band, each.kind, each.probability,
                each.scam_probability, each.stage, each.reasons,
            )
            for each in rows
        ),
        notices=_STRINGS.decode(row.notices), again=again,
    )  # fmt: skip
