import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

from training.texts import Texts, crops, tokenised


def texts_of(*rows: list[int]) -> Texts:
    return Texts(
        np.concatenate([np.asarray(row, dtype=np.int32) for row in rows]),
        np.concatenate([[0], np.cumsum([len(row) for row in rows])]),
    )


def test_texts_are_tokenised_in_order():
    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "a": 1, "b": 2, "c": 3}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    found = tokenised(tokenizer, ["a b", "", "c a a"])
    assert found.ids.tolist() == [1, 2, 3, 1, 1]
    assert found.offsets.tolist() == [0, 2, 2, 5]


def test_a_crop_is_a_window_of_its_own_text():
    texts = texts_of([*range(10)], [*range(100, 105)])
    bags = crops(texts, np.asarray([1, 0, 0]), 4, 0.0, np.random.default_rng(3))
    parts = [part.tolist() for part in np.split(bags.ids, bags.offsets[1:])]
    assert [len(part) for part in parts] == [4, 4, 4]
    assert set(parts[0]) <= {*range(100, 105)}
    assert all(part == [*range(part[0], part[0] + 4)] for part in parts)


def test_short_texts_are_kept_whole():
    bags = crops(texts_of([5, 6], [7]), np.asarray([0, 1]), 9, 0.0, np.random.default_rng(0))
    assert bags.ids.tolist() == [5, 6, 7]
    assert bags.offsets.tolist() == [0, 2]


def test_dropping_tokens_never_empties_a_text():
    texts = texts_of([1], [2, 3], [4, 5, 6])
    bags = crops(texts, np.asarray([0, 1, 2]), 9, 0.99, np.random.default_rng(0))
    assert (np.diff([*bags.offsets, len(bags.ids)]) >= 1).all()


def test_an_empty_text_stays_an_empty_bag():
    bags = crops(texts_of([1, 2], [], [3]), np.asarray([0, 1, 2]), 9, 0.5, np.random.default_rng(0))
    lengths = np.diff([*bags.offsets, len(bags.ids)])
    assert lengths[1] == 0
    assert lengths[2] == 1
