"""The whole evaluation, section by section."""

from rich.console import Group, RenderableType
from rich.text import Text

from counterpitch.evaluation.figures import Evaluation
from counterpitch.evaluation.terminal.breakdown import evidence, table
from counterpitch.evaluation.terminal.disguise import evasion
from counterpitch.evaluation.terminal.people import alarms, fairness, swap
from counterpitch.evaluation.terminal.scores import calibration, pairs, separation, stages
from counterpitch.render.plain import one_line


def screen(found: Evaluation) -> RenderableType:
    """Return everything that was found, section by section."""
    parts: list[RenderableType] = [Text(one_line(found.judge, 100), "dim")]
    parts += separation(found.separation)
    parts += [Text(one_line(line, 400), "yellow") for line in found.cautions]
    parts += calibration(found.calibration) if found.calibration else ()
    parts += pairs(found.pairs) if found.pairs else ()
    parts += stages(found.stages) if found.stages else ()
    for each in found.tables:
        parts += table(each)
    parts += evidence(found.evidence) if found.evidence else ()
    parts += alarms(found.benign) if found.benign else ()
    for grouping in found.fairness:
        parts += fairness(grouping)
    parts += swap(found.swap) if found.swap else ()
    parts += evasion(found.evasion) if found.evasion else ()
    return Group(*parts)
