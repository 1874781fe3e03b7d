"""A server started as people start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

SERVE = [sys.executable, "-m", "matcher.cli", "serve", "--port", "0"]
PATIENCE = 60


class Running:
    """A server under way, and what it has written."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [*SERVE, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        self.said = ""
        assert self.process.stderr is not None
        while (found := re.search(r"(https?)://([^/]+):(\d+)/", self.said)) is None:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
        self.url, self.port = found[0], int(found[3])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, said = self.process.communicate(timeout=PATIENCE)
        self.said += said
        assert out == ""
        return self.process.returncode
