import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from training.data import Pairs
from training.learn import Recipe, learn, loss, tokens
from training.train import encoder

GERMAN = ("kita", "schule", "arzt", "wohnung", "geld", "bus")
ENGLISH = ("nursery", "school", "doctor", "flat", "money", "coach")
RECIPE = Recipe(dimension=16, steps=150, batch=6, drop=0.0, rate=0.05)


def tiny() -> tuple[Tokenizer, list[Pairs]]:
    words = ("<unk>", "the", *GERMAN, *ENGLISH)
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    left = tuple(f"the {word}" for word in ENGLISH)
    return tokenizer, [Pairs("words en", left, GERMAN, tuple(range(6)), 1.0)]


def learned(recipe: Recipe = RECIPE) -> tuple[Tokenizer, np.ndarray]:
    tokenizer, sets = tiny()
    table = learn(tokens(tokenizer, sets), tokenizer.get_vocab_size(), recipe, lambda *_: None)
    return tokenizer, table.folded()


def test_translations_come_to_lie_nearest_each_other():
    encode = encoder(*learned())
    nearest = (encode([f"the {word}" for word in ENGLISH]) @ encode(GERMAN).T).argmax(axis=1)
    assert nearest.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_word_in_every_text_counts_less_than_the_others():
    _, table = learned()
    lengths = np.linalg.norm(table, axis=1)
    assert lengths[1] < lengths[8:].min()


def test_the_same_seed_gives_the_same_table():
    short = Recipe(dimension=8, steps=20, batch=6)
    assert np.array_equal(learned(short)[1], learned(short)[1])
    assert not np.array_equal(learned(short)[1], learned(Recipe(dimension=8, steps=20, batch=6, seed=2))[1])


def test_texts_of_one_group_are_no_negatives_of_each_other():
    vectors = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [1.0, 0.01], [0.0, 1.0]]), dim=1)
    apart = loss(vectors, vectors, torch.tensor([0, 1, 2]), 0.05)
    together = loss(vectors, vectors, torch.tensor([0, 0, 2]), 0.05)
    assert together < 0.01 < apart


def test_a_text_without_pieces_is_a_zero_vector():
    encode = encoder(*learned(Recipe(dimension=8, steps=2, batch=6)))
    empty, full = encode(["", "kita"])
    assert not empty.any()
    assert np.linalg.norm(full) == pytest.approx(1, abs=1e-5)
