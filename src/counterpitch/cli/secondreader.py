"""The options that name a second reader. Without one, nothing of it is even imported."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from counterpitch.model.opinion import Opinion
from counterpitch.pipeline.assessed import Assessed, assessor

if TYPE_CHECKING:
    from counterpitch.secondreader.endpoint import Endpoint

KEY: Final = "COUNTERPITCH_SECOND_READER_KEY"
"""The environment variable of the key; a command line would show it to everybody."""


def second_reader_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command, which gets them as ``reader``: an endpoint or ``None``."""

    @functools.wraps(command)
    def wrapped(
        second_reader: str | None,
        second_reader_model: str | None,
        second_reader_timeout: float,
        **others: Any,
    ) -> None:
        reader: Endpoint | None = None
        if second_reader and second_reader.strip():
            from counterpitch.secondreader.endpoint import endpoint

            key = os.environ.get(KEY, "")
            reader = endpoint(second_reader, second_reader_model or "", key, second_reader_timeout)
        command(reader=reader, **others)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


_OPTIONS: Final = (
    click.option(
        "--second-reader", metavar="URL", envvar="COUNTERPITCH_SECOND_READER", show_envvar=True,
        help="Ask this OpenAI-compatible endpoint too; the masked text is sent to it.",
    ),
    click.option(
        "--second-reader-model", metavar="NAME", envvar="COUNTERPITCH_SECOND_READER_MODEL",
        show_envvar=True, help="The model to ask for.",
    ),
    click.option(
        "--second-reader-timeout", metavar="SECONDS", default=60.0, show_default=True,
        type=click.FloatRange(1, 3600), help="How long it may take, all together.",
    ),
)  # fmt: skip


def opinion_on(assessed: Assessed, reader: "Endpoint", rules: Path | None) -> Opinion | str:
    """Return the second reader's opinion, or the sentence why there is none (told on stderr)."""
    from counterpitch.secondreader.failure import SecondReaderFailed
    from counterpitch.secondreader.masking import MaskingFailed
    from counterpitch.secondreader.reader import ask

    if not (reader.is_local() or reader.secure):
        click.echo(
            f"counterpitch: {reader.shown()}: the masked text travels unencrypted.", err=True
        )
    try:
        return ask(assessed.conversation, assessor(rules).matcher, reader)
    except (SecondReaderFailed, MaskingFailed) as error:
        click.echo(f"counterpitch: {error}", err=True)
        return str(error)
