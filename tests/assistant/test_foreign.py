"""A sentence in another language beside its German quote."""

from __future__ import annotations

import re

import pytest

from assistant.foreign import check_foreign, in_german_figures
from kb.embed import Embedder, load_embedder

HEAD = "Frau Römer leitet das Integrationszentrum seit 2015."
FREE = "Die Teilnahme an der Beratung ist kostenlos."
PAID = "Die Teilnahme am Sprachkurs kostet 35 Euro im Monat."
OPEN = "Die Beratung für Eltern findet montags von 14:30 Uhr bis 16 Uhr statt."
NOT = "Eine Anmeldung ist nicht nötig."
MUST = "Eltern müssen sich vor der Beratung anmelden."


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


@pytest.mark.parametrize(
    ("language", "sentence", "quoted"),
    [
        ("en", "Ms Römer has headed the integration centre since 2015.", HEAD),
        ("en", "Taking part in the counselling is free of charge.", FREE),
        ("en", "The language course costs 35 euros per month.", PAID),
        ("en", "Counselling for parents takes place on Mondays from 2.30 pm to 4 pm.", OPEN),
        ("en", "You do not need to register.", NOT),
        ("tr", "Römer 2015'ten beri uyum merkezini yönetiyor.", HEAD),
        ("tr", "Danışmanlığa katılım ücretsizdir.", FREE),
        ("fr", "Mme Römer dirige le centre d'intégration depuis 2015.", HEAD),
        ("fr", "Le conseil aux parents a lieu le lundi de 14h30 à 16h.", OPEN),
        ("uk", "Пані Рьомер очолює центр інтеграції з 2015 року.", HEAD),
        ("uk", "Участь у консультації безкоштовна.", FREE),
        ("ru", "Курс немецкого языка стоит 35 евро в месяц.", PAID),
        ("ar", "تدير السيدة Römer مركز الاندماج منذ عام 2015.", HEAD),
        ("ar", "المشاركة في الاستشارة مجانية.", FREE),
        ("pl", "Pani Römer kieruje centrum integracji od 2015 roku.", HEAD),
        ("fa", "خانم Römer از سال 2015 مدیر مرکز ادغام است.", HEAD),
        ("ro", "Doamna Römer conduce centrul de integrare din 2015.", HEAD),
    ],
)
def test_a_true_translation_passes(language: str, sentence: str, quoted: str, lexicon: Embedder) -> None:
    verdict = check_foreign(sentence, [quoted], language, lexicon)
    assert verdict.supported, verdict.problems


@pytest.mark.parametrize(
    ("language", "sentence", "quoted", "problem"),
    [
        ("en", "Ms Römer has headed the integration centre since 2011.", HEAD, "2011"),
        ("en", "Ms Schmidt has headed the integration centre since 2015.", HEAD, "Schmidt"),
        ("en", "Peter Krause has headed the integration centre since 2015.", HEAD, "name"),
        ("en", "Ms Römer has not headed the integration centre since 2015.", HEAD, "negation"),
        ("en", "Taking part in the counselling costs a fee.", FREE, "opposite"),
        ("en", "The language course is free.", PAID, "opposite"),
        ("en", "You need to register.", NOT, "negation"),
        ("en", "Registering for the counselling is voluntary for parents.", MUST, "opposite"),
        ("en", "Counselling for parents takes place on Mondays from 3.30 pm to 4 pm.", OPEN, "15"),
        ("en", "The weather will be fine tomorrow in the mountains.", HEAD, "meaning"),
        ("tr", "Yılmaz 2015'ten beri uyum merkezini yönetiyor.", HEAD, "name"),
        ("tr", "Dil kursu ücretsizdir.", PAID, "opposite"),
        ("tr", "Kurs ayda 45 euro tutuyor.", PAID, "45"),
        ("fr", "Mme Römer ne dirige pas le centre d'intégration depuis 2015.", HEAD, "negation"),
        ("uk", "Пані Шевченко очолює центр інтеграції з 2015 року.", HEAD, "name"),
        ("ru", "Курс немецкого языка бесплатный.", PAID, "opposite"),
        ("ar", "تدير السيدة مريم مركز الاندماج منذ عام 2015.", HEAD, "name"),
        ("ar", "المشاركة في الدورة مجانية.", PAID, "opposite"),
        ("pl", "Pani Kowalska kieruje centrum integracji od 2015 roku.", HEAD, "name"),
        ("fa", "خانم احمدی از سال 2015 مدیر مرکز ادغام است.", HEAD, "name"),
        ("ro", "Doamna Popescu conduce centrul de integrare din 2015.", HEAD, "name"),
    ],
)
def test_what_the_quote_does_not_say_is_found(
    language: str, sentence: str, quoted: str, problem: str, lexicon: Embedder
) -> None:
    verdict = check_foreign(sentence, [quoted], language, lexicon)
    assert not verdict.supported
    assert any(problem in found for found in verdict.problems), verdict.problems


