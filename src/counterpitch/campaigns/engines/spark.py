"""A cluster: the same kernel by ``mapInArrow``, the same SQL, on Spark.

What is large stays on the cluster; checked pairs, identifiers that several hold, and the messages
of
those approaches that are tied come to the driver, where grouping is the same code as on one
machine.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from counterpitch.campaigns.engines.sparktables import Tables
from counterpitch.campaigns.engines.unit import EVIDENCE
from counterpitch.campaigns.state import State, open_or_make
from counterpitch.campaigns.supply import Supply, keep
from counterpitch.errors import CounterpitchError, UsageError
from counterpitch.intake.notices import Notices

NOTHING: Final = Supply()
AT_ONCE: Final = 4096
"""Rows of a batch that Spark hands to Python."""


def link_on_spark(
    inputs: Sequence[str],
    folder: Path,
    notices: Notices,
    *,
    master: str = "",
    evidence: Sequence[str] = (),
    work: str = "",
    supply: Supply = NOTHING,
) -> State:
    """Link ``inputs`` (any paths or URLs that Spark reads: Parquet or JSON Lines), from nothing.

    ``work`` is where Spark keeps tables between its steps: a URL that all its machines see; by
    default a folder of the state. Judgements of the state are kept and honoured, and so is
    what was supplied before, unless ``supply`` brings other.
    """
    from counterpitch.campaigns.link import write_edges
    from counterpitch.campaigns.regrouping import regroup

    state = open_or_make(folder, tuple(evidence) or EVIDENCE)
    if state.manifest.parts and state.manifest.engine != "spark":
        raise UsageError(
            "this folder was linked on one machine.",
            where=str(folder),
            hint="Name another with --state; judgements.jsonl can be copied there.",
        )
    state.clear()
    part, target = state.fresh("part"), state.fresh("result")
    keep(supply, state.result if state.manifest.result else None, target, notices)
    session = _session(master)
    try:
        run = Tables(session, work or f"{part.resolve()}/work", frozenset(state.manifest.evidence))
        run.read(inputs)
        related = run.related(target)
        named, census = run.personas() or ([], None)
        made = State(state.folder, msgspec.structs.replace(state.manifest, parts=(part.name,)))
        write_edges(related, target, named, census)
        run.collect(target / "edges.parquet", part)
        regroup(made, target)
        counted = run.counted()
        lost = run.rows() - counted[0]
    except Exception as error:
        raise _told(error) from error
    finally:
        session.stop()
    if lost:
        notices.add(
            "damaged-row",
            f"{lost:,} lines or rows are no conversation and were left out.",
            inputs[0],
        )
    shutil.rmtree(part / "work", ignore_errors=True)
    made = made.commit(
        result=target.name, engine="spark", approaches=counted[0], messages=counted[1]
    )
    made.clear()
    return made


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError(
            "Spark is not installed.", hint="Install counterpitch with its extra 'spark'."
        ) from error
    builder = SparkSession.builder.appName("counterpitch link")
    builder = builder.master(master) if master else builder
    settings = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(AT_ONCE),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
    }
    if master.startswith("local"):
        # Workers of this machine run what runs this; on a cluster its settings say.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings["spark.sql.shuffle.partitions"] = "4"
        settings["spark.driver.bindAddress"] = settings["spark.driver.host"] = "127.0.0.1"
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise UsageError(
            f"Spark did not start ({str(error)[:120]}).",
            hint="It needs Java 17 or later; see docs/reference/spark.md.",
        ) from error


def _told(error: Exception) -> Exception:
    if isinstance(error, CounterpitchError):
        return error
    first = next(iter(str(error).splitlines()), "")[:200]
    return CounterpitchError(
        f"Spark gave up ({type(error).__name__}: {first}).", hint="Nothing was changed."
    )
