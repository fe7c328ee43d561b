"""The envelope of a callback: its signature, the AES inside and the corporation it is for. Anything else is `Forged`.

WXBizMsgCrypt: AES-256-CBC with the first 16 bytes of the key as IV, PKCS#7 padded to 32; inside 16 random bytes, the length,
the message and the receive id; signed by SHA-1 over the sorted token, timestamp, nonce and ciphertext.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32
HEAD = 16 + 4
_ENCRYPT = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*</Encrypt>")

Fields = Mapping[str, tuple[str, ...]]
"""The texts of the innermost elements of a message, by element."""


class Forged(Exception):
    """What arrived is not from the API or not for us; the error text never contains any of it."""


class Envelope:
    """Opens what is signed with `token` and encrypted with `aes_key` for `receive_id`."""

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        self._token = token
        self._key = b64decode(aes_key.strip() + "=")
        self._receive_id = receive_id.encode()

    def echo(self, query: Mapping[str, str]) -> str:
        """The decrypted echostr, which proves that the address is ours.

        Raises:
            Forged: the signature or the seal is not right.
        """
        sealed = query.get("echostr", "").replace(" ", "+")  # a proxy that decodes twice makes blanks of them
        self._check(query, sealed)
        return self._opened(sealed).decode(errors="replace")

    def open(self, query: Mapping[str, str], body: bytes) -> Fields:
        """The message inside a posted body.

        Raises:
            Forged: the signature, the seal or the message is not right.
        """
        found = _ENCRYPT.search(body)
        if found is None or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            raise Forged("no sealed message")
        sealed = found[1].decode()
        self._check(query, sealed)
        return fields_of(self._opened(sealed))

    def seal(self, message: bytes) -> str:
        """Encrypted as the API does it, for whoever plays the API: the check of our own callback, the demonstration."""
        plain = os.urandom(16) + len(message).to_bytes(4) + message + self._receive_id
        pad = BLOCK - len(plain) % BLOCK
        sealing = Cipher(AES(self._key), CBC(self._key[:16])).encryptor()
        return b64encode(sealing.update(plain + bytes([pad]) * pad) + sealing.finalize()).decode()

    def signature(self, timestamp: str, nonce: str, sealed: str) -> str:
        parts = "".join(sorted((self._token, timestamp, nonce, sealed)))
        return hashlib.sha1(parts.encode(), usedforsecurity=False).hexdigest()

    def _check(self, query: Mapping[str, str], sealed: str) -> None:
        right = self.signature(query.get("timestamp", ""), query.get("nonce", ""), sealed)
        if not hmac.compare_digest(right.encode(), query.get("msg_signature", "").encode()):
            raise Forged("the signature is not right")

    def _opened(self, sealed: str) -> bytes:
        try:
            secret = b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            raise Forged("no base64") from None
        if len(secret) < BLOCK or len(secret) % 16:
            raise Forged("the length is not right")
        opening = Cipher(AES(self._key), CBC(self._key[:16])).decryptor()
        plain = opening.update(secret) + opening.finalize()
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad or len(plain) - pad < HEAD:
            raise Forged("the padding is not right")
        plain = plain[:-pad]
        end = HEAD + int.from_bytes(plain[16:HEAD])
        if end > len(plain):
            raise Forged("the length is not right")
        if not hmac.compare_digest(plain[end:], self._receive_id):
            raise Forged("it is for somebody else")
        return plain[HEAD:end]


def fields_of(message: bytes) -> Fields:
    """The texts of a message's innermost elements.

    Raises:
        Forged: it is no XML, or brings a document type along.
    """
    found: dict[str, list[str]] = {}
    texts: list[list[str]] = []

    def refuse(*_: object) -> None:
        raise Forged("a document type")

    def close(name: str) -> None:
        text = "".join(texts.pop())
        if text.strip() or name not in found:
            found.setdefault(name, []).append(text)

    def read(text: str) -> None:
        texts[-1].append(text)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda *_: texts.append([])
    parser.CharacterDataHandler = read
    parser.EndElementHandler = close
    try:
        parser.Parse(message, True)
    except expat.ExpatError:
        raise Forged("no XML") from None
    return {name: tuple(values) for name, values in found.items()}


def first(fields: Fields, *names: str) -> str:
    """The first text of the first of these elements that there is; empty without one."""
    return next((fields[name][0].strip() for name in names if fields.get(name)), "")
