"""The number that people give to a state of the rules, and the state that it was given to.

``version.yaml`` beside the rules: ``version`` as 1.2.0, and ``content``, the hash of the rules that bear it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from matcher.located_yaml import Fault, read_as
from matcher.rulebook.loading import NUMBER, rules_version
from matcher.rulebook.schema import Block


class RulesNumber(Block):
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    content: str


def rules_number(folder: Path) -> tuple[str | None, str | None]:
    """The number of the rules of a folder, and what is to be said of it in French; None where there is nothing."""
    if not (folder / NUMBER).is_file():
        return None, f"{NUMBER} : absent ; attendu : version et content ({rules_version(folder)})"
    found, _, faults = read_as(folder / NUMBER, NUMBER, RulesNumber)
    if found is None:
        return None, "; ".join(map(str, faults)) or f"{NUMBER} : fichier vide"
    if found.content != (now := rules_version(folder)):
        return f"{found.version}+{now}", str(
            Fault(NUMBER, None, "content", f"règles changées depuis la {found.version} ; attendu : un numéro, et {now}")
        )
    return found.version, None
