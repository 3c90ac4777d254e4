"""Draws docs/pictures/a-campaign.svg from what the program says about the shipped example."""

import re
import tempfile
from pathlib import Path

from rich.console import Console

from counterpitch.campaigns.link import link
from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import page
from counterpitch.campaigns.told.chains import why_page
from counterpitch.campaigns.told.pages import campaign_page
from counterpitch.campaigns.why import why
from counterpitch.intake.notices import Notices

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"


def drawn(title: str, parts: object) -> str:
    """Return terminal output as SVG that fetches nothing: fonts are the reader's own."""
    console = Console(record=True, width=100, file=open("/dev/null", "w"))  # noqa: SIM115
    for each in parts:  # type: ignore[attr-defined]
        console.print(each)
    svg = console.export_svg(title=title, unique_id="campaign")
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"[ \t]+\n", "\n", svg.replace("Fira Code", "ui-monospace")) + "\n"


def main() -> None:
    """Link the example and draw both pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = ROOT / "examples" / "campaigns.jsonl"
        found = Linked(link([path], Path(folder) / "state", Notices(), jobs=1))
        shown = page(found, found.campaign("approach-00"))
        chain = why(found, "approach-00", "approach-16")
        pictures = {
            "a-campaign": ("counterpitch campaign show", campaign_page(shown, {}, as_json=False)),
            "a-chain": ("counterpitch why approach-00 approach-16", why_page(chain, as_json=False)),
        }
        for name, (title, parts) in pictures.items():
            (PICTURES / f"{name}.svg").write_text(drawn(title, parts), "utf-8")


if __name__ == "__main__":
    main()
