"""Questions on residence, asylum and benefits, in ten languages."""

from typing import Any

import pytest

from kb.config import ContactConfig
from kb.model import Answer
from ui.caution import Cautious, asks_for_own_rights, caution, touches_rights
from ui.wording import LANGUAGES, words

ABOUT_RIGHTS = {
    "de": ["Bekomme ich eine Aufenthaltserlaubnis?", "Wie lange dauert mein Asylverfahren?", "Habe ich Anspruch auf Bürgergeld?"],
    "en": ["Can I get a residence permit?", "Will I be deported?", "How much child benefit do I get?"],
    "tr": ["Oturma iznimi nasıl uzatırım?", "Sosyal yardım alabilir miyim?", "Alman vatandaşlığına geçmek istiyorum"],
    "ar": ["كيف أحصل على الإقامة؟", "هل سيتم ترحيلي؟", "أريد الجنسية الألمانية", "متى تأتي الإعانة؟"],
    "uk": ["Як отримати посвідку на проживання?", "Чи отримаю я соціальну допомогу?", "Мені потрібна віза"],
    "ru": ["Как получить вид на жительство?", "Какие пособия я получу?", "Меня депортация ждёт?"],
    "fr": ["Comment avoir un titre de séjour ?", "Ai-je droit aux aides sociales ?", "Je demande l’asile"],
    "pl": ["Jak dostać kartę pobytu?", "Czy dostanę zasiłek?", "Chcę mieć niemieckie obywatelstwo"],
    "fa": ["چگونه اقامت بگیرم؟", "آیا پناهندگی من قبول می‌شود؟", "می‌خواهم تابعیت آلمان را بگیرم"],
    "ro": ["Cum obțin un permis de ședere?", "Primesc alocație pentru copil?", "Vreau cetățenia germană"],
}  # fmt: skip
OTHERWISE = {
    "de": ["Welche Angebote gibt es für Väter?", "Wer leitet das Kommunale Integrationszentrum?", "Wo kann ich Deutsch lernen?"],
    "en": ["Where can I learn German?", "What is there for parents with small children?"],
    "tr": ["Nerede Almanca öğrenebilirim?", "Çocuğuma okulda kim yardım eder?"],
    "ar": ["أين يمكنني تعلّم اللغة الألمانية؟", "أريد المساعدة لطفلي في المدرسة"],
    "uk": ["Де я можу вивчати німецьку мову?", "Хто допоможе моїй дитині в школі?"],
    "ru": ["Где я могу учить немецкий язык?", "Кто поможет моему ребёнку в школе?"],
    "fr": ["Où puis-je apprendre l’allemand ?"],
    "pl": ["Gdzie mogę uczyć się niemieckiego?", "Kiedy jest wizyta w muzeum?"],
    "fa": ["کجا می‌توانم آلمانی یاد بگیرم؟"],
    "ro": ["Unde pot învăța germana?"],
}  # fmt: skip
# Who helps, and what is so in general, the papers may tell.
IN_GENERAL = {
    "de": ["Wer berät mich zum Asylverfahren?", "Wo bekomme ich Hilfe beim Antrag auf Wohngeld?", "Wer ist für meinen Aufenthaltstitel zuständig?", "Wie viele Asylbewerber leben im Kreis?", "Was ist eine Duldung?", "Wie erreiche ich das Jobcenter?"],
    "en": ["Who can help me with my asylum application?", "Where do I get advice on residence permits?", "How many asylum seekers are there?"],
    "tr": ["İltica başvurumda kim yardımcı olur?", "Jobcenter telefon numarası nedir?", "Yabancılar dairesine nasıl ulaşabilirim?"],
    "ar": ["من يساعدني في طلب اللجوء؟", "ما هو رقم هاتف مكتب الأجانب؟", "متى تأتي الإعانة؟"],
    "uk": ["Хто допоможе мені з посвідкою на проживання?", "Який телефон джобцентру?"],
    "ru": ["Кто поможет мне оформить пособие?", "Сколько людей получили убежище?"],
    "fr": ["Qui peut m’aider pour ma demande d’asile ?", "Quelle est l’adresse du jobcenter ?"],
    "pl": ["Kto pomoże mi złożyć wniosek o azyl?", "Ile osób ma kartę pobytu?"],
    "fa": ["چه کسی برای پناهندگی به من مشاوره می‌دهد؟", "شماره تلفن اداره خارجیان چیست؟"],
    "ro": ["Cine mă ajută cu cererea de azil?", "Care este telefonul de la jobcenter?"],
}  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_somebody_may_have_themselves_is_left_to_the_offices(code: str) -> None:
    for question in set(ABOUT_RIGHTS[code]) - set(IN_GENERAL[code]):
        assert asks_for_own_rights(question, code), question
    for question in (*OTHERWISE[code], *IN_GENERAL[code]):
        assert not asks_for_own_rights(question, code), question


def test_such_a_question_is_answered_by_the_hint_and_shows_what_comes_nearest(house: Any) -> None:
    cited = house.answer(house.citation(4), house.citation(5), house.citation(7, page=1))
    behind = house.Assistant(house.Papers({}), lambda _: [cited])
    cautious = Cautious(behind, ContactConfig("KI Kreis", "02104 1", ""))
    first, answer = cautious.stream("Як отримати посвідку на проживання?")
    assert (answer.answered, answer.language, answer.citations, first.nearest) == (False, "uk", (), ())
    assert words("caution", "uk")["hint"] in first.text and "KI Kreis, 02104 1" in first.text
    # Each page once, numbered anew: the page asks for them by their number.
    assert [(one.n, one.page) for one in answer.nearest] == [(1, 3), (2, 1)]
    # The hint is not said twice; who gives advice is one press away.
    beneath = caution("Як отримати посвідку на проживання?", answer)
    assert words("caution", "uk")["title"] not in beneath
    assert 'href="/uk/angebote?topic=counselling"' in beneath and "Консультація" in beneath
    assert [*cautious.stream("Wer berät mich zum Asylverfahren?", frame="en")] == [cited]
    assert behind.frame == "en"


def answered(code: str) -> Answer:
    return Answer(True, code, "other", "…")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_question_about_rights_gets_the_hint_in_its_language(code: str) -> None:
    for question in ABOUT_RIGHTS[code]:
        assert words("caution", code)["title"] in caution(question, answered(code)), question


@pytest.mark.parametrize("code", LANGUAGES)
def test_other_questions_get_none(code: str) -> None:
    for question in OTHERWISE[code]:
        assert not touches_rights(question, code), question
        assert caution(question, answered(code)) == ""


def test_the_german_name_of_an_office_is_understood_in_any_language() -> None:
    assert touches_rights("Jobcenter adresi nerede?", "tr")
    assert touches_rights("Де знаходиться Ausländerbehörde?", "uk")


def test_a_language_without_a_list_is_read_by_the_german_words() -> None:
    assert 'lang="de"' in caution("Duldung?", answered("es"))
