"""A folder of rules that is broken in any way is refused, with the file, the line and a French sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.rulebook.loading import RulebookError, load_rulebook

OnlyFault = Callable[..., str]
CHAINED = "lit une règle qui lit elle-même d'autres règles ; attendu : un seul étage"
WHEN = "when: {heures: {at_least: {parameter: seuil.heures}}}"
READS = 'met_when: {any: [{"finding:duree": {is: not_met}}, {"finding:duree": {is_not: not_met}}]}'
SECOND = "in_force: {from: 2020-01-01}"
MET = 'met: "{heures} heures."'
LIKE_A_PARAGRAPH = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_the_sound_folder_is_accepted(folder) -> None:
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        pytest.param("  - id: avis", "   - id: avis", None, "indentation", id="indentation"),
        pytest.param("    kind: blocking", "\tkind: blocking", None, "tabulation inattendu", id="tab"),
        pytest.param("title: Avis", "title: Avis : final", None, "« : »", id="a second colon"),
        pytest.param("title: Avis", "title: 'L'avis'", None, "guillemet", id="a quote inside quotes"),
        pytest.param("title: Avis", "title: Avis\n---\na: b", "---", "structure", id="two documents"),
        pytest.param("title: Avis", "title: *autre", None, "alias non défini", id="an undefined alias"),
        pytest.param("title: Avis", "title: Av\x07is", None, "caractère de contrôle U+0007", id="a control character"),
    ],
)
def test_what_is_no_yaml_is_refused_at_its_line(only_fault: OnlyFault, old: str, new: str, at: str, said: str) -> None:
    assert said in only_fault("duree.yaml", old, new, at)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "title: Avis\n",
            "title: Avis\n    title: Avis bis\n",
            "rules[1].title : clé écrite deux fois",
            id="duplicate key",
        ),
        pytest.param("order: 1", "ordre: 1", "clé inconnue", id="unknown key"),
        pytest.param("kind: blocking", "kind: bloquante", "rules[0].kind : valeur inconnue", id="unknown kind"),
        pytest.param("opinion: favorable_probable", "opinion: favorable", "valeur inconnue", id="unknown opinion"),
        pytest.param("article: L1,", "artcile: L1,", "source.artcile : clé inconnue", id="unknown key of a source"),
        pytest.param(
            "article: L1, confidence: verified", "confidence: sûr", "l'une de ces valeurs", id="unknown confidence"
        ),
        pytest.param("on: 2024-06-01", "on: 2024-06-31", "valeur impossible : « 2024-06-31 »", id="impossible date"),
        pytest.param("on: 2024-06-01", "on: 2024-13-01", "valeur impossible : « 2024-13-01 »", id="thirteenth month"),
        pytest.param("on: 2024-06-01", "on: 1er juin", "une date AAAA-MM-JJ", id="no date"),
        pytest.param("outcome: waived", "outcome: refus", "valeur inconnue", id="unknown outcome of an example"),
        pytest.param(
            "name: plus rien", "name: !!bool rien", "valeur impossible : « rien »", id="a tag that does not fit"
        ),
        pytest.param("name: plus rien", 'name: ""', "le texte est trop court", id="an empty sentence"),
        pytest.param(
            SECOND, "in_force: {from: 2020-01-01, until: 2020-01-01}", "ne suit pas le début", id="empty period"
        ),
        pytest.param("id: avis", "id: Avis général", "rules[1].id : le nom n'a pas la forme", id="an id that is none"),
    ],
)
def test_a_wrong_key_or_value_is_refused_at_its_line(folder, old: str, new: str, said: str) -> None:
    folder.change("duree.yaml", (old, new))

    faults = folder.faults()

    line = folder.line_of("duree.yaml", new) + new.removesuffix("\n").count("\n")
    assert any(fault.startswith(f"duree.yaml, ligne {line}, ") and said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("heures: {at_least: {", "heure: {at_least: {", "vouliez-vous dire « heures »", id="unknown fact"),
        pytest.param(
            "at_least: {parameter", "minimum: {parameter", "opérateur inconnu ; attendu : l'un de", id="operator"
        ),
        pytest.param(
            "parameter: seuil.heures", "parameter: seuil.heure", "paramètre inconnu « seuil.heure »", id="parameter"
        ),
        pytest.param(
            WHEN, "when: {ouverte: {at_least: true}}", "ne convient pas à un fait de type flag", id="order of flags"
        ),
        pytest.param(
            WHEN, "when: {metier: {above: proche}}", "ne convient pas à un fait de type text", id="order of words"
        ),
        pytest.param(WHEN, "when: {metier: {is: proches}}", "« proches » ; attendu : l'un de proche, loin", id="word"),
        pytest.param(
            WHEN, "when: {metier: {one_of: [proche, autre]}}", "« autre » ; attendu : l'un de", id="word in a list"
        ),
        pytest.param(WHEN, "when: {metier: {one_of: []}}", "une liste non vide de valeurs", id="empty list of values"),
        pytest.param(
            WHEN, "when: {metier: {one_of: proche}}", "une liste non vide de valeurs", id="one_of without a list"
        ),
        pytest.param(WHEN, "when: {metier: {one_of: [[proche]]}}", "attendu : l'un de", id="list in a list"),
        pytest.param(WHEN, "when: {metier: {one_of: [{a: b}]}}", "attendu : l'un de", id="block in a list"),
        pytest.param(WHEN, "when: {metier: {is: [proche]}}", "attendu : une seule valeur", id="list without one_of"),
        pytest.param(WHEN, "when: {metier: {is: {a: b}}}", "attendu : une valeur ou {parameter", id="block as a value"),
        pytest.param(WHEN, "when: {metier: {is: null}}", "attendu : une seule valeur", id="null as a value"),
        pytest.param(
            WHEN, "when: {heures: {at_least: dix}}", "« dix » ; attendu : une valeur de type hours", id="hours"
        ),
        pytest.param(
            WHEN, "when: {heures: {at_least: 1.5}}", "attendu : une valeur de type hours", id="part of an hour"
        ),
        pytest.param(WHEN, "when: {heures: {at_least: -1}}", "attendu : une valeur de type hours", id="negative hours"),
        pytest.param(
            WHEN, "when: {heures: {at_least: true}}", "attendu : une valeur de type hours", id="true as a number"
        ),
        pytest.param(WHEN, "when: {heures: {at_least: 99999999999999}}", "de type hours", id="hours beyond measure"),
        pytest.param(
            WHEN, "when: {mois: {at_least: 3.125}}", "« 3.125 » ; attendu : une valeur de type months", id="months"
        ),
        pytest.param(WHEN, "when: {mois: {at_least: .inf}}", "de type months", id="infinite"),
        pytest.param(WHEN, "when: {mois: {at_least: .nan}}", "de type months", id="not a number"),
        pytest.param(
            WHEN, "when: {part: {above: 1.5}}", "« 1.5 » ; attendu : une valeur de type ratio", id="ratio over 1"
        ),
        pytest.param(WHEN, "when: {part: {above: 0.0005}}", "de type ratio", id="ratio finer than a thousandth"),
        pytest.param(WHEN, "when: {demandes: {is: 1.0}}", "de type count", id="count with decimals"),
        pytest.param(WHEN, "when: {ouverte: {is: oui}}", "« oui » ; attendu : une valeur de type flag", id="flag"),
        pytest.param(WHEN, "when: {fin: {below: 2020}}", "« 2020 » ; attendu : une valeur de type date", id="date"),
        pytest.param(WHEN, "when: {fin: {below: 2020-01-01 10:00:00}}", "de type date", id="time of day"),
        pytest.param(
            WHEN, "when: {heures: {is: {parameter: liste.metiers}}}", "attendu : une valeur", id="list parameter"
        ),
        pytest.param(
            WHEN, "when: {heures: {one_of: {parameter: seuil.heures}}}", "pas une liste", id="parameter is no list"
        ),
        pytest.param(
            WHEN, "when: {heures: 1607}", "attendu : un opérateur et sa valeur", id="value without an operator"
        ),
        pytest.param(WHEN, "when: {heures: {}}", "attendu : un opérateur et sa valeur", id="no operator"),
        pytest.param(WHEN, "when: heures", "attendu : une seule clé", id="condition that is a word"),
        pytest.param(WHEN, "when: {heures: {is: 1}, mois: {is: 1}}", "attendu : une seule clé", id="two keys"),
        pytest.param(WHEN, "when: {all: []}", "attendu : une liste non vide de conditions", id="empty all"),
        pytest.param(WHEN, "when: {any: {heures: {is: 1}}}", "attendu : une liste non vide", id="any without a list"),
        pytest.param(WHEN, "when: {not: [{heures: {is: 1}}]}", "condition illisible", id="not of a list"),
        pytest.param(MET, 'met: "{heure} heures."', "« {heure} » n'est pas un fait connu", id="placeholder"),
        pytest.param(MET, 'met: "{heures|heure}."', "« {heures|heure} » mal écrit", id="one noun"),
        pytest.param(MET, 'met: "{heures|heure|}."', "« {heures|heure|} » mal écrit", id="no plural"),
        pytest.param(MET, 'met: "{heures heures."', "« { » mal écrit ; attendu : {fait}, ou", id="brace left open"),
        pytest.param(READS, 'met_when: {"finding:dure": {is: met}}', "cette règle n'existe pas", id="unknown finding"),
        pytest.param(
            READS, 'met_when: {"finding:duree": {is: rempli}}', "« rempli » ; attendu : l'un de", id="outcome"
        ),
        pytest.param(READS, 'met_when: {"finding:duree": {at_least: met}}', "ne convient pas", id="order of outcomes"),
        pytest.param(
            READS, "met_when: {blocking_not_met: {is: un}}", "attendu : une valeur de type count", id="counted"
        ),
        pytest.param(READS, "met_when: {blocking_met: {is: 1}}", "fait inconnu", id="unknown count"),
        pytest.param(
            "facts: {heures: 1606}", "facts: {heurs: 1606}", "vouliez-vous dire « heures »", id="example's fact"
        ),
        pytest.param("facts: {heures: 1606}", "facts: {metier: voisin}", "l'un de proche, loin", id="example's word"),
        pytest.param(
            "facts: {heures: 1606}", "facts: {heures: {a: b}}", "une valeur de type hours", id="example's block"
        ),
        pytest.param("facts: {heures: 1606}", "facts: {heures: null}", "une valeur de type hours", id="example's null"),
        pytest.param("facts: {heures: 1606}", "facts: {heures: [1, 2, 3]}", "une seule valeur", id="range of three"),
        pytest.param(
            "facts: {heures: 1606}", "facts: {heures: [[1, 2], [3, 4]]}", "de type hours", id="range of ranges"
        ),
        pytest.param(
            "facts: {heures: 1606}", "facts: {heures: [9, 1]}", "la plus petite valeur d'abord", id="range reversed"
        ),
        pytest.param(
            "facts: {heures: 1606}", "facts: {demandes: [1, 2]}", "une seule valeur", id="range of a plain fact"
        ),
        pytest.param(
            '{"finding:duree": met}', '{"finding:dure": met}', "cette règle n'existe pas", id="example's finding"
        ),
        pytest.param(
            '{"finding:duree": met}', '{"finding:duree": oui}', "attendu : l'un de met", id="example's outcome"
        ),
        pytest.param(
            '{"finding:duree": met}', "{blocking_not_met: un}", "une valeur de type count", id="example's count"
        ),
        pytest.param(SECOND, "in_force: {from: 2021-01-01}", "aucune version du 2020-01-01 au 2021-01-01", id="gap"),
        pytest.param(SECOND, "in_force: {from: 2019-01-01}", "du 2019-01-01 au 2020-01-01 (non déclaré)", id="overlap"),
        pytest.param(
            SECOND, "in_force: {from: 2001-01-01}", "écrite après celle du 2002-01-18", id="versions out of order"
        ),
        pytest.param("id: avis", "id: duree", "identifiant « duree » déjà pris", id="rule id twice"),
        pytest.param(
            READS, 'met_when: {"finding:avis": {is: met}}', "se lisent en rond : avis → avis", id="cycle of one"
        ),
        pytest.param(
            WHEN, "when: {blocking_not_met: {is: 0}}", "une règle bloquante ne lit pas", id="blocking conclusion"
        ),
    ],
)
def test_what_means_nothing_is_refused_at_its_line(folder, old: str, new: str, said: str) -> None:
    folder.change("duree.yaml", (old, new))

    faults = folder.faults()

    assert any(fault.startswith("duree.yaml, ligne ") and said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        pytest.param(WHEN, "when: {heure: {at_least: 1}}", None, id="condition"),
        pytest.param(MET, 'met: "{heure} heures."', None, id="sentence"),
        pytest.param("facts: {heures: 1606}", "facts: {heure: 1606}", None, id="example"),
        pytest.param(SECOND, "in_force: {from: 2021-01-01}", None, id="period"),
        pytest.param("id: avis", "id: duree", "title: Avis", id="identifier"),
    ],
)
def test_a_fault_between_files_names_the_line_of_its_place(
    only_fault: OnlyFault, folder, old: str, new: str, at: str
) -> None:
    if at is not None:
        folder.change("duree.yaml", (old, new))
        line = folder.line_of("duree.yaml", at) - 1
        assert any(fault.startswith(f"duree.yaml, ligne {line}, ") for fault in folder.faults())
    else:
        assert only_fault("duree.yaml", old, new)


def test_a_fact_deep_in_a_condition_is_refused_at_its_own_line(folder) -> None:
    indent = "\n" + " " * 10
    nested = indent.join(["when:", "all:", "  - {heures: {at_least: 1}}", "  - any:", "      - {mos: {is: 1}}"])
    folder.change("duree.yaml", (WHEN, nested))

    (fault,) = folder.faults()

    assert fault.startswith(
        f"duree.yaml, ligne {folder.line_of('duree.yaml', 'mos')}, rules[0].versions[0].when.all[1]"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "        source: {text: un texte, article: L1, confidence: verified}\n", "", "la clé manque", id="source"
        ),
        pytest.param(
            '        not_met: "Il manque {shortfall} heures."\n', "", "la phrase « not_met » manque", id="not_met"
        ),
        pytest.param("        " + MET + "\n", "", "la phrase « met » manque", id="met"),
        pytest.param(
            WHEN, WHEN + "\n        not_applicable: non", "« not_applicable » ne peut pas servir", id="not_applicable"
        ),
        pytest.param(
            WHEN, "met_when: {ouverte: {is: true}}", "« not_met » ne peut pas servir", id="impossible not_met"
        ),
        pytest.param(
            WHEN, WHEN + "\n        met_when: {ouverte: {is: true}}", "when exclut met_when", id="when and met_when"
        ),
        pytest.param(
            "waived: ", "when: {ouverte: {is: true}}\n        waived: ", "« waived » n'a ni", id="waived, condition"
        ),
        pytest.param("waived: ", "met: oui\n        waived: ", "« waived » n'a ni condition", id="waived, met"),
        pytest.param(
            "waived: ", "not_applicable: oui\n        waived: ", "« waived » n'a ni", id="waived, not_applicable"
        ),
        pytest.param("waived: ", "ask: quoi ?\n        waived: ", "« waived » n'a ni condition", id="waived, question"),
        pytest.param('waived: "Aucune durée."', "met: oui", "il manque une condition", id="no condition"),
        pytest.param(
            'waived: "Aucune durée."', "applies_when: {ouverte: {is: true}}", "il manque une", id="applies_when alone"
        ),
        pytest.param("    order: 1\n", "", "opinion et order vont ensemble", id="opinion without order"),
        pytest.param(
            "    opinion: favorable_probable\n", "", "opinion et order vont ensemble", id="order without opinion"
        ),
    ],
)
def test_a_rule_that_lacks_a_part_is_refused(folder, old: str, new: str, said: str) -> None:
    folder.change("duree.yaml", (old, new))

    faults = folder.faults()

    assert any(fault.startswith("duree.yaml, ligne ") and said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("in_force: {from: 2021-01-01}", "{from: 2020-01-01, until: 2021-01-01, why: rien alors}"),
        ("in_force: {from: 2019-01-01}", "{from: 2019-01-01, until: 2020-01-01, why: les deux textes}"),
    ],
    ids=["gap", "overlap"],
)
def test_a_gap_or_an_overlap_that_is_declared_is_accepted(folder, change: str, reason: str) -> None:
    folder.change("duree.yaml", (SECOND, change), ("kind: blocking", f"kind: blocking\n    declared: [{reason}]"))

    assert folder.faults() == []


def test_an_overlap_with_an_older_version_is_refused_too(folder) -> None:
    third = (
        "\n        waived: rien\n        source: {text: t, confidence: house}\n        checked_on: 2026-11-24\n      - "
    )
    inner = "in_force: {from: 2010-01-01, until: 2011-01-01}" + third + "in_force: {from: 2015-01-01}"
    declared = "kind: blocking\n    declared: [{from: 2010-01-01, until: 2011-01-01, why: voulu}]"
    folder.change("duree.yaml", (SECOND, inner), ("kind: blocking", declared))

    (fault,) = folder.faults()

    assert "recouvre une version précédente du 2015-01-01 au 2020-01-01" in fault


def test_rules_that_read_each_other_are_refused(folder) -> None:
    folder.change("duree.yaml", (WHEN, 'when: {"finding:avis": {is: met}}'))

    (fault,) = folder.faults()

    assert "les règles se lisent en rond : " in fault
    assert "duree → avis" in fault
    assert fault.startswith("duree.yaml, ligne ")


@pytest.mark.parametrize(
    "reads", ['{"finding:avis": {is: met}}', '{all: [{"finding:avis": {is: met}}, {mois: {is: 1}}]}']
)
@pytest.mark.parametrize("opinion", ["", "\n    opinion: a_completer\n    order: 2"])
def test_a_rule_that_reads_a_conclusion_is_refused(folder, reads: str, opinion: str) -> None:
    folder.write("suite.yaml", _rule_file("suite", f"met_when: {reads}", opinion))

    (fault,) = folder.faults()

    assert fault == f"suite.yaml, ligne 3, rules[0].id : {CHAINED}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("id: liste.metiers", "id: seuil.heures", "« seuil.heures » déjà pris", id="parameter id twice"),
        pytest.param(
            "value: 1607\n        source: {text: un texte, ", "value: 1607\n        source: {", "manque", id="source"
        ),
        pytest.param("value: 1607", "valeur: 1607", "clé inconnue", id="unknown key"),
        pytest.param("value: 1607", "value: {a: b}", "pas la valeur d'un paramètre", id="value of no type"),
        pytest.param(
            "value: 1607", "value: [1, 2]", "attendu : un nombre, true ou false, un texte", id="list of numbers"
        ),
        pytest.param("value: 1607", "value: 1607.5", "attendu : une valeur de type hours", id="value of another type"),
        pytest.param(
            "in_force: {from: 2002-01-18}\n        value: 1607", "value: 1607", "la clé manque", id="no period"
        ),
    ],
)
def test_a_broken_parameter_is_refused(folder, old: str, new: str, said: str) -> None:
    folder.change("parametres/seuils.yaml", (old, new))

    faults = folder.faults()

    assert any("yaml, ligne " in fault and said in fault for fault in faults), faults


@pytest.mark.parametrize(
    "period",
    [
        "in_force: {from: 2003-01-01}",
        "in_force: {from: 2002-01-18, until: 2019-12-31}",
        "in_force: {from: 2002-01-18, until: 2010-01-01}\n        value: 1\n        "
        "source: {text: t, confidence: house}\n        checked_on: 2026-11-24\n      - in_force: {from: 2011-01-01}",
    ],
    ids=["begins late", "ends early", "has a gap"],
)
def test_a_parameter_that_does_not_cover_the_version_that_reads_it_is_refused(folder, period: str) -> None:
    declared = "Heures demandées\n    declared: [{from: 2010-01-01, until: 2011-01-01, why: voulu}]"
    name = "parametres/seuils.yaml"
    folder.change(name, ("Heures demandées", declared))
    folder.change(name, ("in_force: {from: 2002-01-18}\n        value: 1607", f"{period}\n        value: 1607"))

    (fault,) = folder.faults()

    assert fault.startswith(f"duree.yaml, ligne {folder.line_of('duree.yaml', WHEN)}, rules[0].versions[0].when.heures")
    assert "« seuil.heures » n'a pas de valeur pendant toute la version" in fault


def test_a_parameter_in_several_versions_may_cover_the_one_that_reads_it(folder) -> None:
    later = "value: 1607\n        source: {text: t, confidence: house}\n        checked_on: 2026-11-24\n      - "
    folder.change(
        "parametres/seuils.yaml",
        (
            "in_force: {from: 2002-01-18}\n        value: 1607",
            "in_force: {from: 2002-01-18, until: 2010-01-01}\n        "
            + later
            + "in_force: {from: 2010-01-01}\n        value: 1",
        ),
    )

    assert folder.faults() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("type: ratio", "type: pourcentage", "facts.part.type : valeur inconnue", id="unknown type"),
        pytest.param("label: part", "etiquette: part", "clé inconnue", id="unknown key"),
        pytest.param(
            ", values: {proche: métier proche, loin: métier éloigné}", "", "donne ses valeurs", id="no values"
        ),
        pytest.param("type: flag", "type: flag, range: true", "ne peut pas être un intervalle", id="range of a flag"),
        pytest.param("  part: {", "  Temps de travail: {", "minuscules sans accent", id="a name that is none"),
        pytest.param(
            "  part: {", "  mois: {type: count, label: m}\n  part: {", "clé écrite deux fois", id="fact twice"
        ),
    ],
)
def test_a_broken_list_of_facts_is_refused(folder, old: str, new: str, said: str) -> None:
    folder.change("faits.yaml", (old, new))

    faults = folder.faults()

    assert any(fault.startswith("faits.yaml, ligne ") and said in fault for fault in faults), faults


@pytest.mark.parametrize("name", ["faits.yaml", "parametres/seuils.yaml", "duree.yaml"])
@pytest.mark.parametrize(("content", "said"), [("", "fichier vide"), ("# rien\n", "fichier vide"), ("- a\n", "objet")])
def test_a_file_with_nothing_in_it_is_refused(folder, name: str, content: str, said: str) -> None:
    folder.write(name, content)

    assert any(fault.startswith(name) and said in fault for fault in folder.faults())


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_that_is_not_utf_8_is_refused_at_its_first_wrong_line(folder, encoding: str) -> None:
    text = folder.read("duree.yaml")
    folder.write("duree.yaml", text.encode(encoding))

    (fault,) = folder.faults()

    assert fault == "duree.yaml, ligne 1 : octet invalide ; attendu : du texte UTF-8"


def test_a_byte_order_mark_is_accepted(folder) -> None:
    folder.write("duree.yaml", folder.read("duree.yaml").encode("utf-8-sig"))

    assert folder.faults() == []


def test_an_alias_is_refused_where_it_stands(only_fault: OnlyFault) -> None:
    said = only_fault("duree.yaml", "title: Avis", "title: &t Avis\n    declared: *t", at="declared")

    assert "rules[1].declared : alias YAML (*nom) ; attendu : la valeur écrite" in said


def test_aliases_that_multiply_are_refused_without_being_followed(folder) -> None:
    folder.write("lol.yaml", LIKE_A_PARAGRAPH)

    faults = folder.faults()

    assert faults[0].startswith("lol.yaml, ligne 2, b[0] : alias YAML")
    assert len(faults) < 100


@pytest.mark.parametrize("depth", [60, 500, 5_000])
def test_blocks_nested_without_end_are_refused(folder, depth: int) -> None:
    folder.write("profond.yaml", "a: " + "[" * depth + "]" * depth)

    assert any(fault.startswith("profond.yaml, ligne 1") for fault in folder.faults())


def test_a_missing_list_of_facts_is_told(folder) -> None:
    (folder.path / "faits.yaml").unlink()

    assert folder.faults() == [f"faits.yaml : fichier absent de {folder.path} ; attendu : la liste des faits"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"fichier absent de .*nulle-part"):
        load_rulebook(tmp_path / "nulle-part")


def test_a_file_with_another_extension_is_told_not_passed_over(folder) -> None:
    folder.write("nouvelle.yml", "topic: x")

    assert folder.faults() == ["nouvelle.yml : extension .yml ; attendu : .yaml"]


def test_a_folder_in_the_place_of_a_file_is_told(folder) -> None:
    (folder.path / "dossier.yaml").mkdir()

    (fault,) = folder.faults()

    assert fault.startswith("dossier.yaml : fichier illisible")


def test_rules_and_parameters_in_folders_below_are_read(folder) -> None:
    folder.write("cnam/suite.yaml", _rule_file("suite", 'met_when: {"finding:duree": {is: met}}'))
    folder.write("parametres/cnam/plus.yaml", folder.read("parametres/seuils.yaml"))

    assert [fault[: fault.index(",")] for fault in folder.faults()] == ["parametres/seuils.yaml"] * 2


def test_all_faults_of_all_files_are_told_at_once(folder) -> None:
    folder.change("duree.yaml", ("kind: blocking", "kind: bloquante"), ("order: 1", "ordre: 1"))
    folder.change("parametres/seuils.yaml", ("value: 1607", "valeur: 1607"))
    folder.change("faits.yaml", ("type: ratio", "type: part"))
    folder.write("vide.yaml", "")

    files = [fault.split(",")[0].split(" :")[0] for fault in folder.faults()]

    assert set(files) == {"duree.yaml", "parametres/seuils.yaml", "faits.yaml", "vide.yaml"}
    assert files.count("duree.yaml") >= 2


def test_all_faults_between_files_are_told_at_once(folder) -> None:
    folder.change(
        "duree.yaml",
        (WHEN, "when: {heure: {at_least: 1}}"),
        (MET, 'met: "{mos}"'),
        (SECOND, "in_force: {from: 2021-01-01}"),
    )

    assert len(folder.faults()) == 3


def test_the_error_says_every_fault_one_a_line(folder) -> None:
    folder.change("duree.yaml", (WHEN, "when: {heure: {at_least: 1}}"), (MET, 'met: "{mos}"'))

    with pytest.raises(RulebookError) as refusal:
        folder.load()

    assert str(refusal.value).splitlines() == folder.faults()


def test_on_and_yes_and_no_stay_words(folder) -> None:
    folder.change(
        "faits.yaml",
        ("values: {proche: métier proche, loin: métier éloigné}", "values: {yes: oui, no: non, on: en cours}"),
    )
    folder.change("parametres/seuils.yaml", ("value: [proche]", "value: [yes, on]"))

    book = folder.load()

    assert list(book.facts["metier"].values) == ["yes", "no", "on"]
    assert book.parameter_by_id["liste.metiers"].versions[0].value == ["yes", "on"]


def test_a_word_and_its_decomposed_form_are_one(folder) -> None:
    folder.change("faits.yaml", ("values: {proche: métier proche, ", "values: {pre\u0301s: métier proche, "))
    folder.change("parametres/seuils.yaml", ("value: [proche]", "value: [pr\u00e9s]"))
    folder.change(
        "duree.yaml",
        (WHEN, "when: {metier: {is: pr\u00e9s}}"),
        ("facts: {heures: 1606}", "facts: {metier: pre\u0301s}"),
    )

    assert folder.faults() == []


def _rule_file(rule_id: str, condition: str, more: str = "") -> str:
    return f"""\
topic: Suite
rules:
  - id: {rule_id}
    title: Suite
    kind: information{more}
    versions:
      - in_force: {{from: 2002-01-18}}
        {condition}
        met: "Suite."
        source: {{text: règle du programme, confidence: house}}
        checked_on: 2026-11-24
"""
