"""In which language a question is answered on a page of another language: in the page's, where it is not clearly in one.

A greeting, a question mark, a single word that somebody knows in German: none of them says that the reader would rather
have the answer in German than in the language of the page.
"""

from __future__ import annotations

import re

from assistant.question import detect, function_words, greeting
from ui.languages import GERMAN

_WORD = re.compile(r"\w+")
# Said in all languages.
_GREETED = frozenset({GERMAN, "en"})
# Letters that, of the languages of the pages, one alone has.
_LETTERS = {
    "tr": "ığş", "ar": "ةىكيأإؤئ", "uk": "іїєґ", "ru": "ыэёъ", "fr": "èêœùû", "pl": "ąęłżźśćń", "fa": "پچژگکی", "ro": "ățșţ",
}  # fmt: skip
_SCRIPTS = {"ar": "arabic", "fa": "arabic", "uk": "cyrillic", "ru": "cyrillic"}
# Names and words of offers ("Deutschkurs Frauen Velbert") have no grammar; a question of three words and more that is
# taken for another language than German without any may be trusted (n-grams with a probability over .5).
_FEW = 2


def frame(question: str, page: str) -> str:
    """Return the language to answer in, "" where the question's own is clear or the page is German."""
    if page == GERMAN:
        return ""
    if said := greeting(question):
        return page if said[0] in _GREETED else ""
    spoken = detect(question)
    if spoken == page or _clearly(spoken, question, page):
        return ""
    return page


def _clearly(spoken: str, question: str, page: str) -> bool:
    words = {word.casefold() for word in _WORD.findall(question)}
    if not any(char.isalpha() for char in question):
        return False
    if _SCRIPTS.get(spoken) and _SCRIPTS.get(spoken) != _SCRIPTS.get(page):
        return True
    if set(question.casefold()) & set(_LETTERS.get(spoken, "")):
        return True
    if len(words & function_words(spoken)) > len(words & function_words(page)):
        return True
    return spoken != GERMAN and len(words) > _FEW
