"""The API held against its own description, and against whatever may be sent to it."""

from __future__ import annotations

import copy
import json
from typing import Any

import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.python.asgi import HOST
from schemathesis.specs.openapi.checks import positive_data_acceptance
from web_clients import DOSSIER, EXAMPLES, client_of, engine, send

from matcher.model.report import Report
from matcher.reading.dossiers import read_dossier
from matcher.web.app import create_app
from matcher.web.settings import ServerSettings

TOKEN = "jeton des programmes"
SETTINGS = ServerSettings(public_name=HOST, token=TOKEN, login_failures=1_000_000, largest_body=10_000_000)
BEARER = {"authorization": f"Bearer {TOKEN}"}
CLIENT = client_of(engine(), ServerSettings())

described = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(engine(), SETTINGS), headers=BEARER)


@described.auth()
class Bearer:
    """Shows the token, except in the requests that try to do without."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        return TOKEN

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@described.parametrize()
@settings(max_examples=20)
def test_answers_keep_to_the_description(case: schemathesis.Case) -> None:
    # Un schéma ne dit ni qu'un jour existe, ni que la fin suit le début, ni que la VAE n'a pas toujours existé.
    unsaid = [positive_data_acceptance] if case.operation.path == "/api/evaluate" else []
    case.call_and_validate(excluded_checks=unsaid)


# Ce qu'on peut envoyer sans qu'il se passe rien de fâcheux

STARTS = [DOSSIER, *(read_dossier(path).model_dump(mode="json", exclude_unset=True) for path in EXAMPLES)]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["1999", "2024-06"]),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(max_size=10), some, max_size=4),
    max_leaves=10,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value, its own first."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


@st.composite
def altered(draw: st.DrawFn) -> Any:
    """A dossier in which anything has taken one or two places."""
    dossier = {"": copy.deepcopy(draw(st.sampled_from(STARTS)))}
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(places(dossier)[1:]))
        holder: Any = dossier
        for key in way:
            holder = holder[key]
        holder[last] = draw(ANYTHING)
    return dossier[""]


def holds_its_word(answer: Any) -> None:
    """A report, or faults in French; never a crash."""
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 200:
        Report.model_validate_json(answer.content)
    else:
        for fault in answer.json()["errors"]:
            assert set(fault) == {"path", "value", "expected", "message"}
            assert fault["message"]
            assert fault["expected"]


@given(altered())
@settings(max_examples=50)
def test_an_altered_dossier_is_judged_or_refused(body: Any) -> None:
    holds_its_word(send(CLIENT, body))


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=50)
def test_bytes_that_are_no_dossier_are_refused(noise: bytes, place: int) -> None:
    holds_its_word(send(CLIENT, noise))
    written = json.dumps(DOSSIER, ensure_ascii=False).encode()
    holds_its_word(send(CLIENT, written[:place] + noise + written[place:]))


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=20)
def test_any_address_has_an_answer(name: str, value: str) -> None:
    for address in ("/api/evaluate", "/api/occupations", "/api/certifications", "/healthz", "/connexion"):
        for query in ({name: value}, {"limit": value}, {"title": value, "search": value, "on": value}):
            answer = CLIENT.get(address, params=query)
            assert answer.status_code < 500, (address, query)
