"""How the server is exposed, and what it asks of those who come."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address

SHORTEST_SECRET = 16
"""Characters; below, a secret is guessed too easily."""
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class ServerSettings:
    """Settings of one run. A server that others can reach must have a secret, or ValueError is raised.

    Either secret opens the pages (typed at the login page) and the API (as a bearer token). ``public_name`` is the
    name by which a TLS proxy is reached; ``tls`` says that the server itself holds a certificate. Sizes are in bytes,
    durations in seconds.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    public_name: str | None = None
    tls: bool = False
    largest_body: int = 1_000_000
    body_patience: float = 20
    idle_session: int = 3_600
    longest_session: int = 10 * 3_600
    login_failures: int = 5
    login_pause: int = 300
    session_key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def __post_init__(self) -> None:
        if self.exposed and not self.protected:
            raise ValueError(
                f"Le serveur serait ouvert à d'autres ({self.public_name or self.host}) : donnez un secret par "
                "--password-file ou --token-file, ou gardez --host 127.0.0.1."
            )
        if any(len(secret) < SHORTEST_SECRET for secret in self.secrets):
            raise ValueError(f"Le secret est trop court ; attendu : au moins {SHORTEST_SECRET} caractères.")

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(secret for secret in (self.password, self.token) if secret is not None)

    @property
    def protected(self) -> bool:
        """True when visitors have to show a secret."""
        return bool(self.secrets)

    @property
    def exposed(self) -> bool:
        """True when other machines can reach the server."""
        return self.public_name is not None or not is_loopback(self.host)

    @property
    def encrypted(self) -> bool:
        """True when people may come over TLS only: no cookie travels in the clear."""
        return self.exposed or self.tls

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names a request may give in its Host header; None = any, behind a secret."""
        if self.public_name is None and self.exposed:
            return None
        public = (self.public_name.lower(),) if self.public_name else ()
        return frozenset((*_LOOPBACK_NAMES, bracketed(self.host).lower(), *public))


def is_loopback(host: str) -> bool:
    """True when an address or a name is this machine's own, out of reach from any other."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def bracketed(host: str) -> str:
    """A host as it stands in an URL: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host
