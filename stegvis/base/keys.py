"""Keys kept outside the database, in files only the server's user can read.

One master key; every purpose gets its own key by HKDF (RFC 5869), so that no two uses share one.
A backup of the database alone therefore reveals neither pseudonyms nor sealed texts, and cannot forge the audit chain.
"""

import base64
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MASTER_FILE = "master.key"


class KeyProblem(RuntimeError):
    """The key file is missing, unreadable or not a key."""


def ensure_master_key(directory: Path) -> Path:
    """Create the master key (32 random bytes, mode 0600) if there is none yet; return its path."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / MASTER_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    return path


@lru_cache(maxsize=64)
def _derived(directory: str, purpose: str) -> bytes:
    try:
        master = bytes.fromhex((Path(directory) / MASTER_FILE).read_text().strip())
    except (OSError, ValueError) as problem:
        raise KeyProblem(f"the key file {MASTER_FILE} cannot be read: restore it from your key backup") from problem
    if len(master) < 32:
        raise KeyProblem("the master key is too short: it must be 32 bytes in hexadecimal")
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"stegvis:{purpose}".encode()).derive(master)


def key_for(purpose: str) -> bytes:
    """The 32-byte key of a purpose, e.g. `audit`, `pseudonym:fsla`, `sealed`. Raises KeyProblem."""
    return _derived(str(settings.STEGVIS_KEY_DIR), purpose)


def keyed_digest(purpose: str, text: str) -> str:
    """HMAC-SHA-256 of the text under the purpose's key, in hexadecimal."""
    return hmac.new(key_for(purpose), text.encode(), hashlib.sha256).hexdigest()


def seal(text: str, purpose: str = "sealed") -> str:
    """Encrypt a text so that the database alone does not reveal it."""
    return seal_bytes(text.encode(), purpose).decode()


def unseal(token: str, purpose: str = "sealed") -> str:
    """The text behind `seal`. Raises KeyProblem when the key does not fit."""
    return unseal_bytes(token.encode(), purpose).decode()


def seal_bytes(content: bytes, purpose: str = "sealed") -> bytes:
    """As `seal`, for content that is not text."""
    return Fernet(base64.urlsafe_b64encode(key_for(purpose))).encrypt(content)


def unseal_bytes(token: bytes, purpose: str = "sealed") -> bytes:
    """The content behind `seal_bytes`. Raises KeyProblem when the key does not fit."""
    try:
        return Fernet(base64.urlsafe_b64encode(key_for(purpose))).decrypt(bytes(token))
    except InvalidToken as problem:
        raise KeyProblem(
            "a sealed text does not fit the key: the key directory and the database belong apart"
        ) from problem
