"""Questions about offers, answered from the catalogue: lists that are complete, and the card of the one asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.followups import Turn, is_follow_up, own_words, wished
from assistant.lexicon import lexicon
from assistant.offer_asking import Asked, is_kind, names_offers, read_asked
from assistant.offer_cards import Quotes, cards
from assistant.offer_catalogue import NAME, PART, Catalogue, catalogue
from assistant.offer_facts import FACTS, OPEN_FACTS, Card, numbers, stated_fact, with_card
from assistant.offer_limits import Limits, read_limits
from assistant.offer_lines import TOGETHER, lines
from assistant.offer_lists import Names, at_once, dated_first, is_ours, named_first, of_ours, parted
from assistant.offer_nearly import nearest
from assistant.offer_terms import folded, value_name
from assistant.offers import Facets, Listing, Told, browse, listing
from assistant.phrases import offer_phrases, phrases
from assistant.question import WORDS, Question, detect, read_question
from kb.model import Answer, AnswerSentence, Citation
from kb.offer_history import CatalogueEntry
from kb.offer_names import words
from kb.store import KnowledgeBase

# A word that is most of another one's parts is that word ("Schwimmkurse", "Frauenschwimmkurs").
HALF = 0.5
# A follow-up that only narrows a list is a phrase, not a question.
PHRASE = 6


class OfferAnswers:
    """Answers from the catalogue of one knowledge base; safe to ask from several threads."""

    def __init__(self, base: KnowledgeBase, today: Callable[[], date]) -> None:
        """Take the knowledge base, and what tells the day by which offers are over."""
        self._base = base
        self._today = today
        self._quotes = Quotes(base)
        self._names = Names()

    def listed(self, asked: Question, alone: str, turns: Sequence[Turn]) -> Answer | None:
        """Return the list of all offers that a question asks for, None where it asks for none or there is none.

        :param asked: the question, completed from the turns before it.
        :param alone: the question as it was put.
        """
        if not self._catalogue().entries:
            return None
        if turns and self._leans(alone) and (before := self._before(turns)):
            if wished(alone):
                return self._list(asked, before)
            if (narrowed := self._narrowed(before, alone)) and narrowed.entries:
                return self._list(asked, narrowed)
            if fact := self._told_of(before, asked, alone):
                return fact
        told = self._asked_for(asked)
        return self._list(asked, told) if told else None

    def beside(self, asked: Question, answer: Answer) -> Answer:
        """Return an answer with the card of the one offer that it is about, if there is one.

        A refusal stays one: the card shows what is stated, and that what was asked for is not.
        """
        if answer.offers or asked.intent == "paper":
            return answer
        said = words(asked.text)
        entry = self._quoted_one(said, answer.citations) if answer.answered else self._named_one(said)
        return with_card(answer, self._card(entry, len(answer.citations)))

    def fact(self, asked: Question) -> Answer | None:
        """Return what the catalogue states of the offers that a question names and asks nothing else of, None for others.

        A cell of a table is no sentence: the ordinary way hardly finds it, or beside it that of another offer.
        """
        if asked.intent == "paper" or numbers(asked.text) or not self._catalogue().entries:
            return None
        entry = self._named_one(words(asked.text))
        if entry and {word.casefold() for word in own_words(asked.text)} <= words(entry.offer.name):
            return self._told(entry, asked)
        return self._called(asked) if entry is None else None

    def _called(self, asked: Question) -> Answer | None:
        """Return the few offers whose names have every word of a question for a fact that one of them states."""
        own = [folded(word) for word in own_words(asked.text)]
        if asked.language != "de" or not own:
            return None
        found = self._having(self._catalogue().entries, own, named=True)
        if not 1 <= len(found) <= TOGETHER:
            return None
        facts = [fact for entry in found if (fact := self._told(entry, asked))]
        if not facts or len(found) == 1:
            return facts[0] if facts else None
        return self._list(asked, Listing(tuple(found), len(found), Facets(), (), "", complete=True, asked=True))

    def _told_of(self, before: Listing, asked: Question, alone: str) -> Answer | None:
        """Return what the card of the one offer spoken of says to a question that names nothing ("Wann ist das?")."""
        names_it = len(before.entries) == 1 and _names_nothing(alone) and not numbers(alone)
        return self._told(before.entries[0], replace(asked, wants=read_question(alone).wants)) if names_it else None

    def _told(self, entry: CatalogueEntry, asked: Question) -> Answer | None:
        """Return the fact that a question asks for as the card of an offer has it; None where it has not."""
        made = self._card(entry, 0)
        return stated_fact(asked, *made) if made else None

    def _card(self, entry: CatalogueEntry | None, before: int) -> Card | None:
        made, citations = cards([entry] if entry else [], self._quotes, first=before + 1)
        return (made[0], citations) if made else None

    def _named_one(self, said: frozenset[str]) -> CatalogueEntry | None:
        """Return the one offer whose whole name a question has; a name like "Beratung" names none."""
        named = [
            (name, entry)
            for name, entry in self._names.of(self._catalogue(), said)
            if len(name) > 1 or not is_kind(name)
        ]
        longest = max((len(name) for name, _ in named), default=0)
        fitting = [entry for name, entry in named if len(name) == longest]
        return fitting[0] if len(fitting) == 1 else None

    def _asked_for(self, asked: Question) -> Listing | None:
        """Return the offers that a question asks to have listed; None where it asks for none, or for something else.

        Where none has all that it asks for, those that have all but a time, a price or a language.
        """
        whole = self._having_all(asked)
        if whole is None or whole.entries:
            return whole
        return nearest(asked, whole, self._having_all)

    def _having_all(self, asked: Question) -> Listing | None:
        """Return the offers that have all that a question asks for, which may be none; None where it asks for no list."""
        asked, ours = of_ours(asked)
        limits = self._limits(asked)
        # A day or an age that is named is no fact asked for ("Was gibt es heute?"), and "Juni" no word of an offer.
        own = replace(asked, text=limits.rest, wants=asked.wants - limits.facts) if limits else asked
        read = self._read(own.text, asked.language, limited=bool(limits))
        if not self._asks(own, read, limited=bool(limits)):
            return None
        told = listing(self._base, asked.text, self._today(), asked.language, past=True)
        # What was only searched by meaning may be anything: the ordinary way says where it stands, or nothing.
        found = self._both(told.entries, read, own.text) if told.asked and told.complete else ()
        if asked.language == "de":
            found = self._having(found, read.rest, named=not (read.told or read.needs))
        if ours:  # who else's it is, its paper says
            found = [entry for entry in found if is_ours(entry)]
        return replace(told, entries=tuple(found), total=len(found)) if told.asked or not told.entries else None

    def _asks(self, asked: Question, read: Asked, *, limited: bool) -> bool:
        """Tell whether a question asks to have offers listed, not for a fact and not about one that it names."""
        # "Where do I get money?" asks for no amount.
        wants = asked.wants - {"amount"} if "place" in asked.wants else asked.wants
        if wants & FACTS or asked.intent == "paper" or not read.offers:
            return False
        if asked.wants & OPEN_FACTS and (read.rest or not (read.told or limited)):
            return False
        # In other languages a word that no facet says is searched in translation, which may be wrong.
        told = bool(read.told) or limited or (asked.language == "de" and (read.needs or names_offers(read)))
        return told and not self._about_one(asked.text, read.rest)

    def _both(self, found: Sequence[CatalogueEntry], read: Asked, text: str) -> Sequence[CatalogueEntry]:
        """Return the entries that have every value where several of one kind are meant at once."""
        held = self._catalogue()
        traits = {entry.id: values for entry, values in zip(held.entries, held.traits, strict=True)}
        for facet, codes in at_once(read.told, folded(text)):
            found = [entry for entry in found if codes.intersection(traits[entry.id][facet])]
        return found

    def _having(self, found: Sequence[CatalogueEntry], rest: Sequence[str], *, named: bool) -> Sequence[CatalogueEntry]:
        """Return the entries that have every one of the words, in whatever form; where `named`, in their names."""
        held = self._catalogue()
        for word in rest:
            having = {
                held.entries[at].id
                for at, (nearness, says) in held.words.find(word).items()
                if nearness > HALF and (says >= NAME * PART or not named)
            }
            found = [entry for entry in found if entry.id in having]
        return found

    def _about_one(self, question: str, rest: Sequence[str]) -> bool:
        """Tell a question that is about one offer: it has its name, or is nothing else."""
        said, other = words(question), set(rest)
        return any(
            name == said or (len(name) > 1 and name & other) for name, _ in self._names.of(self._catalogue(), said)
        )

    def _catalogue(self) -> Catalogue:
        return catalogue(self._base, self._today())

    def _limits(self, asked: Question) -> Limits:
        return read_limits(asked.text, asked.language, self._today())

    def _read(self, text: str, language: str, *, limited: bool = False) -> Asked:
        return read_asked(text, language, self._catalogue().known["town"], limited=limited)

    def _before(self, turns: Sequence[Turn]) -> Listing | None:
        """Return the list that the turns before come to; None where the last of them asked for none."""
        standing: Listing | None = None
        # What stands on its own takes the place of all before it.
        first = next((at for at in range(len(turns) - 1, 0, -1) if not self._leans(turns[at].question)), 0)
        for turn in turns[first:]:
            if wished(turn.question) or (standing and _names_nothing(turn.question)):
                continue  # what is asked of it leaves the list as it is
            narrowed = self._narrowed(standing, turn.question) if standing else None
            standing = narrowed if narrowed and narrowed.entries else self._asked_for(read_question(turn.question))
        return standing

    def _leans(self, text: str) -> bool:
        """Tell whether a question may lean on the list before it."""
        return bool(wished(text)) or _names_nothing(text) or self._narrowing(text) is not None

    def _narrowing(self, text: str) -> Asked | None:
        """Return what a text that is no question says of offers ("nur kostenlose", "und in Velbert?"), None of another."""
        said = [word.casefold() for word in WORDS.findall(text)]
        asks = lexicon("follow_up")["interrogatives"].intersection(said) and not is_follow_up(text)
        if asks or len(said) > PHRASE:
            return None
        read = self._read(text, detect(text))
        going = {folded(word) for word in (*lexicon("offers")["only"], *lexicon("follow_up")["openers"])}
        return read if read.told and not set(read.rest) - going else None

    def _narrowed(self, before: Listing, text: str) -> Listing | None:
        """Return the list before as a follow-up narrows it, None where it does not.

        Of one kind of facet the newer values take the place of the older.
        """
        read = self._narrowing(text)
        if read is None:
            return None
        told = tuple(Told(one.facet, code, one.words) for one in read.told for code in one.codes)
        kinds = {one.facet for one in told}
        values = {kind: tuple(one.code for one in told if one.facet == kind) for kind in kinds}
        facets = replace(before.facets, past=True, **values)
        kept = tuple(one for one in before.told if one.facet not in kinds)
        page = browse(self._base, before.rest, facets, today=self._today())
        return replace(before, entries=page.entries, total=page.total, facets=facets, told=(*kept, *told))

    def _list(self, asked: Question, told: Listing) -> Answer | None:
        if not told.entries:
            return None
        shown = dated_first(told.entries, self._limits(asked).periods, asked.frame)
        shown = shown or named_first(told.entries, told.told, self._catalogue(), asked.frame)
        shown = shown or parted(told.entries, {one.facet for one in told.told}, asked.frame)
        made, citations = cards([entry for entry, _ in shown], self._quotes, [group for _, group in shown])
        if not made:
            return None
        said = offer_phrases(asked.frame)
        looked = " · ".join(dict.fromkeys(value_name(one.facet, one.code, asked.frame) for one in told.told))
        count = said["one"] if len(made) == 1 else said["found"].format(count=len(made))
        first = " · ".join(filter(None, (said["asked"].format(facets=looked) if looked else "", count)))
        first = f"{said['nearly'].format(words=told.without)}\n{first}" if told.without else first
        hidden = any(self._quotes.gives_orders(entry) for entry, _ in shown) if len(made) < len(shown) else False
        dropped = (phrases(asked.frame)["tampered"],) if hidden else ()
        scanned = (phrases(asked.frame)["scanned"],) if any(entry.ocr for entry in citations) else ()
        return Answer(
            answered=True,
            language=asked.frame,
            intent="offer",
            text="\n".join([first, *lines(made, asked.frame)]),
            sentences=tuple(
                AnswerSentence(card.name.text, card.name.citations, "offer") for card in made if card.name.citations
            ),
            citations=citations,
            notes=(*scanned, *dropped),
            offers=made,
        )

    def _quoted_one(self, said: frozenset[str], cited: Sequence[Citation]) -> CatalogueEntry | None:
        """Return the one offer whose whole name a question has and whose passages an answer quotes."""
        quoted = {(entry.document.id, entry.passage) for entry in cited}
        named = self._names.of(self._catalogue(), said)
        longest = max((len(name) for name, _ in named), default=0)
        fitting = [entry for name, entry in named if len(name) == longest and self._quoted(entry, quoted)]
        return fitting[0] if len(fitting) == 1 else None

    def _quoted(self, entry: CatalogueEntry, quoted: set[tuple[str, int]]) -> bool:
        by_id = {document.id: document for document in entry.seen}
        return any(
            (passage := self._quotes.passage(by_id[source.document], span.ordinal)) is not None
            and (source.document, passage.id) in quoted
            for source in entry.sources
            if source.document in by_id
            for span in source.spans
        )


def _names_nothing(text: str) -> bool:
    """Tell a question that only asks, of whatever was spoken of ("Wann ist das?")."""
    return is_follow_up(text) and not own_words(text)
