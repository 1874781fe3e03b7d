"""A job title as people type it, reduced to the words that name the job.

Contract, working time, dates, seniority and employer are taken out; what stands beside the title ("- Durand",
"(Lyon)") is kept apart, since it may as well be a place as a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from matcher.text import radical, unaccented

LONGEST_TITLE = 400
"""Characters read in a title; what follows is ignored."""

Words = tuple[str, ...]

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`′‛", "'"))
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_WORD = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*(?:\+\+|#)?")
_BESIDE = re.compile(r"\s[-–—]+\s|[:,;()|\n]|\bpour\b")

# Les mots-outils, et les terminaisons féminines qu'une forme inclusive laisse seules : « directeur(trice) ».
_EMPTY_WORDS = """
    a au aux d de des du en et l la le les ou par pour sur un une dans avec sous sans c n qu j m s t ce cet cette
    mon ma mes ses notre votre leur y chez
    e es ne nes te tes se ee ere iere euse euses rice rices trice trices ice ve ive fe ale elle esse sse ene ete
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout"
    r"|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?"
)
_LEGAL_FORM = r"(?:sarl|sasu?|eurl|sa|scop)"
_UP_TO_A_STOP = r"[^,;()|\n]*?(?=\s[-–—:]\s|[,;()|\n]|$)"
_CONTEXT = tuple(
    re.compile(pattern)
    for pattern in (
        # L'employeur : « chez Durand », « @ Durand », « - Groupe Durand »
        rf"(?:\bchez\b|\bau sein d|@){_UP_TO_A_STOP}",
        rf"[-–—,;(|]\s*\b(?:groupe|societe|ets|etablissements|association|entreprise|{_LEGAL_FORM})\b{_UP_TO_A_STOP}",
        rf"\b{_LEGAL_FORM}\b",
        # « H/F »
        r"\b[hfm]\s?[-/|.]\s?[hfm](?:\s?/\s?[xd])?\b|\b(?:hf|fh)\b",
        # Les dates et les durées
        rf"\b(?:\d{{1,2}}(?:er)?\s)?{_MONTH}\s*{_YEAR}\b|\b(?:\d{{1,2}}[/.-]){{1,2}}(?:{_YEAR}|\d\d)\b|\b{_YEAR}\b|\b\d{{5}}\b",
        r"\b(?:depuis|jusqu'(?:a|en)|a ce jour|aujourd'hui|a present|en cours(?! de)|actuellement|maintenant)\b",
        r"\b\d+\s?(?:ans?|mois|annees?|semaines?)\b(?:\s?d'experience)?",
        # Le contrat et le temps de travail
        r"\b(?:contrat|mission)s?\s(?:de\s|d'|en\s)?"
        r"(?:(?=cdi|cdd|interim|apprenti|alternan|saison)|(?:pro|professionnalisation|unique|aide)\b)",
        r"(?<!d')\b(?:interim|interimaires?)\b|\b(?:cdii?|cddi?|cui|cae|pec)\b|\bservice civique\b",
        r"\b(?:stage|stagiaires?|(?<!d')apprenti(?:es?|s)?|apprentissage|alternance|alternante?s?|professionnalisation)\b",
        r"\b(?:vacataires?|vacations?|contractuel(?:le)?s?|remplacante?s?|remplacement|saisonnier(?:e)?s?|extras?)\b",
        r"\b(?:free-?lances?|independante?s?|benevole|benevolat|a mon compte|fonctionnaires?)\b",
        r"\btemps (?:plein|complet|partiel)\b|\b(?:plein|mi)[- ]temps\b|\b\d+ ?%",
        r"\b\d+ ?h(?:eures)?\b(?: ?/ ?s(?:em(?:aine)?)?\b)?",
        # L'ancienneté et les tournures
        r"\b(?:juniors?|seniors?|confirmee?s?|debutante?s?|experimentee?s?)\b|^\W*ancien(?:ne)?s?\b|\bex[- ]",
        r"(?:^|[-:,(]\s*)(?:poste|emploi|fonctions?|metier|profession|titre|intitule)\s?(?:d[eu]s?\b|d'|occupee?|:)",
        r"\b(?:en tant que|en qualite de)\b|\b(?:je suis|j'etais|j'ai ete|je travaille|j'ai travaille)\b(?: comme\b)?",
    )
)


_NO_JOB = re.compile(
    r"\W*(?:etudiante?|lyceen(?:ne)?|chomeu(?:r|se)|(?:au )?chomage|retraitee?|demandeu(?:r|se) d'emploi|conge parental"
    r"|sans (?:emploi|profession|activite)|(?:en )?recherche d'emploi|(?:mere|pere|femme|homme) au foyer"
    r"|neant|rien|aucune?|divers|n/?a)\W*"
)


def plain(text: str) -> str:
    """Lower case, without accents, with straight apostrophes."""
    return unaccented(text.translate(_APOSTROPHES))


def words(text: str) -> Words:
    """The words of a text in plain letters and in order; those that say nothing are left out."""
    return tuple(word for word in _WORD.findall(_INITIALS.sub(r"\1", plain(text))) if word not in _EMPTY)


def title_parts(title: str) -> tuple[Words, ...]:
    """The words of a title without its context, part by part: "Comptable CDI (Lyon)" → ("comptable",), ("lyon",).

    Empty for a title without words, that holds nothing but context, or that names no job.
    """
    title = plain(title[:LONGEST_TITLE])
    if _NO_JOB.fullmatch(title):
        return ()
    bare = title
    for pattern in _CONTEXT:
        bare = pattern.sub(" | ", bare)
    return tuple(filter(None, map(words, _BESIDE.split(bare))))


def stems(found: Iterable[str]) -> Words:
    """Words without gender, number or ending, each once: "assistante", "assistants" → "assist"."""
    return tuple(dict.fromkeys(map(_stem, found)))


_stem = lru_cache(maxsize=50_000)(radical)
