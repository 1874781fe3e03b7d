"""Who may come in: the secret, the session, the CSRF token, the origin of a request, the name of the server."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from web_clients import DOSSIER, PAGE, PASSWORD, client_of, csrf_of, log_in, send

from matcher import Matcher
from matcher.web.attempts import Attempts
from matcher.web.session import OpenSessions
from matcher.web.settings import ServerSettings


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# Hors de cette machine, un secret


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "vae.exemple.fr", "localhost.exemple.fr"])
def test_no_server_for_others_without_a_secret(host: str) -> None:
    with pytest.raises(ValueError, match=r"Le serveur serait ouvert à d'autres \(.*--password-file"):
        ServerSettings(host=host)
    assert ServerSettings(host=host, token="x" * 16).protected


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LOCALHOST"])
def test_this_machine_needs_none(host: str) -> None:
    assert not ServerSettings(host=host).exposed


def test_a_public_name_needs_a_secret_too() -> None:
    with pytest.raises(ValueError, match=r"\(vae\.exemple\.fr\)"):
        ServerSettings(public_name="vae.exemple.fr")


def test_a_short_secret_is_no_secret() -> None:
    with pytest.raises(ValueError, match="au moins 16 caractères"):
        ServerSettings(password="onze signes")
    with pytest.raises(ValueError, match="au moins 16 caractères"):
        ServerSettings(host="0.0.0.0", token="")


def test_secrets_are_not_in_what_settings_print() -> None:
    settings = ServerSettings(password="secret-des-pages", token="secret-des-programmes")
    assert "secret-des" not in repr(settings)
    assert settings.session_key not in repr(settings)


# La page de connexion


def test_pages_ask_for_the_password_then_come_back(locked: TestClient) -> None:
    asked = locked.get("/api-inconnue", headers=PAGE)
    assert (asked.status_code, asked.headers["location"]) == (303, "/connexion?suite=/api-inconnue")
    token = csrf_of(locked.get(asked.headers["location"], headers=PAGE).text)
    sent = {"csrf_token": token, "secret": PASSWORD, "suite": "/api-inconnue"}
    entered = locked.post("/connexion", data=sent, headers=PAGE)
    assert (entered.status_code, entered.headers["location"]) == (303, "/api-inconnue")
    home = locked.get("/", headers=PAGE)
    assert home.status_code == 200
    assert "Se déconnecter" in home.text


def test_a_wrong_password_is_told_at_its_field(locked: TestClient) -> None:
    answer = log_in(locked, "un autre mot de passe")
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert 'aria-describedby="erreur"' in answer.text
    assert "un autre mot de passe" not in answer.text
    assert locked.get("/", headers=PAGE).status_code == 303


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.test/", "//ailleurs.test", "/\\ailleurs.test", "/\tx", "x"])
def test_login_never_sends_elsewhere(elsewhere: str, locked: TestClient) -> None:
    assert log_in(locked, suite=elsewhere).headers["location"] == "/"


def test_logout_closes_the_session_even_for_a_kept_cookie(locked: TestClient) -> None:
    log_in(locked)
    kept = locked.cookies["__Host-vae"]
    token = csrf_of(locked.get("/", headers=PAGE).text)
    left = locked.post("/deconnexion", data={"csrf_token": token})
    assert (left.status_code, left.headers["location"]) == (303, "/connexion")
    assert locked.get("/", headers=PAGE).status_code == 303
    assert locked.get("/", headers=PAGE | {"cookie": f"__Host-vae={kept}"}).status_code == 303


def test_login_changes_the_csrf_token(locked: TestClient) -> None:
    before = csrf_of(locked.get("/connexion", headers=PAGE).text)
    log_in(locked)
    after = csrf_of(locked.get("/", headers=PAGE).text)
    assert before != after
    assert locked.post("/deconnexion", data={"csrf_token": before}).status_code == 403


def test_a_cookie_signed_by_another_server_opens_nothing(locked: TestClient, matcher: Matcher) -> None:
    other = client_of(matcher, ServerSettings(host="0.0.0.0", password=PASSWORD))
    log_in(other)
    assert other.get("/", headers=PAGE).status_code == 200
    stolen = {"cookie": f"__Host-vae={other.cookies['__Host-vae']}"}
    assert other.get("/", headers=PAGE | stolen).status_code == 200
    assert locked.get("/", headers=PAGE | stolen).status_code == 303


def test_cookies_are_out_of_reach(locked: TestClient, matcher: Matcher) -> None:
    cookie = log_in(locked).headers["set-cookie"]
    assert cookie.startswith("__Host-vae=")
    for flag in ("httponly", "samesite=strict", "secure", "path=/", "Max-Age="):
        assert flag in cookie
    assert "domain=" not in cookie.lower()
    local = client_of(matcher, ServerSettings(password=PASSWORD))
    assert "secure" not in log_in(local).headers["set-cookie"]
    tls = ServerSettings(password=PASSWORD, tls=True)
    assert (
        "secure"
        in client_of(matcher, tls).get("/connexion", headers=PAGE | {"host": "localhost"}).headers["set-cookie"]
    )


def test_the_password_is_not_asked_for_in_the_clear(matcher: Matcher) -> None:
    client = client_of(matcher, ServerSettings(host="0.0.0.0", password=PASSWORD))
    page = client.get("http://vae.test/connexion", headers=PAGE)
    assert page.status_code == 200
    assert "<form" not in page.text
    assert "https" in page.text


def test_sessions_end_when_unused_and_at_the_latest() -> None:
    clock = Clock()
    sessions = OpenSessions(idle=60, longest=150, clock=clock)
    name, closed = sessions.open(), sessions.open()
    sessions.close(closed)
    assert not sessions.holds(closed)
    assert not sessions.holds("une autre")
    assert not sessions.holds(None)
    for now, held in [(1050, True), (1109, True), (1149, True), (1150, False), (1151, False)]:
        clock.now = now
        assert sessions.holds(name) is held
    unused = sessions.open()
    clock.now += 60
    assert not sessions.holds(unused)


# Trop d'essais


def test_wrong_passwords_open_a_pause(locked: TestClient) -> None:
    for _ in range(5):
        assert log_in(locked, "un mauvais mot de passe").status_code == 401
    paused = log_in(locked)
    assert paused.status_code == 429
    assert 0 < int(paused.headers["retry-after"]) <= 300
    assert "Trop d’essais" in paused.text or "Trop d&#39;essais" in paused.text
    bearer = locked.get("/api/schema/dossier", headers={"authorization": f"Bearer {PASSWORD}"})
    assert bearer.status_code == 429
    assert bearer.json() == {"message": "Trop d'essais manqués : attendez avant de recommencer."}


def test_wrong_tokens_count_too(locked: TestClient) -> None:
    for _ in range(5):
        assert send(locked, DOSSIER, authorization="Bearer faux").status_code == 401
    assert send(locked, DOSSIER, authorization=f"Bearer {PASSWORD}").status_code == 429
    assert locked.get("/healthz").status_code == 200


def test_attempts_are_counted_by_address_and_forgotten() -> None:
    clock = Clock()
    attempts = Attempts(most=2, pause=60, clock=clock)
    attempts.failed("10.0.0.1")
    assert attempts.pause("10.0.0.1") == 0
    attempts.failed("10.0.0.1")
    assert attempts.pause("10.0.0.1") == 60
    assert attempts.pause("10.0.0.2") == 0
    clock.now += 59.5
    assert attempts.pause("10.0.0.1") == 1
    clock.now += 0.5
    assert attempts.pause("10.0.0.1") == 0
    attempts.failed("10.0.0.1")
    assert attempts.pause("10.0.0.1") == 0
    attempts.succeeded("10.0.0.1")
    attempts.failed("10.0.0.1")
    assert attempts.pause("10.0.0.1") == 0


def test_one_subscriber_is_one_address() -> None:
    attempts = Attempts(most=2, pause=60)
    attempts.failed("2001:db8::1")
    attempts.failed("2001:db8::2")
    assert attempts.pause("2001:db8::3") > 0
    assert attempts.pause("2001:db8:0:1::3") == 0


# L'API et son secret


def test_the_api_asks_for_a_bearer_token(matcher: Matcher) -> None:
    client = client_of(matcher, ServerSettings(host="0.0.0.0", token="jeton des programmes", password=PASSWORD))
    refused = send(client, DOSSIER)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert "Bearer" in refused.json()["message"]
    for secret in ("jeton des programmes", PASSWORD):
        assert send(client, DOSSIER, authorization=f"Bearer {secret}").status_code == 200
    for wrong in ("Bearer", "Bearer ", "Basic jeton", "Bearer jeton des programme", "jeton des programmes"):
        assert send(client, DOSSIER, authorization=wrong).status_code == 401


def test_a_secret_may_have_accents(matcher: Matcher) -> None:
    client = client_of(matcher, ServerSettings(host="0.0.0.0", token="clé très secrète"))
    answer = client.get("/api/schema/dossier", headers={b"authorization": "Bearer clé très secrète".encode()})
    assert answer.status_code == 200
    assert log_in(client, "clé très secrète").status_code == 303


def test_nothing_is_told_to_strangers(locked: TestClient) -> None:
    for address in ("/api/rien", "/api/openapi.json", "/api/docs", "/api/occupations?title=comptable", "/"):
        assert locked.get(address).status_code == 401
    assert locked.get("/healthz").json() == {"status": "ok"}
    assert locked.get("/static/base.css").status_code == 200
    htmx = locked.get("/", headers={"accept": "*/*", "hx-request": "true"})
    assert (htmx.status_code, htmx.headers["hx-redirect"]) == (401, "/connexion")


def test_the_session_of_a_page_opens_the_api_with_its_csrf_token(locked: TestClient) -> None:
    log_in(locked)
    assert locked.get("/api/schema/dossier").status_code == 200
    assert send(locked, DOSSIER).status_code == 403
    assert send(locked, DOSSIER, **{"x-csrf-token": "faux"}).status_code == 403
    token = csrf_of(locked.get("/", headers=PAGE).text)
    assert send(locked, DOSSIER, **{"x-csrf-token": token}).status_code == 200


# D'où vient la requête


@pytest.mark.parametrize("token", [None, "", "faux", "é"])
def test_forms_need_the_token_of_their_session(token: str | None, locked: TestClient) -> None:
    locked.get("/connexion", headers=PAGE)
    data = {"secret": PASSWORD} | ({} if token is None else {"csrf_token": token})
    assert locked.post("/connexion", data=data, headers=PAGE).status_code == 403
    assert locked.get("/", headers=PAGE).status_code == 303


def test_a_token_without_its_session_is_worth_nothing(locked: TestClient) -> None:
    token = csrf_of(locked.get("/connexion", headers=PAGE).text)
    locked.cookies.clear()
    assert locked.post("/connexion", data={"csrf_token": token, "secret": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1"}, 200),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 200),
        ({"origin": "https://ailleurs.test"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "http://127.0.0.1.ailleurs.test"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_other_sites_change_nothing_here(headers: dict[str, str], status: int, client: TestClient) -> None:
    assert send(client, DOSSIER, **headers).status_code == status
    assert client.get("/api/schema/dossier", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_own_names_are_answered(host: str, client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["ailleurs.test", "127.0.0.1.ailleurs.test", "localhost.test:8000", "10.0.0.1"])
def test_foreign_names_that_point_here_are_refused(host: str, client: TestClient) -> None:
    answer = client.get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.json()) == (421, {"message": "Ce serveur ne répond pas sous ce nom."})


@pytest.mark.parametrize("host", ["", "a b", "a/b", "[::1", "utilisateur@127.0.0.1"])
def test_a_host_that_is_none_is_refused(host: str, client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 400


def test_behind_a_proxy_only_its_name_is_answered(matcher: Matcher) -> None:
    client = client_of(matcher, ServerSettings(public_name="vae.exemple.fr", password=PASSWORD))
    assert client.get("/healthz", headers={"host": "vae.exemple.fr"}).status_code == 200
    assert client.get("/healthz", headers={"host": "ailleurs.test"}).status_code == 421
