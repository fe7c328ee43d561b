"""The envelope against the official samples and an implementation that is not ours."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.utils import to_text

from channels.kefu.incoming import incoming as kefu_incoming
from channels.qyapi.envelope import Envelope, Forged, fields_of, first
from channels.wecom.incoming import incoming
from tests.qyapi.phones import AES_KEY, TOKEN

CORP = "wx5823bf96d3bd56c7"
V1 = {
    "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "timestamp": "1409659589",
    "nonce": "263014780",
    "echostr": "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
}
V2 = {"msg_signature": "477715d11cdb4164915debcba66cb864d751f3e6", "timestamp": "1409659813", "nonce": "1372623149"}
V2_SEALED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qh"
    "xchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s"
    "4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u"
    "h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
ENVELOPE = Envelope(TOKEN, AES_KEY, CORP)


def test_the_official_address_check() -> None:
    assert ENVELOPE.echo(V1) == "1616140317555161061"
    twice = {**V1, "echostr": V1["echostr"].replace("+", " ")}
    assert ENVELOPE.echo(twice) == "1616140317555161061", "a proxy that decodes twice makes blanks of it"


def test_the_official_message() -> None:
    fields = ENVELOPE.open(V2, f"<xml><Encrypt><![CDATA[{V2_SEALED}]]></Encrypt></xml>".encode())
    assert first(fields, "Content") == "hello"
    found = incoming(fields, 218)
    assert found
    assert (found.text, found.sender.user) == ("hello", "mycreate")
    assert found.key == "wecom:218:mycreate:4561255354251345929"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_what_another_implementation_seals_we_open(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    inner = f"<xml><Content>{escaped}</Content></xml>"
    sealed = to_text(WeChatCrypto(TOKEN, AES_KEY, CORP).encrypt_message(inner, "n", "1"))
    encrypt = sealed.partition("<Encrypt><![CDATA[")[2].partition("]]")[0]
    query = {"msg_signature": ENVELOPE.signature("1", "n", encrypt), "timestamp": "1", "nonce": "n"}
    fields = ENVELOPE.open(query, f"<xml><Encrypt>{encrypt}</Encrypt></xml>".encode())
    assert first(fields, "Content") == text.strip()


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_is_forged(where: int, byte: int) -> None:
    """Also with the right signature: padding, length and receiver are looked at, and only one error leaves."""
    secret = bytearray(b64decode(V2_SEALED))
    secret[where % len(secret)] = byte
    sealed = b64encode(bytes(secret)).decode()
    query = {"msg_signature": ENVELOPE.signature("1", "n", sealed), "timestamp": "1", "nonce": "n"}
    try:
        ENVELOPE.open(query, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode())
    except Forged:
        return


@pytest.mark.parametrize("length", [0, 15, 16, 31, 33, 48])
def test_a_truncated_message_is_forged(length: int) -> None:
    sealed = b64encode(b64decode(V2_SEALED)[:length]).decode()
    query = {"msg_signature": ENVELOPE.signature("1", "n", sealed), "timestamp": "1", "nonce": "n"}
    with pytest.raises(Forged):
        ENVELOPE.open(query, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode())


def test_the_official_way_to_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The only sample that pins the direction out: its random bytes are fixed."""
    ours = Envelope("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a")
    theirs = WeChatCrypto("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a")
    monkeypatch.setattr("channels.qyapi.envelope.os.urandom", lambda _: b"1234567890123456")
    monkeypatch.setattr("wechatpy.crypto.base.BasePrpCrypto.get_random_string", lambda _: "1234567890123456")
    for words in ("", "好", "x" * 31, "x" * 32, "<xml><a>1</a></xml>"):
        sealed = to_text(theirs.encrypt_message(words, "461056294", "1411525903"))
        assert ours.seal(words.encode()) == sealed.partition("<Encrypt><![CDATA[")[2].partition("]]")[0]
        assert ours.signature("1411525903", "461056294", ours.seal(words.encode())) in sealed


def test_a_message_for_another_corporation_is_forged() -> None:
    with pytest.raises(Forged):
        Envelope(TOKEN, AES_KEY, "ww0000000000000000").echo(V1)


@pytest.mark.parametrize("inner", [b"", b"<xml", b"<!DOCTYPE a><xml/>", b"<xml>&b;</xml>", b"\xff\xfe"])
def test_what_is_no_plain_xml_is_forged(inner: bytes) -> None:
    with pytest.raises(Forged):
        fields_of(inner)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["msgid", "send_time", "origin", "msgtype", "event", "external_userid", "text", "image", "location", "open_kfid"]
)


@given(st.dictionaries(NAMES, JSON | st.sampled_from(["event", "text", "image", "location", 3, 4, 1_795_395_600])))
def test_a_row_of_the_wrong_kinds_does_no_harm(row: dict[str, object]) -> None:
    logging.disable(logging.NOTSET)
    kefu_incoming(row, "wk1")


ROWS = {
    "a word": ({"origin": 3, "msgtype": "text", "text": {"content": "好"}}, "message"),
    "a tap": ({"origin": 3, "msgtype": "text", "text": {"content": "好", "menu_id": "7.0"}}, "tap"),
    "a colleague": ({"origin": 5, "msgtype": "text", "text": {"content": "我来"}}, None),
    "a place": ({"origin": 3, "msgtype": "location", "location": {"latitude": 30.6, "longitude": 118.9}}, "message"),
}


@pytest.mark.parametrize("what", ROWS)
def test_rows_in_shared_words(what: str) -> None:
    more, kind = ROWS[what]
    found = kefu_incoming({"msgid": "m", "send_time": 1_795_395_600, "external_userid": "wm1", **more}, "wk1")
    assert (found.kind if found else None) == kind
