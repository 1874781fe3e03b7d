"""What is imported stays whole, through kills, second imports and damage; and is merged with the bundled catalogue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from import_files import NATIONAL, content, export, real, standard

from matcher.model.certification import Certification
from matcher.reading import store
from matcher.reading.archives import ImportFault
from matcher.reading.bundled import referentials_folder
from matcher.reading.catalogue import load_catalogue
from matcher.reading.register.loading import import_rncp
from matcher.reading.store import (
    data_folder,
    diff_register,
    last_load,
    load_previous_register,
    load_register,
    merge_register,
    register_version,
)

SCRIPT = """
import os, sys, time
from pathlib import Path
from matcher.reading import versions
from matcher.reading.register.loading import import_rncp

moment, calls, real_replace, real_removal = sys.argv[3], [], os.replace, versions._remove_leftovers

def freeze():
    print("frozen", flush=True)
    time.sleep(120)

def progress(done, total, what):
    if moment == "writing" and what == "fiches" and done == 500:
        freeze()

def replace(one, two):
    calls.append(two)
    if moment == f"replace {len(calls)}":
        freeze()
    real_replace(one, two)

def removal(folder):
    calls.append(folder)
    if moment == "cleaning" and len(calls) == 4:
        freeze()
    real_removal(folder)

os.replace, versions._remove_leftovers = replace, removal
import_rncp(Path(sys.argv[1]), Path(sys.argv[2]), progress)
"""


def many(path: Path, title: str, count: int = 1_200) -> Path:
    return export(path, *(standard(f"RNCP{number}", title) for number in range(1, count + 1)))


def frozen_import(path: Path, folder: Path, moment: str) -> subprocess.Popen[str]:
    """A process that imports, and stops for good at that moment."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path), str(folder), moment], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "frozen\n"
    return process


def titles(folder: Path) -> set[str]:
    return {one.title for one in load_register(folder) or ()}


