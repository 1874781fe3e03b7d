"""Corrections of register facts: refused when the file is broken, shown when applied, told when overtaken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from relation_cases import certification

from matcher.cli import main
from matcher.engine import Matcher
from matcher.model.certification import Certification, Registered, VaeAccess
from matcher.reading.bundled import referentials_folder, rules_folder
from matcher.reading.catalogue import load_catalogue
from matcher.reading.corrections import CORRECTABLE, CorrectionError, correct

ONE = certification(
    "RNCP1",
    "Responsable de rayon",
    rncp="RNCP1",
    level=6,
    rome=("M1203", "M1206"),
    registered=Registered(from_="2020-01-01", to="2025-01-01"),
)
TWO = certification("RNCP2", "Chef de rayon", rncp="RNCP2", level=5)

GOOD = """\
corrections:
  - certification: RNCP1
    fact: registered.to
    register_says: 2025-01-01
    value: 2027-08-31
    reason: renouvelée par l'arrêté du 3 mars
    author: Anne Roy, centre de Lille
    date: 2026-11-24
"""
SECOND = """\
  - certification: RNCP2
    fact: level
    register_says: 5
    value: 6
    reason: niveau relu sur la fiche
    author: Paul Petit
    date: 2026-11-23
"""


def corrected(folder: Path, text: str | bytes, *known: Certification) -> Any:
    path = folder / "corrections.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return correct(known or (ONE, TWO), path)


def refused(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(CorrectionError) as refusal:
        corrected(folder, text)
    return [str(fault) for fault in refusal.value.faults]


def without(key: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.strip().startswith(f"{key}:"))


def changed(key: str, value: str) -> str:
    return "".join(
        f"    {key}: {value}\n" if line.strip().startswith(f"{key}:") else line
        for line in GOOD.splitlines(keepends=True)
    )


# Un fichier cassé


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "a key too far left": (GOOD.replace("    fact", "   fact"), "ligne 3 : YAML invalide : indentation"),
    "a tabulation": (GOOD.replace("    fact", "\tfact"), "ligne 3 : YAML invalide : caractère ou tabulation"),
    "an open quote": (changed("reason", "'à voir"), "YAML invalide"),
    "a key twice": (GOOD + "    author: Paul Petit\n", "ligne 9, corrections[0].author : clé écrite deux fois"),
    "an unknown key": (GOOD + "    motif: à voir\n", "ligne 9, corrections[0].motif : clé inconnue"),
    "an unknown key on top": (GOOD + "autre: 1\n", "ligne 9, autre : clé inconnue"),
    "an unknown fact": (
        changed("fact", "registered.end"),
        "ligne 3, corrections[0].fact : « registered.end » ; attendu",
    ),
    "a fact that can't be corrected": (changed("fact", "certifiers"), "ligne 3, corrections[0].fact : « certifiers »"),
    "an unknown certification": (
        GOOD.replace("RNCP1", "RNCP9"),
        "ligne 2, corrections[0].certification : « RNCP9 » n'est pas au catalogue",
    ),
    "a value that is no date": (
        changed("value", "bientôt"),
        "ligne 5, corrections[0].value : « bientôt » : ce n'est pas une date ; attendu : une date AAAA-MM-JJ",
    ),
    "an end before the start": (
        changed("value", "2019-01-01"),
        "ligne 5, corrections[0].value : « 01/01/2019 » : la fin d'enregistrement 2019-01-01 précède le début",
    ),
    "a day that does not exist": (
        changed("value", "2027-02-30"),
        "ligne 5, corrections[0].value : valeur impossible : « 2027-02-30 »",
    ),
    "a level out of the frame": (
        GOOD.replace("registered.to", "level").replace("2027-08-31", "9"),
        "ligne 5, corrections[0].value : « 9 » : la valeur est trop grande ; attendu : au plus 8",
    ),
    "no ROME code": (
        GOOD.replace("registered.to", "rome").replace("2027-08-31", "[M1203, compta]"),
        "ligne 5, corrections[0].value : « M1203, compta » : la valeur n'a pas la forme attendue",
    ),
    "a title taken away": (
        GOOD.replace("registered.to", "title").replace("2027-08-31", "null"),
        "ligne 5, corrections[0].value : « rien » : la valeur manque ; attendu : un texte",
    ),
    "neither yes nor no": (
        GOOD.replace("registered.to", "vae.open").replace("2027-08-31", "peut-être"),
        "ligne 5, corrections[0].value : « peut-être » : ce n'est ni oui ni non",
    ),
    "no value": (without("value"), "ligne 2, corrections[0].value : la clé manque"),
    "no reason": (without("reason"), "ligne 2, corrections[0].reason : la clé manque"),
    "an empty reason": (changed("reason", "' '"), "ligne 6, corrections[0].reason : le texte est trop court"),
    "no author": (without("author"), "ligne 2, corrections[0].author : la clé manque"),
    "no date": (without("date"), "ligne 2, corrections[0].date : la clé manque"),
    "a date in words": (changed("date", "hier"), "ligne 8, corrections[0].date : ce n'est pas une date"),
    "an empty file": ("", "corrections.yaml : la valeur manque ; attendu : un objet avec des clés"),
    "comments alone": ("# rien\n", "corrections.yaml : la valeur manque ; attendu : un objet avec des clés"),
    "no list": ("corrections:\n", "ligne 1, corrections : la valeur manque ; attendu : une liste"),
    "a list alone": ("- certification: RNCP1\n", "ligne 1 : ce n'est pas un objet"),
    "a text alone": ("bonjour\n", "ligne 1 : ce n'est pas un objet"),
    "not in UTF-8": (GOOD.encode("latin-1"), "ligne 6 : octet invalide ; attendu : du texte UTF-8"),
    "a control character": (GOOD.replace("mars", "mars\x00"), "ligne 6 : caractère de contrôle U+0000"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_its_name_and_the_line_at_fault(tmp_path: Path, case: str) -> None:
    text, said = BROKEN[case]
    faults = refused(tmp_path, text)
    assert len(faults) == 1
    assert faults[0].startswith("corrections.yaml")
    assert said in faults[0]


def test_every_fault_of_a_file_is_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = without("reason") + SECOND.replace("RNCP2", "RNCP9").replace("2026-11-23", "hier")
    text += SECOND.replace("value: 6", "value: 12") + "    author: Anne Roy\n" + SECOND.replace("level", "niveau")
    assert [fault.partition(" : ")[0] for fault in refused(tmp_path, text)] == [
        "corrections.yaml, ligne 2, corrections[0].reason",
        "corrections.yaml, ligne 14, corrections[1].date",
        "corrections.yaml, ligne 18, corrections[2].value",
        "corrections.yaml, ligne 22, corrections[2].author",
        "corrections.yaml, ligne 24, corrections[3].fact",
    ]


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    found = correct((ONE, TWO), tmp_path / "corrections.yaml")
    assert (found.certifications, found.overtaken) == ((ONE, TWO), ())


def test_an_empty_list_is_no_correction(tmp_path: Path) -> None:
    found = corrected(tmp_path, "corrections: []\n")
    assert (found.certifications, found.overtaken) == ((ONE, TWO), ())


# Une correction appliquée


def test_a_correction_changes_its_fact_alone_and_says_why_who_and_when(tmp_path: Path) -> None:
    found = corrected(tmp_path, GOOD)
    one, two = found.certifications
    assert one.registered == Registered(from_="2020-01-01", to="2027-08-31")
    assert two == TWO
    assert [note.text for note in one.corrections] == [
        "la fin d'enregistrement est 31/08/2027 au lieu de 01/01/2025 au registre ; "
        "renouvelée par l'arrêté du 3 mars (Anne Roy, centre de Lille, 24/11/2026)"
    ]
    assert one.model_copy(update={"registered": ONE.registered, "corrections": ()}) == ONE


VALUES: dict[str, tuple[str, str, Any]] = {
    "title": ("Responsable de rayon", "Responsable de magasin", "Responsable de magasin"),
    "level": ("6", "7", 7),
    "rome": ("[M1203, M1206]", "[M1203]", ("M1203",)),
    "nsf": ("[]", "['314']", ("314",)),
    "registration": ("null", "sur_demande", "sur_demande"),
    "registered.from": ("2020-01-01", "2021-01-01", Registered(from_="2021-01-01", to="2025-01-01")),
    "registered.to": ("2025-01-01", "null", Registered(from_="2020-01-01")),
    "delivery_deadline": ("null", "2028-01-01", None),
    "active": ("null", "true", True),
    "predecessors": ("[]", "[RNCP2]", ("RNCP2",)),
    "successors": ("[]", "[RNCP2]", ("RNCP2",)),
    "vae.open": ("null", "false", VaeAccess(open=False)),
    "vae.portal_date": ("null", "2024-06-01", None),
    "vae.requirements": ("[]", "['Trois ans de pratique']", VaeAccess(requirements=("Trois ans de pratique",))),
}


def test_every_correctable_fact_is_tried_below() -> None:
    assert VALUES.keys() == CORRECTABLE.keys()


@pytest.mark.parametrize("fact", VALUES)
def test_each_correctable_fact_can_be_corrected(tmp_path: Path, fact: str) -> None:
    was, now, expected = VALUES[fact]
    text = GOOD.replace("registered.to", fact).replace("register_says: 2025-01-01", f"register_says: {was}")
    found = corrected(tmp_path, text.replace("value: 2027-08-31", f"value: {now}"))
    one = found.certifications[0]
    assert found.overtaken == ()
    assert one.corrections[0].fact == fact
    assert one.corrections[0].text.startswith(f"{CORRECTABLE[fact]} est ")
    if expected is not None:
        assert getattr(one, fact.partition(".")[0]) == expected


def test_two_facts_of_one_certification_can_be_corrected(tmp_path: Path) -> None:
    one = corrected(
        tmp_path, GOOD + SECOND.replace("RNCP2", "RNCP1").replace("says: 5", "says: 6").replace("e: 6", "e: 7")
    )
    assert (one.certifications[0].level, len(one.certifications[0].corrections)) == (7, 2)


# Une correction dépassée


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("2027-08-31", "RNCP1, registered.to : la source dit désormais la même chose"),
        (
            "2026-12-31",
            "RNCP1, registered.to : la source dit 31/12/2026, et non 01/01/2025 : correction laissée de côté",
        ),
        (None, "RNCP1, registered.to : la source dit rien, et non 01/01/2025 : correction laissée de côté"),
    ],
)
def test_a_correction_that_the_source_has_overtaken_is_told_and_not_applied(
    tmp_path: Path, known: str | None, said: str
) -> None:
    before = ONE.model_copy(update={"registered": Registered(from_="2020-01-01", to=known)})
    found = corrected(tmp_path, GOOD, before, TWO)
    assert found.certifications == (before, TWO)
    assert found.overtaken == (f"corrections.yaml, ligne 2, corrections[0] : {said}",)


def test_an_overtaken_correction_does_not_stop_the_others(tmp_path: Path) -> None:
    found = corrected(tmp_path, GOOD.replace("says: 2025", "says: 2024") + SECOND)
    assert [one.level for one in found.certifications] == [6, 6]
    assert len(found.overtaken) == 1


# Le programme entier


Referentials = Callable[[str], Path]


@pytest.fixture
def referentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Referentials:
    """The bundled referentials with other corrections, for the command line as well."""

    def made(corrections: str) -> Path:
        folder = tmp_path / "referentials"
        folder.mkdir()
        (folder / "cnam").symlink_to(referentials_folder() / "cnam")
        shutil.copy(referentials_folder() / "preuves.yaml", folder)
        (folder / "corrections.yaml").write_text(corrections, encoding="utf-8")
        monkeypatch.setattr("matcher.engine.referentials_folder", lambda: folder)
        return folder

    return made


def entry(code: str, fact: str, was: str, now: str) -> str:
    return (
        f"  - {{certification: {code}, fact: {fact}, register_says: {was}, value: {now}, reason: relu sur la fiche, "
        "author: Anne Roy, date: 2026-11-24}\n"
    )


def test_a_correction_counts_for_the_opinion_and_is_shown_in_the_notes(referentials: Referentials) -> None:
    folder = referentials("corrections:\n" + entry("RNCP36889", "vae.open", "true", "false"))
    engine = Matcher.load(rules_folder(), folder)
    assert engine.referentials.overtaken == ()
    report = engine.evaluate({"id": "D1", "filed_on": "2024-06-12", "experiences": [], "target": "RNCP36889"})
    match = next(one for one in report.matches if one.certification == "RNCP36889")
    assert any(one.rule == "certification.acces-vae" and one.outcome == "not_met" for one in match.findings)
    assert (
        "Corrigé : l'accès par la VAE est non au lieu de oui au registre ; relu sur la fiche (Anne Roy, 24/11/2026)."
    ) in match.notes


def test_check_tells_the_corrections_that_no_longer_serve(
    referentials: Referentials, capsys: pytest.CaptureFixture[str]
) -> None:
    useless = entry("RNCP36889", "level", "5", "6")
    third = entry("RNCP37813", "level", "5", "6")
    referentials(f"corrections:\n{useless}{third}")
    assert main(["referentials", "check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index("Corrections inutiles ou dépassées : 2") + 1 :] == [
        "  corrections.yaml, ligne 2, corrections[0] : RNCP36889, level : la source dit désormais la même chose",
        "  corrections.yaml, ligne 3, corrections[1] : RNCP37813, level : la source dit 7, et non 5 : "
        "correction laissée de côté",
    ]


def test_broken_corrections_stop_the_command_line_with_every_fault(
    referentials: Referentials, capsys: pytest.CaptureFixture[str]
) -> None:
    referentials("corrections:\n" + entry("RNCP9", "level", "5", "6") + entry("RNCP36889", "niveau", "5", "6"))
    assert main(["referentials", "list"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert [line.partition(" : ")[0] for line in said.err.splitlines()] == [
        "Les données du programme sont en défaut :",
        "corrections.yaml, ligne 2, corrections[0].certification",
        "corrections.yaml, ligne 3, corrections[1].fact",
    ]


def test_the_bundled_corrections_all_apply() -> None:
    folder = referentials_folder()
    found = correct(load_catalogue(folder / "cnam"), folder / "corrections.yaml")
    assert found.overtaken == ()
    assert sum(len(one.corrections) for one in found.certifications) >= 2
