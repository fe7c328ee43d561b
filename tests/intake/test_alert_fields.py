"""An alert is read out of the vendor's own words: CloudEvents in three forms, 杰峰, iSecure Center and ICC by JMESPath."""

from __future__ import annotations

import json

import pytest

from channels.hooks.envelope import BATCH, MOST_EVENTS, ONE, PLAIN, NotRead, unpack
from programme.intake.alerts import Alert, NotAnAlert, read
from programme.platforms import Intake, Source, problems

EVENT = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "/cams/C12",
    "type": "stall",
    "time": "2026-11-24T09:10:00+08:00",
    "data": {"camera": "C12", "code": "0504", "place": "西津路12号前", "score": 0.91},
}
READ = Alert("e-1", "C12", "", "0504", "2026-11-24T09:10:00+08:00", "西津路12号前", "0.91")
OURS = Source("smart-city")


def taken(headers: dict[str, str], body: object, source: Source = OURS) -> list[Alert]:
    found = unpack(headers, json.dumps(body).encode(), own=bool(source.fields))
    return [alert for event in found for alert in read(source, event)]


def test_cloudevents_in_their_three_forms_say_the_same() -> None:
    assert taken({"content-type": ONE}, EVENT) == [READ]
    assert taken({"content-type": f"{BATCH}; charset=utf-8"}, [EVENT, EVENT | {"id": "e-2"}])[0] == READ
    attributes = {f"ce-{name}": str(value) for name, value in EVENT.items() if name != "data"}
    assert taken({"content-type": PLAIN, **attributes}, EVENT["data"]) == [READ]
    assert taken({"content-type": PLAIN}, EVENT) == [READ], "a sender that does not know the name of what it sends"


def test_a_binary_events_attributes_are_percent_decoded() -> None:
    headers = {
        "content-type": PLAIN,
        "ce-specversion": "1.0",
        "ce-id": "e%201",
        "ce-source": "%E6%91%84",
        "ce-type": "占道",
    }
    (alert,) = taken(headers, {"camera": "C1"})
    assert (alert.id, alert.kind) == ("e 1", "占道")


JIEFENG = Source(
    "jiefeng",
    fields={
        "id": "AlarmID",
        "camera": "SerialNumber",
        "kind": "AlarmEvent",
        "at": "AlarmTime",
        "image": "PicInfo.Url",
        "place": "Descrip",
    },
)
ISC = Source(
    "isc",
    each="params.events",
    fields={
        "id": "eventId",
        "camera": "srcIndex",
        "code": "to_string(eventType)",
        "at": "happenTime",
        "image": "data.imageUrl",
    },
)
ICC = Source(
    "icc",
    fields={
        "id": "alarmCode",
        "camera": "channelId",
        "code": "to_string(alarmType)",
        "at": "to_string(alarmDate)",
        "place": "nodeName",
    },
)


