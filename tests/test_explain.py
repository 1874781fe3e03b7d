"""What is said of a verdict: its reasons, the questions that come next, the papers to ask for, and the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bundled_rules import BOOK
from held_cases import LICENCE, TITLE, case, explained, job
from relation_cases import bloc, certification

from matcher.engine import Matcher
from matcher.explain import Explanation
from matcher.model.certification import Certification, Competency, Doubt, Registered, VaeAccess
from matcher.model.report import Evidence, Report
from matcher.questions import urgency
from matcher.reading.bundled import referentials_folder
from matcher.reading.catalogue import load_catalogue

CNAM = {one.code: one for one in load_catalogue(referentials_folder() / "cnam")}
FLIPS = "peut changer le pré-avis"
DURATION = "recevabilite.duree-minimale"
CLOSED = TITLE.model_copy(update={"vae": VaeAccess(open=False)})
ENDED = TITLE.model_copy(update={"registered": Registered(to=date(2017, 12, 31)), "registration": "sur_demande"})


def partial(**facts: Any) -> dict[str, Any]:
    """A job whose dates and hours leave the duration open."""
    return job(start="2016", end="2017", weekly_hours=None) | facts


def ended_somewhen(**facts: Any) -> dict[str, Any]:
    """A job of which the end is not told."""
    told = partial(**facts)
    told.pop("end")
    return told


def every_explanation() -> Iterator[Explanation]:
    targets = [*list(CNAM.values())[::25], TITLE, LICENCE, CLOSED, ENDED, CNAM["RNCP36110"], CNAM["CNAM-CP0200A"]]
    for target in targets:
        for filed_on in ("2010-06-01", "2018-06-01", "2023-06-01", "2024-06-12", "2026-06-12"):
            past = {"start": "2007", "end": "2009"}
            told = [
                partial(**past),
                job(**past, kind="syndical", title="", weekly_hours=5),
                ended_somewhen(start="2007"),
            ]
            yield explained(case(*told, filed_on=filed_on), target)
            yield explained(case(*told, filed_on=filed_on), target, related=(), sentences=0, job_distance="inconnu")
            yield explained(case(filed_on=filed_on), target, described=False, job_distance="inconnu")


def asks(found: Explanation) -> list[str]:
    return [question.ask for question in found.questions]


# Les constats


def test_the_rule_of_the_opinion_comes_first_and_the_others_in_the_order_of_the_rules() -> None:
    for found in every_explanation():
        rules = [finding.rule for finding in found.findings]
        assert len(set(rules)) == len(rules)
        assert [rule.startswith("avis.") for rule in rules] == [True] + [False] * (len(rules) - 1)
        known = [rule.id for rule, _ in BOOK.rules]
        assert rules[1:] == [rule for rule in known if rule in rules[1:]]


def test_each_reason_has_a_sentence_a_source_and_says_what_is_missing_only_where_it_is_unknown() -> None:
    for found in every_explanation():
        for finding in found.findings:
            assert finding.outcome != "not_applicable"
            assert re.search(r"\w", finding.message)
            assert not re.search(r"[{}|]", finding.message)
            assert finding.source.text
            assert finding.outcome == "unknown" or finding.missing == ()


def test_an_interval_is_shown_with_both_ends_and_a_sure_value_alone() -> None:
    found = explained(case(job(), partial(), filed_on="2022-06-01"))
    values = next(one for one in found.findings if one.rule == DURATION).values
    low, high = values["related_hours"]
    assert low < high
    values = next(one for one in explained(case(job(), filed_on="2022-06-01")).findings if one.rule == DURATION).values
    assert values == {"related_hours": 3214}


def test_the_successors_are_named_where_the_registration_has_ended() -> None:
    one, two = (certification(f"RNCP{number}", f"Titre {number}") for number in (8, 9))
    told = case(job(start="2015-01-01", end="2016-12-31"), filed_on="2018-06-01")
    for followed, sentence in (
        ([], "31/12/2017, avant le dépôt."),
        ([one], "Lui succède : RNCP8 Titre 8."),
        ([one, two], "Lui succèdent : RNCP8 Titre 8, RNCP9 Titre 9."),
    ):
        findings = explained(told, ENDED, followed).findings
        said = next(finding.message for finding in findings if finding.rule == "certification.enregistrement")
        assert said.endswith(sentence)


# Les questions


def test_questions_are_unique_and_bear_on_a_finding_that_is_open() -> None:
    for found in every_explanation():
        open_rules = {one.rule for one in found.findings if one.outcome in ("unknown", "not_met")}
        assert len(set(asks(found))) == len(asks(found))
        for question in found.questions:
            assert "?" in question.ask
            assert not re.search(r"[{}|]", question.ask)
            assert question.rule in open_rules


def test_what_can_change_the_opinion_is_asked_first() -> None:
    seen: set[int] = set()
    for found in every_explanation():
        order = [urgency(question.effect) for question in found.questions]
        assert order == sorted(order)
        seen.update(order)
    assert seen == {0, 1, 2, 3}


def test_a_question_says_which_opinions_its_answers_lead_to() -> None:
    found = explained(case(partial(start="2016", end="2017"), filed_on="2018-06-01"))
    hours = next(question for question in found.questions if "par semaine" in question.ask)
    assert hours.effect == "peut changer le pré-avis : favorable probable ou défavorable probable"


def test_answers_that_change_the_opinion_only_together_say_so() -> None:
    told = case(partial(start="2016", end="2017", activities=[]), filed_on="2018-06-01")
    found = explained(told, described=False, sentences=0, job_distance="inconnu")
    effects = {question.effect for question in found.questions if question.rule == "recevabilite.lien"}
    assert "peut changer le pré-avis, avec d'autres réponses" in effects


def test_what_changes_nothing_is_not_asked() -> None:
    """Ten years told to the day leave nothing open about the duration; one that may be any of two years does."""
    long = explained(case(partial(start="2000", end="2017", weekly_hours=35), filed_on="2018-06-01"))
    assert not any(question.rule == DURATION for question in long.questions)
    assert any(question.rule == DURATION for question in explained(case(partial(), filed_on="2018-06-01")).questions)


def test_a_question_about_hours_names_the_very_experience() -> None:
    sure, open_ = job(title="Aide-comptable", start="2019-01-01", end="2019-02-28"), partial(title="Comptable d'agence")
    found = explained(case(sure, open_, filed_on="2019-12-01"))
    about = [question for question in found.questions if question.rule == DURATION]
    assert [question.ask for question in about][:3] == [
        "Quand « Comptable d'agence » a-t-il commencé exactement (jour et mois) ?",
        "« Comptable d'agence » : toujours en cours ? Sinon, fini à quelle date ?",
        "« Comptable d'agence » : combien d'heures par semaine, ou au total sur l'attestation ?",
    ]
    assert not any("Aide-comptable" in ask for ask in asks(found))


def test_an_experience_without_a_title_is_asked_about_by_its_rank() -> None:
    found = explained(case(job(end="2020-01-31"), partial(title="", start="2014", end="2015"), filed_on="2022-06-01"))
    assert any("« expérience n° 2 »" in ask for ask in asks(found))


@pytest.mark.parametrize("title", ["Chef {secteur}", "Chef {a|b|c}", "Chef } de {", "Chef | adjoint"])
def test_what_a_title_holds_is_never_read_as_a_place_of_the_sentence(title: str) -> None:
    found = explained(case(partial(title=title), filed_on="2018-06-01"))
    named = [ask for ask in asks(found) if "Chef" in ask]
    assert named
    assert not any("non connu" in ask for ask in named)


def test_no_question_names_a_union() -> None:
    found = explained(case(partial(kind="syndical", title="Déléguée CGT"), filed_on="2018-06-01"))
    assert any("Déléguée" in ask for ask in asks(found))
    assert not any("CGT" in ask for ask in asks(found))


def test_nothing_is_asked_for_a_rule_that_is_waived() -> None:
    told = case(partial(), ended_somewhen(title="Aide-comptable"), filed_on="2024-06-12")
    found = explained(told)
    assert next(one for one in found.findings if one.rule == DURATION).outcome == "waived"
    assert not any(question.rule == DURATION for question in found.questions)
    assert not any("heures" in ask for ask in asks(found))
    assert any("heures" in ask for ask in asks(explained(case(partial(), filed_on="2018-06-01"))))


def test_nothing_is_asked_for_what_is_met() -> None:
    found = explained(case(job(), filed_on="2022-06-01", diplomas=[{"level": 5}], initial_training=False))
    assert not any(question.effect.startswith(FLIPS) for question in found.questions)
    assert not any("diplôme" in ask or "formation initiale" in ask for ask in asks(found))


def test_nothing_is_asked_about_an_experience_that_is_foreign_to_the_certification() -> None:
    foreign = partial(title="Plombier", rome="F1603", activities=["Poser des canalisations en cuivre"])
    told = case(foreign, partial(), filed_on="2018-06-01")
    found = explained(told, related=(1,))
    assert not any("Plombier" in ask for ask in asks(found))
    assert any("Comptable" in ask for ask in asks(found))


def test_an_experience_that_may_yet_prove_related_is_asked_about() -> None:
    found = explained(case(partial(title="Employé", rome=None, activities=[]), filed_on="2018-06-01"), related=())
    assert any("« Employé »" in ask for ask in asks(found))


def test_dates_alone_are_asked_where_only_dates_can_change_something() -> None:
    found = explained(case(partial(start="2004", end="2006"), filed_on="2010-06-01", on="2010-06-01"))
    rules = {question.ask: question.rule for question in found.questions}
    assert rules["Quand « Comptable » a-t-il commencé exactement (jour et mois) ?"] == DURATION
    modern = explained(case(ended_somewhen(start="2005-01-01"), filed_on="2024-06-12"))
    assert not any("par semaine" in ask for ask in asks(modern))


def test_an_open_link_asks_what_was_done_that_is_like_the_certification() -> None:
    found = explained(case(job()), sentences=1, job_distance="meme_domaine")
    first = found.questions[0]
    assert (first.rule, first.effect) == ("recevabilite.lien", f"{FLIPS} : favorable probable")
    assert "« Responsable comptable »" in first.ask


def test_an_empty_dossier_is_asked_for_a_first_experience() -> None:
    found = explained(case(), described=False, sentences=0, job_distance="inconnu")
    assert found.questions[0].ask.startswith("Racontez une première expérience")
    assert found.documents == () or all(one.experience is None for one in found.documents)


def test_a_refusal_that_nothing_said_can_change_asks_nothing() -> None:
    assert not any(question.rule == "certification.acces-vae" for question in explained(case(job()), CLOSED).questions)


def test_english_is_asked_of_those_who_aim_at_an_engineer_s_diploma_alone() -> None:
    told = case(job())
    assert any("anglais" in ask for ask in asks(explained(told, CNAM["RNCP39056"])))
    assert not any("anglais" in ask for ask in asks(explained(told)))


# Les pièces


def test_papers_are_asked_for_each_related_experience_and_for_the_whole_dossier() -> None:
    told = case(
        job(),
        job(kind="benevole", title="Trésorière"),
        job(proofs=["attestation_employeur"]),
        job(kind="independant"),
        diplomas=[{"level": 5}],
    )
    found = explained(told, related=(0, 1, 2))
    asked = [(one.proof, one.experience) for one in found.documents]
    assert len(set(asked)) == len(asked)
    assert ("attestation_employeur", 0) in asked
    assert {index for _, index in asked} == {None, 0, 1}
    assert [index for _, index in asked] == sorted(
        (index for _, index in asked), key=lambda one: -1 if one is None else one
    )


def test_a_paper_says_what_may_replace_it() -> None:
    documents = explained(case(job())).documents
    assert (
        "attestation de l'employeur (période, fonctions, nombre d'heures), ou contrat de travail et bulletins"
        in next(one.why for one in documents if one.proof == "attestation_employeur")
    )


def test_diplomas_are_asked_for_where_some_are_declared() -> None:
    without, with_some = explained(case(job())), explained(case(job(), diplomas=[{"level": 5}]))
    more = {one.proof for one in with_some.documents} - {one.proof for one in without.documents}
    assert len(more) == 1
    assert "diplome" in more.pop()


# Les notes


def notes(target: Certification, **relation: Any) -> tuple[str, ...]:
    return explained(case(job()), target, **relation).notes


REGISTERED = certification(
    "RNCP1",
    "Un titre",
    bloc("B1", "Un bloc", "Tenir les comptes"),
    rncp="RNCP1",
    provenance="verified",
    kind="titre_rncp",
)
NOT_REGISTERED = "Certification non inscrite au RNCP."
NUMBER_UNKNOWN = "Numéro RNCP non connu : l'inscription reste à vérifier."
ILLUSTRATIVE = "Fiche illustrative : son code, son intitulé ou son niveau restent à confirmer auprès du Cnam."
OURS = "Activités et compétences rédigées par le projet : elles n'ont pas de valeur officielle."
BARE = "Compétences non connues : le rapprochement s'appuie sur l'intitulé et les blocs seulement."


def test_a_verified_fiche_with_its_own_words_needs_no_note() -> None:
    assert notes(REGISTERED) == ()


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"code": "CNAM-1", "rncp": None, "kind": "bachelor"}, NOT_REGISTERED),
        ({"code": "CNAM-1", "rncp": None, "kind": "licence"}, NUMBER_UNKNOWN),
        ({"provenance": "illustrative"}, ILLUSTRATIVE),
        ({"blocs": (bloc("B1", "Un bloc"),)}, BARE),
        ({"wording": "projet", "competencies": (Competency(code="C1", text="Tenir"),)}, OURS),
        ({"blocs": (REGISTERED.blocs[0].model_copy(update={"wording": "projet"}),)}, OURS),
        (
            {"corrections": (Doubt(fact="level", text="le niveau est 6 au lieu de 5 au registre ; relu (Anne Roy)."),)},
            "Corrigé : le niveau est 6 au lieu de 5 au registre ; relu (Anne Roy).",
        ),
        (
            {"doubts": (Doubt(fact="title", text="intitulé lu en capitales."),)},
            "À confirmer : intitulé lu en capitales.",
        ),
        ({"doubts": (Doubt(fact="registered.to", text="date d'attente"),)}, "À confirmer : date d'attente."),
    ],
)
def test_a_note_says_what_is_not_sure_of_the_certification(facts: dict[str, Any], note: str) -> None:
    assert notes(REGISTERED.model_copy(update=facts)) == (note,)


def test_an_arrete_is_a_registration() -> None:
    arrete = {"code": "ARRETE-1", "rncp": None, "registration": "arrete"}
    assert notes(REGISTERED.model_copy(update=arrete)) == ()


@pytest.mark.parametrize("fact", ["rome", "nsf", "formacodes", "blocs", "cnam_codes"])
def test_doubts_on_codes_are_not_for_an_interview(fact: str) -> None:
    assert notes(REGISTERED.model_copy(update={"doubts": (Doubt(fact=fact, text="à voir"),)})) == ()


def test_every_note_that_holds_is_shown_each_once() -> None:
    target = REGISTERED.model_copy(
        update={
            "code": "CNAM-1",
            "rncp": None,
            "kind": "mba",
            "provenance": "illustrative",
            "wording": "projet",
            "corrections": (Doubt(fact="level", text="un"), Doubt(fact="title", text="deux")),
        }
    )
    assert notes(target) == (NOT_REGISTERED, ILLUSTRATIVE, OURS, "Corrigé : un.", "Corrigé : deux.")


def test_what_supports_the_whole_is_told_three_times_at_most() -> None:
    evidence = [
        Evidence(experience=0, activity=f"activité {number}", competency="Tenir", score=0.5, terms=())
        for number in range(5)
    ]
    found = notes(REGISTERED, evidence=evidence)
    assert found == tuple(f"En appui de l'ensemble : « activité {number} » → Tenir" for number in range(3))


def test_the_catalogue_s_own_fiches_say_what_they_are() -> None:
    assert NOT_REGISTERED in notes(CNAM["CNAM-CP0200A"])
    assert NUMBER_UNKNOWN in notes(CNAM["CNAM-LG02501A"])
    assert ILLUSTRATIVE in notes(CNAM["ILLUSTRATIF-dut-informatique"])
    assert OURS in notes(CNAM["RNCP36889"])


# Ce qu'on ne montre jamais


NEVER_ASKED = re.compile(
    r"maladie|santé|maternité|grossesse|enfant|handicap|arrêt|pourquoi .*(?:interrompu|arrêté)|nationalité|sexe|"
    r"né(?:e)? le|date de naissance|âge|(?:quel|nom du) syndicat|défavorable|chances",
    re.IGNORECASE,
)


def every_question() -> Iterator[str]:
    for rule, _ in BOOK.rules:
        yield from (version.ask for version in rule.versions if version.ask)
    for definition in BOOK.law_on(date(2024, 6, 12)).facts.values():
        yield from filter(None, (definition.ask, definition.why))
    for found in every_explanation():
        yield from asks(found)


def test_health_children_origins_and_unions_are_never_asked_about() -> None:
    questions = set(every_question())
    assert len(questions) > 20
    for ask in questions:
        assert not NEVER_ASKED.search(ask), ask


@pytest.mark.parametrize("work_time", ["forfait_jours", "plein", "80 %"])
def test_weekly_hours_are_not_asked_about_a_job_whose_time_is_told(work_time: str) -> None:
    manager = partial(title="Directrice comptable", work_time=work_time, responsibility="direction")
    for filed_on in ("2018-06-01", "2023-06-01", "2024-06-12"):
        found = explained(case(manager, filed_on=filed_on))
        assert not any("Directrice" in ask and "par semaine" in ask for ask in asks(found))


@pytest.fixture(scope="module")
def engine() -> Matcher:
    return Matcher.load()


def report(engine: Matcher, *experiences: dict[str, Any], limit: int = 20, **more: Any) -> Report:
    told = {"id": "D1", "filed_on": "2024-06-12", "experiences": list(experiences), **more}
    return engine.evaluate(told, limit=limit)


ENGINEER = job(
    title="Ingénieure d'études mécaniques",
    rome="H1206",
    activities=[
        "Concevoir des pièces mécaniques",
        "Calculer des structures",
        "Piloter des essais",
        "Rédiger des plans",
    ],
)


def test_engineers_diplomas_never_follow_one_another_by_dozens(engine: Matcher) -> None:
    kinds = [match.kind for match in report(engine, ENGINEER, limit=10).matches]
    assert 1 <= kinds.count("ingenieur") <= 3


def test_titles_are_shown_clean(engine: Matcher) -> None:
    for match in report(engine, ENGINEER, job(), limit=100).matches:
        assert not re.search(r"fiche nationale|^(?:MASTER|LICENCE|DUT)\b|^[^a-z]{12,}$", match.title), match.title


def test_no_union_is_named_anywhere_in_the_report(engine: Matcher) -> None:
    mandate = partial(
        kind="syndical",
        title="Secrétaire de section CFDT",
        organisation="Syndicat Canari",
        activities=["Négocier des accords avec la CGT et FO", "Tenir la comptabilité de l'Unsa"],
        not_done=["Adhérer à SUD"],
    )
    for filed_on in ("2018-06-01", "2024-06-12"):
        text = report(engine, mandate, filed_on=filed_on, project="Quitter la CFDT", target="RNCP36889").to_json()
        for name in ("CFDT", "CGT", " FO", "Unsa", "Canari", "SUD"):
            assert name not in text


def test_the_report_never_gives_a_birth_date_a_sex_or_a_nationality_a_part(engine: Matcher) -> None:
    text = report(engine, job(), limit=3).to_json().lower()
    for word in ("nationalité", "sexe", "naissance"):
        assert word not in text


def test_every_report_says_that_the_cnam_alone_decides(engine: Matcher) -> None:
    for filed_on in ("2002-06-01", "2018-06-01", "2024-06-12"):
        past = job(start="1999-01-01", end="2000-12-31")
        assert "le Cnam seul décide" in report(engine, past, filed_on=filed_on, limit=1).disclaimer


def test_one_case_words_its_findings_for_each_certification() -> None:
    """Findings are kept for the certifications that share their facts, and for no other."""
    targets = [TITLE, LICENCE, CLOSED, ENDED, TITLE.model_copy(update={"title": "Tout autre titre", "level": 3})]
    for day in ("2010-06-01", "2018-06-01", "2024-06-12"):
        shared = case(job(), on=day)
        for target in (*targets, *targets):
            assert explained(shared, target) == explained(case(job(), on=day), target)
