"""`vae history` and `vae purge`, as typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from kept_cases import CANARY, Told, ask

from matcher.cli import main
from matcher.history import History
from matcher.model.words import OPINIONS
from matcher.reading.masking import confidentiality


class Terminal(io.StringIO):
    """Someone who answers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def kept(address: str, told: Told, other: Told) -> str:
    """The address of a history of three opinions, two of them of the same person."""
    history = History.open(address)
    for one in (told, other, told):
        history.save(*one, "Ada")
    history.close()
    return address


def test_a_history_from_end_to_end(kept: str, told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = told.report.matches[0]

    def vae(*command: str, code: int = 0) -> tuple[str, str]:
        assert main([*command, "--store", kept]) == code
        said = capsys.readouterr()
        assert "secret" not in said.out + said.err
        return said.out, said.err

    listed, _ = vae("history", "list")
    assert len(listed.splitlines()) == 3
    assert f"  {CANARY}  Ada  {first.title} ({first.certification}) : {OPINIONS[first.opinion]}\n" in listed
    assert len(vae("history", "list", "--dossier", "AUTRE")[0].splitlines()) == 1
    assert vae("history", "list", "--dossier", "personne") == ("", "Aucun avis pour le dossier personne.\n")

    out = tmp_path / "personne.json"
    assert vae("history", "export", CANARY, "-o", str(out)) == ("", f"Écrit : {out} (2 avis).\n")
    assert out.read_text(encoding="utf-8") == vae("history", "export", CANARY)[0]
    assert len(json.loads(out.read_text(encoding="utf-8"))["opinions"]) == 2
    assert "attendu : une référence" in vae("history", "export", "personne", code=2)[1]

    saved = tmp_path / "sauvegarde.jsonl"
    assert "(3 avis)" in vae("history", "backup", str(saved))[1]
    assert vae("history", "erase", CANARY, "--yes")[1].startswith("Effacé : 2 avis.")
    assert "attendu : une référence" in vae("history", "erase", CANARY, "--yes", code=2)[1]
    assert "n'est pas vide" in vae("history", "restore", str(saved), code=2)[1]
    vae("history", "erase", "AUTRE", "--yes")
    assert vae("history", "restore", str(saved))[1].startswith("Restauré : 3 avis.")
    assert vae("history", "list")[0] == listed

    trail, _ = vae("history", "audit")
    acts = [line.split("  ")[1] for line in trail.splitlines()]
    assert acts == [
        *["enregistrement"] * 3,
        *["export"] * 2,
        "sauvegarde",
        *["effacement"] * 2,
        "restauration",
    ]
    assert CANARY not in trail


def test_the_time_of_the_referential_is_the_one_kept(kept: str, told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    months = confidentiality().retention_months
    ask(kept, "UPDATE vae_opinions SET saved_at = '2010-03-17 10:30:00.000000' WHERE dossier_id = 'AUTRE'")
    assert main(["history", "retain", "--store", kept]) == 0
    assert capsys.readouterr().err == f"Conservation de {months} mois. Anonymisé : 1 avis.\n"
    assert main(["history", "list", "--store", kept]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    assert last.startswith("03/2010  anonyme-")
    assert f"  anonymisé  {told.report.matches[0].title} (" in last
    assert main(["history", "retain", "--months", "demain", "--store", kept]) == 2
    assert "attendu : un nombre entier" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "left"), [("oui\n", 1), ("non\n", 3), ("", 3)])
def test_erasing_asks_first(
    answer: str, left: int, kept: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert main(["history", "erase", CANARY, "--store", kept]) == (0 if left == 1 else 2)
    assert "(oui/non)" in capsys.readouterr().err
    assert ask(kept, "SELECT count(*) FROM vae_opinions") == [(left,)]


def test_nobody_to_answer_is_a_no(
    kept: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("oui\n"))
    assert main(["history", "erase", CANARY, "--store", kept]) == 2
    assert "--yes" in capsys.readouterr().err
    assert ask(kept, "SELECT count(*) FROM vae_opinions") == [(3,)]


def test_the_address_may_stand_in_the_environment(
    kept: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAE_STORE", kept)
    assert main(["history", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_an_output_is_never_the_history_itself(tmp_path: Path, told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "h.db"
    history = History.open(str(path))
    history.save(*told, "Ada")
    for command in (["backup", str(path)], ["export", CANARY, "-o", str(path)]):
        assert main(["history", *command, "--store", str(path)]) == 2
        assert "est l'historique lui-même" in capsys.readouterr().err
    assert len(history.opinions()) == 1


def test_nothing_is_made_by_only_looking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAE_DATA", str(tmp_path / "donnees"))
    for command in ("list", "audit", "retain"):
        assert main(["history", command]) == 2
        assert "Aucun historique" in capsys.readouterr().err
    assert not (tmp_path / "donnees").exists()


@pytest.fixture
def data(tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data with a bit of everything."""
    folder = tmp_path / "donnees"
    monkeypatch.setenv("VAE_DATA", str(folder))
    History.open().save(*told, "Ada")
    work = folder / "lots" / "sortie.csv.travail"
    work.mkdir(parents=True)
    for path in (work / "lot-000001.json", work / "lot-000002.json.partiel", folder / "lots" / "sortie.csv.partiel"):
        path.write_text(CANARY)
    for name in ("historique.db-journal", "lexique.yaml", "current.json", "rncp-1.sqlite", "rncp-2.sqlite.partiel"):
        (folder / name).write_text("gardé")
    return folder


def test_purge_removes_what_tells_of_people_and_nothing_else(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purge", "--yes"]) == 0
    removed = {line.removeprefix("Retiré : ") for line in capsys.readouterr().out.splitlines()}
    gone = ("historique.db", "historique.db-journal", "lots/sortie.csv.travail", "lots/sortie.csv.partiel")
    assert removed == {str(data / name) for name in gone}
    left = {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()}
    assert left == {"lexique.yaml", "current.json", "rncp-1.sqlite", "rncp-2.sqlite.partiel"}
    assert main(["purge", "--yes"]) == 0
    assert "Rien à retirer" in capsys.readouterr().err


def test_purge_asks_first(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for answer in (Terminal("non\n"), io.StringIO("oui\n")):
        monkeypatch.setattr("sys.stdin", answer)
        assert main(["purge"]) == 2
        assert str(data / "historique.db") in capsys.readouterr().err
        assert (data / "historique.db").exists()
    monkeypatch.setattr("sys.stdin", Terminal("oui\n"))
    assert main(["purge"]) == 0
    assert not (data / "historique.db").exists()


def test_without_its_libraries_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    for name in [one for one in sys.modules if one.startswith("matcher.history")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    assert main(["history", "list"]) == 2
    assert capsys.readouterr().err == "L'historique n'est pas installé ; attendu : pip install 'vae-cnam[store]'.\n"
