"""The sheets: the same figures in every kind of file, nothing that must not be said, and files that open."""

from __future__ import annotations

import html
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import docx
import pypdf
import pytest
import yaml

from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.report import Match, Opinion, Report
from matcher.render import templating
from matcher.render.documents import SHEETS, Subject, UnknownFormat, sheet_file, subject_of, write_sheet
from matcher.render.documents.application import application_json, rubrics
from matcher.render.documents.blocks import Chart, Document, Section, every_text, said
from matcher.render.documents.candidate import candidate_sheet
from matcher.render.documents.feasibility import feasibility_sheet, is_vague, practices
from matcher.render.documents.html import document_styles, to_fragment, to_html
from matcher.render.documents.interview import interview_sheet
from matcher.render.templating import MissingExtra
from matcher.render.typography import figure

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.evaluation.labelled import read_cases

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAY = date(2026, 11, 24)
UNIONS = ("CGT", "CFDT", "Canari")


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return Matcher.load(data=tmp_path_factory.mktemp("rien"))


def example(name: str = "comptable-et-tresoriere", **changes: Any) -> Dossier:
    told = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return Dossier.model_validate(told | changes)


def about(matcher: Matcher, dossier: Dossier, **options: Any) -> Subject:
    report = matcher.evaluate(dossier, **options)
    given = {name: options[name] for name in ("on", "target") if name in options}
    return subject_of(matcher, dossier, report, edited_on=DAY, **given)


@pytest.fixture(scope="module")
def subject(matcher: Matcher) -> Subject:
    return about(matcher, example())


@pytest.fixture(scope="module")
def files(subject: Subject) -> dict[tuple[str, str], bytes]:
    """Every sheet in every format."""
    made = {(sheet, suffix): sheet_file(subject, sheet, suffix) for sheet in SHEETS for suffix in READERS}
    return made | {("rubriques", "json"): sheet_file(subject, "rubriques", "json")}


