"""Reading: a process for each core reads and signs a piece of the input."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterpitch.campaigns.engines.lean import lean
from counterpitch.campaigns.engines.unit import Done, write_unit
from counterpitch.campaigns.source.pieces import Piece
from counterpitch.errors import CounterpitchError


def read_pieces(
    pieces: Sequence[Piece], folder: Path, first: int, evidence: frozenset[str], jobs: int = 0,
    known: Sequence[str] = (),
) -> Iterator[Done]:  # fmt: skip
    """Write a unit for each piece into ``folder``, several at a time, counting from ``first``.

    ``known`` as in ``write_unit``.
    """
    jobs = min(jobs or os.cpu_count() or 1, len(pieces))
    if jobs <= 1:
        for unit, piece in enumerate(pieces, first):
            yield write_unit(piece, folder, unit, evidence, known)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    try:
        with ProcessPoolExecutor(jobs, context, lean) as pool:
            waiting = [
                pool.submit(write_unit, piece, folder, unit, evidence, known)
                for unit, piece in enumerate(pieces, first)
            ]
            for future in as_completed(waiting):
                yield future.result()
    except BrokenProcessPool as error:
        raise CounterpitchError(
            "a process that read the input was killed, perhaps for want of memory.",
            hint="Nothing was changed; run the same command again, with --jobs 1 if it recurs.",
        ) from error
