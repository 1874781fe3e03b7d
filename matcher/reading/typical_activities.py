"""What people usually do in a union, staff or association duty: activities to tick, worded by the project."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from matcher.model.dossier import ExperienceKind
from matcher.reading.bundled import referentials_folder
from matcher.text import stems

FILE = "activites-mandats.yaml"


class Role(BaseModel):
    """A duty: the kinds of experience it goes with, the words that name it, what is usually done in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    kinds: tuple[ExperienceKind, ...]
    words: tuple[str, ...]
    activities: tuple[str, ...]


class TypicalActivities(BaseModel):
    """``source``: who worded them; it is shown with them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    written_on: date
    roles: tuple[Role, ...]

    @model_validator(mode="after")
    def _each_once(self) -> TypicalActivities:
        for role in self.roles:
            if len(set(role.activities)) < len(role.activities):
                raise ValueError(f"« {role.role} » : une activité y est deux fois")
        names = [role.role for role in self.roles]
        if len(set(names)) < len(names):
            raise ValueError("un mandat est donné deux fois")
        return self

    def of(self, kind: str, title: str) -> tuple[Role, ...]:
        """The roles of a kind of experience, those that the title names first."""
        said = set(stems(title))
        roles = [role for role in self.roles if kind in role.kinds]
        return tuple(sorted(roles, key=lambda role: not any(said.issuperset(stems(word)) for word in role.words)))

    def names(self, role: Role, title: str) -> bool:
        """Whether a title names a role."""
        said = set(stems(title))
        return any(said.issuperset(stems(word)) for word in role.words)


def load_typical_activities(path: Path) -> TypicalActivities:
    """Read the file. Raises ValueError when it is faulty."""
    return TypicalActivities.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@functools.cache
def bundled_typical_activities() -> TypicalActivities:
    return load_typical_activities(referentials_folder() / FILE)
