import pytest

from training.vocabulary import balanced, learn, normaliser


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Förderung", "foerderung"),
        ("FOERDERUNG", "foerderung"),
        ("Straße", "strasse"),
        ("Kita-Platz (U3)", "kita platz u3 "),
        ("İş", "is"),
        ("ışık", "isik"),
        ("déjà", "deja"),
        ("żłobek", "zlobek"),
        ("الأطفال", "اطفال"),
        ("والمدرسة", "مدرسه"),
        ("کودکی", "كودكي"),
        ("مَدْرَسَة", "مدرسه"),
    ],
)
def test_spellings_of_one_word_become_one(written, folded):
    assert normaliser().normalize_str(written) == folded


def test_every_language_gives_its_share_and_a_small_one_is_repeated_eight_times_at_most():
    texts = {"de": ["d" * 100] * 50, "tr": ["t" * 100] * 5, "so": ["s" * 100]}
    given = "".join(balanced(texts, {"de": 3, "tr": 2, "so": 5}, 10_000, seed=1))
    assert [given.count(letter) for letter in "dts"] == [3000, 2000, 800]


def test_pieces_carry_no_mark_of_the_word_begin():
    texts = ["kinder betreuung", "betreuung der kinder", "die betreuung"] * 50
    tokenizer = learn({"de": texts}, {"de": 1}, 60, 5_000, seed=1)
    inside = tokenizer.encode("Kinderbetreuung").ids
    assert sorted(inside) == sorted(tokenizer.encode("Kinder Betreuung").ids)


def test_learning_twice_gives_the_same_pieces_in_the_same_order():
    texts = [f"Antrag {n} auf einen Platz in Kita, Schule oder Sprachkurs am {n % 28}. Mai" for n in range(400)]
    once, again = (learn({"de": texts}, {"de": 1}, 150, 30_000, seed=1) for _ in range(2))
    assert once.to_str() == again.to_str()
    assert once.token_to_id("<unk>") == 0
