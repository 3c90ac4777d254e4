from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.intake.known import Known


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=60), st.integers(1, 9))
def test_first_source_is_remembered_on_disk_as_in_memory(
    seen: list[tuple[int, int]], limit: int
) -> None:
    """However small the memory, each mark keeps the source that held it first."""
    known, expected = Known(limit), dict[int, int]()
    for mark, source in seen:
        assert known.first(bytes([mark]) * 16, source) == expected.setdefault(mark, source)
    known.close()
