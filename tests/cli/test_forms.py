import pytest
from click.testing import CliRunner

from counterpitch.cli.forms import one_form
from counterpitch.cli.main import program
from counterpitch.errors import UsageError


def test_one_form_at_a_time() -> None:
    """None or one is taken; two are refused by the names that were typed."""
    assert one_form(json=False, csv=None) is None
    assert one_form(json=False, csv="weeks") == "csv"
    with pytest.raises(UsageError, match="--jsonl and --csv exclude each other"):
        one_form(json=False, jsonl=True, csv=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scan", "x", "--jsonl", "--csv"), "--jsonl and --csv"),
        (("scan", "x", "--csv", "--json"), "--json and --csv"),
        (("trends", "--csv", "weeks", "--json"), "--csv and --json"),
        (("campaigns", "--state", ".", "--database", "x.sqlite"), "--state and --database"),
    ],
)
def test_options_that_exclude_each_other_are_a_usage_error(
    words: tuple[str, ...], said: str
) -> None:
    """Nobody gets CSV who asked for JSON as well: exit code 2 and one sentence."""
    failure = CliRunner().invoke(program, list(words)).exception
    assert isinstance(failure, UsageError)
    assert str(failure) == f"{said} exclude each other. Give one of them."
