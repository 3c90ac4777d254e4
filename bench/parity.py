"""Proves on large sets that the compiled core and the Python code give the same verdicts.

Usage: ``python -m bench.parity [FOLDER...] [--corpora DIR] [--synthetic N] [--limit N]``. Each FOLDER
holds conversations as JSON Lines, ``--corpora`` the public corpora of bench.false_alarms. Texts,
offsets, matches, quotes, JSON and the log-odds of the recognisers' gate must be equal to the last byte, on the texts as they are and on
damaged ones. Exit code 1 at the first difference.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from tests.indicators.mutations import mutated

from bench.corpus import development, synthetic
from bench.peers import one_message
from bench.public_corpora import calls, texts
from counterpitch.assessment.assess import Assessor
from counterpitch.assessment.lines import LineWriter
from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.recognisers.gate import WEIGHTS, Gate
from counterpitch.recognisers.recogniser import ARTEFACT
from counterpitch.recognisers.sentences import contact_texts
from counterpitch.render.jsonform import line
from counterpitch.rulebook.book import rulebook


def difference(native: Assessor, pure: Assessor, conversation: Conversation) -> str | None:
    """Return what differs between the two on ``conversation``, None if nothing does."""
    if native.matcher.texts(conversation) != pure.matcher.texts(conversation):
        return "texts or offsets"
    if native.matcher.match(conversation) != pure.matcher.match(conversation):
        return "matches or quotes"
    expected = line(conversation, pure.assess(conversation))
    if line(conversation, native.assess(conversation)) != expected:
        return "the JSON form"
    if LineWriter(native).line(conversation).text != expected:
        return "the line written by the core"
    return None if _same_odds(native.matcher, conversation) else "the log-odds of the gate"


@cache
def _gate() -> Gate:
    return Gate(ARTEFACT / WEIGHTS)


def _same_odds(native: Matcher, conversation: Conversation) -> bool:
    """Tell whether the compiled gate says what the Python code says of the same texts."""
    gate = _gate()
    if native.core is None or gate.compiled is None:
        return True
    own = contact_texts(conversation, native.texts(conversation))
    return native.core.match_and_odds(conversation, gate.compiled)[1] == gate.log_odds(own)


def sets(args: argparse.Namespace) -> Iterator[tuple[str, Iterator[Conversation]]]:
    """Yield the names of the sets with their conversations."""
    folders = args.folders or [Path(__file__).parents[1] / "data" / "conversations" / "dev"]
    base = [each for folder in folders for each in development(folder)]
    yield "development sets", iter(base)
    yield "synthetic", synthetic(base, args.synthetic, seed=7)
    if args.corpora:
        found = (one_message(text) for _, _, text in (*texts(args.corpora), *calls(args.corpora)))
        # Every so many of them, so that each corpus is in a limited run.
        yield "public corpora", islice(found, 0, None, args.every)


def main() -> None:
    """Compare, and print how many conversations were equal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--synthetic", type=int, default=500)
    parser.add_argument(
        "--every", type=int, default=1, help="of the public corpora, one in so many"
    )
    args = parser.parse_args()
    native, pure = Assessor(Matcher(rulebook())), Assessor(Matcher(rulebook(), native=False))
    if native.matcher.core is None:
        sys.exit("The extension has not been built: there is nothing to compare.")
    draw = random.Random(11)
    for name, conversations in sets(args):
        count = 0
        for conversation in conversations:
            for each in (conversation, mutated(draw, conversation)):
                found = difference(native, pure, each)
                if found is not None:
                    print(f"{name}: {found} of conversation {count} ({each.id}) differ")
                    sys.exit(1)
            count += 1
        print(f"{name}: {count} conversations equal, as they are and damaged", flush=True)


if __name__ == "__main__":
    main()
