"""Many people at once, for a long time, on a server as people start it: no error, and memory that does not grow.

``make soak`` has two hundred people for five minutes; with the other tests, twenty for some seconds.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import pytest

from matcher.reading.dossiers import read_dossier

ROOT = Path(__file__).parents[2]
CLIENTS = int(os.environ.get("SOAK_CLIENTS", 20))
SECONDS = float(os.environ.get("SOAK_SECONDS", 6))
PATIENCE = 180
SERVE = [sys.executable, "-m", "matcher.cli", "serve", "--port", "0"]
DOSSIERS: list[dict[str, Any]] = [
    json.loads(read_dossier(path).model_dump_json(exclude_unset=True)) for path in sorted((ROOT / "examples").glob("*"))
]
MARGIN_PART, MARGIN_MB = 0.05, 15
"""How much more memory the last third may take than the second: allocators never give back to the byte."""


@dataclass
class Seen:
    """Seconds that answers took, MB that the server held at each look, and what went wrong."""

    spent: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """What the server writes; a pipe that nobody empties would stop it."""
    return tmp_path / "journal"


@pytest.fixture
def server(journal: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with journal.open("wb") as written, subprocess.Popen(SERVE, env=environment, stderr=written) as process:
        try:
            yield process
        finally:
            process.kill()


def address(journal: Path, server: subprocess.Popen[bytes]) -> str:
    while (found := re.search(r"http://[^/]+/", journal.read_text(encoding="utf-8"))) is None:
        assert server.poll() is None
        time.sleep(0.1)
    return found[0]


def resident(process: int) -> float:
    """MB of memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def someone(chance: random.Random) -> dict[str, Any]:
    """A dossier that says what no other has said, so that nothing kept of one serves another."""
    dossier = json.loads(json.dumps(chance.choice(DOSSIERS)))
    for one in dossier["experiences"]:
        words = "".join(chance.choices("abcdefghilmnoprstu", k=9))
        one["activities"] = [*one.get("activities", []), f"Suivi des {words} de l'équipe {chance.randrange(10**6)}"]
    return dossier | {"id": f"D{chance.randrange(10**9)}"}


async def client(number: int, http: httpx.AsyncClient, end: float, seen: Seen) -> None:
    """Sends one dossier after another; every tenth is faulty, and is to be refused."""
    chance = random.Random(number)
    while time.monotonic() < end:
        faulty = chance.random() < 0.1
        body = someone(chance) | ({"filed_on": "demain"} if faulty else {})
        started = time.monotonic()
        try:
            answer = await http.post("api/evaluate", json=body)
        except httpx.HTTPError as error:
            seen.wrong.append(repr(error))
            continue
        seen.spent.append(time.monotonic() - started)
        if answer.status_code != (422 if faulty else 200) or (not faulty and answer.json()["dossier"] != body["id"]):
            seen.wrong.append(f"{answer.status_code} {answer.text[:200]}")


async def watch(process: int, end: float, seen: Seen) -> None:
    while time.monotonic() < end:
        seen.memory.append(resident(process))
        await asyncio.sleep(SECONDS / 120)


async def crowd(url: str, process: int, seen: Seen) -> None:
    end = time.monotonic() + SECONDS
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=httpx.Limits(max_connections=CLIENTS)) as http:
        await asyncio.gather(watch(process, end, seen), *(client(number, http, end, seen) for number in range(CLIENTS)))


def test_a_crowd_is_served_without_a_fault_and_memory_stays(server: subprocess.Popen[bytes], journal: Path) -> None:
    seen = Seen()
    asyncio.run(crowd(address(journal, server), server.pid, seen))
    server.terminate()
    server.wait(timeout=PATIENCE)
    written = journal.read_text(encoding="utf-8")
    third = len(seen.memory) // 3
    second, last = median(seen.memory[third : 2 * third]), median(seen.memory[2 * third :])
    spent = sorted(seen.spent)
    print(
        f"\n{CLIENTS} clients, {SECONDS:.0f} s : {len(spent)} réponses, {len(seen.wrong)} erreur(s) ; "
        f"médiane {median(spent):.2f} s, p99 {spent[int(0.99 * len(spent))]:.2f} s ; "
        f"mémoire {seen.memory[0]:.0f} Mo au départ, {second:.0f} au deuxième tiers, {last:.0f} au dernier."
    )
    assert not seen.wrong
    assert len(spent) >= CLIENTS
    assert " 500 " not in written
    assert "Traceback" not in written
    assert server.returncode == 0
    assert last <= second * (1 + MARGIN_PART) + MARGIN_MB
