"""``counterpitch rules``: list, show, lint, test and write rules."""

import shlex
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from counterpitch.indicators.matcher import Matcher

from counterpitch.cli.groups import Group
from counterpitch.errors import ExitCode, UsageError
from counterpitch.model.indicator import FOLDERS, STAGES
from counterpitch.render.plain import many
from counterpitch.rulebook.book import indicator_files, read, rulebook, rules_folder

_folder = click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of rules other than the built-in one.",
)


@click.group(cls=Group)
def rules() -> None:
    """List, show, lint, test and write rules."""


@rules.command("list")
@_folder
@click.option("--kind", type=click.Choice(["approach", "benign", "owner", "scam"]))
def list_rules(folder: Path | None, kind: str | None) -> None:
    """List the rules: stage, level, languages, title."""
    book = rulebook(folder)
    shown = [rule for rule in book.indicators if kind in (None, rule.kind)]
    for rule in shown:
        languages = ",".join(rule.languages)
        click.echo(
            f"{rule.folder:<10} {rule.name:<36} {rule.level:<13} {languages:<18} {rule.title}"
        )
    click.echo(f"{many(len(shown), 'rule')}, version {book.version}")


@rules.command()
@_folder
@click.argument("name")
def show(folder: Path | None, name: str) -> None:
    """Show one rule as it is written."""
    root = folder or rules_folder()
    for path in indicator_files(root):
        if path.stem == name:
            click.echo(path.read_text("utf-8"), nl=False)
            return
    raise UsageError(f"no rule is called '{name}'.", hint="See 'counterpitch rules list'.")


@rules.command()
@_folder
def lint(folder: Path | None) -> None:
    """Report every fault of the rules, with file and line."""
    from counterpitch.indicators.lint import lint as faults_of

    root = _with_rules(folder)
    faults = faults_of(root)
    for fault in faults:
        click.echo(f"{fault.path}:{fault.row or 1}: {fault.message}")
    click.echo(f"{many(len(indicator_files(root)), 'rule')}, {many(len(faults), 'fault')}")
    if faults:
        sys.exit(ExitCode.FINDINGS)


@rules.command("test")
@_folder
@click.argument("names", nargs=-1)
def test_rules(folder: Path | None, names: tuple[str, ...]) -> None:
    """Run each rule's examples and near misses, and the benign set."""
    from counterpitch.indicators.examples import failures
    from counterpitch.indicators.matcher import Matcher

    root = _with_rules(folder)
    book, faults = read(root)
    for fault in faults:
        click.echo(f"{fault.path}:{fault.row or 1}: {fault.message}")
    matcher = Matcher(book, strict=False)
    for name, phrase, why in matcher.phrases.faults:
        click.echo(f"{name}: {why}: {phrase!r}")
    chosen = [rule for rule in book.indicators if not names or rule.name in names]
    failed = [failure for rule in chosen for failure in failures(matcher, rule)]
    for failure in failed:
        verb = "does not match" if failure.kind == "example" else "matches"
        click.echo(f"{failure.indicator}: {failure.kind} {failure.number} {verb}: {failure.text!r}")
    count = sum(len(rule.examples) + len(rule.near_misses) for rule in chosen)
    examples = many(count, "example or near miss", "examples and near misses")
    click.echo(f"{many(len(chosen), 'rule')}, {examples}, {len(failed)} failed")
    alarms = _on_benign_set(matcher, root, {rule.name for rule in chosen})
    if failed or faults or alarms:
        sys.exit(ExitCode.FINDINGS)


def _on_benign_set(matcher: "Matcher", root: Path, chosen: set[str]) -> int:
    """Run the rules over the honest conversations; return how many unexcused alarms there are."""
    from counterpitch.indicators.benignset import excused, false_alarms
    from counterpitch.intake.jsonl import read as read_lines
    from counterpitch.intake.notices import Notices
    from counterpitch.intake.origin import Origin

    path = root / "benign" / "inbox.jsonl"
    if not path.exists():
        return 0
    honest = list(read_lines(Origin.of_file(path), Notices()))
    found, counts = false_alarms(matcher, honest, excused(root / "benign" / "known.csv"))
    alarms = [alarm for alarm in found if alarm.indicator in chosen]
    for alarm in alarms:
        click.echo(f"{alarm.indicator}: matches honest {alarm.conversation}: {alarm.quote.text!r}")
    hits = sum(number for name, number in counts.items() if name in chosen)
    click.echo(
        f"benign set: {many(len(honest), 'honest conversation')},"
        f" {many(hits, 'match', 'matches')} of any level,"
        f" {many(len(alarms), 'unexcused match', 'unexcused matches')} of strong rules"
    )
    return len(alarms)


@rules.command()
@_folder
@click.argument("path")
def new(folder: Path | None, path: str) -> None:
    """Start a rule: PATH is FOLDER/NAME, for example assess/asks-for-badge."""
    where, _, name = path.partition("/")
    if where not in FOLDERS or not name.replace("-", "").isalnum():
        raise UsageError(
            f"'{path}' is not FOLDER/NAME.",
            hint=f"Folders: {', '.join(FOLDERS)}; names: a-z and '-'.",
        )
    target = (folder or rules_folder()) / "indicators" / where / f"{name}.yml"
    if target.exists():
        raise UsageError("this rule exists already.", where=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_template(where), "utf-8")
    same = f" --rules {shlex.quote(str(folder))}" if folder is not None else ""
    click.echo(
        f"{target}\nFill it in, then run: counterpitch rules lint{same}"
        f" && counterpitch rules test{same} {name}"
    )


def _with_rules(folder: Path | None) -> Path:
    """Return the folder of rules; one without any would be found faultless."""
    root = folder or rules_folder()
    if not indicator_files(root):
        raise UsageError(
            "there are no rules in this folder.", where=str(root),
            hint="Rules stand in indicators/FOLDER/NAME.yml; start one: counterpitch rules new.",
        )  # fmt: skip
    return root


def _template(folder: str) -> str:
    kind = folder if folder in {"benign", "owner", "scam"} else "approach"
    stage = f"stage: {folder if folder in STAGES else 'spot'}\n" if kind == "approach" else ""
    return f"""id: {uuid.uuid4()}
title: Asks for ...
status: experimental
level: low
kind: {kind}
{stage}description: Recognises ...
why: ...
benign: ...
check: ...
references: []
attack: []
authors: []
languages: [en]
when:
  phrase:
    en:
      - "..."
examples:
  - text: "..."
  - text: "..."
near_misses:
  - text: "..."
  - text: "..."
"""
