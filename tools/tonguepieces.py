"""Pieces of other tongues: which words and parts of words the encoder is taught to read.

``python -m tools.tonguepieces FOLDER CORPUS...`` writes ``pieces.txt`` in FOLDER. Needs
the package ``tokenizers``. Among words as frequent as each other it may choose others the next
time, so what was chosen is kept.

Chosen by how often they stand in translations and in labelled conversations: whole words and
parts of words (WordPiece, Schuster and Nakajima 2012), in Chinese words of up to four
characters (byte-pair merges, Sennrich et al. 2016). Scripts are told apart by their letters.
"""

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from counterpitch.pipeline.assessed import assessor
from counterpitch.training.corpus import examples
from counterpitch.training.encoder import starting_folder
from counterpitch.training.translations import ENGLISH, PIECES, translations

Script = Literal["latin", "cyrillic", "chinese"]
SIZES: Final[dict[Script, int]] = {"latin": 5_500, "cyrillic": 4_000, "chinese": 3_000}
"""Most pieces of a script. A thousand pieces add 0.4 MB to the network."""
_SCRIPTS: Final[dict[Script, re.Pattern[str]]] = {
    "chinese": re.compile("[\u3400-\u9fff]+"),
    "cyrillic": re.compile("[\u0400-\u04ff]+"),
    "latin": re.compile("[a-z]+"),
}
_SEEN: Final = 2
"""How often a Latin word stands in English texts to be taken for an English one."""
_LONGEST_CHINESE: Final = 4


def chosen(other: Iterable[str], english: Iterable[str], known: Collection[str]) -> list[str]:
    """Return the pieces to add, sorted, from folded texts.

    ``known`` are the encoder's own pieces: its whole words stay as they are.
    """
    own = Counter(word for text in english for word in text.split())
    counts: dict[Script, Counter[str]] = {script: Counter() for script in SIZES}
    for text in other:
        for script, word in _words(text):
            counts[script][word] += 1
    latin = counts["latin"]
    for word in [w for w in latin if w in known or own[w] >= _SEEN]:
        del latin[word]
    found = {piece for script in SIZES for piece in _pieces(script, counts[script])}
    return sorted(piece for piece in found if len(piece) > 1 or piece not in known)


def _words(text: str) -> Iterator[tuple[Script, str]]:
    for word in text.split():
        for script, pattern in _SCRIPTS.items():
            yield from ((script, run) for run in pattern.findall(word))


def _pieces(script: Script, counts: Counter[str]) -> list[str]:
    """Learn the pieces of one script from its words and their counts, most useful first."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    if not counts:
        return []
    if script == "chinese":
        tokenizer = Tokenizer(models.BPE())
        trainer = trainers.BpeTrainer(
            vocab_size=SIZES[script], min_frequency=4, max_token_length=_LONGEST_CHINESE,
            show_progress=False,
        )  # fmt: skip
    else:
        tokenizer = Tokenizer(models.WordPiece())
        trainer = trainers.WordPieceTrainer(
            vocab_size=SIZES[script], min_frequency=2, show_progress=False
        )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.train_from_iterator((" ".join([w] * n) for w, n in sorted(counts.items())), trainer)
    return list(tokenizer.get_vocab())


def main(folder: Path, corpora: Sequence[Path]) -> None:
    """Choose the pieces for a folder of translations and write them there."""
    matcher = assessor().matcher
    said = translations(folder, matcher)
    labelled = examples(corpora, matcher)
    foreign = (e for e in labelled if e.conversation.language not in ("", ENGLISH))
    other = [*(s for each in said for s in each.other), *(s for e in foreign for s in e.sentences)]
    english = [s for each in said for s in each.english]
    known = (starting_folder(None) / "vocab.txt").read_text("utf-8").split("\n")
    pieces = chosen((s.words for s in other), (s.words for s in english), set(known))
    (folder / PIECES).write_text("\n".join(pieces) + "\n", "utf-8")
    print(f"{len(pieces)} pieces")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
