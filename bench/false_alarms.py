"""False alarms per 1,000 on public corpora of honest and of fraudulent texts.

Of the honest texts only the half is used that bench.fit_weights does not see.

Usage: ``python -m bench.false_alarms CORPORA_DIR [--show N]``. The corpora are not part of the
repository; each has a SOURCE.md. Speed on the same texts is printed beside.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from bench.public_corpora import calls, is_fitted_on, is_honest, texts
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message
from counterpitch.pipeline.assessed import assessor
from counterpitch.render.plain import one_line


def main() -> None:
    """Print one line a group."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--rules", type=Path)
    args = parser.parse_args()
    ready = assessor(args.rules)
    total, approach, elevated, scam = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    size, seconds = Counter[str](), Counter[str]()
    for group, key, text in (*texts(args.folder), *calls(args.folder)):
        if is_honest(group) and is_fitted_on(key):
            continue
        began = time.perf_counter()
        verdict = ready.assess(Conversation(key, "other", (Message("contact", text),)))
        seconds[group] += time.perf_counter() - began  # type: ignore[assignment]
        size[group] += len(text.encode())
        total[group] += 1
        approach[group] += verdict.kind == "approach"
        elevated[group] += verdict.kind == "approach" and verdict.band == "high"
        scam[group] += verdict.kind == "scam"
        if verdict.kind == "approach" and args.show and approach[group] <= args.show:
            words = "; ".join(
                f"{f.indicator}: {one_line(f.quotes[0].text, 60)}" for f in verdict.strongest(4)
            )
            print(f"   {group} {key} {verdict.probability:.2f} {words}")
    for group, count in total.items():
        print(
            f"{group:<26} {count:>5} texts, per 1,000: approach {1000 * approach[group] / count:6.1f}"
            f" (high {1000 * elevated[group] / count:5.1f}), scam {1000 * scam[group] / count:6.1f};"
            f" {size[group] / seconds[group] / 1e6:.2f} MB/s"
        )


if __name__ == "__main__":
    main()
