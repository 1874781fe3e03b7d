"""The licence list: every distribution that the program needs to run, extras included, as a table in docs/licences.md.

    python scripts/licences.py [--check]

``--check`` writes nothing, and fails when the table is not that of the distributions installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "licences.md"
PROGRAM = "vae-cnam"

_HEAD = """\
# Les bibliothèques et leurs licences

Écrit par `python scripts/licences.py`, d'après ce que chaque bibliothèque déclare d'elle-même. Les outils de
développement n'y sont pas : ils ne voyagent pas avec le programme.

| bibliothèque | licence | sert |
| --- | --- | --- |
"""


def needed(name: str, extra: str = "") -> Iterator[Requirement]:
    """The requirements of an installed distribution, for one of its extras or for none."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        with_extra = marker is None or marker.evaluate({"extra": extra})
        without = marker is None or marker.evaluate({"extra": ""})
        if with_extra and (not extra or not without):
            yield requirement


def gathered(roots: Iterator[Requirement]) -> dict[str, Distribution]:
    """All that these requirements bring, by name, those not installed left out."""
    found: dict[str, Distribution] = {}
    waiting = list(roots)
    while waiting:
        requirement = waiting.pop()
        try:
            one = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        name = re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower()
        if name not in found:
            found[name] = one
            waiting += needed(requirement.name)
            waiting += [more for extra in requirement.extras for more in needed(requirement.name, extra)]
    return found


def licence(one: Distribution) -> str:
    """What a distribution declares: its SPDX expression, else its classifiers, else the first line of its licence."""
    declared = one.metadata.json
    said, text = str(declared.get("license_expression", "")), str(declared.get("license", "")).strip().split("\n")[0]
    classifiers = [
        each.rsplit(" :: ", 1)[1] for each in declared.get("classifier", ()) if each.startswith("License ::")
    ]
    classified = [each for each in classifiers if each != "OSI Approved"]
    return said or ", ".join(classified) or text or "non déclarée"


def rows() -> Iterator[str]:
    extras = distribution(PROGRAM).metadata.get_all("Provides-Extra") or ()
    groups = {"toujours": gathered(needed(PROGRAM))}
    groups |= {f"supplément {extra}": gathered(needed(PROGRAM, extra)) for extra in sorted(extras)}
    uses: dict[str, list[str]] = {}
    for use, found in groups.items():
        for name in found:
            if use == "toujours" or name not in groups["toujours"]:
                uses.setdefault(name, []).append(use)
    for name in sorted(uses):
        yield f"| {name} | {licence(distribution(name))} | {', '.join(uses[name])} |\n"


def main(arguments: list[str]) -> int:
    text = _HEAD + "".join(rows())
    if "--check" in arguments:
        fresh = TABLE.is_file() and TABLE.read_text(encoding="utf-8") == text
        print("Table à jour." if fresh else f"{TABLE} n'est plus à jour : python scripts/licences.py")
        return not fresh
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE} : {text.count(chr(10)) - 7} bibliothèques.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
