"""Runs a fuzz target: with atheris where it is installed, else by seeded mutation.

A target takes the bytes of one file and reads them to the end. It may raise
``UnreadableInput``; any other exception is a defect. A target is run as
``python -m fuzz.fuzz_linkedin --runs 500``; without atheris the mutations
depend on ``--seed`` alone, so a failure comes back under the same seed.
"""

import argparse
import importlib.util
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from counterpitch.errors import UnreadableInput

Target = Callable[[bytes], None]

MAX_SAMPLE = 262_144
"""Bytes of a sample that are mutated."""

_HOSTILE = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b'"', b'""', b"\r", b"\n", b"\r\n", b",",
    b"<", b"<![CDATA[", b"&#x110000;", b"=?utf-8?b?", b"\xed\xa0\x80", b"{", b"[" * 2000,
    b"9" * 400, b"-1", b"PK\x03\x04", b"From ", b"\xe2\x80\xae", b"%00", b"\xf4\x8f\xbf\xbf",
)  # fmt: skip


def run(target: Target, samples: Iterable[Path], arguments: list[str] | None = None) -> None:
    """Run ``target`` on mutations of ``samples`` and print how many runs were made.

    An exception other than ``UnreadableInput`` is raised to the caller, after
    the input has been written to ``crash.bin`` (``--keep`` names another file).
    """
    options, rest = _parser().parse_known_args(arguments)
    contents = [path.read_bytes()[:MAX_SAMPLE] for path in sorted(samples) if path.is_file()]
    if importlib.util.find_spec("atheris") is not None and not options.plain:
        _with_atheris(target, [f"-runs={options.runs}", *rest])
        return
    slowest = 0.0
    runs = 0
    for data in mutations(contents or [b""], random.Random(options.seed), options.runs):
        started = time.perf_counter()
        _once(target, data, options.keep)
        slowest = max(slowest, time.perf_counter() - started)
        runs += 1
    print(f"{runs} runs on {len(contents)} samples, slowest {slowest:.3f} s, no defect")


def mutations(contents: list[bytes], chance: random.Random, runs: int) -> Iterator[bytes]:
    """Yield ``runs`` inputs: first each sample as it is, then mutations of random ones."""
    for number in range(runs):
        if number < len(contents):
            yield contents[number]
        else:
            yield mutate(chance.choice(contents), chance, contents)


def mutate(data: bytes, chance: random.Random, contents: list[bytes]) -> bytes:
    """Return ``data`` after one to six random changes."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        chance.choice(_CHANGES)(changed, chance, contents)
    return bytes(changed[:MAX_SAMPLE])


def _place(changed: bytearray, chance: random.Random) -> int:
    return chance.randint(0, len(changed))


def _truncate(changed: bytearray, chance: random.Random, _: list[bytes]) -> None:
    del changed[_place(changed, chance) :]


def _flip(changed: bytearray, chance: random.Random, _: list[bytes]) -> None:
    for _time in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)


def _insert(changed: bytearray, chance: random.Random, _: list[bytes]) -> None:
    place = _place(changed, chance)
    changed[place:place] = chance.choice(_HOSTILE)


def _delete(changed: bytearray, chance: random.Random, _: list[bytes]) -> None:
    place = _place(changed, chance)
    del changed[place : place + chance.randint(1, 64)]


def _repeat(changed: bytearray, chance: random.Random, _: list[bytes]) -> None:
    place = _place(changed, chance)
    changed[place:place] = changed[place : place + chance.randint(1, 256)] * chance.randint(1, 20)


def _splice(changed: bytearray, chance: random.Random, contents: list[bytes]) -> None:
    other = chance.choice(contents)
    start = chance.randint(0, len(other))
    changed[_place(changed, chance) :] = other[start:]


_CHANGES = (_truncate, _flip, _insert, _delete, _repeat, _splice)


def _once(target: Target, data: bytes, keep: Path) -> None:
    try:
        target(data)
    except UnreadableInput:
        return
    except BaseException:
        keep.write_bytes(data)
        print(f"the input that failed is kept in {keep}", file=sys.stderr)
        raise


def _with_atheris(target: Target, arguments: list[str]) -> None:
    import atheris

    def once(data: bytes) -> None:
        try:
            target(data)
        except UnreadableInput:
            return

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *arguments], once)
    atheris.Fuzz()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Run a fuzz target.")
    parser.add_argument("--runs", type=int, default=2_000, help="how many inputs to try")
    parser.add_argument("--seed", type=int, default=1, help="seed of the mutations")
    parser.add_argument("--plain", action="store_true", help="do not use atheris")
    parser.add_argument("--keep", type=Path, default=Path("crash.bin"), help="failing input")
    return parser
