"""Linking: files in, campaigns out, kept in a state folder."""

import errno
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from counterpitch.campaigns import edges as edge_rows
from counterpitch.campaigns.edges import Edge
from counterpitch.campaigns.engines.compacting import compacted
from counterpitch.campaigns.engines.comparing import can_extend, compared, extended
from counterpitch.campaigns.engines.database import Database
from counterpitch.campaigns.engines.reading import read_pieces
from counterpitch.campaigns.engines.related import Related
from counterpitch.campaigns.engines.relating import counted, firm_keys, more_counted, related
from counterpitch.campaigns.engines.unit import Done
from counterpitch.campaigns.graph.combine import sorted_edges, tied, value_numbers
from counterpitch.campaigns.keys import keys_in
from counterpitch.campaigns.regrouping import regroup
from counterpitch.campaigns.reuse.links import text_edges
from counterpitch.campaigns.reuse.resemblance import least_matches
from counterpitch.campaigns.source.known import digest_of
from counterpitch.campaigns.source.pieces import Piece, is_columnar, pieces
from counterpitch.campaigns.state import State, open_or_make
from counterpitch.campaigns.supply import FIRMS, Supply, keep
from counterpitch.errors import CounterpitchError, UnreadableInput, UsageError
from counterpitch.intake.notices import Notices

if TYPE_CHECKING:
    from counterpitch.campaigns.personas.persona import Persona
    from counterpitch.campaigns.personas.records import Census

Step = Callable[[str], None]
NOTHING: Final = Supply()


def link(
    inputs: Sequence[Path],
    folder: Path,
    notices: Notices,
    *,
    evidence: Sequence[str] = (),
    jobs: int = 0,
    say: Step = lambda _: None,
    supply: Supply = NOTHING,
) -> State:
    """Add ``inputs`` to the state in ``folder`` and link everything in it; return the new state.

    An input that was read before (by its SHA-256) is not read again, and an approach that is known
    word for word is not kept again; ``notices`` says so. The result is the same as that of a run
    over all inputs from nothing. A run that fails, or finds nothing new, leaves it as it was.
    """
    state = open_or_make(folder, tuple(evidence) or ("text", "identifiers", "personas"))
    if state.manifest.engine != "local":
        raise UsageError(
            "this folder was linked on Spark, where its tables are.",
            where=str(folder),
            hint="Link all files again there; judgements are kept.",
        )
    state.clear()
    try:
        return compacted(_linked(inputs, state, notices, jobs, say, supply))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise CounterpitchError(
            "the disk is full.",
            where=str(folder),
            hint="Nothing was changed; make room and repeat.",
        ) from error
    finally:
        _clear(folder)


def _clear(folder: Path) -> None:
    from counterpitch.campaigns.state import is_state, open_state

    if is_state(folder):
        open_state(folder).clear()


def _linked(
    inputs: Sequence[Path], state: State, notices: Notices, jobs: int, say: Step, supply: Supply
) -> State:
    part = state.fresh("part")
    say("reading")
    coming = _coming(inputs, state, notices)
    wanted = list(chain.from_iterable(_pieces(path, part, notices) for path in coming))
    first = state.manifest.units
    done = _read(wanted, part, state, jobs, notices, say)
    if not done.approaches and not state.manifest.approaches:
        raise UnreadableInput("nothing was found to link.", hint="Name files with conversations.")
    seen = tuple(dict.fromkeys((*state.manifest.read, *filter(None, coming.values()))))
    if inputs and not done.approaches and supply == NOTHING:
        return state.commit(read=seen)
    parts = (*state.manifest.parts, part.name) if done.approaches else state.manifest.parts
    grown = State(
        state.folder,
        msgspec.structs.replace(state.manifest, parts=parts, units=first + len(wanted)),
    )
    target = state.fresh("result")
    keep(supply, state.result if state.manifest.result else None, target, notices)
    say("comparing texts")
    with Database(target, state.manifest.approaches + done.approaches) as db:
        grows = bool(state.manifest.result) and can_extend(state.result)
        if grows:
            extended(db, grown, state.result, first, least_matches(), target)
        else:
            compared(db, grown, least_matches(), target)
        approaches, messages = more_counted(db, grown, first) if grows else counted(db, grown)
        say("combining reasons")
        found = related(db, grown, target, approaches)
        if (target / FIRMS).exists():
            found = found._replace(companies=firm_keys(db, grown))
    write_edges(found, target, _personas(grown))
    say("grouping")
    regroup(grown, target)
    return grown.commit(result=target.name, approaches=approaches, messages=messages, read=seen)


