from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.model.report import Report
from matcher.reading.dossiers import parse_dossier, read_dossier

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "comptable-et-tresoriere.yaml"

Captured = pytest.CaptureFixture[str]


# L'aide et les erreurs d'usage


@pytest.mark.parametrize(
    "command", [[], ["match"], ["init"], ["schema"], ["rules"], ["rules", "check"], ["rules", "show"]]
)
def test_help_is_in_french(command: list[str], capsys: Captured) -> None:
    assert main([*command, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Usage : {' '.join(['vae', *command])}")
    assert "--help" in said
    assert "Affiche cette aide." in said
    for english in ("Usage:", "Options:", "Arguments:", "Commands", "Show this", "required", "default", "[OPTIONS] "):
        assert english not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "il manque une commande"),
        (["rules"], "il manque une commande"),
        (["--"], "la commande est mal formée"),
        (["match"], "il manque l'argument DOSSIER"),
        (["schema"], "il manque l'argument dossier|report"),
        (["mach"], "commande inconnue : « mach » (peut-être « match »)"),
        (["rules", "chek"], "commande inconnue : « chek » (peut-être « check »)"),
        (["match", "a.yaml", "b.yaml"], "argument en trop : « b.yaml »"),
        (["match", "--jso", "a.yaml"], "option inconnue : « --jso » (peut-être « --json »)"),
        (["match", "-z", "a.yaml"], "option inconnue : « -z »"),
        (["match", "a.yaml", "--limit"], "l'option --limit demande une valeur"),
        (["match", "--json=oui", "a.yaml"], "l'option --json n'admet pas de valeur"),
        (["match", "a.yaml", "--limit", "dix"], "--limit : « dix » lu ; attendu : un nombre entier d'au moins 1"),
        (["match", "a.yaml", "--limit", "0"], "--limit : « 0 » lu ; attendu : un nombre entier d'au moins 1"),
        (["match", "a.yaml", "--limit", "-1"], "--limit : « -1 » lu ; attendu : un nombre entier d'au moins 1"),
        (
            ["match", "a.yaml", "--limit", "9" * 5000],
            f"--limit : « {'9' * 80} » lu ; attendu : un nombre entier d'au moins 1",
        ),
        (
            ["match", "a.yaml", "--on", "2024-02-30"],
            "--on : le jour 30/02/2024 n'existe pas (« 2024-02-30 » lu) ; attendu : une date complète AAAA-MM-JJ",
        ),
        (
            ["match", "a.yaml", "--on", "2024"],
            "--on : la date doit être complète (« 2024 » lu) ; attendu : une date complète AAAA-MM-JJ",
        ),
        (
            ["rules", "show", "--on", "hier"],
            "--on : ce texte n'a pas la forme d'une date (« hier » lu) ; attendu : une date complète AAAA-MM-JJ",
        ),
        (["schema", "lettre"], "schéma inconnu : « lettre » ; attendu : dossier ou report"),
    ],
)
def test_usage_errors_are_one_french_sentence(arguments: list[str], message: str, capsys: Captured) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0] == f"Erreur : {message}."


