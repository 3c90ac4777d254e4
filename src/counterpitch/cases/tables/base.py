"""What the tables share: their metadata, key types, and times as whole microseconds.

A time is an integer: microseconds since 1970 in UTC. It sorts, is exact, and is the same in
both databases.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Identity, Integer, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigKey: Final = BigInteger().with_variant(Integer(), "sqlite")
"""A key of 64 bits; SQLite numbers rows only where the type is called INTEGER."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Return a time with a zone as microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the time in UTC that ``micros`` stands for."""
    return _EPOCH + timedelta(microseconds=micros)


class Moment(TypeDecorator[datetime]):
    """A time with a zone, kept as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the integer that is kept."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the time that was kept, in UTC."""
        return None if value is None else from_micros(value)


def numbered() -> Column[int]:
    """Return a primary key that counts upwards and is never given out twice."""
    return Column("id", BigKey, Identity(), primary_key=True, autoincrement=True)