def test_without_a_quote_nothing_is_supported(lexicon: Embedder) -> None:
    assert not check_foreign("Ms Römer heads the centre.", [], "en", lexicon).supported


def test_title_and_date_of_the_paper_back_names_and_figures(lexicon: Embedder) -> None:
    sentence = "According to the Steckbrief of 2020 Ms Römer heads the integration centre."
    quoted = "Frau Römer leitet das Integrationszentrum."
    assert not check_foreign(sentence, [quoted], "en", lexicon).supported
    assert check_foreign(sentence, [quoted], "en", lexicon, ("Steckbrief", "01.05.2020")).supported


DAY = "Der Kreistag hat am 06.10.2016 das Konzept beschlossen."


@pytest.mark.parametrize(
    ("language", "sentence", "wrong"),
    [
        ("en", "The district council adopted the concept on 6 October 2016.", "November"),
        ("en", "The district council adopted the concept on October 6, 2016.", "November"),
        ("fr", "Le conseil a adopté le concept le 6 octobre 2016.", "novembre"),
        ("tr", "Meclis konsepti 6 Ekim 2016'da kabul etti.", "Kasım"),
        ("uk", "Рада ухвалила концепцію 6 жовтня 2016 року.", "листопада"),
        ("ru", "Совет принял концепцию 6 октября 2016 года.", "ноября"),
        ("pl", "Rada przyjęła koncepcję 6 października 2016 roku.", "listopada"),
        ("ar", "اعتمد المجلس المفهوم في 6 أكتوبر 2016.", "نوفمبر"),
        ("fa", "شورا این طرح را در 6 اکتبر 2016 تصویب کرد.", "نوامبر"),
        ("ro", "Consiliul a adoptat conceptul la 6 octombrie 2016.", "noiembrie"),
    ],
)
def test_a_date_is_checked_with_its_month_in_every_language(
    language: str, sentence: str, wrong: str, lexicon: Embedder
) -> None:
    verdict = check_foreign(sentence, [DAY], language, lexicon)
    assert verdict.supported, verdict.problems
    month = next(word for word in re.findall(r"\w+", sentence) if word.casefold()[:3] in MONTHS)
    assert not check_foreign(sentence.replace(month, wrong), [DAY], language, lexicon).supported


MONTHS = ("oct", "жов", "окт", "paź", "أكت", "اکت", "eki")


@pytest.mark.parametrize(
    ("told", "german"),
    [
        ("250,000 people", "250.000 people"),
        ("250 000 osób", "250.000 osób"),
        ("7h30", "7:30 Uhr"),
        ("à 14h", "à 14 Uhr"),
        ("2 pm", "14 Uhr"),
        ("12 am", "0 Uhr"),
        ("12.15 p.m.", "12:15 Uhr"),
        ("2019 and 2020", "2019 and 2020"),
        ("on May 3, 2019", "on 3. Mai 2019"),
        ("on the 3rd of May", "on the 3. Mai"),
        ("you may come 3 times", "you may come 3 times"),
    ],
)
def test_figures_are_read_as_german_papers_write_them(told: str, german: str) -> None:
    assert in_german_figures(told, "en") == german