@pytest.fixture(scope="module")
def texts(files: dict[tuple[str, str], bytes]) -> dict[tuple[str, str], str]:
    """What each of these files says."""
    return {(sheet, suffix): READERS[suffix](content) for (sheet, suffix), content in files.items() if suffix != "json"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _of_html(content: bytes) -> str:
    read = _Words()
    read.feed(content.decode())
    return " ".join(read.words)


def _of_pdf(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def _of_docx(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


READERS: dict[str, Callable[[bytes], str]] = {"html": _of_html, "pdf": _of_pdf, "docx": _of_docx}


def words(text: str) -> str:
    """A text without any of its spaces: a PDF cuts lines where it likes."""
    return re.sub(r"\s+", "", text)


# Les mêmes nombres partout


@pytest.mark.parametrize("suffix", READERS)
def test_each_file_holds_the_figures_of_the_report(
    texts: dict[tuple[str, str], str], subject: Subject, suffix: str
) -> None:
    report, text = subject.report, words(texts["entretien", suffix])
    json_report = json.loads(report.to_json())
    for match, told in zip(report.matches, json_report["matches"], strict=True):
        assert (match.related_hours, match.related_months) == (told["related_hours"], told["related_months"])
    for match in subject.detailed:
        assert words(f"{figure(match.related_hours)} h, {figure(match.related_months)} mois") in text
        assert words(match.title) in text
    for value in (report.hours.total_low, report.hours.total_high, report.hours.own_right_low):
        assert words(figure(value)) in text
    for one in report.hours.experiences:
        assert words(said(one.arithmetic)) in text
    for name in ("rules", "referentials", "lexicon"):
        assert getattr(report.versions, name)[:10] in text


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("sheet", SHEETS)
def test_each_sheet_says_the_same_whatever_the_file(
    texts: dict[tuple[str, str], str], subject: Subject, sheet: str, suffix: str
) -> None:
    """But for the table of a chart, which is for those files that can't show it, or for those who can't see it."""
    text, document = words(texts[sheet, suffix]), SHEETS[sheet](subject)
    shown = set(every_text(without_charts(document) if suffix == "pdf" else document))
    assert not [told for told in shown if words(said(told)) not in text]


def without_charts(document: Document) -> Document:
    def kept(section: Section) -> Section:
        blocks = tuple(block for block in section.blocks if not isinstance(block, Chart))
        return replace(section, blocks=blocks, sections=tuple(map(kept, section.sections)))

    return replace(document, sections=tuple(map(kept, document.sections)))


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("sheet", SHEETS)
def test_each_sheet_bears_its_date_and_says_that_it_decides_nothing(
    texts: dict[tuple[str, str], str], sheet: str, suffix: str
) -> None:
    text = texts[sheet, suffix]
    assert "Édité le" in text
    assert re.search(r"n'est\s+pas\s+une\s+décision", text)


# Ce qui ne doit jamais être dit


def test_the_candidate_never_reads_an_unfavourable_word_nor_a_score(matcher: Matcher) -> None:
    """Whatever the opinions on all the labelled dossiers: those they have, then each of the others."""
    for case in read_cases():
        dossier = Dossier.model_validate(case.dossier)
        report = matcher.evaluate(dossier, limit=3)
        for opinion in (None, *get_args(Opinion)):
            changed = {} if opinion is None else {"opinion": opinion}
            matches = tuple(match.model_copy(update=changed) for match in report.matches)
            subject = subject_of(matcher, dossier, report.model_copy(update={"matches": matches}))
            assert not unfit(" ".join(every_text(candidate_sheet(subject))))


def test_a_true_refusal_reads_as_something_to_work_on(matcher: Matcher) -> None:
    closed = about(matcher, example(), target="RNCP36110")
    assert closed.main is not None
    assert closed.main.opinion == "defavorable_probable"
    text = " ".join(every_text(candidate_sheet(closed)))
    assert "À retravailler" in text
    assert "Parlez-en avec votre conseiller" in text
    assert not unfit(text)


def unfit(text: str) -> list[str]:
    """What a candidate must not read."""
    return re.findall(r"favorable|irrecevable|score|\d\s*%|refus(?!e)", text.casefold())


def test_each_opinion_leaves_the_candidate_something_to_do(report: Report, dossier: Dossier) -> None:
    for opinion in get_args(Opinion):
        match = report.matches[1].model_copy(update={"opinion": opinion})
        sheet = candidate_sheet(Subject(report.model_copy(update={"matches": (match,)}), dossier))
        [target] = sheet.sections[0].sections
        assert target.blocks[2].items  # type: ignore[union-attr]
        assert sheet.sections[2].blocks[0].text  # type: ignore[union-attr]
    last = report.matches[-1].model_copy(update={"opinion": "defavorable_probable"})
    sheet = candidate_sheet(Subject(report.model_copy(update={"matches": (last,)}), dossier))
    assert "À retravailler" in " ".join(every_text(sheet))


def test_the_candidate_has_three_targets_at_most_with_the_one_aimed_at(matcher: Matcher) -> None:
    far = about(matcher, example(), target="RNCP39308")
    titles = [section.heading for section in candidate_sheet(far).sections[0].sections]
    assert len(titles) == 3
    assert any("cybersécurité" in title for title in titles)


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_union_is_named_in_any_file(report: Report, dossier: Dossier, sheet: str, matcher: Matcher) -> None:
    from matcher.reading.masking import without_unions

    subject = Subject(report, without_unions(dossier), edited_on=DAY)
    # Le PDF est fait de la page HTML : une fiche suffit.
    for suffix in READERS if sheet == "candidat" else ("html", "docx"):
        text = READERS[suffix](sheet_file(subject, sheet, suffix))
        assert not [name for name in UNIONS if name in text]
    real = about(matcher, dossier)
    if sheet == "rubriques":
        assert not [name for name in UNIONS if name in application_json(real)]
    assert not [name for name in UNIONS if name in to_html(SHEETS[sheet](real))]


def test_what_people_write_stays_text(matcher: Matcher) -> None:
    hostile = example(project="<script>alert(1)</script> {{ 7*7 }} & cie")
    page = to_html(interview_sheet(about(matcher, hostile)))
    assert "<script" not in page
    assert "{{ 7*7 }}" in page
    sheet_file(about(matcher, hostile), "entretien", "docx")


# Les fichiers


def test_a_page_stands_alone_reads_in_grey_and_is_in_french(files: dict[tuple[str, str], bytes]) -> None:
    for sheet in SHEETS:
        page = files[sheet, "html"].decode()
        assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
        assert not re.search(r"(?:src|href)=|url\((?!#)|@import|style=", page)
        for colour in re.findall(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", page):
            parts = re.findall(r"." * (len(colour) // 3), colour)
            assert len(set(parts)) == 1, colour
        levels = [int(level) for level in re.findall(r"<h([1-6])>", page)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all("<caption>" in table for table in re.findall(r"<table.*?</table>", page, re.DOTALL))


def test_the_styles_of_a_document_touch_nothing_else_in_a_page() -> None:
    rules = re.findall(r"^\s*([^@{}\n][^{}]*)\{", document_styles(), re.MULTILINE)
    assert rules
    assert all(one.strip().startswith(".vae-document") for rule in rules for one in rule.split(","))


def test_a_pdf_is_tagged_in_french_with_its_bookmarks(files: dict[tuple[str, str], bytes]) -> None:
    read = pypdf.PdfReader(io.BytesIO(files["entretien", "pdf"]))
    root = read.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert read.metadata is not None
    assert read.metadata.title == "Fiche d'entretien VAE, dossier EX-COMPTABLE"
    titles = [one.title for one in flat(read.outline)]
    assert {"Fiche d'entretien VAE", "Questions à poser", "Pièces à apporter", "Étapes"} <= set(titles)


def flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from flat(one)
        else:
            yield one


def test_pages_are_few(files: dict[tuple[str, str], bytes]) -> None:
    count = {sheet: len(pypdf.PdfReader(io.BytesIO(files[sheet, "pdf"])).pages) for sheet in SHEETS}
    assert count["candidat"] == 1
    assert count["faisabilite"] <= 3
    assert count["rubriques"] <= 4
    assert count["entretien"] <= 8


def test_a_docx_has_real_headings_and_tables(files: dict[tuple[str, str], bytes]) -> None:
    word = docx.Document(io.BytesIO(files["entretien", "docx"]))
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "Le dossier"
    assert "Questions à poser" in headings
    assert word.core_properties.language == "fr-FR"
    first = word.tables[0]
    assert [cell.text for cell in first.rows[0].cells][:2] == ["Rang", "Certification"]
    assert 'w:tblHeader w:val="true"' in first.rows[0]._tr.xml


@pytest.mark.parametrize("suffix", READERS)
def test_the_same_sheet_is_the_same_bytes(matcher: Matcher, suffix: str) -> None:
    first, second = (sheet_file(about(matcher, example()), "candidat", suffix) for _ in range(2))
    assert first == second
    assert "24 novembre 2026" in READERS[suffix](first).replace("\u202f", " ")


def test_a_sheet_without_a_day_bears_none(matcher: Matcher) -> None:
    dossier = example()
    undated = subject_of(matcher, dossier, matcher.evaluate(dossier))
    assert "Édité le" not in to_html(candidate_sheet(undated))


def test_a_file_is_written_whole_or_not_at_all(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fiche.html"
    path.write_text("avant", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr("matcher.render.documents.files.os.replace", fail)
    with pytest.raises(OSError, match="disque plein"):
        write_sheet(subject, "candidat", path)
    assert path.read_text(encoding="utf-8") == "avant"
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_suffix_is_refused_before_anything_is_made(subject: Subject) -> None:
    with pytest.raises(UnknownFormat, match=r"« \.txt » lu.*\.html, \.pdf, \.docx$"):
        sheet_file(subject, "entretien", "txt")
    with pytest.raises(UnknownFormat):
        sheet_file(subject, "entretien", "json")


@pytest.mark.parametrize(("module", "suffix"), [("jinja2", "html"), ("weasyprint", "pdf"), ("docx", "docx")])
def test_without_the_extra_one_sentence_says_what_to_install(
    subject: Subject, monkeypatch: pytest.MonkeyPatch, module: str, suffix: str
) -> None:
    templating.environment.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    try:
        with pytest.raises(MissingExtra, match=r"pip install 'vae-cnam\[documents\]'"):
            sheet_file(subject, "rubriques", suffix)
    finally:
        templating.environment.cache_clear()


# Les fiches, une par une


def test_the_two_sheets_are_as_they_were(report: Report, dossier: Dossier, golden: Callable[[str, str], None]) -> None:
    titles = {"recevabilite.lien": "Rapport avec la certification"}
    subject = Subject(report, dossier, regime="aucune durée minimale", titles=titles, edited_on=DAY)
    golden("fiche-entretien.html", to_fragment(interview_sheet(subject)))
    golden("fiche-candidat.html", to_fragment(candidate_sheet(subject)))


def test_the_interview_sheet_leaves_room_for_names_and_asks_by_effect(subject: Subject) -> None:
    page = to_html(interview_sheet(subject))
    for name in ("Prescripteur", "Conseillère ou conseiller", "Date et lieu"):
        assert re.search(rf"<dt>{name}[^<]*</dt><dd class=\"blanc\">", page)
    assert "Devenir responsable comptable dans une PME" in page
    asked = [question.ask for question in subject.detailed[0].questions]
    assert all(said(ask) in page.replace("&#39;", "'") for ask in asked)


def test_who_sends_the_person_is_written_where_it_is_known(matcher: Matcher) -> None:
    page = to_html(interview_sheet(about(matcher, example(prescriber="conseillère France Travail"))))
    assert "<dt>Prescripteur</dt><dd>conseillère France Travail</dd>" in page


def test_the_seven_steps_and_their_contacts_stand_on_the_sheets(subject: Subject) -> None:
    page, told = (html.unescape(to_html(sheet(subject))) for sheet in (interview_sheet, candidate_sheet))
    assert len(subject.report.steps) == 7
    for step in subject.report.steps:
        assert said(step.summary) in page
    [centre, *_] = [item for step in subject.report.steps for item in step.items if item.kind == "contact"]
    assert said(f"{centre.title}. {centre.text}") in told
    assert "?." not in page


def test_feasibility_quotes_the_person_with_the_number_of_the_experience(subject: Subject) -> None:
    assert subject.main is not None
    rows = practices(subject, subject.main)
    assert [row.answer for row in rows] == [
        {"oui": "oui", "partiel": "partiellement", "non": "non", "inconnu": "à apprécier"}[bloc.state]
        for bloc in subject.main.blocs
    ]
    for row, bloc in zip(rows, subject.main.blocs, strict=True):
        for one in bloc.evidence:
            assert f"« {one.activity} »" in row.comment
            assert f"Expérience {one.experience + 1}, " in row.comment
    assert {row.comment for row in rows if row.answer == "non"} == {
        "Aucune phrase du dossier ne s'y rapporte pour l'instant."
    }
    assert all(not row.warning for row in rows if row.answer == "non")


def test_a_comment_that_lacks_something_is_told_before_it_is_sent(matcher: Matcher) -> None:
    bare = example()
    first = bare.experiences[0].model_copy(
        update={
            "organisation": None,
            "responsibility": None,
            "activities": ("Déclarations de TVA", "Bilan comptable", "Comptes annuels"),
        }
    )
    subject = about(matcher, bare.model_copy(update={"experiences": (first,)}))
    assert subject.main is not None
    told = [row for row in practices(subject, subject.main) if row.answer in {"oui", "partiellement"}]
    assert told
    for row in told:
        assert row.lacks == ("le contexte", "l'autonomie", "les outils", "le résultat")
        assert row.warning.startswith("insuffisant : il manque le contexte")
        assert row.vague


def test_vague_words_do_not_fill_a_comment() -> None:
    from matcher.reading.application_form import application_guide

    guide = application_guide().commentaire
    assert is_vague(["gestion et suivi de divers dossiers, etc."], guide)
    assert not is_vague(["Je montais le bilan annuel avec l'expert-comptable dans le logiciel du cabinet"], guide)


def test_presumed_activities_are_never_quoted_as_the_persons(subject: Subject) -> None:
    assert subject.main is not None
    blocs = tuple(
        bloc.model_copy(update={"evidence": tuple(one.model_copy(update={"presumed": True}) for one in bloc.evidence)})
        for bloc in subject.main.blocs
    )
    for row in practices(subject, subject.main.model_copy(update={"blocs": blocs})):
        assert "«" not in row.comment


def test_feasibility_says_whether_it_applies(subject: Subject) -> None:
    assert subject.main is not None
    assert "ne passe pas par France VAE" in to_html(feasibility_sheet(subject))
    on_portal = _with_procedure(subject, subject.main, "portail")
    assert "le certificateur attend une réponse" in to_html(feasibility_sheet(on_portal))


def _with_procedure(subject: Subject, match: Match, procedure: str) -> Subject:
    findings = tuple(
        one.model_copy(update={"values": one.values | {"procedure": procedure}})
        if one.rule == "demande.procedure"
        else one
        for one in match.findings
    )
    changed = tuple(
        one.model_copy(update={"findings": findings}) if one is match else one for one in subject.report.matches
    )
    return Subject(subject.report.model_copy(update={"matches": changed}), subject.dossier, target=subject.target)


def test_rubrics_hold_the_facts_of_the_dossier_and_leave_the_rest_blank(subject: Subject) -> None:
    told = json.loads(application_json(subject))
    assert [one["numero"] for one in told["rubriques"]] == [1, 2, 3, 4, 5, 6]
    first, identity, _, training, experiences, _ = told["rubriques"]
    assert first["champs"]["Numéro RNCP"] == "RNCP36889"
    assert first["champs"]["Première demande, renouvellement ou prolongation"] is None
    assert {value for name, value in identity["champs"].items() if name != "Code postal"} == {None}
    assert identity["champs"]["Code postal"] == "69003"
    assert training["lignes"][0]["Code du formulaire"] == "6"
    assert [row["Statut"].partition(".")[0] for row in experiences["lignes"]] == ["1", "1", "5", "6"]
    hours = subject.report.hours.experiences[1]
    assert re.sub(r"\D", "", experiences["lignes"][1]["Heures, total calculé"]) == str(hours.low)


def test_without_a_target_the_form_aims_at_nothing(matcher: Matcher) -> None:
    first = rubrics(about(matcher, example(target=None)))[0]
    assert dict(first.fields)["Certification visée"] is None


def test_a_dossier_without_experience_still_has_its_sheets(matcher: Matcher) -> None:
    empty = about(matcher, example(experiences=[], target=None))
    assert "Racontez" in to_html(candidate_sheet(empty))
    assert "Aucune certification" in to_html(interview_sheet(empty))
    with pytest.raises(LookupError, match="demande une certification"):
        feasibility_sheet(empty)


# Le carnet


def test_a_notebook_shows_the_report_and_its_figures(subject: Subject) -> None:
    shown = subject.report._repr_html_()
    assert shown.startswith("<style>")
    for match in subject.report.matches[:3]:
        assert figure(match.related_hours) in shown
    assert "<script" not in shown
    assert "Enregistrement non terminé au jour du dépôt" in shown
    assert "recevabilite.duree-minimale" not in shown
    assert "expérience 1, expérience 1" not in shown


def test_without_jinja_a_notebook_shows_plain_lines(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    templating.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    try:
        shown = report._repr_html_()
    finally:
        templating.environment.cache_clear()
    assert shown.startswith("<pre>")
    assert "Pré-avis favorable probable" not in shown or "&" in shown
    assert "[red]" in shown
