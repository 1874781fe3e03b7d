"""Job titles as people type them, made from those of ROME.

**Hurried**: one gender. 20 %: cut to the first one or two words. The others: 40 % of those that tell three words or
more lose one of them, never the first. Then, each by itself: 40 % without the little words (de, en, la…); 30 %
without "d'" and "l'"; 25 % with a word shortened, by habit ("resp", "RH") or cut to its first letters; 15 % with one
misspelling (two letters swapped, one missing, one doubled, one for its neighbour); 75 % without accents; 75 % in
lower case. One title in five is cut to its head, so no method can find every code.

**As in a CV**: 30 % in an inclusive form ("directeur·rice", "chargé(e)"), 10 % as ROME writes it, the others in one
gender and less one or two words if what is left still points to one code. Around it, each by itself: seniority 25 %,
contract or working time 50 %, H/F 20 %, employer 40 % behind and 8 % in front, place 15 %, dates 40 %, a remark
10 %, one misspelling 5 %; capitals 10 %, lower case 20 %, no accents 10 %.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

from matcher.occupations import Appellation
from matcher.occupations.appellation import genders
from matcher.text import unaccented

LITTLE = frozenset(["a", "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par"])
LITTLE |= {"pour", "sur", "un", "une", "dans", "avec"}
_SHORTENED = """
    ressources humaines > RH|bâtiment et travaux publics > BTP|service après-vente > SAV|systèmes d'information > SI
    assistante > assist|assistant > assist|responsable > resp|directrice > dir|directeur > dir|technicienne > tech
    technicien > tech|ingénieure > ing|ingénieur > ing|conducteur > cond|opérateur > op|professeur > prof
    secrétaire > secr|développeur > dev|administrative > admin|administratif > admin|commerciale > ciale
    commercial > cial|communication > com|comptabilité > compta|informatique > info|maintenance > maint
    production > prod|électricité > élec|électronique > élec|général > gal|qualité > qual|logistique > log
    gestion > gest|mécanicien > mécano|internationale > inter|international > inter|départemental > dép
    médical > méd|établissement > éts|agriculture > agri|automobile > auto
