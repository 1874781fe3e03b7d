"""The page of a server that keeps opinions: saved, listed, opened again, compared; and of one that keeps none."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from running_server import Running
from web_clients import PAGE, csrf_of

from matcher import Matcher
from matcher.cli import main
from matcher.history import History
from matcher.web.app import create_app
from matcher.web.settings import ServerSettings

TYPED = {
    "filed_on": "12/06/2024",
    "id": "D7",
    "adviser": "Ada Lovelace",
    "experiences[0].kind": "salarie",
    "experiences[0].title": "Comptable",
    "experiences[0].start": "2016",
    "experiences[0].end": "2021",
    "experiences[0].weekly_hours": "35",
    "experiences[0].activities": "Tenue de la comptabilité générale\nDéclarations de TVA",
}


class Advisor:
    """Someone who presses buttons."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._token = csrf_of(client.get("/", headers=PAGE).text)

    def press(self, address: str, headers: dict[str, str] | None = None, **changed: Any) -> Any:
        """Press the button of an address; the names of fields are those of the form, or a change to them."""
        sent = TYPED | {"csrf_token": self._token} | changed
        return self._client.post(address, data=sent, headers=PAGE | {"hx-request": "true"} | (headers or {}))

    def panel(self, address: str, **changed: Any) -> str:
        """The words of the panel that a button opens."""
        whole = self.press(address, **changed).text
        part = re.search(r'<div id="panneau".*?</section>', whole, re.DOTALL)
        return words(part[0]) if part else ""


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History.open(str(tmp_path / "h.db"))


@pytest.fixture
def advisor(matcher: Matcher, history: History) -> Advisor:
    return Advisor(TestClient(create_app(matcher, ServerSettings(), history), base_url="http://127.0.0.1"))


def test_saving_keeps_what_the_page_shows(advisor: Advisor, history: History, matcher: Matcher) -> None:
    saved = advisor.press("/historique/enregistrer")
    assert "Avis enregistré dans l'historique, sous la référence D7." in words(saved.text)
    assert saved.headers["hx-trigger"] == "enregistre"
    (one,) = history.opinions("D7")
    whole = history.opinion(one.id)
    assert whole is not None
    assert whole.author == "Ada Lovelace"
    assert whole.read_report() == matcher.evaluate(whole.told())
    assert whole.told()["experiences"][0]["activities"] == ["Tenue de la comptabilité générale", "Déclarations de TVA"]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"adviser": " "}, "adviser", "Il faut dire qui enregistre"),
        ({"id": ""}, "id", "Donnez une référence"),
        ({"id": "ENTRETIEN"}, "id", "Donnez une référence"),
        ({"experiences[0].end": "31/02/2020"}, "historique", "corrigez d'abord les erreurs"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    changed: dict[str, str], field: str, said: str, advisor: Advisor, history: History
) -> None:
    refused = advisor.press("/historique/enregistrer", **changed)
    assert f'href="#{field}"' in refused.text
    assert said in words(refused.text)
    assert "hx-trigger" not in refused.headers
    assert history.opinions() == ()


def test_the_list_shows_the_latest_and_finds_a_reference(advisor: Advisor) -> None:
    assert "Aucun avis enregistré." in advisor.panel("/historique")
    advisor.press("/historique/enregistrer")
    advisor.press("/historique/enregistrer", id="D8", adviser="Grace")
    listed = advisor.panel("/historique")
    assert listed.index("D8 Grace") < listed.index("D7 Ada Lovelace Responsable comptable : ")
    assert "D8" not in advisor.panel("/historique", reference="D7")
    assert "Aucun avis sous la référence « D9 »." in advisor.panel("/historique", reference="D9")


def test_an_anonymised_opinion_is_not_listed(advisor: Advisor, history: History) -> None:
    advisor.press("/historique/enregistrer")
    history.anonymise(-1, "nuit")
    assert "Aucun avis enregistré." in advisor.panel("/historique")


def test_opening_fills_the_page_and_says_what_changed(advisor: Advisor, history: History) -> None:
    advisor.press("/historique/enregistrer", **{"experiences[0].weekly_hours": "17"})
    (one,) = history.opinions()
    opened = advisor.press("/historique/ouvrir", ouvrir=one.id, id="AUTRE", **{"experiences[0].title": "Cuisinier"})
    assert 'name="id" value="D7"' in opened.text
    assert 'value="17"' in opened.text
    assert "Cuisinier" not in opened.text
    assert "Rien ne change." in words(opened.text)
    # La comparaison reste ouverte, et suit ce que l'on change ensuite.
    followed = advisor.panel("/entretien", panel="avis", avis=one.id)
    assert "Heures, total" in followed
    assert [(act.who, act.action) for act in history.trail()][1:] == [("Ada Lovelace", "ouverture")]


