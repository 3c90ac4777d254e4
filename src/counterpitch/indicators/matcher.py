"""Matches a rulebook against conversations."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from counterpitch.errors import RulebookError
from counterpitch.features.fold import fold, trace
from counterpitch.features.greetings import greeted
from counterpitch.features.mask import Masker, Places
from counterpitch.features.money import Currencies
from counterpitch.indicators.hits import Hits
from counterpitch.indicators.masktables import mask_tables
from counterpitch.indicators.native import AVAILABLE, FORMAT, NativeTables, core
from counterpitch.indicators.nodes import Node
from counterpitch.indicators.phrasebook import Phrasebook
from counterpitch.indicators.quoting import Quoter
from counterpitch.indicators.scene import MAX_TEXT, Scene
from counterpitch.indicators.tables import numbers
from counterpitch.indicators.tree import compiled
from counterpitch.indicators.treetables import tree_tables
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Condition, Indicator
from counterpitch.model.match import Match, MatchNode
from counterpitch.rulebook.book import Rulebook
from counterpitch.rulebook.cache import read_cache, write_cache

if TYPE_CHECKING:
    from counterpitch._native.core import Core

Trigger = int | str
"""A phrase leaf's number, ``indicator:NAME``, or ``always``."""

_ALWAYS = "always"
_NAME_PARTS = re.compile("[·・•]")


class Folded(NamedTuple):
    """A message's folded and masked text, at most ``MAX_TEXT`` characters of the original.

    ``starts`` and ``ends`` are 32-bit numbers, one for each character of ``text``: the place in
    the original (code points) that it stands for; ``memoryview(starts).cast("i")`` reads them.
    """

    text: str
    starts: bytes
    ends: bytes


