"""Hostile bytes made from honest ones: cut, repeated, crossed, salted with what breaks readers. Seeded."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

SALT: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\n\r\n",
    b'"',
    b'""',
    b"'",
    b";",
    b"\t",
    b"{",
    b"}",
    b"[" * 200,
    b'{"a":' * 200,
    b"- " * 200,
    b"&a [*a, *a]",
    b"<<: *a",
    b"!!python/object/apply:os.system ['true']",
    b"\xe9",
    b"\xc3",
    b"\xed\xa0\x80",
    "\u202e\u0301\U0001f469\u200d\U0001f4bb".encode(),
    b"NaN",
    b"-Infinity",
    b"1e400",
    b"-0",
    b"9" * 400,
    b"0000-00-00",
    b"31/02/2020",
    b"12/31/2019",
    b"=HYPERLINK(1)",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    b"<!ENTITY x0 'ha'><!ENTITY x1 '&x0;&x0;'>",
    b"]]>",
    b"<![CDATA[",
    b"</FICHE>",
    b"<FICHE>",
    b"../../etc/passwd",
    b"true",
    b"null",
    b"~",
    b"|",
    b"? ",
    b"%TAG ! x",
)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    part = data[start : start + chance.randint(1, 60)]
    return data[:start] + part * chance.randint(2, 30) + data[start:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _salt(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(SALT) + data[start + chance.randint(0, 6) :]


def _recode(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(chance.choice(("cp1252", "utf-16", "utf-8-sig", "utf-32", "mac-roman")), errors="replace")


def _shuffle(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _truncate,
    _repeat,
    _flip,
    _salt,
    _salt,
    _recode,
    _shuffle,
)


def mutated(samples: Sequence[bytes], chance: random.Random, most: int = 20_000) -> bytes:
    """One hostile input of at most ``most`` bytes; now and then two samples crossed, or pure noise."""
    if chance.random() < 0.02:
        return chance.randbytes(chance.randrange(most // 10))
    data = chance.choice(samples)
    if chance.random() < 0.1:
        other = chance.choice(samples)
        data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        data = chance.choice(_WAYS)(data, chance)
    return data[:most]
