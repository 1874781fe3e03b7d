"""Job titles as words that compare: one gender, no plural, without contract, dates, seniority and employer."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.text import unaccented

LONGEST_TITLE = 400
"""Characters read in a title; what follows is ignored."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′‛", "'"))
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*(?:\+\+|#)?")

_EMPTY = frozenset(
    """
    a au aux d de des du en et l la le les ou par pour sur un une dans avec sous sans c n qu j m s t ce cet cette mon ma mes
    ses notre votre leur y
    e es ne nes te tes se ee ere iere euse euses rice rices trice trices ice ve ive fe ale elle esse sse ene ete
    """.split()
)
"""Words that say nothing, and feminine endings that an inclusive form leaves alone: "directeur(trice)", "assistant·e"."""

_MONTH = r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?"
_SEP = re.compile(r"\s[-–—]+\s|[:,;()|\n]|\bpour\b")
_TO_THE_END = r"[^,;()|\n]*?(?=\s[-–—:]\s|[,;()|\n]|$)"
_CONTEXT = tuple(
    re.compile(pattern)
    for pattern in (
        # L'employeur : « chez Durand », « @ Durand », « - SARL Durand »
        rf"(?:\bchez\b|\bau sein d|@){_TO_THE_END}",
        rf"(?:^|[-–—,;(|]\s*)\b(?:groupe|societe|ets|etablissements|sarl|sas|sasu|eurl|sa|scop|association|entreprise)\b{_TO_THE_END}",
        r"\b(?:sarl|sasu?|eurl|sa|scop)\b",
        # H/F
        r"\b[hfm]\s?[-/|.]\s?[hfm](?:\s?/\s?[xd])?\b|\b(?:hf|fh)\b",
        # Les dates et les durées
        rf"\b(?:\d{{1,2}}(?:er)?\s)?{_MONTH}\s*(?:19|20)\d\d\b",
        r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b|\b\d{1,2}[/.-](?:19|20)\d\d\b|\b(?:19|20)\d\d\b|\b\d{5}\b",
        r"\b(?:depuis|jusqu'(?:a|en)|a ce jour|a aujourd'hui|aujourd'hui|a present|en cours|actuellement|maintenant)\b",
        r"\b\d+\s?(?:ans?|mois|annees?|semaines?)\b(?:\s?d'experience)?|\bexperiences?\b",
        # Le contrat et le temps de travail
        r"\b(?:contrat|mission)s?\s(?:de\s|d'|en\s)?(?:(?=cdi|cdd|interim|apprenti|alternan|saison)|(?:pro|professionnalisation|unique|aide)\b)",
        r"(?<!d')\b(?:interim|interimaires?)\b|\b(?:cdii?|cddi?|cui|cae|pec)\b",
        r"\b(?:stages?|stagiaires?|apprenti(?:e|s|es)?|apprentissage|alternance|alternante?s?)\b",
        r"\b(?:professionnalisation|service civique)\b",
        r"\b(?:vacataires?|vacations?|contractuel(?:le)?s?|remplacante?s?|remplacement|saisonnier(?:e)?s?|extras?)\b",
        r"\b(?:free-?lances?|independante?s?|benevoles?|benevolat|a mon compte|fonctionnaires?)\b",
        r"\b(?:temps (?:plein|complet|partiel)|plein[- ]temps|mi[- ]temps|\d+ ?h(?:eures)?\b(?: ?/ ?(?:sem(?:aine)?|s)\b)?|\d+ ?%)",
        # L'ancienneté et les tournures
        r"\b(?:juniors?|seniors?|confirmee?s?|debutante?s?|experimentee?s?|ancien(?:ne)?s?)\b|\bex[- ]",
        r"\b(?:(?:poste|emploi|fonctions?|metier|profession|titre|intitule)\s?(?:d[eu]s?\b|d'|occupee?|:)|en tant que|en qualite de)",
        r"\b(?:je suis|j'etais|j'ai ete|je travaille|j'ai travaille)\b(?: comme\b)?",
    )
)
@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """One unaccented word without gender or number: "conseilleres" → "conseiller", "directrice" → "directeur"."""
    if word.endswith("aux") and not word.endswith("eaux") and len(word) > 5:
        word = word[:-3] + "al"
    if len(word) > 3 and word[-1] in "sx" and word[-2] != "s":
        word = word[:-1]
    if word.endswith("trice"):
        return word[:-5] + "teur"
    if word.endswith("euse"):
        return word[:-4] + "eur"
    if word.endswith("esse") and len(word) > 6:
        word = word[:-4]
    while len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "f" if word.endswith("iv") else word


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, each once, in order; words that say nothing are left out."""
    plain = unaccented(text.translate(_APOSTROPHES))
    found = _WORD.findall(_INITIALS.sub(r"\1", plain))
    return tuple(dict.fromkeys(folded(word) for word in found if word not in _EMPTY))


def title_words(title: str) -> tuple[str, ...]:
    """The words of a title as people type it, without its context; all its words where nothing else remains."""
    plain = unaccented(title[:LONGEST_TITLE].translate(_APOSTROPHES))
    bare = plain
    for pattern in _CONTEXT:
        bare = pattern.sub(" | ", bare)
    parts = tuple(w for part in _SEP.split(bare) if (w := words(part)))
    return parts or (words(plain),)
