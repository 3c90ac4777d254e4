"""Real texts whose author is known: same author, same campaign.

``hn-who-is-hiring`` and ``zh-developer-hiring`` hold adverts that their authors post month after month;
``fraud-r1`` holds frauds, each beside a rewriting by a language model.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.link.quality import quality
from counterpitch.campaigns.link import link
from counterpitch.campaigns.linked import Linked
from counterpitch.intake.notices import Notices

Row = tuple[str, str, str]
SETS = {
    "hn-who-is-hiring": "hn_hiring_2026_dev.jsonl.gz",
    "zh-developer-hiring": "zh_hiring_dev.jsonl.gz",
    "fraud-r1": "fraud_r1_base_dev.jsonl.gz",
}


def rows(corpora: Path, name: str) -> Iterator[Row]:
    """Yield (id, author, text)."""
    with gzip.open(corpora / name / SETS[name], "rt", encoding="utf-8") as stream:
        for line in stream:
            found = json.loads(line)
            if name != "fraud-r1":
                yield found["id"], found["author"], found["text"]
                continue
            for side in ("raw_data", "generated_text"):
                if text := _plain(found[side]):
                    yield f"{found['id']}/{side}", found["id"], text


def _plain(value: Any) -> str:
    """Return a text; of a record its values, since its keys are nobody's words."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return "\n".join(map(str, value.values())) if isinstance(value, dict) else value or ""


def measured(corpora: Path, work: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Return recall and precision for each set, by texts alone and by all evidence."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name in SETS:
        listed = list(rows(corpora, name))
        path = work / f"{name}.jsonl"
        lines = (
            {"id": each, "channel": "text", "messages": [{"from": "contact", "text": text}]}
            for each, _, text in listed
        )
        path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in lines), "utf-8")
        truth = {each: author for each, author, _ in listed}
        found[name] = {}
        for told, evidence in (("text", ("text",)), ("all", ("text", "identifiers", "personas"))):
            state = link([path], work / f"{name}-{told}", Notices(), evidence=evidence, jobs=1)
            found[name][told] = quality(Linked(state).campaign_of, truth)
    return found