ROSE, UNDER = "Die Zahl der Schüler stieg auf 310.", "Das Angebot ist für Kinder unter drei Jahren."
FIRST = "Die Gruppe trifft sich am ersten Dienstag im Monat."
DUTY = "Eltern müssen sich im Büro anmelden."
LONGEST, AFTER = "Der Kurs dauert höchstens drei Wochen.", "Der Kurs findet nach den Ferien statt."
TOWNS = "Velbert zahlt 20.000 Euro, Ratingen 15.000 Euro."


@pytest.mark.parametrize(
    ("language", "sentence", "quoted", "problem"),
    [
        ("en", "The number of pupils fell to 310.", ROSE, "opposite: fell"),
        ("ru", "Число учеников снизилось до 310.", ROSE, "opposite: fell"),
        ("ar", "انخفض عدد الطلاب إلى 310.", ROSE, "opposite: fell"),
        ("fa", "تعداد دانش‌آموزان به 310 کاهش یافت.", ROSE, "opposite: fell"),
        ("en", "The offer is for children over three years.", UNDER, "opposite: least"),
        ("en", "The group meets every Tuesday of the month.", FIRST, "opposite: every"),
        ("en", "Parents may register at the office.", DUTY, "opposite: may"),
        ("uk", "Батьки можуть зареєструватися в бюро.", DUTY, "opposite: may"),
        ("fr", "Les parents peuvent s'inscrire au bureau.", DUTY, "opposite: may"),
        ("pl", "Rodzice mogą zarejestrować się w biurze.", DUTY, "opposite: may"),
        ("ro", "Părinții se pot înscrie la birou.", DUTY, "opposite: may"),
        ("en", "Parents must register at the office.", DUTY.replace("müssen", "können"), "opposite: must"),
        ("en", "The course takes at least three weeks.", LONGEST, "opposite: least"),
        ("tr", "Kurs en az üç hafta sürüyor.", LONGEST, "opposite: least"),
        ("en", "The course takes place before the holidays.", AFTER, "opposite: before"),
        ("en", "Velbert pays 15,000 euros, Ratingen 20,000 euros.", TOWNS, "swapped"),
        ("en", "Ratingen pays 20,000 euros and Velbert 15,000 euros.", TOWNS, "swapped"),
    ],
)
def test_what_is_turned_round_in_translation_is_found(
    language: str, sentence: str, quoted: str, problem: str, lexicon: Embedder
) -> None:
    found = check_foreign(sentence, [quoted], language, lexicon).problems
    assert any(each.startswith(problem) for each in found), found


@pytest.mark.parametrize(
    ("language", "sentence", "quoted"),
    [
        ("en", "Call Ms Hecker on 02104 992175.", "Frau Hecker ist unter Tel. 02104 992175 erreichbar."),
        ("en", "The number of pupils rose to 310.", ROSE),
        ("en", "The offer is for children under three years.", UNDER),
        ("en", "The group meets on the first Tuesday of every month.", FIRST),
        ("en", "Parents must register at the office.", DUTY),
        ("fr", "Les parents doivent s'inscrire au bureau.", DUTY),
        ("uk", "Батьки повинні зареєструватися в бюро.", DUTY),
        ("en", "The course takes at most three weeks.", LONGEST),
        ("en", "The course takes place after the holidays.", AFTER),
        ("en", "Velbert pays 20,000 euros and Ratingen 15,000 euros.", TOWNS),
    ],
)
def test_the_same_translated_truly_passes(language: str, sentence: str, quoted: str, lexicon: Embedder) -> None:
    assert check_foreign(sentence, [quoted], language, lexicon).problems == ()
