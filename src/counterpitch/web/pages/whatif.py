"""What if: a cap table and a planned deal in a form or a file, the answer beside it."""

import msgspec
from markupsafe import Markup
from starlette.responses import Response

from counterpitch.errors import CounterpitchError
from counterpitch.ownership.captable.table import CapTable
from counterpitch.ownership.deal.controllers import controllers
from counterpitch.ownership.deal.whatif import Party, WhatIf, what_if
from counterpitch.ownership.terminal.whatif import COUNTED, LAW
from counterpitch.web.desk import Desk
from counterpitch.web.door import Doors
from counterpitch.web.register.drawn import bar
from counterpitch.web.register.opened import node_of, opened, traced
from counterpitch.web.register.tables import (
    FIELDS,
    Rows,
    of_file,
    of_form,
    of_table,
    of_trace,
    table_of,
)
from counterpitch.web.visit import Visit

doors = Doors()
SHOWN = 60
EXAMPLE = "The example: Larkfield Quantum"


class Beside(msgspec.Struct, frozen=True):
    """A party with its votes by law before and after drawn."""

    party: Party
    before: Markup
    after: Markup


class WhatIfPage(msgspec.Struct, frozen=True):
    """The form and, once something was sent, the answer."""

    rows: Rows
    fields: tuple[str, ...] = FIELDS
    answer: WhatIf | None = None
    parties: tuple[Beside, ...] = ()
    more: int = 0
    remarks: tuple[str, ...] = ()
    read_from: str = ""
    register: bool = False
    trouble: str = ""
    counted: str = COUNTED
    law: str = LAW


@doors.get("/owners/what-if", "read")
def form_page(visit: Visit) -> Response:
    """Show the form, empty or with the holders that the register names for a company."""
    has = visit.desk.settings.register is not None
    rows = Rows()
    if (id := visit.query("id")) and has:
        with opened(visit.desk) as register:
            rows = of_trace(traced(register, node_of(register, id).id, None, None))
    return visit.render("whatif.html", WhatIfPage(rows.padded(), register=has))


@doors.post("/owners/what-if", "read", uploads=True)
def reckon(visit: Visit) -> Response:
    """Answer what a planned deal changes; nothing of it is kept."""
    form, has = visit.form, visit.desk.settings.register is not None
    rows = Rows()
    try:
        rows = of_form(form)
        uploads = form.uploads("table")
        table = of_file(uploads[0]) if uploads else table_of(rows)
        rows = of_table(table) if uploads else rows
        found, remarks = answered(visit.desk, table)
    except CounterpitchError as error:
        page = WhatIfPage(rows.padded(), register=has, trouble=str(error))
        return visit.render("whatif.html", page, 422)
    page = WhatIfPage(
        rows.padded(),
        answer=found,
        parties=tuple(map(_beside, found.parties[:SHOWN])),
        more=max(0, len(found.parties) - SHOWN),
        remarks=remarks,
        read_from=uploads[0].name if uploads else "",
        register=has,
    )
    return visit.render("whatif.html", page)


def answered(desk: Desk, table: CapTable) -> tuple[WhatIf, tuple[str, ...]]:
    """Return what a table's deal changes, with the register's controllers, and all remarks."""
    above: dict[str, set[str]] = {}
    remarks: tuple[str, ...] = ()
    if desk.settings.register is not None:
        with opened(desk) as register:
            above, remarks = controllers(register, table)
    found = what_if(table, "", above)
    said = tuple(each.message for each in table.notices[:20])
    return found, (*said, *remarks, *found.remarks)


def _beside(party: Party) -> Beside:
    return Beside(party, bar(party.before.law.votes), bar(party.after.law.votes))