def _coming(inputs: Sequence[Path], state: State, notices: Notices) -> dict[Path, str]:
    """Return the inputs that were not read before, with their SHA-256; the others are told."""
    seen, found = set(state.manifest.read), dict[Path, str]()
    for path in inputs:
        digest = digest_of(path)
        if digest and digest in seen:
            notices.add("known-input", "was read before, and is not read again.", str(path))
        else:
            found[path] = digest
            seen.add(digest)
    return found


def _read(
    wanted: list[Piece], part: Path, state: State, jobs: int, notices: Notices, say: Step
) -> Done:
    approaches = messages = known = 0
    evidence, before = frozenset(state.manifest.evidence), state.files("marks", "npy")
    units = read_pieces(wanted, part, state.manifest.units, evidence, jobs, before)
    for number, done in enumerate(units, 1):
        approaches += done.approaches
        messages += done.messages
        known += done.known
        notices.take(done.notices, done.noted)
        if len(wanted) > 1:
            say(f"reading, {number} of {len(wanted)} pieces, {approaches:,} approaches")
    if known:
        told = f"{known:,} approaches are known already, word for word, and not kept again."
        notices.add("known-approaches", told, "what was named")
    return Done(approaches, messages, known=known)


def _pieces(path: Path, part: Path, notices: Notices) -> list[Piece]:
    """Return the pieces of an input; what is not in columns is converted first."""
    if is_columnar(path):
        return pieces(path)
    from counterpitch.intake import parquet
    from counterpitch.intake.gather import gather

    target = part / f"converted-{len(list(part.iterdir()))}.parquet"
    return pieces(target) if parquet.write(gather([path], notices), target) else []


def write_edges(
    related: Related,
    target: Path,
    named: "Sequence[Persona]",
    census: "Census | None" = None,
) -> None:
    """Write every reason between two approaches, with whether the pair is tied.

    ``named`` are the personas, of all approaches or, with a ``census``, of those that may match.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = [text_edges(related.same, related.near)]
    if related.keys.num_rows:
        from counterpitch.campaigns.identifiers.sharing import identifier_edges

        found.append(edge_rows.table(identifier_edges(related.keys, related.everyone)))
        found.append(edge_rows.table(_firm_edges(related, target / FIRMS)))
    if named:
        from counterpitch.campaigns.personas.resolve import persona_edges

        found.append(edge_rows.table(persona_edges(named, census=census)))
    edges = sorted_edges(pa.concat_tables(found))
    linked, total = tied(edges)
    edges = edges.append_column("tied", pa.array(linked))
    edges = edges.append_column("total", pa.array(total))
    edges = edges.append_column("value", pa.array(value_numbers(edges)))
    pq.write_table(edges, target / "edges.parquet", row_group_size=65_536, compression="none")


def _firm_edges(related: Related, listed: Path) -> list[Edge]:
    """Return the edges between firms that overlap in two independent facts.

    Only strong ones: the facts themselves are edges already, and must not count twice.
    """
    from counterpitch.campaigns.firms.firm import firms
    from counterpitch.campaigns.firms.overlap import firm_edges, firm_links

    rows = [*keys_in(related.keys), *keys_in(related.companies)]
    rows = sorted(set(rows), key=lambda key: (key.approach, key.kind, key.value))
    found = firms(rows, listed if listed.exists() else None).firms
    return [each for each in firm_edges(found, firm_links(found)) if each.strong]


def _personas(state: State) -> "list[Persona]":
    files = state.files("personas", "msgpack")
    if not files:
        return []
    from counterpitch.campaigns.personas.persona import Persona, once

    read = msgspec.msgpack.Decoder(list[Persona]).decode
    return once(each for path in files for each in read(Path(path).read_bytes()))
