"""What a terminal, a pipe or a full disk does to the command line."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matcher.cli import main

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "comptable-et-tresoriere.yaml"
VAE = [sys.executable, "-m", "matcher.cli"]


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run([*VAE, *arguments], cwd=ROOT, capture_output=True, env=environment, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


def test_the_dossier_may_come_from_the_standard_input() -> None:
    done = run("match", "-", "--json", input=EXAMPLE.read_bytes())
    assert done.returncode == 0
    assert json.loads(done.stdout)["dossier"] == "EX-COMPTABLE"


def test_a_closed_pipe_is_no_crash() -> None:
    for arguments in (["match", str(EXAMPLE)], ["match", str(EXAMPLE), "--json"], ["schema", "report"], ["init"]):
        command = " ".join([*VAE, *arguments])
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command} | true"], cwd=ROOT, capture_output=True, timeout=60
        )
        assert done.returncode in {0, 141}
        assert done.stderr == b""


def test_a_full_disk_is_one_sentence() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*VAE, "init"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2
    assert done.stderr.decode() == "La sortie ne peut pas être écrite (disque plein ?).\n"


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("matcher.reading.blank.blank_dossier", interrupt)
    assert main(["init"]) == 130


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_is_not_in_utf_8_gets_plain_signs(encoding: str) -> None:
    done = run("match", str(EXAMPLE), env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0
    assert done.stderr == b""
    said = done.stdout.decode(encoding)
    assert "Dossier EX-COMPTABLE" in said
    assert "\u202f" not in said
    assert json.loads(run("match", str(EXAMPLE), "--json", env={"PYTHONIOENCODING": encoding}).stdout.decode("utf-8"))
    assert run("match", env={"PYTHONIOENCODING": encoding}).returncode == 2


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command shows on a terminal of 80 columns."""
    leader, follower = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS", "TERM"}}
    with subprocess.Popen(
        [*VAE, *arguments], cwd=ROOT, stdout=follower, env={**clean, "COLUMNS": "80", "TERM": "xterm", **environment}
    ) as process:
        os.close(follower)
        said = b""
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            said += chunk
    os.close(leader)
    assert process.returncode == 0
    return said.decode("utf-8")


def test_colour_on_a_terminal_only_and_never_against_no_color() -> None:
    coloured = on_a_terminal("match", str(EXAMPLE))
    assert "\x1b[" in coloured
    plain = on_a_terminal("match", str(EXAMPLE), NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", plain)
    for text in (coloured, plain):
        assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip()) for line in text.splitlines()) <= 80


def test_the_command_line_imports_nothing_heavy() -> None:
    heavy = "('pandas', 'numpy', 'durable', 'rich', 'yaml', 'matcher.engine')"
    program = f"import sys, matcher.cli; print([one for one in {heavy} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_interrupted_while_reading() -> None:
    with subprocess.Popen(
        [*VAE, "match", "-"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, (b"", b""))
