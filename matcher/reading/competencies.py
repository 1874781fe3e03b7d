"""A list of competencies written as free text, cut into its items, whatever bullets or blanks hold it together.

The register's lists come as HTML, as lines, or as one line where items are told apart by a bullet, a code, a
semicolon, a run of blanks, or nothing but the capital of the next verb. No word is lost: only markup, bullets, codes
and blanks are.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from matcher.text import unaccented


class Part(NamedTuple):
    """One item of a list, and the code that stood before it, if any: ("C1.2", "Gérer les stocks")."""

    code: str | None
    text: str


_BLOCK_TAG = re.compile(r"</?(?:p|br|li|ul|ol|div|table|tbody|thead|tr|td|th|h[1-6]|dl|dt|dd|hr)(?:\s[^<>]*)?/?>", re.I)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|code|em|font|i|o:p|s|small|span|strike|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.I
)
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
# Puces sans équivoque, dont celles des polices de symboles, que Word écrit dans la zone à usage privé.
_BULLET = re.compile("[•●▪■◦○‣⁃►▶➢➤➔✓✔❖◆♦\uf000-\uf8ff]")
_CODES = r"""(?:
    [A-Z]{1,4}\.?\d{1,2}(?:[.-]?[A-Z]{0,3}\.?\d{1,2}){0,4}   # C1, C.1, C1.2, A1C2, A5.C1, BC01-C1
    | \d{1,2}(?:\.\d{1,2}){1,4}                              # 1.1, 3.1.2
    | (?:\d{1,2}|[IVX]{1,4})(?=[.)]|[ ]?[-–—:][ ])           # 1. 1) 1 - IV.
    | [a-zA-Z](?=\)[ ])                                      # a)
)(?![\w/])"""
_AFTER_CODE = r"(?P<close>\ ?[.):°]*\ ?(?:[-–—:](?=[\ A-ZÀ-Þ]))?\ *)(?=(?P<next>[^\W\d_]|[«\"“(]))"
_CODE = re.compile(f"(?P<code>{_CODES}){_AFTER_CODE}", re.VERBOSE)
_ONLY_CODE = re.compile(f"({_CODES})[ .):–-]*", re.VERBOSE)
_MARK = re.compile(r"[\s.…;,:•*+·§→–—−-]+")
_WORD_BULLET = re.compile(r"o +(?=[A-ZÀ-Þ])")
_CUT = re.compile(
    rf"""(?P<semicolon>;[ ]*(?=\S)) | [ ](?:(?P<run>[ ]+(?=\S)) | (?P<bullet>(?=[-–—*][ ]))
    | (?P<coded>(?={_CODES}[ .):-])) | (?P<verb>(?=(?:S['’][a-zß-ÿ]|[A-ZÀ-Þ])[a-zß-ÿœ]+[ ])))""",
    re.VERBOSE,
)
_BLANK = re.compile(r"[^\S\n ]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BULLETED = re.compile(r"^ *(?:[-–—*•]|o  *[A-Z])", re.MULTILINE)
_SEEN = 200
"""Characters looked at on either side of a possible cut."""
_NOWHERE = (sys.maxsize, sys.maxsize)
_WORD_START = re.compile(r"[\s'’(]")
_KEPT_WHOLE = re.compile(r"\([^()]{0,300}\)|«[^«»]{0,300}»|\[[^\[\]]{0,300}\]")

# Après l'un de ces mots, une phrase n'est pas finie.
_UNFINISHED_WORDS = """
    a au aux avec ce ces cet cette chez comme dans de des dont du elle en entre est et il la le les leur leurs lors
    mon ne ni notre nos ou par pas plus pour que qui sa sans se selon ses si soit son sont sous sur tout toute toutes
    tous un une vers via votre vos y l d
"""
# Après l'un de ceux-ci, « C1.2 » renvoie à une compétence au lieu d'en ouvrir une.
_REFERRING_WORDS = "activite annexe article articles bloc blocs cf code competence competences niveau norme option voir"
# Verbes qui ouvrent une compétence ; « Manager » et « Conseiller », qui sont aussi des noms, n'y sont pas.
_VERBS = """
    accompagner accueillir acheter acquerir adapter administrer affiner agencer agir aider ajuster alerter alimenter
    ameliorer amenager analyser animer anticiper appliquer apporter apprecier apprehender approvisionner archiver
    argumenter articuler assembler assister assurer attribuer auditer automatiser avoir batir cabler cadrer calculer
    caracteriser cartographier charger chiffrer choisir classer cloturer coder collaborer collecter combiner
    commander commercialiser communiquer comparer composer comprendre concevoir conclure conduire configurer
    connaitre consolider constituer construire contractualiser contribuer controler convaincre cooperer coordonner
    creer cuisiner debattre decider decliner decrire defendre definir deleguer demontrer depanner deployer dessiner
    detecter determiner developper diagnostiquer dialoguer diffuser dimensionner diriger documenter dresser
    dynamiser echanger eclairer ecouter ecrire editer effectuer elaborer emettre employer encadrer enregistrer
    enrichir enseigner entreprendre entretenir eprouver equiper estimer etablir etre etudier evaluer evoluer
    executer exercer experimenter expertiser expliquer exploiter explorer exposer exprimer fabriquer faciliter faire
    favoriser federer fideliser finaliser financer fixer formaliser former formuler fournir garantir generer gerer
    guider hierarchiser homologuer identifier implanter implementer impliquer industrialiser informer initier
    innover inscrire installer instaurer instruire integrer interagir interpreter intervenir inventorier juger
    justifier lancer lire lister livrer maintenir maitriser manipuler mediatiser mener mesurer mettre mobiliser
    modeliser moderer modifier monter negocier nettoyer observer operer optimiser orchestrer ordonnancer organiser
    orienter parametrer participer perenniser piloter planifier poser positionner pratiquer preconiser prendre
    preparer prescrire presenter prevenir prevoir prioriser proceder produire programmer promouvoir proposer
    prospecter proteger prototyper publier qualifier quantifier raccorder raisonner rassembler realiser recenser
    receptionner rechercher recruter recueillir rediger referencer reguler remplacer rendre renforcer renseigner
    reparer reperer repondre representer reserver resoudre respecter restaurer restituer reunir saisir satisfaire
    savoir scenariser securiser selectionner sensibiliser servir signaler simuler situer solliciter souder soutenir
    specifier stocker structurer suivre superviser surveiller synthetiser tenir tester tracer traduire traiter
    transferer transformer transmettre transposer travailler trier trouver utiliser valider valoriser veiller vendre
    verifier visualiser
"""
_UNFINISHED, _REFERRING, _OPENING_VERBS = (
    frozenset(words.split()) for words in (_UNFINISHED_WORDS, _REFERRING_WORDS, _VERBS)
)


def split(text: str) -> list[str]:
    """The items of a list of competencies, in their order, without bullets, codes or markup; none is empty.

    Heads ("Compétences évaluées :") are items too. A sentence is not cut at an ordinary hyphen, nor inside brackets.
    """
    return [part.text for part in parts(text)]


def parts(text: str) -> list[Part]:
    """The items of ``split``, each with its code. A code alone on its line belongs to the item that follows."""
    found: list[Part] = []
    waiting: str | None = None
    for line in _lines(text):
        for piece in _pieces(line):
            bare = _without_mark(piece)
            alone = _ONLY_CODE.fullmatch(bare) if len(bare) < _LONGEST_CODE else None
            part = Part(alone[1], "") if alone else _part(bare)
            if part.code and not part.text:
                found += [Part(None, waiting)] if waiting else []
                waiting = part.code
            elif part.text:
                found += [Part(None, waiting)] if waiting and part.code else []
                found.append(Part(part.code or waiting, part.text))
                waiting = None
    return [*found, Part(None, waiting)] if waiting else found


_EVALUATION = re.compile(r"modalites? d.evaluation\b")
_LONGEST_HEAD, _LONGEST_CODE = 80, 40
_HEAD_ALONE = re.compile(r"(?:les )?(?:competences|capacites)(?: ou capacites)?(?: attestee?s| evaluees| visees)? ?:?")


def competencies(text: str) -> list[Part]:
    """The items that are competencies: without a bare head, nor what is said of the evaluation after them."""
    kept: list[Part] = []
    for part in parts(text):
        plain = unaccented(part.text[:_LONGEST_HEAD]) if part.text[0] in "MmCcLl" else ""
        if _EVALUATION.match(plain):
            break
        if not (plain and _HEAD_ALONE.fullmatch(plain)):
            kept.append(part)
    return kept


def _lines(text: str) -> Iterator[str]:
    """The lines of a text: block markup and sure bullets begin one; a line that goes on with the last joins it."""
    marked, blocks = _LINE_END.sub("\n", text), 0
    if "<" in marked:
        marked, blocks = _BLOCK_TAG.subn("\n", marked.replace("\n", "  ") if _BLOCK_TAG.search(marked) else marked)
        marked = _INLINE_TAG.sub("", marked)
    marked = _BULLET.sub("\n•", _UNSEEN.sub("", html.unescape(marked))).replace("\t", "  ")
    marked = _BLANK.sub(" ", marked)
    bulleted = len(_BULLETED.findall(marked)) > 1
    line, blank_before = "", False
    for raw in marked.split("\n"):
        written = raw.strip()
        if not written:
            blank_before = True
        elif line and not blank_before and not blocks and _goes_on(line, written, bulleted):
            line = f"{line} {written}"
        else:
            yield from [line] * bool(line)
            line = written
        blank_before = not written
    yield from [line] * bool(line)


def _goes_on(line: str, following: str, bulleted: bool) -> bool:
    """Whether a line is only the wrapped rest of the one before."""
    if not following[0].islower() or _CODE.match(following) or _WORD_BULLET.match(following):
        return False
    return bulleted or _is_unfinished(line) or (len(line) >= 60 and line[-1] not in ".;:!?")


def _is_unfinished(before: str) -> bool:
    return before[-1:] in ",(/'’«\"“-–—&+=" or _last_word(before) in _UNFINISHED


def _last_word(before: str) -> str:
    return _plain(_WORD_START.split(before[-24:])[-1])


@lru_cache(maxsize=10_000)
def _plain(word: str) -> str:
    return unaccented(word)


def _pieces(line: str) -> Iterator[str]:
    """One line cut where an item ends: ``_CUT`` finds where that may be, ``_Style.cuts`` decides."""
    line = re.sub(" {3,}", "  ", line)
    whole = (found.span() for found in _KEPT_WHOLE.finditer(line))
    opened, closed = next(whole, _NOWHERE)
    style = _Style(line)
    start = 0
    for cut in _CUT.finditer(line):
        while closed <= cut.start():
            opened, closed = next(whole, _NOWHERE)
        if opened < cut.start():
            continue
        before, rest = line[max(start, cut.start() - _SEEN) : cut.start()], line[cut.end() : cut.end() + _SEEN]
        if before and style.cuts(cut.lastgroup or "", before, rest):
            yield line[start : cut.start()]
            start = cut.end()
    yield line[start:]


class _Style:
    """How the items of one line are told apart."""

    def __init__(self, line: str) -> None:
        code = _CODE.match(_without_mark(line))
        self.dashes = line[0] in "-–—" or bool(re.search(r"(?:  |: )[-–—] ?\S", line))
        self.stars = line[0] == "*" or "  * " in line
        self.codes = _shape(code["code"]) if code else ""
        self.capitals = not any(letter.islower() for letter in line)

    def cuts(self, kind: str, before: str, rest: str) -> bool:
        """Whether an item ends after ``before``; ``rest`` follows, ``kind`` is what stands between."""
        if kind == "semicolon":
            return True
        if kind == "verb":
            whole = before[-1] != ":" and before.count(" ") > 1
            return whole and _opens_with_verb(rest) and not _is_unfinished(before)
        runs, unfinished = kind == "run", _is_unfinished(before)
        code = _CODE.match(_without_mark(rest))
        if code and not unfinished and self._is_a_code(code, runs, refers=_last_word(before) in _REFERRING):
            return True
        sign, text = _dash_or_star(rest)
        if sign == "*":
            return runs or self.stars or text[:1].isupper()
        if sign and runs and (self.dashes or text[:1].isupper()):
            return text[:1].isalpha() or rest[1] == " "
        if sign:
            return (self.dashes or self.stars) and (self._opens(text) or _opens_with_verb(text))
        return runs and not unfinished and (self._opens(rest) or bool(_WORD_BULLET.match(rest)))

    def _opens(self, text: str) -> bool:
        """Whether a text begins as an item does: a capital, but no acronym unless all is in capitals."""
        return text[:1].isupper() and (self.capitals or not text[1:2].isupper())

    def _is_a_code(self, code: re.Match[str], runs: bool, refers: bool) -> bool:
        if refers and not runs and not code["close"].strip(" "):
            return False
        shape = _shape(code["code"])
        alike = shape == self.codes or (shape[0] == "9" and self.codes[:1] == "9")
        return _is_sure(code) and (runs or alike or bool(re.fullmatch(r"A\.?9\.?A\.?9", shape)))


def _shape(code: str) -> str:
    """The look of a code: "A12C3" → "A9A9"."""
    return re.sub(r"\d+", "9", re.sub(r"[A-Z]+", "A", code))


def _dash_or_star(rest: str) -> tuple[str, str]:
    found = re.match(r"[-–—*](?= *\S)", rest)
    return (found[0], rest[1:].lstrip()) if found else ("", rest)


def _opens_with_verb(text: str) -> bool:
    return _plain(text.split(" ", 1)[0]).removeprefix("s'").removeprefix("s’").rstrip(",") in _OPENING_VERBS


def _without_mark(piece: str) -> str:
    """A piece without the bullets, dashes and stray punctuation before it."""
    found = _MARK.match(piece) or _WORD_BULLET.match(piece)
    return piece[found.end() :] if found else piece


def _part(piece: str) -> Part:
    """A piece that begins with no bullet, without its codes, its blanks made single."""
    text, codes = piece, []
    while (code := _CODE.match(text)) and _is_sure(code):
        codes.append(code["code"])
        text = _without_mark(text[code.end() :])
    text = " ".join(text.split())
    text = text.rstrip(" ;,•*") if text[-1:] in ";,•*" else text
    return Part(" ".join(codes) or None, re.sub(r" [-–—]$", "", text))


def _is_sure(code: re.Match[str]) -> bool:
    """Whether what opens an item is a code: "C1 Gérer", "1. gérer", "A1C2.gérer"; not "B2 en anglais", "3.5 tonnes"."""
    if code["next"].isupper() or code["close"].strip(" ") or code["next"] in '«"“(':
        return True
    return bool(re.search(r"[A-Z].*[.A-Z-].*\d", code["code"]))
