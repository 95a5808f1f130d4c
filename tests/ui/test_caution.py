"""Questions on residence, asylum and benefits, in ten languages."""

import pytest

from ui.caution import caution, touches_rights
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


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_question_about_rights_gets_the_hint_in_its_language(code: str) -> None:
    for question in ABOUT_RIGHTS[code]:
        assert words("caution", code)["title"] in caution(question, code), question


@pytest.mark.parametrize("code", LANGUAGES)
def test_other_questions_get_none(code: str) -> None:
    for question in OTHERWISE[code]:
        assert not touches_rights(question, code), question
        assert caution(question, code) == ""


def test_the_german_name_of_an_office_is_understood_in_any_language() -> None:
    assert touches_rights("Jobcenter adresi nerede?", "tr")
    assert touches_rights("Де знаходиться Ausländerbehörde?", "uk")


def test_a_language_without_a_list_is_read_by_the_german_words() -> None:
    assert 'lang="de"' in caution("Duldung?", "es")