"""
SHORTENED = dict(
    pair.strip().split(" > ") for line in _SHORTENED.split("\n") if line.strip() for pair in line.split("|")
)
_NEIGHBOURS = "a:zq e:rz i:uo o:ip u:yi n:b m:l t:ry r:et s:dq l:km d:sf c:vx"
NEIGHBOURS = dict(pair.split(":") for pair in _NEIGHBOURS.split())
_EMPLOYERS = (
    "Carrefour|Durand et fils|SNCF|la mairie de Lyon|Hôpital Saint-Louis|Capgemini|Groupe Bouygues|SARL Martin|Adecco|"
    "Orange|EHPAD Les Tilleuls|l'association Emmaüs|le Conseil départemental du Rhône|Leroy Merlin|Société Générale|"
    "CHU de Nantes|Lycée Jean-Moulin|Sopra Steria|SAS Techni-Clim|La Poste|Veolia|Boulangerie Petit|Lidl|Airbus|"
    "Cabinet Roux & Associés|Transports Girard|Région Bretagne|Renault|Total|AXA"
)
_PLACES = "Paris|Lyon|Marseille|Nantes|Lille|Strasbourg|Toulouse|Rennes|Bordeaux|Saint-Denis|Le Mans|Grenoble"
_CONTRACTS = (
    "CDI|CDD|en CDI|(CDD)|intérim|en intérim|temps plein|temps partiel|à mi-temps|CDI temps plein|35h|stage|stagiaire|"
    "en alternance|apprenti|saisonnier|contrat pro|CDD 6 mois|80 %|vacataire|remplaçant|intérimaire|à temps complet"
)
_SENIORITY = "junior|senior|confirmé|confirmée|débutant|expérimenté|(5 ans d'expérience)|10 ans"
_REMARKS = (
    " dans une PME| (équipe de 5 personnes)| région parisienne| 2e échelon| - service de nuit| auprès de particuliers|"
    " (remplacement congé maternité)| multi-sites"
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

EMPLOYERS, PLACES, CONTRACTS, SENIORITY, REMARKS, MONTHS = (
    listed.split("|") for listed in (_EMPLOYERS, _PLACES, _CONTRACTS, _SENIORITY, _REMARKS, _MONTHS)
)


def misspelt(rng: random.Random, text: str) -> str:
    """One slip inside a word of five letters or more."""
    places = [found.span() for found in re.finditer(r"\w{5,}", text)]
    if not places:
        return text
    first, end = rng.choice(places)
    at = rng.randrange(first + 1, end - 1)
    slips = (
        lambda: text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        lambda: text[:at] + text[at + 1 :],
        lambda: text[:at] + text[at] + text[at:],
        lambda: text[:at] + rng.choice(NEIGHBOURS.get(unaccented(text[at]), "e")) + text[at + 1 :],
    )
    return rng.choice(slips)()


def shortened(rng: random.Random, text: str) -> str:
    """One word in its usual short form, or a long one cut to four to six letters."""
    if rng.random() < 0.5:
        for word, short in SHORTENED.items():
            if re.search(rf"\b{word}\b", text, re.IGNORECASE):
                return re.sub(rf"\b{word}\b", short, text, count=1, flags=re.IGNORECASE)
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= 8]
    if long:
        place = rng.choice(long)
        words[place] = words[place][: rng.randint(4, 6)] + rng.choice([".", ""])
    return " ".join(words)


def trimmed(words: list[str]) -> list[str]:
    """Less the little words at the end."""
    while len(words) > 1 and words[-1].lower() in LITTLE:
        words = words[:-1]
    return words


def without(words: list[str], place: int) -> list[str]:
    """The words less one, and less the little words that are left at the end."""
    return trimmed(words[:place] + words[place + 1 :])


def telling(words: list[str]) -> list[int]:
    return [place for place, word in enumerate(words) if word.lower() not in LITTLE]


def bare(text: str) -> str:
    """Without accents, capitals kept."""
    return "".join(unaccented(letter).upper() if letter.isupper() else unaccented(letter) for letter in text)


def hurried(rng: random.Random, label: str) -> str:
    words = rng.choice(genders(label)).split()
    if rng.random() < 0.2:
        words = trimmed(words[: rng.choice([1, 2])])
    elif len(telling(words)) >= 3 and rng.random() < 0.4:
        words = without(words, rng.choice(telling(words)[1:]))
    if rng.random() < 0.4:
        words = [word for word in words if word.lower() not in LITTLE]
    text = " ".join(words)
    if rng.random() < 0.3:
        text = re.sub(r"\b[dl]'", rng.choice(["", " "]), text, flags=re.IGNORECASE)
    for chance, change in ((0.25, shortened), (0.15, misspelt)):
        if rng.random() < chance:
            text = change(rng, text)
    text = bare(text) if rng.random() < 0.75 else text
    return text.lower() if rng.random() < 0.75 else text


def inclusive(rng: random.Random, label: str) -> str:
    """ "Directeur / Directrice commercial" → "Directeur·rice commercial", with one of five signs."""
    both = [re.findall(r"[^\s-]+|[\s-]+", form) for form in genders(label)]
    if len({len(form) for form in both}) > 1:
        return "".join(rng.choice(both))
    sign = rng.choice(["·", "(", "/", ".", "-"])
    written = []
    for masculine, feminine in zip(both[0], both[-1], strict=True):
        same = 0
        while same < min(len(masculine), len(feminine)) and bare(masculine[same]) == bare(feminine[same]):
            same += 1
        ending = feminine[same:] if same >= 3 and masculine != feminine else ""
        signed = f"({ending})" if sign == "(" else sign + ending
        written.append(masculine + signed if ending else masculine)
    return "".join(written)


class Pointing:
    """Tells the codes whose appellations hold every word of a text."""

    def __init__(self, appellations: Sequence[Appellation]) -> None:
        self._codes: list[str] = []
        self._holding: defaultdict[str, set[int]] = defaultdict(set)
        for appellation in appellations:
            for form in genders(appellation.long_label):
                for word in self._words(form):
                    self._holding[word].add(len(self._codes))
                self._codes.append(appellation.rome)

    def codes(self, text: str) -> set[str]:
        found = [self._holding[word] for word in self._words(text)]
        return {self._codes[place] for place in set.intersection(*found)} if found else set()

    def reduced(self, rng: random.Random, text: str) -> str:
        """Less one or two words, if what is left points to one code."""
        for _ in range(2):
            words = text.split()
            if len(telling(words)) < 2:
                break
            shorter = " ".join(without(words, rng.choice(telling(words)[1:])))
            text = shorter if len(self.codes(shorter)) == 1 else text
        return text

    @staticmethod
    def _words(text: str) -> set[str]:
        return {word for word in re.findall(r"[a-z0-9]{2,}", unaccented(text)) if word not in LITTLE}


def dates(rng: random.Random) -> str:
    first = rng.randint(1998, 2022)
    last = first + rng.randint(0, 6)
    months = rng.choice(MONTHS), rng.choice(MONTHS)
    numbers = rng.randint(1, 12), rng.randint(1, 12)
    return rng.choice(
        [
            f"{first}-{last}",
            f"({first} - {last})",
            f"de {months[0]} {first} à {months[1]} {last}",
            f"depuis {first}",
            f"{months[0]} {first}",
            f"{numbers[0]:02}/{first} - {numbers[1]:02}/{last}",
            f"du 01/{numbers[0]:02}/{first} au 30/{numbers[1]:02}/{last}",
            f"{first} à ce jour",
        ]
    )


def as_in_a_cv(rng: random.Random, label: str, pointing: Pointing) -> str:
    kind = rng.random()
    one_gender = pointing.reduced(rng, rng.choice(genders(label)))
    text = inclusive(rng, label) if kind < 0.3 else label if kind < 0.4 else one_gender
    contract, employer, place, day = (rng.choice(CONTRACTS), rng.choice(EMPLOYERS), rng.choice(PLACES), dates(rng))
    beside = [" chez ", " - ", " – ", ", ", " @ ", " | ", " pour ", " au sein de "]
    for chance, forms in (
        (0.25, [f"{{}} {one}" for one in SENIORITY]),
        (0.5, [f"{{}} {contract}", f"{{}} - {contract}", f"{{}}, {contract}"] * 3 + [f"{contract} {{}}"]),
        (0.2, [f"{{}} {one}" for one in ("H/F", "(H/F)", "F/H", "h/f")]),
        (0.4, [f"{{}}{sign}{employer}" for sign in beside]),
        (0.08, [f"{employer}{sign}{{}}" for sign in (" - ", " : ", ", ", " – ")]),
        (0.1, [f"{{}}{one}" for one in REMARKS]),
        (0.15, [f"{{}} à {place}", f"{{}} - {place}", f"{{}} ({place})"]),
        (0.4, [f"{{}} {day}", f"{{}}, {day}", f"{day} : {{}}"]),
    ):
        if rng.random() < chance:
            text = rng.choice(forms).replace("{}", text)
    if rng.random() < 0.05:
        text = misspelt(rng, text)
    written = rng.random()
    if written < 0.1:
        return text.upper()
    return text.lower() if written < 0.3 else bare(text) if written < 0.4 else text
