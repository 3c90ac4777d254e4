"""``counterpitch train``: refit the recognisers and their weights from labelled data."""

import shutil
import tempfile
from pathlib import Path

import click

from counterpitch.cli.outfile import OUT_FILE
from counterpitch.errors import UsageError

_FILES = click.Path(path_type=Path, exists=True)


@click.command()
@click.argument("corpus", nargs=-1, required=True, type=_FILES)
@click.option(
    "--also", multiple=True, type=_FILES, help="Labelled data to learn from, never judged."
)
@click.option(
    "--unseen",
    multiple=True,
    type=_FILES,
    help="Labelled data by other authors: networks do not learn from it, the rest does.",
)
@click.option("--honest", multiple=True, type=_FILES, help="Honest texts as conversations.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), required=True, help="Folder of the artefact."
)
@click.option("--weights", type=OUT_FILE, help="Where the weights of close readings go.")
@click.option(
    "--out-of-fold",
    type=OUT_FILE,
    help="Write out-of-fold verdicts (JSON Lines).",
)
@click.option(
    "--encoder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Starting weights.",
)
@click.option(
    "--sentences",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Translations, from which the encoder learns to read other tongues first.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep every network here: a stopped run of the same version goes on from there.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Networks fitted side by side, each on one core and with some gigabytes of memory.",
)
@click.option("--epochs", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True)
def train(
    corpus: tuple[Path, ...], also: tuple[Path, ...], unseen: tuple[Path, ...],
    honest: tuple[Path, ...], folder: Path, weights: Path | None, out_of_fold: Path | None,
    encoder: Path | None, sentences: Path | None, keep: Path | None, jobs: int, epochs: int,
    seed: int,
) -> None:  # fmt: skip
    """Refit the recognisers from labelled conversations, reproducibly.

    CORPUS is cross-validated in five folds, twins together; what is learned there decides
    thresholds and weights. Then one network is fitted on everything and stored with its card.
    Needs the extra ``train``; about an hour for 2,000 conversations with two jobs on two cores.
    """
    try:
        import scipy  # noqa: F401
        import torch  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"training needs the package '{error.name}'.",
            hint="pip install 'counterpitch[train]'.",
        ) from None
    from counterpitch.pipeline.assessed import assessor
    from counterpitch.training.corpus import examples
    from counterpitch.training.crossfit import NAMED, networks
    from counterpitch.training.encoder import starting_folder
    from counterpitch.training.fit import repeatable
    from counterpitch.training.kept import MARK
    from counterpitch.training.recipe import Recipe
    from counterpitch.training.sets import Sets
    from counterpitch.training.store import store_verdicts, store_weights
    from counterpitch.training.tongues import extended
    from counterpitch.training.train import finish

    repeatable()
    matcher = assessor().matcher
    sets = Sets(
        examples(corpus, matcher),
        examples(also, matcher) if also else [],
        examples(honest, matcher) if honest else [],
        examples(unseen, matcher) if unseen else [],
    )
    recipe = Recipe(epochs=epochs, seed=seed)
    start = starting_folder(encoder)
    with tempfile.TemporaryDirectory() as scratch:
        kept = keep or Path(scratch)
        if sentences is not None:
            start = extended(start, sentences, matcher, kept / "tongues", recipe, click.echo)
        labels, readings = networks(sets, matcher, recipe, start, kept, click.echo, jobs)
        shutil.copytree(
            kept / "whole" / NAMED,
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("without-*", MARK),
        )
    closed, verdicts = finish(sets, matcher, labels, readings, recipe, folder, click.echo, jobs)
    if weights is not None:
        store_weights(closed.weights, weights)
    if out_of_fold is not None:
        store_verdicts(verdicts, out_of_fold)
    click.echo(f"The artefact lies in {folder}.")
