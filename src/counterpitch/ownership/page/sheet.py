"""The due-diligence sheet as HTML."""

from counterpitch import __version__
from counterpitch.ownership.areas.classify import NOT_ADVICE
from counterpitch.ownership.page.look import rendered
from counterpitch.ownership.sheet.fill import Sheet


def sheet_page(sheet: Sheet, chart: str = "") -> str:
    """Return the sheet as one self-contained HTML file; ``chart`` is an SVG of this program."""
    return rendered(
        "sheet.html.j2", sheet=sheet, chart=chart, not_advice=NOT_ADVICE, version=__version__
    )
