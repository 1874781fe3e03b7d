"""Dossiers of all sorts, and the frame held against one evaluation after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
from bundled_rules import BOOK
from hypothesis import strategies as st
from relation_cases import CATALOGUE, SETTINGS, bloc, certification

from matcher import DossierError, Matcher, Report
from matcher.frame.layout import MATCH_COLUMNS, rule_column
from matcher.judge.source import SourceJudge
from matcher.lexicon import Lexicon
from matcher.model.certification import Certification
from matcher.reading.bundled import referentials_folder
from matcher.reading.proofs import load_proofs
from matcher.reading.referentials import Referentials
from matcher.reading.rome.stored import Rome, Skill

DATED = tuple(
    certification(
        f"RNCP90{place}",
        title,
        bloc(f"RNCP90{place}BC01", "Conduire un projet de génie civil", "Conduire un chantier", "Tenir le budget"),
        bloc(f"RNCP90{place}BC02", "Encadrer une équipe", "Animer une équipe de chantier"),
        rncp=f"RNCP90{place}",
        **facts,
    )
    for place, (title, facts) in enumerate(
        [
            ("Ingénieur génie civil", {"kind": "ingenieur", "level": 7, "registered": {"from": "2010-01-01"}}),
            ("Ingénieur géotechnique", {"kind": "ingenieur", "level": 7, "registered": {"to": "2018-06-01"}}),
            ("Ingénieur bâtiment", {"kind": "ingenieur", "level": 7, "vae": {"open": False}}),
            ("Ingénieur travaux publics", {"kind": "ingenieur", "level": 7, "rome": ["F1201"]}),
            (
                "Conducteur de travaux",
                {
                    "kind": "titre_rncp",
                    "level": 6,
                    "rome": ["F1201"],
                    "registered": {"from": "2012-01-01", "to": "2017-12-31"},
                    "registration": "sur_demande",
                    "delivery_deadline": "2020-12-31",
                    "family": "travaux",
                    "successors": ["RNCP905"],
                },
            ),
            (
                "Conducteur de travaux du bâtiment",
                {
                    "kind": "titre_rncp",
                    "level": 6,
                    "rome": ["F1201"],
                    "registered": {"from": "2018-01-01", "to": "2027-12-31"},
                    "family": "travaux",
                    "vae": {"open": True, "portal_date": "2024-02-01", "requirements": ["Trois ans de conduite"]},
                },
            ),
            ("Licence de génie civil", {"kind": "licence", "level": 6, "active": True, "active_on": "2024-01-17"}),
        ]
    )
)
MIXED = (*CATALOGUE, *DATED)
NAMES = [code for one in MIXED for code in (one.code, one.title)]
SENTENCES = (
    "J'enregistre les factures des fournisseurs, je rapproche les relevés bancaires",
    "J'établis le bilan et la liasse fiscale",
    "Rédaction d'offres d'emploi ; entretiens de recrutement",
    "Conduite de chantiers, tenue du budget mais pas l'encadrement",
    "J'anime une équipe de comptables sans faire la paie",
    "gestion",
    "NÉGOCIER des ACCORDS avec les délégués syndicaux…",
    "comtpabilité générale",
    "",
)
TITLES = ("Comptable", "Chef de chantier", "Chargée de recrutement", "Conducteur de travaux", "Employé", "")
KINDS = (
    "salarie",
    "independant",
    "benevole",
    "syndical",
    "mandat_electif",
    "stage",
    "apprentissage",
    "volontaire",
    "sportif_haut_niveau",
    "autre",
)
REGIMES = [
    (date(2002, 6, 1), date(2014, 3, 5)),
    (date(2014, 3, 6), date(2016, 8, 9)),
    (date(2016, 8, 10), date(2022, 12, 31)),
    (date(2023, 1, 1), date(2023, 12, 31)),
    (date(2024, 1, 1), date(2026, 11, 30)),
]
"""Days of filing, about as the law changed."""
_MAYBE = {
    "weekly_hours": st.sampled_from((None, 35, 17.5, 39, 10)),
    "work_time": st.sampled_from((None, "plein", "50 %")),
    "rome": st.sampled_from((None, "M1203", "F1201", "F1299", "A1101")),
    "responsibility": st.sampled_from((None, "execution", "encadrement")),
    "team_size": st.sampled_from((None, 4)),
    "training_hours": st.sampled_from((None, 100)),
    "within_work": st.sampled_from((None, True, False)),
    "proofs": st.sampled_from(((), ("attestation_employeur",))),
    "not_done": st.sampled_from(((), ("la liasse fiscale",), ("recruter", "encadrer une équipe"))),
}


@st.composite
def experiences(draw: st.DrawFn, filed_on: date) -> dict[str, Any]:
    start = draw(st.dates(date(filed_on.year - 15, 1, 1), filed_on))
    end = draw(st.none() | st.dates(start, date(filed_on.year + 1, 12, 31)))
    told = {
        "kind": draw(st.sampled_from(KINDS)),
        "title": draw(st.sampled_from(TITLES)),
        "start": str(start),
        "activities": draw(st.lists(st.sampled_from(SENTENCES), max_size=3)),
        **draw(st.fixed_dictionaries({}, optional=_MAYBE)),
    }
    return told if draw(st.booleans()) and end is None else told | {"end": end and str(end)}


@st.composite
def dossiers(draw: st.DrawFn) -> dict[str, Any]:
    """One dossier, filed under any of the regimes; some say much, some say nothing, some name certifications."""
    first, last = draw(st.sampled_from(REGIMES))
    filed_on = draw(st.dates(first, last))
    named = st.sampled_from(NAMES)
    earlier = st.dates(date(filed_on.year, 1, 1), filed_on).map(str)
    return {
        "id": draw(st.sampled_from(("D1", "D2", "D1 bis"))),
        "filed_on": str(filed_on),
        "experiences": draw(st.lists(experiences(filed_on), max_size=4)),
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "target": named | st.sampled_from(("comptable et financier", "rien de tel")),
                    "target_blocs": st.sampled_from(((), ("RNCP905BC01",))),
                    "validated_blocs": st.sampled_from(((), ("RNCP904BC02", "RNCP905BC01"))),
                    "initial_training": st.none() | st.just(False) | named,
                    "project": st.sampled_from((None, "devenir ingénieur génie civil", "être comptable", "?")),
                    "requests": st.lists(
                        st.fixed_dictionaries(
                            {"certification": named, "filed_on": earlier, "blocs_only": st.booleans()}
                        ),
                        max_size=3,
                    ),
                    "recevabilites": st.lists(
                        st.fixed_dictionaries({"certification": named, "notified_on": earlier}), max_size=2
                    ),
                    "diplomas": st.lists(
                        st.fixed_dictionaries({"level": st.sampled_from((None, 3, 5, 7))}), max_size=2
                    ),
                    "languages": st.sampled_from(((), ({"code": "en", "level": "B2"},), ({"code": "en"},))),
                },
            )
        ),
    }


JOBS = {
    "M1203": "Comptable",
    "F1201": "Conducteur / Conductrice de travaux",
    "M1502": "Chargé / Chargée de recrutement",
}
ROME = cast(
    Rome,
    SimpleNamespace(
        version="essai",
        jobs=JOBS,
        retired={},
        moves={},
        crosswalk={},
        appellations=[SimpleNamespace(code=code, short=label, long=label) for code, label in JOBS.items()],
        skills={
            "M1203": (
                Skill("Établir le bilan et le compte de résultat", "savoir_faire", 1, 1, True),
                Skill("Fiscalité", "savoir", 1, 2, True),
            ),
            "F1201": (Skill("Conduire un chantier", "savoir_faire", 1, 1, True),),
        },
    ),
)


def matcher(
    certifications: Sequence[Certification] = MIXED, lexicon: Lexicon | None = None, rome: Rome | None = None
) -> Matcher:
    """The bundled rules over a few certifications; judged one by one by compiled Python, the quicker of the two."""
    proofs = load_proofs(referentials_folder() / "preuves.yaml")
    return Matcher(BOOK, SETTINGS, Referentials(tuple(certifications), proofs, rome, "essai"), SourceJudge(), lexicon)


def assert_same(
    matcher: Matcher, given: Sequence[dict[str, Any]], on: date | None = None, limit: int = 10
) -> pd.DataFrame:
    """Every row of the frame says what the report of its dossier says, and no row is missing."""
    frame = matcher.evaluate_frame(given, on=on, limit=limit)
    rows = iter(frame.astype(object).where(frame.notna(), None).to_dict("records"))
    for dossier in given:
        report = _report(matcher, dossier, on, limit)
        if isinstance(report, DossierError):
            row = next(rows)
            assert (row["error"], row["opinion"], row["rank"]) == (str(report), None, None)
            continue
        if not report.matches:
            row = next(rows)
            assert row["dossier"] == report.dossier
            assert row["opinion"] is None
            assert row["error"]
        in_force = {rule.id for rule in BOOK.law_on(on or report.filed_on).rules}
        for match in report.matches:
            row = next(rows)
            told = {name: getattr(match, name) for name in MATCH_COLUMNS if name != "dossier"}
            assert {name: row[name] for name in told} == told
            assert (row["dossier"], row["error"]) == (report.dossier, None)
            outcomes = {one.rule: one.outcome for one in match.findings}
            for rule in BOOK.rules_of("certification"):
                found = row[rule_column(rule.id)]
                if rule.id in outcomes:
                    assert (rule.id, found) == (rule.id, outcomes[rule.id])
                elif rule.opinion is None:
                    assert (rule.id, found) == (rule.id, "not_applicable" if rule.id in in_force else None)
    assert next(rows, None) is None
    return frame


def _report(matcher: Matcher, dossier: dict[str, Any], on: date | None, limit: int) -> Report | DossierError:
    try:
        return matcher.evaluate(dossier, on=on, limit=limit)
    except DossierError as error:
        return error
