"""Reading many conversations: the same whether one process does it or several."""

from counterpitch.recognisers.recogniser import ARTEFACT
from counterpitch.training.readall import read_all
from tests.training.samples import example

TALKS = [
    example("Could you send the raw test data? My client pays well.", name="asks"),
    example("Hello.", "Hello, who is this?", name="greets"),
    example("Lunch on Friday?", name="lunch"),
]


def test_several_processes_read_the_same() -> None:
    """Two processes return the readings of one, by id and to the bit."""
    one, two = read_all(ARTEFACT, TALKS), read_all(ARTEFACT, TALKS, jobs=2)
    assert list(one) == list(two) == ["asks", "greets", "lunch"]
    for name, reading in one.items():
        assert (reading.labels == two[name].labels).all()
        assert (reading.lean == two[name].lean).all()
        assert reading.sentences == two[name].sentences
    assert not (one["asks"].lean == one["greets"].lean[0]).all()