@pytest.mark.parametrize(
    ("moment", "title"),
    [("writing", "Avant"), ("replace 2", "Avant"), ("replace 3", "Avant"), ("cleaning", "Après")],
)
def test_killed_at_any_moment_an_import_leaves_whole_data_and_the_next_one_cleans_up(
    tmp_path: Path, moment: str, title: str
) -> None:
    data, after = tmp_path / "data", many(tmp_path / "after.zip", "Après")
    import_rncp(many(tmp_path / "before.zip", "Avant"), data)
    process = frozen_import(after, data, moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert titles(data) == {title}
    assert len(load_register(data) or ()) == 1_200
    import_rncp(after, data)
    assert titles(data) == {"Après"}
    previous = load_previous_register(data)
    assert previous is not None
    assert {one.title for one in previous} == {"Avant"}
    assert sorted(path.suffix for path in data.iterdir()) == [".json", ".sqlite", ".sqlite"]


def test_killed_at_its_first_import_a_folder_reads_as_empty(tmp_path: Path) -> None:
    path = many(tmp_path / "e.zip", "Un titre")
    for moment in ("writing", "replace 2", "replace 3"):
        process = frozen_import(path, tmp_path / "data", moment)
        process.kill()
        process.wait()
        assert load_register(tmp_path / "data") is None
    import_rncp(path, tmp_path / "data")
    assert sorted(one.suffix for one in (tmp_path / "data").iterdir()) == [".json", ".sqlite"]


def test_two_imports_at_once_are_refused_and_reading_goes_on(tmp_path: Path) -> None:
    data, path = tmp_path / "data", many(tmp_path / "e.zip", "Un titre")
    import_rncp(many(tmp_path / "before.zip", "Avant"), data)
    process = frozen_import(path, data, "writing")
    try:
        with pytest.raises(ImportFault, match=r"Un autre import est en cours dans .* : attendez qu'il finisse"):
            import_rncp(path, data)
        assert titles(data) == {"Avant"}
    finally:
        process.kill()
        process.wait()
    assert import_rncp(path, data).fiches == 1_200


def test_the_same_source_again_changes_nothing(tmp_path: Path) -> None:
    data, path = tmp_path / "data", export(tmp_path / "e.zip", standard("RNCP1", "Un titre"))
    first = import_rncp(path, data)
    before = content(data)
    again = import_rncp(path, data)
    assert (again.unchanged, again.version, again.fiches, again.added) == (True, first.version, 1, ())
    assert again.lines()[0] == "Rien à faire : e.zip est déjà la version en service."
    assert content(data) == before


def test_a_load_tells_what_it_changes_and_the_version_before_is_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    old = [standard("RNCP1", "Reste"), standard("RNCP2", "Change"), standard("RNCP10", "Part")]
    new = [standard("RNCP1", "Reste"), standard("RNCP2", "Change", actif="INACTIVE"), standard("RNCP3", "Vient")]
    import_rncp(export(tmp_path / "old.zip", *old), data)
    load = import_rncp(export(tmp_path / "new.zip", *new, day="2026_06_01"), data)
    assert (load.added, load.changed, load.removed) == (("RNCP3",), ("RNCP2",), ("RNCP10",))
    assert "Ajoutées : 1 ; modifiées : 1 ; retirées : 1 (RNCP10)." in load.lines()
    assert register_version(data) == load.version
    assert load.version.startswith("rncp-2026-06-01-")
    assert last_load(data) == load
    before, now = load_previous_register(data), load_register(data)
    assert before is not None
    assert now is not None
    assert diff_register(before, now) == [
        "RNCP2 modifiée (Change) : état oui → non",
        "RNCP3 ajoutée : Vient",
        "RNCP10 retirée : Part",
    ]
    import_rncp(export(tmp_path / "old.zip", *old), data)
    assert sorted(path.suffix for path in data.iterdir()) == [".json", ".sqlite", ".sqlite"]


def test_the_whole_register_reads_back(tmp_path: Path) -> None:
    import_rncp(real(NATIONAL), tmp_path)
    assert len(load_register(tmp_path) or ()) == 7_622


def test_targets_leave_out_what_ended_long_ago(tmp_path: Path) -> None:
    ended = {"actif": "INACTIVE", "type_enregistrement": ""}
    rows = [
        standard("RNCP1", "En cours"),
        standard("RNCP2", "Fini depuis peu", date_fin_enregistrement="01/01/2024", **ended),
        standard("RNCP3", "Fini depuis longtemps", date_fin_enregistrement="01/01/2015", **ended),
        standard("RNCP4", "Fini sans date", **ended),
    ]
    import_rncp(export(tmp_path / "e.zip", *rows), tmp_path / "data")
    found = load_register(tmp_path / "data", only_targets=True)
    assert found is not None
    assert [one.code for one in found] == ["RNCP1", "RNCP2"]
    assert len(load_register(tmp_path / "data") or ()) == 4


def test_nothing_imported_is_none(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert load_register(folder) is None
        assert load_previous_register(folder) is None
        assert register_version(folder) is None
        assert last_load(folder) is None


@pytest.mark.parametrize("harm", ["pointer", "file", "gone", "format"])
def test_damage_is_told_with_its_remedy_and_a_new_import_repairs_it(tmp_path: Path, harm: str) -> None:
    data, path = tmp_path / "data", export(tmp_path / "e.zip", standard("RNCP1", "Un titre"))
    import_rncp(path, data)
    stored = next(data.glob("*.sqlite"))
    if harm == "pointer":
        (data / "current.json").write_text("{")
    elif harm == "gone":
        stored.unlink()
    elif harm == "format":
        raw = bytearray(stored.read_bytes())
        raw[60:64] = (99).to_bytes(4, "big")  # user_version
        stored.write_bytes(raw)
    else:
        stored.write_bytes(b"SQLite format 3\0" + b"x" * 4_000)
    with pytest.raises(ImportFault, match="relancez « vae import rncp »"):
        load_register(data)
    assert import_rncp(path, data).unchanged is False
    assert titles(data) == {"Un titre"}


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    import_rncp(export(tmp_path / "a.zip", standard("RNCP1", "Avant")), data)
    before = content(data)

    def full(one: Any, two: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(ImportFault, match=r"a échoué .* : rien n'a changé"):
            import_rncp(export(tmp_path / "b.zip", standard("RNCP1", "Après")), data)
    assert content(data) == before


def test_the_folder_is_the_one_of_the_environment_else_the_user_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAE_DATA", "~/ailleurs")
    assert data_folder() == Path.home() / "ailleurs"
    monkeypatch.setenv("VAE_DATA", " ")
    assert data_folder().name == "vae-cnam"
    monkeypatch.delenv("VAE_DATA")
    assert data_folder().name == "vae-cnam"


def certification(**facts: Any) -> Certification:
    known = {"code": "RNCP1", "rncp": "RNCP1", "provenance": "verified", "title": "Un titre", "kind": "titre_rncp"}
    return Certification.model_validate(known | facts)


def read_on(day: str | None, *facts: str) -> list[dict[str, Any]]:
    return [{"facts": facts, "text": f"source du {day}", "read_on": day}]


OURS = certification(
    family="famille",
    cnam_codes=[{"code": "CPN1A", "link": "to_confirm"}],
    doubts=[{"fact": "rome", "text": "à confirmer"}],
    level=6,
    rome=["M1203"],
    certifiers=[{"name": "Conservatoire national des arts et métiers (Cnam)", "siret": "19753471200017"}],
    predecessors=["RNCP8"],
    sources=[*read_on("2026-04-22", "title", "level"), *read_on(None, "rome"), *read_on("2024-01-17", "blocs")],
    blocs=[
        {"code": "B1", "title": "Bloc un", "wording": "projet", "competencies": [{"code": "C1", "text": "Nos mots"}]},
        {"code": "B2", "title": "Bloc deux"},
    ],
    wording="projet",
    activities=["Nos activités"],
)


def theirs(day: str | None, **facts: Any) -> Certification:
    all_facts = ("title", "level", "rome", "certifiers", "active", "active_on", "blocs", "registered.to", "vae.open")
    return certification(sources=read_on(day, *all_facts), **facts)


def test_the_later_source_wins_fact_by_fact_and_is_named() -> None:
    other = theirs(
        "2026-01-01", title="Autre", level=5, rome=["M1204"], registered={"to": "2027-01-01"}, vae={"open": True}
    )
    (merged,) = merge_register([OURS], [other])
    assert (merged.title, merged.level) == ("Un titre", 6)  # lus après
    assert merged.rome == ("M1204",)  # les nôtres n'ont pas de date
    assert merged.registered.to == date(2027, 1, 1)
    assert merged.vae.open is True
    taken = {fact: source.text for source in merged.sources for fact in source.facts}
    assert taken["title"] == "source du 2026-04-22"
    assert taken["rome"] == "source du 2026-01-01"
    assert (merged.family, merged.cnam_codes, merged.doubts) == (OURS.family, OURS.cnam_codes, OURS.doubts)


def test_an_undated_import_replaces_nothing_that_is_known() -> None:
    (merged,) = merge_register([OURS], [theirs(None, title="Autre", rome=["M1204"], active=True)])
    assert (merged.title, merged.rome) == ("Un titre", ("M1203",))
    assert merged.active is True


def test_our_words_stay_where_the_register_has_none() -> None:
    titled = theirs("2026-08-01", blocs=[{"code": "B1", "title": "Bloc renommé"}, {"code": "B2"}, {"code": "B3"}])
    (merged,) = merge_register([OURS], [titled])
    assert [(bloc.code, bloc.title, bloc.wording) for bloc in merged.blocs] == [
        ("B1", "Bloc renommé", "projet"),
        ("B2", "Bloc deux", "source"),
        ("B3", None, "source"),
    ]
    assert merged.blocs[0].competencies == OURS.blocs[0].competencies
    assert (merged.wording, merged.activities) == ("projet", ("Nos activités",))


def test_words_of_the_register_replace_ours() -> None:
    told = [{"code": "B1", "title": "Bloc un", "competencies": [{"code": "C1", "text": "Leurs mots"}]}]
    (merged,) = merge_register(
        [OURS], [theirs("2026-08-01", blocs=told, wording="source", activities=["Leurs activités"])]
    )
    assert [(bloc.wording, bloc.competencies[0].text) for bloc in merged.blocs] == [("source", "Leurs mots")]
    assert (merged.wording, merged.activities) == ("source", ("Leurs activités",))


def test_links_are_joined_and_certifiers_keep_our_name() -> None:
    cnam = {"name": "CONSERVATOIRE NATIONAL DES ARTS ET METIERS", "siret": "19753471200017"}
    one = theirs("2026-08-01", certifiers=[cnam], predecessors=["RNCP12"], successors=["RNCP20"])
    new = certification(code="RNCP50", rncp="RNCP50", certifiers=[cnam])
    merged = merge_register([OURS], [one, new])
    assert (merged[0].predecessors, merged[0].successors) == (("RNCP8", "RNCP12"), ("RNCP20",))
    assert [each.certifiers[0].name for each in merged] == ["Conservatoire national des arts et métiers (Cnam)"] * 2


def test_days_that_would_contradict_each_other_are_taken_together() -> None:
    ours = certification(registered={"from": "2025-01-01"}, sources=read_on("2026-08-01", "registered.from"))
    other = certification(
        registered={"from": "2020-01-01", "to": "2024-12-31"},
        sources=read_on("2026-01-01", "registered.from", "registered.to"),
    )
    (merged,) = merge_register([ours], [other])
    assert (merged.registered.from_, merged.registered.to) == (date(2020, 1, 1), date(2024, 12, 31))


def test_the_bundled_catalogue_and_the_whole_register_are_one(tmp_path: Path) -> None:
    import_rncp(real(NATIONAL), tmp_path)
    bundled, imported = load_catalogue(referentials_folder() / "cnam"), load_register(tmp_path)
    assert imported is not None
    merged = merge_register(bundled, imported)
    codes = [one.code for one in merged]
    assert len(codes) == len(set(codes))
    assert set(codes) == {one.code for one in (*bundled, *imported)}
    assert codes[: len(bundled)] == [one.code for one in bundled]
    by_code = {one.code: one for one in merged}
    for one in bundled:
        if one.rncp is None:
            assert by_code[one.code] == one
        kept = {bloc.code: bloc for bloc in by_code[one.code].blocs}
        for bloc in one.blocs:
            if bloc.competencies:
                assert kept[bloc.code].competencies == bloc.competencies
    for one in merged:
        Certification.model_validate(one.model_dump(by_alias=True))


def test_the_store_names_what_a_program_needs() -> None:
    assert all(hasattr(store, name) for name in store.__all__)
