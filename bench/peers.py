"""What people would otherwise use, over the same phrases and the same folded texts."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from counterpitch.indicators.phrasetable import PhraseTable
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

Runner = Callable[[str], object]


def python_patterns(table: PhraseTable) -> list[str]:
    """Return every phrase as a pattern for ``re``: the same language, the same meaning."""
    return [entry.body for entry in table.entries]


def re_loop(table: PhraseTable) -> Runner:
    """A plain loop of ``re`` over all phrases: what most detection scripts do."""
    compiled = [re.compile(pattern) for pattern in python_patterns(table)]
    return lambda text: [m.span() for p in compiled for m in p.finditer(text)]


def one_alternation(table: PhraseTable) -> Runner:
    """One big alternation of all phrases (which also loses overlapping hits)."""
    compiled = re.compile("|".join(python_patterns(table)))
    return lambda text: [m.span() for m in compiled.finditer(text)]


def presidio(table: PhraseTable) -> Runner | None:
    """Presidio's analyzer with one pattern recogniser per phrase condition."""
    try:
        import spacy
        from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
        from presidio_analyzer.nlp_engine import SpacyNlpEngine
    except ImportError:
        return None

    def begin(engine: Any) -> None:
        models = [{"lang_code": "en", "model_name": "blank"}]
        SpacyNlpEngine.__init__(engine, models=models)
        engine.nlp = {"en": spacy.blank("en")}

    # An engine without a language model: only patterns are compared here.
    blank = type("Blank", (SpacyNlpEngine,), {"__init__": begin, "load": lambda engine: None})
    by_leaf: dict[int, list[Any]] = {}
    for number, entry in enumerate(table.entries):
        by_leaf.setdefault(entry.leaf, []).append(Pattern(str(number), entry.body, 0.5))
    registry = RecognizerRegistry(
        recognizers=[
            PatternRecognizer(supported_entity=f"LEAF{leaf}", patterns=patterns)
            for leaf, patterns in by_leaf.items()
        ]
    )
    engine = AnalyzerEngine(registry=registry, nlp_engine=blank(), supported_languages=["en"])
    return lambda text: engine.analyze(text=text, language="en")


def linear_model(texts: Sequence[str]) -> Runner | None:
    """TF-IDF and a linear model: the speed of its predict (no reasons, no quotes)."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import SGDClassifier
        from sklearn.pipeline import make_pipeline
    except ImportError:
        return None
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), SGDClassifier(loss="log_loss"))
    model.fit(list(texts), [n % 2 for n in range(len(texts))])
    return lambda text: model.predict_proba([text])


def rate(runner: Runner, texts: Sequence[str], seconds: float) -> float:
    """Return messages a second, over as many of ``texts`` as fit in ``seconds``."""
    runner(texts[0])
    began = time.perf_counter()
    count = 0
    for text in texts:
        runner(text)
        count += 1
        if time.perf_counter() - began > seconds:
            break
    return count / (time.perf_counter() - began)


def one_message(text: str) -> Conversation:
    """Return a conversation of one message by the contact."""
    return Conversation("one", "other", (Message("contact", text),))