@pytest.mark.parametrize(
    ("source", "body", "alert"),
    [
        (
            JIEFENG,
            {
                "AlarmID": "20261124091000",
                "SerialNumber": "0c71",
                "AlarmEvent": "HumanDetect",
                "AlarmTime": "2026-11-24 09:10:00",
                "PicInfo": {"Url": "https://pic.example.cn/1.jpg"},
            },
            Alert(
                "20261124091000", "0c71", "HumanDetect", "", "2026-11-24 09:10:00", image="https://pic.example.cn/1.jpg"
            ),
        ),
        (
            ISC,
            {
                "method": "OnEventNotify",
                "params": {
                    "events": [
                        {
                            "eventId": "A-1",
                            "srcIndex": "cam-7",
                            "eventType": 131331,
                            "happenTime": "2026-11-24T09:10:00.000+08:00",
                            "data": {"imageUrl": "http://10.0.0.5/p.jpg"},
                        }
                    ]
                },
            },
            Alert("A-1", "cam-7", "", "131331", "2026-11-24T09:10:00.000+08:00", image="http://10.0.0.5/p.jpg"),
        ),
        (
            ICC,
            {
                "alarmCode": "{A}",
                "channelId": "1000$1$0$0",
                "alarmType": 1551,
                "alarmDate": 1795482600,
                "nodeName": "西津路口",
            },
            Alert("{A}", "1000$1$0$0", "", "1551", "1795482600", "西津路口"),
        ),
    ],
    ids=["jiefeng", "isc", "icc"],
)
def test_a_vendors_own_words_are_read_by_its_paths(source: Source, body: object, alert: Alert) -> None:
    assert taken({"content-type": PLAIN}, body, source) == [alert]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, EVENT, 415),
        ({"content-type": "text/xml"}, EVENT, 415),
        ({"content-type": "multipart/form-data"}, EVENT, 415),
        ({"content-type": f"{ONE}; charset=gbk"}, EVENT, 415),
        ({"content-type": ONE, "content-encoding": "gzip"}, EVENT, 415),
        ({"content-type": ONE}, [], 422),
        ({"content-type": ONE}, "words", 422),
        ({"content-type": ONE}, EVENT | {"id": ""}, 422),
        ({"content-type": ONE}, EVENT | {"id": 7}, 422),
        ({"content-type": ONE}, {k: v for k, v in EVENT.items() if k != "id"}, 422),
        ({"content-type": ONE}, EVENT | {"specversion": "0.3"}, 422),
        ({"content-type": ONE}, EVENT | {"data": "words"}, 422),
        ({"content-type": ONE}, EVENT | {"data_base64": "AAAA"}, 422),
        ({"content-type": ONE}, EVENT | {"source": "x" * 2000}, 422),
        ({"content-type": BATCH}, [], 422),
        ({"content-type": BATCH}, EVENT, 422),
        ({"content-type": BATCH}, [EVENT, {}], 422),
        ({"content-type": BATCH}, [EVENT] * (MOST_EVENTS + 1), 413),
        ({"content-type": PLAIN}, {"camera": "C1"}, 422),
    ],
)
def test_what_is_no_event_is_refused_with_its_status(headers: dict[str, str], body: object, status: int) -> None:
    with pytest.raises(NotRead) as refused:
        taken(headers, body)
    assert refused.value.status == status


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 100_000, b"NaN", b'{"id": "\\ud800"}'], ids=range(7)
)
def test_a_body_that_is_no_json_or_a_bomb_is_refused(body: bytes) -> None:
    with pytest.raises(NotRead) as refused:
        unpack({"content-type": ONE}, body, own=False)
    assert refused.value.status == 422


@pytest.mark.parametrize(
    "body", [{}, {"AlarmID": None}, {"AlarmID": ""}, {"AlarmID": {"a": 1}}, {"AlarmID": "x" * 201}, [1, 2], "words"]
)
def test_an_alert_without_an_id_is_refused(body: object) -> None:
    with pytest.raises(NotAnAlert, match="id"):
        taken({"content-type": PLAIN}, body, JIEFENG)


def test_a_list_that_is_not_there_or_too_long_is_refused() -> None:
    for body in (
        {},
        {"params": {"events": []}},
        {"params": {"events": {}}},
        {"params": {"events": [{"eventId": "1"}] * 1001}},
    ):
        with pytest.raises(NotAnAlert):
            taken({"content-type": PLAIN}, body, ISC)


def test_a_path_that_does_not_fit_what_came_is_said_in_words() -> None:
    source = Source("x", fields={"id": "id", "place": "join('-', place)"})
    with pytest.raises(NotAnAlert, match="join"):
        taken({"content-type": PLAIN}, {"id": "1", "place": 7}, source)


def test_long_fields_are_cut_and_what_cannot_be_kept_is_left_out() -> None:
    (alert,) = taken(
        {"content-type": ONE}, EVENT | {"data": {"camera": "C" * 500, "text": "a\x00b\n c", "place": ["no", "text"]}}
    )
    assert (len(alert.camera), alert.text, alert.place) == (100, "ab c", "")


def test_settings_that_make_no_sense_are_named_with_their_place() -> None:
    wrong = Intake(
        merge_minutes=0,
        sources=(
            Source("UPPER"),
            Source(
                "a-b", fields={"id": "a..b", "colour": "x"}, kinds={"1": "nothing"}, callback="ftp://x", per_minute=0
            ),
            Source("a-b", fields={"camera": "x"}, each="[", image_hosts=("http://x/y",)),
        ),
    )
    said = [where for where, _ in problems(wrong, frozenset({"stall"}))]
    for where in (
        *("intake.merge_minutes", "intake.sources", "intake.sources.0.name", "intake.sources.1.fields.id"),
        *("intake.sources.1.fields.colour", "intake.sources.1.kinds.1", "intake.sources.1.callback"),
        *(
            "intake.sources.1.per_minute",
            "intake.sources.2.fields",
            "intake.sources.2.each",
            "intake.sources.2.image_hosts",
        ),
    ):
        assert where in said
    assert list(problems(Intake(sources=(OURS, JIEFENG, ISC, ICC)), frozenset())) == []
