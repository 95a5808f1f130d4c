import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.sentences import spans

# Written for this test. One paragraph per line, sentences parted by " ¦ "; in the paragraph a space stands there.
PARAGRAPHS = """
Der Kreistag hat am 15. April 2021 getagt. ¦ Er beschloss das Konzept einstimmig.
Die 2. Sitzung fand im Rathaus statt. ¦ Die 3. Sitzung folgt im Mai.
Gem. § 7 Abs. 2 Nr. 1 TIntG fördert das Land die Zentren. ¦ Die Mittel sind zweckgebunden.
Das Aktenzeichen lautet Az.: 50-5 KI. ¦ Bitte geben Sie es stets an.
Vgl. dazu S. 3 ff. der Vorlage. ¦ Die Zahlen stammen aus 2019.
Es gibt Angebote, z. B. Sprachkurse und Beratung. ¦ Sie kosten nichts.
Es gibt Angebote, z.B. Sprachkurse, u. a. in Ratingen. ¦ Sie kosten nichts.
Frau Dr. Meier leitet das Amt. ¦ Herr Prof. Dr. Schulz vertritt sie.
Der Verein Neue Nachbarn e. V. Mettmann lädt ein. ¦ Der Eintritt ist frei.
Träger ist der Caritasverband e.V. ¦ Die Beratung ist kostenlos.
Träger ist die Diakonie gGmbH. ¦ Ihr Sitz ist in Velbert.
Der Baustein 10.1. Sprache wird fortgeführt. ¦ Er umfasst drei Teile.
Ab dem 01. April 2019 sind 15 Personen beschäftigt. ¦ Davon arbeiten vier in Teilzeit.
Stichtag war der 31.12.2018. ¦ Danach wurde nicht mehr gezählt.
Der Bericht erschien im Jahr 2007. ¦ Eine Fortschreibung folgte 2010. ¦ Die nächste ist geplant.
Die Kosten betragen ca. 35.000 Euro bzw. 3,5 Prozent des Haushalts. ¦ Sie sind gedeckt.
Das Büro liegt in der Düsseldorfer Str. 47 in Mettmann. ¦ Es ist barrierefrei.
Sie erreichen uns unter Tel. 02104 99-2175. ¦ Oder Sie schreiben uns.
Wie funktioniert Verwaltung? ¦ Wie erarbeitet man Ziele? ¦ Darum ging es in der Schulung.
Kommen Sie vorbei! ¦ Wir freuen uns auf Sie.
„Demokratie leben!“ fördert Projekte vor Ort. ¦ Anträge nimmt das Zentrum an.
Er sagte: „Wir schaffen das.“ ¦ Danach gab es Beifall.
Sie fragte: „Wer hilft?“, und alle meldeten sich. ¦ So begann das Ehrenamt.
Die Frage „Was nun?“ blieb offen. ¦ Niemand antwortete.
Die Angaben (vgl. Anlage 2) sind vorläufig. ¦ (Die Anlage folgt.) ¦ Danach wird beraten.
Ansprechpartner ist A. Römer. ¦ Vertreten wird er durch S. Hecker.
Das Projekt endet im II. Quartal. ¦ Der XIV. Ausschuss wird unterrichtet.
Der Landrat, Herr Th. Hendele, dankte. ¦ Die Sitzung endete um 18.30 Uhr. ¦ Der nächste Termin steht fest.
Im Haushalt sind 1,2 Mio. Euro vorgesehen. ¦ Davon entfallen 0,4 Mio. Euro auf Ratingen.
Die Maßnahme wird lt. Beschluss vom 3.2. fortgesetzt. ¦ Die Verwaltung berichtet jährlich.
Zuständig ist das Amt f. Soziales. ¦ Dort liegen auch die Anträge aus.
Dies gilt insb. für Familien mit Kindern unter 3 Jahren. ¦ Für ältere gibt es Kurse.
Der sog. Integrationsrat wurde 2010 gewählt. ¦ Er hat 15 Mitglieder.
Es nahmen Fachkräfte aus Kitas, Schulen usw. teil. ¦ Das Echo war gut.
Es gibt Kurse für Nähen, Kochen usw. ¦ Die Anmeldung ist einfach.
Die Förderung richtet sich nach Art. 3 Abs. 1 GG i. V. m. § 1 SGB VIII. ¦ Ein Antrag ist nötig.
Die Kita St. Josef nimmt teil. ¦ Die Grundschule folgt im Herbst.
Rückfragen beantwortet Frau Hecker (Tel.: 02104 992175, E-Mail: s.hecker@kreis.de). ¦ Sie ist montags da.
Näheres steht unter www.kreis-mettmann.de. ¦ Dort finden Sie auch das Formular.
Das Angebot gilt bis einschl. 30. Juni. ¦ Danach entscheidet der Ausschuss neu.
Gefördert werden max. 5 Stunden je Woche. ¦ Mehr ist nur auf Antrag möglich.
Die Daten wurden am 07.02.2010 erhoben; sie sind anonym. ¦ Eine Weitergabe findet nicht statt.
Der Plan hat drei Ziele: Sprache, Arbeit, Teilhabe. ¦ Jedes Ziel hat Kennzahlen.
Herr Müller jun. führt das Protokoll. ¦ Es wird verteilt.
Das Gesetz v. 14. Februar 2012 regelt die Teilhabe. ¦ Es gilt in ganz NRW.
Die Abt. 32-2 und das SG 50-5 arbeiten zusammen. ¦ Das hat sich bewährt.
Mehr dazu auf S. 12 und in Kap. 4. ¦ Die Tabelle zeigt die Zahlen.
Siehe Abb. 3 und Tab. 2. ¦ Die Werte sind gerundet.
Die Schülerinnen u. Schüler lernen Deutsch. ¦ Der Unterricht beginnt um 8 Uhr.
Im 1. Halbjahr 2010 gab es Schulungen. ¦ Im 2. Halbjahr ruhte das Projekt.
Der Ausschuss tagt jeden 1. Dienstag im Monat. ¦ Gäste sind willkommen.
Die Sitzung beginnt um 17 Uhr. ¦ Sie endet gegen 20 Uhr.
Das Programm „Rucksack KiTa“ läuft weiter. ¦ „Griffbereit“ wird ausgebaut. ¦ Beide sind beliebt.
Die Beratung ist vertraulich... ¦ Das versteht sich von selbst.
Ob die Mittel reichen … wird sich zeigen. ¦ Die Verwaltung prüft das.
Die Kosten trägt das Land (90 v. H.). ¦ Den Rest übernimmt der Kreis.
Der Kreis hat ca. 485.000 Einwohnerinnen und Einwohner. ¦ Jede dritte Person hat eine Einwanderungsgeschichte.
Der Bürgermeister der Stadt Hilden, gez. Birgit Alkenings. ¦ Die Anlage ist beigefügt.
Laut Statistik stieg der Anteil auf 40 %. ¦ Das ist ein Höchststand.
Der Betrag liegt bei 10.000 €. ¦ Er wird jährlich angepasst.
Teilnehmen können alle ab 16 J. ohne Vorkenntnisse. ¦ Der Kurs ist kostenfrei.
Die Geflüchteten kommen u.a. aus Syrien, Irak und Afghanistan. ¦ Viele lernen schnell Deutsch.
Die Ausländerbehörde zog um; die neue Anschrift ist Goethestr. 23. ¦ Der Eingang liegt im Hof.
Der Antrag ist bis zum 30.9. zu stellen. ¦ Später eingehende Anträge werden nicht berücksichtigt.
Die Leitung hat Armin Römer, Dipl.-Soz.päd. ¦ Er ist seit 2013 im Amt.
Das Land zahlt 7.500,00 EUR je Stelle. ¦ Der Kreis ergänzt die Mittel.
Anlage 1 enthält die Zielvereinbarung. ¦ Anlage 2 enthält den Plan. ¦ Anlage 3 fehlt.
Die Ergebnisse liegen vor (s. Anlage). ¦ Sie werden im Ausschuss vorgestellt.
Das Konzept wird evaluiert, ggf. angepasst und fortgeschrieben. ¦ Der Kreistag wird beteiligt.
Die Liga der Wohlfahrtsverbände (AWO, Caritas, Diakonie, DRK etc.) wirkt mit. ¦ Sie stellt Räume.
Das Netzwerk besteht seit zehn Jahren. ¦ Ihm gehören 42 Vereine an. ¦ Neue Mitglieder sind willkommen.
Die Vorlage Nr. 50/025/2021 wurde vertagt. ¦ Über Nr. 50/026/2021 wurde abgestimmt.
Bereits ab dem 3. Monat ist der Besuch Pflicht! ¦ Ausnahmen regelt § 5.
"""
CASES = [line.split(" ¦ ") for line in PARAGRAPHS.strip().splitlines()]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case[0][:40])
def test_german_administrative_prose(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_the_set_is_large_enough_to_mean_something() -> None:
    assert sum(map(len, CASES)) >= 150


def test_without_the_closing_stop_the_last_sentence_still_counts() -> None:
    assert sentences("Es regnet. Die Straße ist nass") == ["Es regnet.", "Die Straße ist nass"]


def test_white_space_around_sentences_is_left_out() -> None:
    assert spans("  Ja.\n Nein.  ") == ((2, 5), (7, 12))


def test_an_empty_line_ends_a_sentence() -> None:
    assert sentences("Überschrift ohne Punkt\n\nDer Text.") == ["Überschrift ohne Punkt", "Der Text."]


def test_nothing_has_no_sentences() -> None:
    assert spans("") == () == spans(" \n ")


@pytest.mark.parametrize(
    "expected",
    [
        ["The office is closed.", "Please come back on Monday."],
        ["Le bureau est fermé.", "Revenez lundi, s.v.p."],
        ["Офіс зачинено.", "Приходьте завтра!", "Дякуємо."],
        ["Ofis kapalı.", "Yarın gelin."],
        ["أين المكتب؟", "المكتب مغلق اليوم.", "تعالوا غدا."],
        ["دفتر بسته است.", "فردا بیایید."],
    ],
)
def test_other_languages(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_stops_without_spaces_after_them() -> None:
    assert sentences("今日は休みです。明日来てください。") == ["今日は休みです。", "明日来てください。"]


@given(st.text("aB .!?…„“()\n1§,z"))
def test_spans_are_in_order_and_hold_everything_but_white_space(text: str) -> None:
    found = spans(text)
    end = 0
    for start, stop in found:
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()
