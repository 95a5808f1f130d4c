"""Accounts of staff and tokens of programs, in one file: names, and what passwords and tokens are checked against."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import stat
import threading
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import ConfigError, KizError

# RFC 7914, with the strength that OWASP's Password Storage Cheat Sheet (2024) names for 32 MiB: N=2^15, r=8, p=3.
LOG_N, R, P = 15, 8, 3
# Length counts most (BSI, Sichere Passwörter; NIST SP 800-63B). The upper bound keeps hashing short.
SHORTEST, LONGEST = 12, 256
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_STORED = re.compile(r"scrypt\$(1\d)\$([1-9])\$([1-9])\$([A-Za-z0-9+/=]{16,64})\$([A-Za-z0-9+/=]{40,100})")
# One at a time: each takes 32 MiB, and nobody shall fill the memory by trying to log in.
_HASHING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Accounts:
    """`users`: name -> hash of the password. `tokens`: name -> sha256 of the token."""

    users: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, str] = field(default_factory=dict)


def name_of(given: str) -> str:
    """Return a name as it is kept, in small letters.

    :raises KizError: it has other characters than a name may have.
    """
    name = given.strip().casefold()
    if not _NAME.fullmatch(name):
        raise KizError("bad-user-name", name=given)
    return name


def hashed(password: str) -> str:
    """Return what a password is checked against.

    :raises KizError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise KizError("bad-password", shortest=SHORTEST, longest=LONGEST)
    salt = secrets.token_bytes(16)
    parts = (base64.b64encode(part).decode() for part in (salt, _scrypt(password, salt, LOG_N, R, P)))
    return "$".join(["scrypt", str(LOG_N), str(R), str(P), *parts])


def matches(password: str, stored: str | None) -> bool:
    """Return whether it is the password. Takes as long where there is no such account (`stored` None)."""
    found = _STORED.fullmatch(stored or _NOBODY)
    if found is None or len(password) > LONGEST:
        return False
    try:
        salt, wanted = base64.b64decode(found[4]), base64.b64decode(found[5])
    except ValueError:
        return False
    same = hmac.compare_digest(_scrypt(password, salt, int(found[1]), int(found[2]), int(found[3])), wanted)
    return same and stored is not None


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    known = unicodedata.normalize("NFKC", password).encode()  # the same letters, however a keyboard makes them
    with _HASHING:
        return hashlib.scrypt(known, salt=salt, n=1 << log_n, r=r, p=p, maxmem=(130 * r << log_n) + (1 << 20), dklen=32)


_NOBODY = f"scrypt${LOG_N}${R}${P}${'A' * 22}==${'A' * 43}="


def new_token() -> tuple[str, str]:
    """Return a token and its sha256. With 256 random bits nothing slower than sha256 is needed."""
    token = "kiz_" + secrets.token_urlsafe(32)
    return token, _digest(token)


def token_name(token: str, accounts: Accounts) -> str | None:
    """Return whose token it is, None where it is nobody's."""
    digest = _digest(token)
    owners = [name for name, known in accounts.tokens.items() if hmac.compare_digest(known, digest)]
    return owners[0] if owners else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def read_accounts(file: Path) -> Accounts:
    """Return the accounts of a file, none where there is no file.

    :raises ConfigError: it cannot be read, is no such file, or others than its owner may change or read it.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            table = tomllib.load(opened)
    except FileNotFoundError:
        return Accounts()
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("bad-users-file", file=file, why=error) from error
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ConfigError("open-users-file", file=file)
    users, tokens = table.get("users", {}), table.get("tokens", {})
    good = (
        isinstance(users, dict) and isinstance(tokens, dict) and all(_STORED.fullmatch(str(v)) for v in users.values())
    )
    if not good or not all(re.fullmatch("[0-9a-f]{64}", str(digest)) for digest in tokens.values()):
        raise ConfigError("bad-users-file", file=file, why="[users]/[tokens]")
    return Accounts(users, tokens)


def write_accounts(file: Path, accounts: Accounts) -> None:
    """Write the file in one step, readable for its owner alone.

    :raises ConfigError: it cannot be written.
    """
    lines = [
        "# Geschrieben von „kiz user“ und „kiz token“. Enthält keine Kennwörter, nur ihre Prüfwerte; trotzdem geheim."
    ]
    for section, entries in (("users", accounts.users), ("tokens", accounts.tokens)):
        lines += ["", f"[{section}]", *(f'"{name}" = "{entries[name]}"' for name in sorted(entries))]
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            if file.exists():
                # What an operator has set stays: the owner, and a group that may read.
                before = file.stat()
                os.fchmod(out.fileno(), 0o600 | (before.st_mode & stat.S_IRGRP))
                if os.geteuid() == 0:
                    os.fchown(out.fileno(), before.st_uid, before.st_gid)
            out.write("\n".join(lines) + "\n")
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigError("bad-users-file", file=file, why=error) from error


class AccountFile:
    """The accounts as they stand in the file now; it is read again where it has changed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._accounts = Accounts()

    def now(self) -> Accounts:
        """Return the accounts.

        :raises ConfigError: the file cannot be used.
        """
        try:
            found = self.file.stat()
            # Of its times the one that also a change of its rights moves.
            seen = (found.st_ctime_ns, found.st_size, found.st_ino)
        except OSError:
            return Accounts()
        if seen != self._seen:
            self._accounts, self._seen = read_accounts(self.file), seen
        return self._accounts
