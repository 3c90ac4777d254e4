import time

import pytest

from counterpitch.cli.progress import progress


def test_where_nobody_watches_a_long_step_is_told_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Expect a line for the step at work, with the time, and few of them."""
    with progress(first=0.05, every=0.2) as say:
        say("reading")
        time.sleep(0.5)
    lines = capsys.readouterr().err.splitlines()
    assert 2 <= len(lines) <= 4
    assert all(line.startswith("reading … ") for line in lines)


def test_a_short_run_leaves_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Expect silence where the work is done before anybody could ask."""
    with progress() as say:
        say("reading")
    assert capsys.readouterr().err == ""
