"""Everyday questions in ten languages, as many different ones as are asked for: work for a server, no measure of answers."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence

# Per language: frames, and what is put into them.
_FRAMES: Mapping[str, Sequence[str]] = {
    "de": ("Wer hilft bei {}?", "Was gibt es zu {} in {place}?", "An wen wende ich mich wegen {}?", "Wann und wo ist {}?"),
    "en": ("Who can help with {}?", "What is offered on {} in {place}?", "Whom do I ask about {}?"),
    "tr": ("{} konusunda kim yardım eder?", "{place} şehrinde {} için ne var?"),
    "ar": ("من يساعد في {}؟", "ماذا يوجد عن {} في {place}؟"),
    "uk": ("Хто допоможе з питанням: {}?", "Що є на тему {} у {place}?"),
    "ru": ("Кто поможет с вопросом: {}?", "Что есть по теме {} в {place}?"),
    "fr": ("Qui aide pour {} ?", "Que propose-t-on sur {} à {place} ?"),
    "pl": ("Kto pomoże w sprawie: {}?", "Co jest na temat {} w {place}?"),
    "fa": ("چه کسی در مورد {} کمک می‌کند؟", "در {place} برای {} چه هست؟"),
    "ro": ("Cine ajută cu {}?", "Ce există despre {} în {place}?"),
}  # fmt: skip
_SUBJECTS: Mapping[str, Sequence[str]] = {
    "de": (
        "Deutschkurse", "die Anerkennung eines Abschlusses", "Sprachmittlung", "Kinderbetreuung", "Nachhilfe",
        "Ausbildung", "Wohnungssuche", "Schulanmeldung", "Beratung für Frauen", "Hilfe gegen Diskriminierung",
        "Elterncafé", "Sport im Verein", "Ehrenamt", "Fördermittel für Vereine", "Behördengänge", "Sprachförderung",
    ),
    "en": ("language courses", "school enrolment", "interpreting", "childcare", "recognition of degrees", "housing"),
    "tr": ("dil kursu", "okul kaydı", "tercüme", "çocuk bakımı", "diploma denkliği", "iş arama"),
    "ar": ("دورات اللغة", "التسجيل في المدرسة", "الترجمة", "رعاية الأطفال", "معادلة الشهادات", "البحث عن سكن"),
    "uk": ("мовні курси", "запис до школи", "переклад", "догляд за дітьми", "визнання диплома", "житло"),
    "ru": ("языковые курсы", "запись в школу", "перевод", "детский сад", "признание диплома", "жильё"),
    "fr": ("les cours de langue", "l'inscription à l'école", "l'interprétation", "la garde d'enfants", "le logement"),
    "pl": ("kursy językowe", "zapis do szkoły", "tłumaczenie", "opieka nad dziećmi", "uznanie dyplomu", "mieszkanie"),
    "fa": ("کلاس زبان", "ثبت‌نام مدرسه", "ترجمه", "مراقبت از کودک", "تأیید مدرک", "مسکن"),
    "ro": ("cursuri de limbă", "înscrierea la școală", "interpretariat", "îngrijirea copiilor", "recunoașterea diplomei"),
}  # fmt: skip
_PLACES = (
    "Velbert", "Erlangen", "Köln", "Ratingen", "Karlsruhe", "der Innenstadt", "Musterstadt", "Hilden", "Mettmann",
    "Langenfeld", "Haan", "Monheim", "Erkrath", "Wülfrath", "Heiligenhaus", "Düsseldorf",
)  # fmt: skip
# What people say besides, and what comes after a question.
_ASIDE = ("Hallo!", "Und für Kinder?", "Wo finde ich das?", "Was kostet das?", "Danke schön", "And in English?", "wer?")
# Half in German, a tenth small talk and follow-ups, the rest in the other languages.
_GERMAN, _SMALL = 0.5, 0.1


def questions(seed: int = 1) -> Iterator[str]:
    """Yield questions without end, in the same order for the same `seed`."""
    dice = random.Random(seed)
    others = [code for code in _FRAMES if code != "de"]
    for _ in itertools.count():
        if dice.random() < _SMALL:
            yield dice.choice(_ASIDE)
            continue
        code = "de" if dice.random() < _GERMAN else dice.choice(others)
        yield dice.choice(_FRAMES[code]).format(dice.choice(_SUBJECTS[code]), place=dice.choice(_PLACES))