class Matcher:
    """A rulebook made ready: ``match`` is pure and may be called from many threads.

    Where the extension has been built, ``match`` and ``names`` use the compiled core, which finds
    the very same; ``native=False`` leaves it out. Faulty phrases raise ``RulebookError``; with
    ``strict=False`` they are left out and listed in ``phrases.faults`` (for those who are writing
    rules).
    """

    def __init__(self, book: Rulebook, *, strict: bool = True, native: bool = True) -> None:
        self.book = book
        self.by_name = {rule.name: rule for rule in book.indicators}
        self.core: Core | None = None
        if native and AVAILABLE:
            # A cached table was made from rules without faults.
            tables = (
                read_cache("tables", f"{book.version}-{FORMAT}", NativeTables)
                if book.version
                else None
            )
            self.core = core(tables or self._tables(strict), book)
        elif strict:
            self._refuse_faults()

    def _refuse_faults(self) -> None:
        faults = self.phrases.faults
        if faults:
            lines = "\n".join(f"  {name}: {why}" for name, _, why in faults)
            raise RulebookError(f"{len(faults)} faulty phrases:\n{lines}")

    def _tables(self, strict: bool) -> NativeTables:
        if strict:
            self._refuse_faults()
        tables = NativeTables(
            self.phrases.tables(),
            mask_tables(self._places, self.currencies),
            tree_tables(list(self._order), self._nodes, self._by_trigger, self.phrases.leaf_count),
        )
        if self.book.version and not self.phrases.faults:
            write_cache("tables", f"{self.book.version}-{FORMAT}", tables)
        return tables

    @cached_property
    def phrases(self) -> Phrasebook:
        """Return the phrases of the rulebook, compiled for Python."""
        return Phrasebook(self.book)

    @cached_property
    def currencies(self) -> Currencies:
        """Return the names of all currencies."""
        return Currencies(p.form for p in self.book.places if p.kind == "currency")

    @cached_property
    def _places(self) -> Places:
        return Places(_folded_places(self.book))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(self.phrases.words)

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {
            rule.name: compiled(rule.when, self.phrases.leaf_of)  # type: ignore[arg-type]
            for rule in self.book.indicators
            if rule.status != "deprecated"
        }

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(ordered(self.book.indicators))}

    @cached_property
    def _by_trigger(self) -> dict[Trigger, list[str]]:
        found: dict[Trigger, list[str]] = {}
        for rule in self.book.indicators:
            for trigger in self._triggers(rule.when):
                found.setdefault(trigger, []).append(rule.name)
        return found

    def match(self, conversation: Conversation) -> list[Match]:
        """Return the indicators that match ``conversation``, with their evidence."""
        if self.core is not None:
            return self.core.match(conversation)
        scene = self.scene(conversation)
        quoter = Quoter(scene)
        return [Match(name, quoter.quotes(hits)) for name, hits in scene.results.items()]

    def names(self, conversation: Conversation) -> set[str]:
        """Return only the names of the indicators that match."""
        if self.core is not None:
            return self.core.names(conversation)
        return set(self.scene(conversation).results)

    def texts(self, conversation: Conversation) -> list[Folded]:
        """Return every message folded and masked, with the offsets of each of its characters."""
        if self.core is not None:
            return [Folded(*each) for each in self.core.texts(conversation)]
        masker = self._masker(conversation)
        traced = (trace(message.text[:MAX_TEXT], masker) for message in conversation.messages)
        return [
            Folded(each.value, numbers(each.starts or ()), numbers(each.ends or ()))
            for each in traced
        ]

    def match_and_texts(self, conversation: Conversation) -> tuple[list[Match], list[Folded]]:
        """Return what ``match`` and ``texts`` do, in one pass where the core is there."""
        if self.core is None:
            return self.match(conversation), self.texts(conversation)
        matches, texts = self.core.match_and_texts(conversation)
        return matches, [Folded(*each) for each in texts]

    def explain(self, conversation: Conversation, name: str) -> MatchNode:
        """Return the condition tree of the indicator ``name`` with what met each node."""
        scene = self.scene(conversation)
        return _explained(self._nodes[name], scene, Quoter(scene))

    def scene(self, conversation: Conversation) -> Scene:
        """Return the scene of ``conversation`` with every indicator judged."""
        masker = self._masker(conversation)
        scene = Scene(conversation, self.book, self.phrases, masker, self.currencies)
        waiting = set(self._by_trigger.get(_ALWAYS, ()))
        for leaf in scene.hits:
            waiting.update(self._by_trigger.get(leaf, ()))
        queue = sorted(waiting, key=self._order.__getitem__)
        position = 0
        while position < len(queue):
            name = queue[position]
            position += 1
            hits = self._find(name, scene)
            if not hits:
                continue
            scene.results[name] = hits
            added = [n for n in self._by_trigger.get(f"indicator:{name}", ()) if n not in waiting]
            if added:
                waiting.update(added)
                queue[position:] = sorted([*queue[position:], *added], key=self._order.__getitem__)
        return scene

    def _find(self, name: str, scene: Scene) -> Hits:
        node = self._nodes.get(name)
        return node.find(scene) if node is not None else []

    def _masker(self, conversation: Conversation) -> Masker:
        names = {conversation.contact.name, conversation.owner.name}
        for message in conversation.messages:
            names.add(message.author)
            names.update(greeted(message.text))
        return self.masker(names)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Return every folded word that a rule uses."""
        return self._vocabulary

    def masker(self, names: Iterable[str]) -> Masker:
        """Return a masker of all places and of ``names``, whole and in parts."""
        every = set(names)
        every |= {part for name in every for part in _NAME_PARTS.split(name)}
        folded = [_folded(name) for name in sorted(every)]
        return Masker(self._places, folded, self._vocabulary, self.currencies)

    def _triggers(self, condition: Condition) -> set[Trigger]:
        """Return events of which at least one must happen for the condition to hold."""
        if condition.phrase is not None:
            return {self.phrases.leaf_of(condition.phrase)}
        if condition.indicator is not None:
            return {f"indicator:{condition.indicator}"}
        if condition.all is not None:
            choices = [self._triggers(c) for c in condition.all if c.negation is None]
            return min(choices, key=lambda found: (_ALWAYS in found, len(found)))
        if condition.sequence is not None:
            return self._triggers(condition.sequence[0])
        if condition.unanswered is not None:
            return self._triggers(condition.unanswered.question)
        below = condition.children()
        return set().union(*map(self._triggers, below)) if below else {_ALWAYS}


def _explained(node: Node, scene: Scene, quoter: Quoter) -> MatchNode:
    hits = node.find(scene)
    return MatchNode(
        node.label(),
        bool(hits),
        quoter.quotes(hits),
        tuple(_explained(child, scene, quoter) for child in node.children),
    )


def _folded_places(book: Rulebook) -> list[tuple[str, bool]]:
    """Return (folded form, names a currency) of every place, from the cache if it is there."""
    known = read_cache("places", book.version, list[tuple[str, bool]])
    if known is None:
        # A sign folds to nothing, which would leave the letters of "A$" as a place.
        worded = (
            p for p in book.places if not any(unicodedata.category(c) == "Sc" for c in p.form)
        )
        folded = ((fold(place.form).strip(), place.kind == "currency") for place in worded)
        known = [each for each in folded if len(each[0]) > 1]
        if book.version:
            write_cache("places", book.version, known)
    return known


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name[:200]).strip()


def ordered(rules: Iterable[Indicator]) -> list[str]:
    """Return the names so that an indicator comes after those it refers to.

    Raises ``RulebookError`` on an unknown name or a circle.
    """
    below = {rule.name: sorted(references(rule.when)) for rule in rules}
    done: dict[str, bool] = {}
    out: list[str] = []

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name not in below:
            raise RulebookError(f"{trail[-1]} refers to an unknown indicator '{name}'")
        if name in trail:
            raise RulebookError(f"indicators refer in a circle: {' > '.join((*trail, name))}")
        if name not in done:
            for other in below[name]:
                visit(other, (*trail, name))
            done[name] = True
            out.append(name)

    for name in sorted(below):
        visit(name, ())
    return out


def references(condition: Condition) -> set[str]:
    """Return the names of the indicators that a condition refers to."""
    own = {condition.indicator} if condition.indicator is not None else set()
    return own.union(*map(references, condition.children()))