def test_version(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert re.fullmatch(r"vae \d+\.\d+\.\d+, règles \d+\.\d+\.\d+, schéma \d+\.\d+\.\d+\n", capsys.readouterr().out)


# vae init, vae schema, vae rules


def test_init_prints_or_writes_a_blank_dossier(tmp_path: Path, capsys: Captured) -> None:
    assert main(["init"]) == 0
    blank = capsys.readouterr().out
    path = tmp_path / "dossier.yaml"
    assert main(["init", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == blank
    assert capsys.readouterr().out == ""


def test_init_never_overwrites_unless_forced(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text("à garder", encoding="utf-8")
    assert main(["init", str(path)]) == 2
    assert capsys.readouterr().err == f"{path} existe déjà ; ajoutez --force pour le remplacer.\n"
    assert path.read_text(encoding="utf-8") == "à garder"
    assert main(["init", str(path), "--force"]) == 0
    assert path.read_text(encoding="utf-8").startswith("# Dossier de VAE")


def test_init_where_nothing_can_be_written(tmp_path: Path, capsys: Captured) -> None:
    assert main(["init", str(tmp_path / "absent" / "dossier.yaml")]) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["dossier", "report"])
def test_schema(name: str, capsys: Captured) -> None:
    assert main(["schema", name]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["type"] == "object"
    english = re.compile(r"\b(the|of|and|with)\b")
    said = [part.get("description", "") for part in schema["$defs"].values()] + [schema.get("description", "")]
    assert not any(map(english.search, said))


def test_rules_check_and_show(tmp_path: Path, capsys: Captured) -> None:
    assert main(["rules", "check"]) == 0
    assert "règles" in capsys.readouterr().out
    assert main(["rules", "show"]) == 0
    assert "recevabilite.duree-minimale" in capsys.readouterr().out
    assert main(["rules", "show", "recevabilite.duree-minimale", "--on", "2018-05-02"]) == 0
    assert "02/05/2018" in capsys.readouterr().out
    assert main(["rules", "show", "inconnue"]) == 2
    assert "aucune règle « inconnue »" in capsys.readouterr().err
    assert main(["rules", "check", "--rules", str(tmp_path)]) == 2
    assert main(["rules", "show", "--rules", str(tmp_path)]) == 2


# vae match


def test_a_dossier_that_cannot_be_read(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text("id: D1\nfiled_on: 2024-02-30\nexperiences: [{kind: salarie, start: 2019-31}]\n", encoding="utf-8")
    assert main(["match", str(path), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Ce dossier ne peut pas être évalué :",
        "filed_on : le jour 30/02/2024 n'existe pas (valeur lue : « 2024-02-30 ») ; "
        "attendu : une date complète AAAA-MM-JJ.",
        "experiences[0].start : le mois 31 n'existe pas (valeur lue : « 2019-31 ») ; "
        "attendu : une date AAAA-MM-JJ, ou AAAA-MM, ou AAAA.",
    ]


def test_thousands_of_faults_are_not_all_told(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps({f"clé{number}": number for number in range(5000)}), encoding="utf-8")
    assert main(["match", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 32
    assert lines[-1] == "… et 4973 autres."


def test_json_is_the_report_alone(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["match", str(EXAMPLE), "--json", "--limit", "3"]) == 0
    said = capfdbinary.readouterr()
    report = Report.model_validate_json(said.out)
    assert report.dossier == "EX-COMPTABLE"
    assert said.out.decode() == report.to_json() + "\n"
    assert said.err == b""


def test_the_engine_says_the_same_in_python_and_on_the_command_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from matcher.engine import Matcher

    assert main(["match", str(EXAMPLE), "--json"]) == 0
    assert capfdbinary.readouterr().out.decode() == Matcher.load().evaluate(read_dossier(EXAMPLE)).to_json() + "\n"


def test_a_report_for_reading(capsys: Captured) -> None:
    assert main(["match", str(EXAMPLE)]) == 0
    said = capsys.readouterr().out
    assert "Dossier EX-COMPTABLE, déposé le 12 juin 2024" in said
    assert "Responsable comptable" in said
    assert "\x1b[" not in said
    assert max(map(len, said.splitlines())) <= 100


def test_the_law_of_another_day(capsys: Captured) -> None:
    path = str(ROOT / "examples" / "comptable-deux-ans.yaml")
    opinions = {}
    for day in ("2010-06-01", "2018-06-01", "2024-06-01"):
        assert main(["match", path, "--on", day, "--json", "--limit", "1"]) == 0
        report = Report.model_validate_json(capsys.readouterr().out)
        opinions[report.regime] = next(one.opinion for one in report.matches if one.certification == "RNCP36889")
    assert opinions == {"2002": "defavorable_probable", "2016": "favorable_probable", "2024": "favorable_probable"}


@pytest.mark.parametrize("name", ["mandats-sans-salaire", "incomplet", "comptable-deux-ans", "comptable-et-tresoriere"])
def test_every_example_gives_targets(name: str, capsys: Captured) -> None:
    assert main(["match", str(ROOT / "examples" / f"{name}.yaml"), "--limit", "5"]) == 0
    assert "Premières cibles" in capsys.readouterr().out


CANARIES = ("CGT", "CFDT", "Force ouvrière", "FO", "SUD-Rail", "Canari-syndicat")


def test_a_union_is_never_named(tmp_path: Path, capsys: Captured) -> None:
    dossier = {
        "id": "D1",
        "filed_on": "2024-03-12",
        "target": "RNCP36889",
        "experiences": [
            {
                "kind": "syndical",
                "title": "Trésorier CGT et élu SUD-Rail",
                "organisation": "Canari-syndicat",
                "start": "2019-01-01",
                "end": None,
                "weekly_hours": 10,
                "activities": ["Tenue de la comptabilité de la CFDT", "Préparation du budget de Force ouvrière (FO)"],
            }
        ],
    }
    path = tmp_path / "dossier.json"
    path.write_text(json.dumps(dossier), encoding="utf-8")
    parse_dossier(dossier)
    for options in ([], ["--json"]):
        assert main(["match", str(path), *options]) == 0
        said = capsys.readouterr()
        for canary in CANARIES:
            assert not re.search(rf"\b{canary}\b", said.out + said.err), (canary, options)


def test_a_fault_of_the_program_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("le dossier de Zoé Petit")

    monkeypatch.setattr("matcher.reading.dossiers.read_dossier", broken)
    assert main(["match", str(EXAMPLE)]) == 70
    said = capsys.readouterr()
    assert "Erreur du programme (RuntimeError, test_cli.py, ligne" in said.err
    assert "Zoé" not in said.out + said.err
    assert "Traceback" not in said.err
    monkeypatch.setenv("VAE_TRACE", "1")
    with pytest.raises(RuntimeError):
        main(["match", str(EXAMPLE)])
