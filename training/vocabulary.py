"""The subword vocabulary: how text is folded and which pieces are learned from balanced languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "<unk>"
# Letters that NFD does not take apart, and spellings in use beside each other.
FOLDED = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "\u200c": " ",
}  # fmt: skip
# The Arabic article, alone or after one-letter conjunctions, is written onto the noun.
ARTICLE = r"(?<!\p{L})[وفبك]?ال(?=\p{Arabic}{3})"


def normaliser() -> normalizers.Normalizer:
    """Return the folding: case, compatibility forms, umlauts as ae/oe/ue, accents and Arabic vowels off."""
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            *(normalizers.Replace(old, new) for old, new in FOLDED.items()),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
            normalizers.Replace(Regex(ARTICLE), ""),
        ]
    )


def splitter() -> pre_tokenizers.PreTokenizer:
    """Return the split into words; pieces carry no word-begin mark, so `betreuung` in a compound is the word."""
    return pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=False)])


def learn(
    texts: Mapping[str, Sequence[str]], shares: Mapping[str, float], size: int, characters: int, seed: int
) -> Tokenizer:
    """Return a unigram tokenizer of `size` pieces.

    :param texts: language -> texts to learn from.
    :param shares: language -> share of the training characters; a small language is repeated, at most
        eight times, so that large ones do not crowd it out.
    :param characters: how many characters to learn from in all.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = splitter()
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=20, show_progress=False
    )
    tokenizer.train_from_iterator(balanced(texts, shares, characters, seed), trainer=trainer)
    return ordered(tokenizer)


def ordered(tokenizer: Tokenizer) -> Tokenizer:
    """Return the same tokenizer with its pieces in a fixed order.

    The trainer's threads give equal pieces in changing order, with scores that differ in the last digits.
    """
    state = json.loads(tokenizer.to_str())
    pieces = [(piece, round(score, 4)) for piece, score in state["model"]["vocab"] if piece != UNKNOWN]
    state["model"]["vocab"] = [(UNKNOWN, 0.0), *sorted(pieces, key=lambda entry: (-entry[1], entry[0]))]
    state["model"]["unk_id"] = 0
    return Tokenizer.from_str(json.dumps(state, ensure_ascii=False))


def balanced(
    texts: Mapping[str, Sequence[str]], shares: Mapping[str, float], characters: int, seed: int
) -> Iterator[str]:
    """Yield texts in a random order per language until each has given its share of the characters."""
    total = sum(shares[language] for language in texts)
    for language in sorted(texts):
        budget = characters * shares[language] / total
        rows = texts[language]
        for turn in range(8):
            if budget <= 0:
                break
            for row in np.random.default_rng(seed + turn).permutation(len(rows)):
                yield rows[row]
                budget -= len(rows[row])
                if budget <= 0:
                    break
