"""A PostgreSQL server for the tests alone: made in a temporary folder, stopped and removed at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import text

from matcher.history.address import read_address
from matcher.history.database import server_engine

ACCOUNT = "postgres"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL of this machine; Debian leaves it out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: float(one.parts[-3]))
    return found[-1].parent if found else None


class PostgresServer:
    """Listens to this machine only, on a port of its own. Its data are in ``folder``."""

    def __init__(self, programs: Path) -> None:
        self._programs, self._bases = programs, set[str]()
        self.folder = Path(tempfile.mkdtemp(prefix="vae-postgres-"))
        if os.getuid() == 0:  # le serveur refuse de tourner sous root
            shutil.chown(self.folder, ACCOUNT)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._run("initdb", "--auth=trust", f"--username={ACCOUNT}", "--encoding=UTF8", "--locale=C", "--no-sync")
        options = f"-F -p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "journal"), "-o", options)

    def address(self, base: str) -> str:
        """As a user would write it, with a password that nothing may show."""
        return f"postgresql://{ACCOUNT}:mot-de-passe-secret@127.0.0.1:{self.port}/{base}?sslmode=disable"

    def empty_base(self, name: str) -> str:
        """The address of a base without anything; made once, emptied for each test."""
        new = name not in self._bases
        self._bases.add(name)
        first = self.address("postgres" if new else name)
        statements = [f"CREATE DATABASE {name}"] if new else ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"]
        engine = server_engine(read_address(first))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()
        return self.address(name)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *options: str) -> None:
        command = [str(self._programs / program), "-D", str(self.folder / "data"), *options]
        if os.getuid() == 0:
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        # Sans tuyau : le serveur lancé le garderait ouvert.
        with open(self.folder.with_suffix(".sortie"), "w+") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd="/", timeout=120)
            said.seek(0)
            assert done.returncode == 0, said.read()
        self.folder.with_suffix(".sortie").unlink()