def test_two_opinions_of_a_dossier_are_compared(advisor: Advisor, history: History) -> None:
    advisor.press("/historique/enregistrer")
    advisor.press("/historique/enregistrer", adviser="Grace", **{"experiences[0].end": "2018"})
    late, early = (one.id for one in history.opinions())
    compared = advisor.panel("/historique/comparer", avis=[late, early])
    assert re.search(r"Avis du .*, par Ada Lovelace – avis du .*, par Grace", compared)
    assert "Heures, total" in compared
    assert [act.action for act in history.trail()][2:] == ["comparaison"] * 2
    assert "Cochez deux avis" in words(advisor.press("/historique/comparer", avis=[late]).text)


def test_opinions_of_two_dossiers_are_not_compared(advisor: Advisor, history: History) -> None:
    advisor.press("/historique/enregistrer")
    advisor.press("/historique/enregistrer", id="D8")
    assert "sont de deux dossiers (D7 et D8)" in advisor.panel(
        "/historique/comparer", avis=[one.id for one in history.opinions()]
    )


def test_an_opinion_erased_meanwhile_is_said_to_be_gone(advisor: Advisor, history: History) -> None:
    advisor.press("/historique/enregistrer")
    (one,) = history.opinions()
    history.erase("D7", "Ada")
    assert "n'est plus dans l'historique" in words(advisor.press("/historique/ouvrir", ouvrir=one.id).text)
    assert "n'est plus dans l'historique" in advisor.panel("/historique/comparer", avis=[one.id, one.id])


def test_a_history_that_breaks_does_not_break_the_page(advisor: Advisor, tmp_path: Path) -> None:
    (tmp_path / "h.db").unlink()
    for address in ("/historique", "/historique/enregistrer"):
        answer = advisor.press(address)
        assert answer.status_code == 200
        assert "ne répond pas" in words(answer.text)
    assert not (tmp_path / "h.db").exists()


@pytest.mark.parametrize("address", ["/historique", "/historique/enregistrer", "/historique/ouvrir"])
def test_only_our_own_page_may_ask(address: str, advisor: Advisor, history: History) -> None:
    assert advisor.press(address, csrf_token="ailleurs").status_code == 403
    assert advisor.press(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert history.opinions() == ()


def test_a_server_without_history_gives_the_file_as_before(client: TestClient) -> None:
    page = client.get("/", headers=PAGE).text
    assert "Historique" not in page
    assert "Rien n’est conservé par le serveur" in page
    advisor = Advisor(client)
    given = advisor.press("/enregistrer")
    assert 'filename="dossier.json"' in given.headers["content-disposition"]
    assert advisor.press("/historique/enregistrer").status_code == 404


def test_a_page_that_keeps_says_so_and_for_how_long(advisor: Advisor) -> None:
    page = words(advisor._client.get("/", headers=PAGE).text)
    assert re.search(r"ne garde que les avis que vous enregistrez \(durée de conservation : \d+ mois\)", page)
    assert "Rien n’est conservé" not in page


@pytest.mark.parametrize("named", [True, False])
def test_vae_serve_keeps_what_is_saved(
    named: bool, start: Callable[..., Running], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("VAE_DATA", str(tmp_path))
    path = tmp_path / ("h.db" if named else "historique.db")
    server = start("--store", *([str(path)] if named else []), "--host", "127.0.0.1")
    assert f"Historique : {path}" in server.said
    import httpx

    with httpx.Client(base_url=server.url) as client:
        token = csrf_of(client.get("/").text)
        saved = client.post("/historique/enregistrer", data=TYPED | {"csrf_token": token}, headers=PAGE)
    assert "Avis enregistré" in saved.text
    assert server.stop() == 0
    assert "D7" not in server.said
    assert main(["history", "list", "--store", str(path)]) == 0
    assert "  D7  Ada Lovelace  " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("store", "said"),
    [("postgresql://ada:secret@127.0.0.1:1/vae", "ne répond pas"), ("oracle://ada:secret@x/y", "« oracle »")],
)
def test_a_store_that_cannot_serve_stops_the_server(store: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0", "--store", store]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "secret" not in told
    assert told.count("\n") == 1
