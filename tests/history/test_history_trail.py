"""The audit trail: every act leaves a line, which nobody can change, and which tells nothing of the person."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_cases import CANARY, Told, ask
from sqlalchemy.exc import DBAPIError

from matcher.history import History


def test_every_act_leaves_its_line(history: History, told: Told, tmp_path: Path) -> None:
    id = history.save(*told, "Ada")
    history.opinion(id)
    history.opinion(id, reader="Grace")
    history.export(CANARY, "Grace")
    history.backup(tmp_path / "sauvegarde.jsonl", "Grace")
    history.erase(CANARY, "Ada")
    trail = history.trail()
    assert [(act.who, act.action) for act in trail] == [
        ("Ada", "enregistrement"),
        ("Grace", "ouverture"),
        ("Grace", "export"),
        ("Grace", "sauvegarde"),
        ("Ada", "effacement"),
    ]
    assert trail[0].opinion == trail[1].opinion == id
    assert [act.at for act in trail] == sorted(act.at for act in trail)
    assert CANARY not in str(trail)


@pytest.mark.parametrize("statement", ["UPDATE vae_audit SET who = 'personne'", "DELETE FROM vae_audit"])
def test_a_line_is_neither_changed_nor_removed(statement: str, history: History, address: str, told: Told) -> None:
    history.save(*told, "Ada")
    before = history.trail()
    with pytest.raises(DBAPIError, match="append-only"):
        ask(address, statement)
    assert history.trail() == before
