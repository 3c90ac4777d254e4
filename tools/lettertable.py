"""Writes the table of letters by which texts are compared: ``python tools/lettertable.py``.

To be run only where the rules of folding change; then ``KERNEL`` in ``reuse/signing.py`` is raised.
"""

from pathlib import Path

from counterpitch.campaigns.reuse.letters import FILE, derived_table, packed

if __name__ == "__main__":
    target = Path(__file__).parents[1] / "src" / "counterpitch" / "campaigns" / FILE
    target.write_bytes(packed(derived_table()))
