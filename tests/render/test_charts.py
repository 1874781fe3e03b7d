"""The charts: they say what the report says, without colour nor style sheet, and nothing sticks out."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as XML

import pytest

from matcher.engine import Matcher
from matcher.model.dossier import Dossier
from matcher.model.report import Match, Report
from matcher.render.charts import (
    coverage_svg,
    coverage_table,
    score_svg,
    score_table,
    timeline_svg,
    timeline_table,
)
from matcher.render.charts.drawing import text_width
from matcher.render.charts.timeline import PATTERNS, TRAINING
from matcher.render.wording import KINDS

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Responsable administrative, comptable, financière et des ressources humaines d'un groupement d'employeurs"


def experience(**told: Any) -> dict[str, Any]:
    given = {"kind": "salarie", "title": "Comptable", "start": "2016-01-01", "end": "2020-12-31", "weekly_hours": 35}
    return given | {"activities": ["Je tenais la comptabilité générale", "Je préparais les déclarations de TVA"]} | told


def dossier(*experiences: dict[str, Any]) -> Dossier:
    return Dossier.model_validate({"id": "D", "filed_on": "2024-06-12", "experiences": list(experiences)})


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    return Matcher.load(data=tmp_path_factory.mktemp("rien"))


@pytest.fixture(scope="module")
def person() -> Dossier:
    unknown_end = experience(kind="benevole", title="Trésorière <b>", start="2019")
    del unknown_end["end"]
    return dossier(
        experience(),
        unknown_end,
        experience(kind="stage", title=LONG, start="2015-02", end="2015-06"),
        experience(kind="syndical", title="Déléguée CGT", start="2018-01-01", end=None, weekly_hours=5),
    )


@pytest.fixture(scope="module")
def answer(matcher: Matcher, person: Dossier) -> Report:
    return matcher.evaluate(person, target="RNCP36889")


@pytest.fixture(scope="module")
def aimed(answer: Report) -> Match:
    return next(match for match in answer.matches if match.certification == "RNCP36889")


@pytest.fixture(scope="module")
def drawn(person: Dossier, answer: Report, aimed: Match) -> dict[str, str]:
    return {
        "frise": timeline_svg(person, answer),
        "couverture": coverage_svg(answer, aimed, person),
        "score": score_svg(aimed),
    }


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in XML.fromstring(svg).iter(f"{SVG}text")]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def rects(svg: str) -> list[dict[str, str]]:
    return [element.attrib for element in XML.fromstring(svg).iter(f"{SVG}rect")]


@pytest.mark.parametrize("name", ["frise", "couverture", "score"])
def test_each_chart_has_a_title_a_description_and_passes_a_strict_policy(drawn: dict[str, str], name: str) -> None:
    root = XML.fromstring(drawn[name])
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for one in (root.get("aria-labelledby") or "").split():
        assert root.find(f".//*[@id='{one}']").text
    assert all(element.get("style") is None for element in root.iter())
    assert not list(root.iter(f"{SVG}style"))
    assert not list(root.iter(f"{SVG}script"))
    assert set(re.findall(r"url\(#([^)]+)\)", drawn[name])) <= set(ids)


@pytest.mark.parametrize("name", ["frise", "couverture", "score"])
def test_only_shades_of_grey(drawn: dict[str, str], name: str) -> None:
    for colour in re.findall(r"#([0-9a-f]{6})\b", drawn[name]):
        assert colour[0:2] == colour[2:4] == colour[4:6]


@pytest.mark.parametrize("name", ["frise", "couverture", "score"])
def test_nothing_sticks_out(drawn: dict[str, str], name: str) -> None:
    root = XML.fromstring(drawn[name])
    width, height = (float(root.get(side) or 0) for side in ("width", "height"))
    for rect in rects(drawn[name]):
        assert float(rect.get("x", 0)) + float(rect["width"]) <= width + 0.5
        assert float(rect.get("y", 0)) + float(rect["height"]) <= height + 0.5
    for text in root.iter(f"{SVG}text"):
        room = text_width(text.text or "", float(text.get("font-size") or 11))
        if text.get("text-anchor") is None:
            assert float(text.get("x") or 0) + room <= width


def test_a_long_title_is_cut_on_the_chart_and_whole_in_its_tooltip(drawn: dict[str, str]) -> None:
    assert LONG not in drawn["frise"].split("</desc>")[1].partition("<title>")[0]
    assert any(text.endswith("…") for text in texts(drawn["frise"]))
    assert any(LONG in plain(one.text or "") for one in XML.fromstring(drawn["frise"]).iter(f"{SVG}title"))


def test_each_kind_has_its_own_pattern_and_training_is_hatched(drawn: dict[str, str]) -> None:
    assert len(set(PATTERNS.values()) | {TRAINING}) == len(PATTERNS) + 1
    assert set(PATTERNS) < set(KINDS)
    used = {rect["fill"] for rect in rects(drawn["frise"])}
    assert {f"url(#frise-{name})" for name in (TRAINING, "verticales")} | {"#3a3a3a"} <= used
    assert "période de formation" in texts(drawn["frise"])


def test_what_is_not_known_of_a_date_is_drawn_open_and_what_is_known_is_not(matcher: Matcher) -> None:
    def dashed(told: Dossier) -> int:
        report = matcher.evaluate(told, limit=1)
        return sum("stroke-dasharray" in rect for rect in rects(timeline_svg(told, report)))

    assert dashed(dossier(experience())) == 0
    # La fin imprécise, et l'entrée de la légende.
    assert dashed(dossier(experience(end="2020"))) == 2


def test_days_lived_twice_are_marked(drawn: dict[str, str], matcher: Matcher) -> None:
    assert "en même temps" in texts(drawn["frise"])
    alone = dossier(experience())
    assert "en même temps" not in timeline_svg(alone, matcher.evaluate(alone, limit=1))


def test_what_people_write_is_escaped_and_no_union_is_named(drawn: dict[str, str], person: Dossier) -> None:
    for svg in drawn.values():
        assert "<b>" not in svg
        assert "CGT" not in svg


def test_the_tables_hold_the_figures_of_the_report(person: Dossier, answer: Report, aimed: Match) -> None:
    hours = [re.findall(r"\d+", plain(row[3]).replace(" ", "")) for row in timeline_table(person, answer).rows]
    counted = [sorted({str(one.low), str(one.high)}, key=int) for one in answer.hours.experiences]
    assert hours == counted
    points = [float(row[1].replace(",", ".")) for row in score_table(aimed).rows]
    assert points == [*(part.points for part in aimed.score_parts), aimed.score]
    table = coverage_table(answer, aimed, person)
    assert [row[0] for row in table.rows] == [bloc.title for bloc in aimed.blocs]
    told = sum(int(cell.split()[0]) for row in table.rows for cell in row[2:] if "phrase" in cell)
    evidence = {(bloc.code, one.experience, one.activity) for bloc in aimed.blocs for one in bloc.evidence}
    assert told == len(evidence) > 0
    assert "<caption>" in table.to_html()
    assert 'scope="row"' in table.to_html()


def test_the_waterfall_ends_on_the_score(drawn: dict[str, str], aimed: Match) -> None:
    assert f"{str(aimed.score).replace('.', ',').removesuffix(',0')} sur 100" in texts(drawn["score"])


def test_blocs_not_known_and_no_experience_are_said(matcher: Matcher) -> None:
    told = dossier(experience())
    report = matcher.evaluate(told, target="CNAM-CP0200A")
    bare = next(match for match in report.matches if not match.blocs)
    assert "Les blocs de cette certification ne sont pas connus." in texts(coverage_svg(report, bare))
    empty = dossier()
    XML.fromstring(timeline_svg(empty, matcher.evaluate(empty)))
