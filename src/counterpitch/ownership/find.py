"""Which company or person a text means: an id, a number, an LEI, else a name."""

from collections.abc import Sequence
from functools import cache
from shlex import quote
from typing import Any, Final

from counterpitch.errors import UsageError
from counterpitch.ownership.ids import fold, lei, uk_company, uk_number
from counterpitch.ownership.nearby import by_word, near
from counterpitch.ownership.node import Node
from counterpitch.ownership.register import Register
from counterpitch.ownership.vocabulary import vocabulary

MOST: Final = 20

FOLD: Final = r"trim(regexp_replace(strip_accents(lower({0})), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"


@cache
def bare(column: str) -> str:
    """Return SQL for a name without accents, case, punctuation and legal form."""
    return f"regexp_replace({FOLD.format(column)}, ' ({'|'.join(_forms())})$', '')"


def plain(name: str) -> str:
    """Return ``name`` as `bare` does in SQL: folded, without its legal form."""
    folded = fold(name)
    form = next((each for each in _forms() if folded.endswith(f" {each}")), "")
    return folded.removesuffix(form).rstrip()


@cache
def _forms() -> tuple[str, ...]:
    return tuple(sorted(vocabulary("legal_forms"), key=len, reverse=True))


def find(register: Register, text: str) -> Node:
    """Return the one node that ``text`` means; `UsageError` if there is none, or several."""
    found = candidates(register, text)
    if not found:
        close = near(register, text) or by_word(register, text)
        others = "; ".join(f"{node.id} ({told(node)})" for node in close)
        raise UsageError(
            "nobody and nothing of this name or number is in the register.", where=text[:80],
            hint=f"Near to it: {others}." if others
            else "Give the company's number, its LEI, or its whole name.",
        )  # fmt: skip
    if len(found) > 1:
        listed = "; ".join(f"{node.id} ({told(node)})" for node in found[:6])
        raise UsageError(
            f"{len(found)}{' or more' if len(found) >= MOST else ''} are called so: {listed}.",
            where=text[:80], hint="Give the id of the one you mean.",
        )  # fmt: skip
    return found[0]


def company(register: Register, text: str) -> Node:
    """Return the one node that ``text`` means, as `find`, that something can be traced above.

    Raises UsageError for a person or a state, above whom nothing stands.
    """
    node = find(register, text)
    if node.kind in ("person", "state") and not register.sql(
        "SELECT 1 FROM interests WHERE owned = ? LIMIT 1", [node.id]
    ):
        raise UsageError(
            f"this is a {node.kind}, whom nobody owns.", where=told(node),
            hint=f"What it holds is told by: counterpitch own controls {quote(text[:80])}.",
        )  # fmt: skip
    return node


def told(node: Node) -> str:
    """Return what tells a node from others of its name."""
    parts = [node.name, node.kind, node.status, node.born, next(iter(node.addresses), "")]
    return ", ".join(part for part in parts if part)[:120]


def candidates(register: Register, text: str) -> list[Node]:
    """Return the nodes that ``text`` may mean, an exact id or number before names."""
    text = _writable(text)
    for id in _ids(text):
        node = register.node(id)
        if node is not None:
            return [node]
    return named(register, text)


def named(register: Register, name: str, *, former: bool = True) -> list[Node]:
    """Return the nodes called ``name``, now or formerly, legal form and spelling aside."""
    key = _key(register, name)
    if not key:
        return []
    word = max((w for w in key.split() if w.isascii()), key=len, default="")
    near = "contains(lower(name), ?)" if word else "(true OR ? = '')"
    found = _in_two_steps(
        register, ("name", f"{near} AND kind <> 'unknown'", f"{bare('name')} = ?"), [word, key]
    )
    if found or not former:
        return found
    older = f"len([f FOR f IN former_names IF {bare('f')} = ?]) > 0"
    return _in_two_steps(register, ("former_names", "len(former_names) > 0", older), [key])


def _in_two_steps(
    register: Register, asked: tuple[str, str, str], parameters: list[str]
) -> list[Node]:
    """Return nodes that pass a cheap test and then a dear one, of the same column.

    In one step the dear one is asked of every name: four times as long on five million.
    """
    column, cheap, dear = asked
    rows = register.sql(
        f"WITH few AS MATERIALIZED (SELECT id, {column} FROM nodes WHERE {cheap})"
        f" SELECT id FROM few WHERE {dear} ORDER BY id LIMIT {MOST}",
        parameters,
    )
    ids = [id for (id,) in rows]
    return list(register.nodes("id IN (SELECT unnest(?)) ORDER BY id", [ids])) if ids else []


def numbered(register: Register, texts: Sequence[str]) -> dict[str, list[Node]]:
    """Return what each of many texts may mean, in a few questions to the register."""
    ids = {id: text for text in texts for id in _ids(text.strip())}
    found: dict[str, list[Node]] = {}
    for node in register.nodes("id IN (SELECT unnest(?))", [list(ids)]):
        found[ids[node.id]] = [node]
    rest = [text for text in dict.fromkeys(texts) if text not in found and text.strip()]
    if rest:
        for text, nodes in _by_names(register, rest).items():
            found[text] = nodes
    return found


def _by_names(register: Register, texts: list[str]) -> dict[str, list[Node]]:
    connection: Any = register.connection().cursor()
    connection.execute("CREATE OR REPLACE TEMP TABLE wanted (text VARCHAR, key VARCHAR)")
    connection.execute("INSERT INTO wanted (text) SELECT unnest(?)", [texts])
    connection.execute(f"UPDATE wanted SET key = {bare('text')}")
    rows = connection.execute(
        f"""SELECT w.text, n.id FROM (
          SELECT id, {bare("name")} AS key FROM nodes WHERE name <> '' AND kind <> 'unknown'
        ) n JOIN wanted w ON w.key = n.key AND w.key <> '' ORDER BY w.text, n.id"""
    ).fetchall()
    nodes = {
        node.id: node
        for node in register.nodes("id IN (SELECT unnest(?))", [[id for _, id in rows]])
    }
    found: dict[str, list[Node]] = {}
    for text, id in rows:
        listed = found.setdefault(text, [])
        if len(listed) < MOST:
            listed.append(nodes[id])
    return found


def _writable(text: str) -> str:
    """Return ``text`` without what no database takes: half characters, NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def _ids(text: str) -> list[str]:
    ids = [text]
    if code := lei(text):
        ids.append(code)
    if uk_number(text):
        ids.append(uk_company(text))
    return ids


def _key(register: Register, name: str) -> str:
    [(key,)] = register.sql(f"SELECT {bare('?::VARCHAR')}", [name[:300]])
    return str(key or "")
