"""Our signatures are those of the reference implementation of Standard Webhooks, both ways; what is not right is refused."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from channels.hooks.signature import Unsigned, is_signed, sign, verify

SECRET = "whsec_" + b64encode(b"a secret of twenty-four b").decode()
OTHER = "whsec_" + b64encode(b"another secret altogether").decode()
BODY = '{"id": "1", "类别": "占道"}'.encode()


def now() -> datetime:
    return datetime.now(UTC)


def theirs(
    secret: str = SECRET, *, name: str = "msg_1", at: datetime | None = None, body: bytes = BODY
) -> dict[str, str]:
    """Signed by the reference implementation."""
    at = at or now()
    made = Webhook(secret).sign(name, at.replace(tzinfo=UTC), body.decode())
    return {"webhook-id": name, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": made}


@given(
    body=st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore")),
    name=st.from_regex(r"[a-z0-9_-]{1,40}", fullmatch=True),
)
def test_what_the_reference_signs_we_take_and_what_we_sign_it_takes(body: bytes, name: str) -> None:
    assert verify(theirs(name=name, body=body), body, [SECRET], now()) == name
    Webhook(SECRET).verify(body, sign(SECRET, name, body, now()), json_parse=False)


def test_any_of_several_keys_and_any_of_several_signatures_will_do() -> None:
    """A key is changed without a minute in which nothing is taken."""
    assert verify(theirs(OTHER), BODY, [SECRET, OTHER], now()) == "msg_1"
    both = theirs() | {"webhook-signature": f"v1,AAAA v2,BBBB {theirs()['webhook-signature']}"}
    assert verify(both, BODY, [SECRET], now()) == "msg_1"


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24, 60 * 24 * 365])
def test_an_old_or_a_future_timestamp_is_refused(minutes: int) -> None:
    with pytest.raises(Unsigned, match="five minutes"):
        verify(theirs(at=now() + timedelta(minutes=minutes)), BODY, [SECRET], now())
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, theirs(at=now() + timedelta(minutes=minutes)))


def test_four_minutes_of_a_slow_clock_are_not() -> None:
    assert verify(theirs(at=now() - timedelta(minutes=4)), BODY, [SECRET], now()) == "msg_1"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"webhook-signature": "v1,AAAA"}, "no key"),
        ({"webhook-signature": "v1,not base64!"}, "no key"),
        ({"webhook-signature": "v2,AAAA"}, "no key"),
        ({"webhook-signature": ""}, "send all"),
        ({"webhook-id": ""}, "send all"),
        ({"webhook-id": "msg_2"}, "no key"),
        ({"webhook-timestamp": "yesterday"}, "whole number"),
        ({"webhook-timestamp": "-1"}, "whole number"),
        ({"webhook-timestamp": "٣"}, "whole number"),
        ({"webhook-timestamp": "9" * 400}, "whole number"),
    ],
)
def test_what_is_not_right_is_refused(change: dict[str, str], words: str) -> None:
    headers = theirs() | change
    assert is_signed(headers)
    with pytest.raises(Unsigned, match=words):
        verify(headers, BODY, [SECRET], now())


def test_another_body_or_another_key_is_refused() -> None:
    for body, secrets in ((BODY + b" ", [SECRET]), (BODY, [OTHER]), (BODY, [])):
        with pytest.raises(Unsigned, match="no key"):
            verify(theirs(), body, secrets, now())
