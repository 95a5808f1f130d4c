import pytest

from training.vocabulary import learn, normaliser


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


def test_a_small_language_gets_its_share_of_pieces():
    german = [f"der Antrag {n} auf einen Platz in der Kita wird im Rathaus gestellt" for n in range(300)]
    turkish = ["çocuklar için kreş yeri başvurusu", "kreş başvurusu belediyede yapılır", "çocuklar belediyede"]

    def cut(shares):
        return len(learn({"de": german, "tr": turkish}, shares, 80, 20_000, seed=1).encode("çocuklar kreş").ids)

    assert cut({"de": 1, "tr": 1}) < cut({"de": 1, "tr": 0.001})


def test_pieces_carry_no_mark_of_the_word_begin():
    texts = ["kinder betreuung", "betreuung der kinder", "die betreuung"] * 50
    tokenizer = learn({"de": texts}, {"de": 1}, 60, 5_000, seed=1)
    inside = tokenizer.encode("Kinderbetreuung").ids
    assert sorted(inside) == sorted(tokenizer.encode("Kinder Betreuung").ids)
