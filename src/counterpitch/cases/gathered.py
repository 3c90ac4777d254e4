"""Rows that belong to another row, gathered into one of its columns as JSON.

What stands around an approach (judgements, receipts, cases, tags, journal) are a few short rows of
five tables. Asked one by one they cost more than everything else in the question together; gathered
by the database they come with the approach itself. JSON holds no bytes: bodies are asked apart.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Gathered(FunctionElement[str]):
    """The columns of every row as a JSON list of lists, in no order; ``[]`` where there is none."""

    name = "gathered"
    type = sa.Text()
    inherit_cache = True


@compiles(Gathered, "sqlite")
def _sqlite(element: Gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(Gathered, "postgresql")
def _postgresql(element: Gathered, compiler: SQLCompiler, **options: Any) -> str:
    columns = compiler.process(element.clauses, **options)
    return f"CAST(coalesce(json_agg(json_build_array({columns})), '[]') AS TEXT)"
