"""Open311 GeoReport v2, read by a client that is not ours, by an XML reader without namespaces, and by hand."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pytest
import requests
from georeport import GeoReport

from programme.findings.lead_state import LeadState
from programme.requests.promises import Promise
from programme.requests.request_state import RequestState
from programme.sites.card_codes import check_letter
from storage.core.tx import Tx
from storage.findings import leads
from storage.intake import api_keys
from storage.photos import media
from storage.requests import service_requests
from storage.requests.service_requests import About
from tests.knocks.doors import Doors, open_doors
from tests.ports import own_port
from web.server import serve

REPORT = {
    "service_code": "rubbish",
    "address_string": "翠竹苑 3栋",
    "description": "楼下垃圾三天没收",
    "phone": "13800001000",
}


@dataclass
class City:
    """The running bot, and a key for one application."""

    doors: Doors
    address: str
    loop: asyncio.AbstractEventLoop
    key: str = ""
    other: str = ""

    def does(self, what: Callable[[Tx], Coroutine[Any, Any, Any]]) -> Any:
        return asyncio.run_coroutine_threadsafe(self.doors.app.database.write(what), self.loop).result(30)

    def get(self, path: str, **query: str) -> requests.Response:
        return requests.get(f"{self.address}/open311/{path}", params=query, timeout=30)

    def post(self, path: str, fields: dict[str, str] | bytes, **headers: str) -> requests.Response:
        return requests.post(f"{self.address}/open311/v2/{path}", data=fields, headers=headers, timeout=30)

    def files(self, **fields: str) -> str:
        answer = self.post("requests.json", {"api_key": self.key, **REPORT, **fields})
        assert answer.status_code == 200, answer.text
        return str(answer.json()[0]["service_request_id"])


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    up, stop = threading.Event(), threading.Event()
    made: list[City] = []
    port = own_port()

    async def run() -> None:
        async with open_doors(tmp_path) as doors:
            ready = asyncio.Event()
            serving = asyncio.create_task(serve(doors.pages, "127.0.0.1", port, ready))
            await ready.wait()
            made.append(City(doors, f"http://127.0.0.1:{port}", asyncio.get_running_loop()))
            up.set()
            await asyncio.to_thread(stop.wait)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert up.wait(30)
    one = made[0]
    clock = one.doors.app.clock
    one.key = one.does(lambda tx: api_keys.make(tx, "市民通", api_keys.OPEN311, clock()))
    one.other = one.does(lambda tx: api_keys.make(tx, "别家", api_keys.OPEN311, clock()))
    yield one
    stop.set()
    thread.join(30)


def client(city: City, form: str = "json") -> GeoReport:
    return GeoReport(f"{city.address}/open311/v2", output_format=form, api_key=city.key)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_an_independent_client_reads_services_and_requests(city: City, form: str) -> None:
    first, second = city.files(), city.files(description="又一件", **{"attribute[external_id]": "x-2"})
    services = client(city, form).get_service_list()
    assert [one["service_code"] for one in services][:2] == ["rubbish", "stall"]
    assert client(city, form).get_service_definition("rubbish")["service_code"] == "rubbish"
    found = client(city, form).get_service_requests(start_date="2026-11-01T00:00:00Z", status="open")
    assert [one["service_request_id"] for one in found] == [second, first]
    one = client(city, form).get_service_request(first)
    assert (one["service_request_id"], one["status"], one["service_code"]) == (first, "open", "rubbish")
    assert one["requested_datetime"].endswith("+08:00")
    assert "三天没收" not in str(found), "the public reads no word of a reporter"
    assert "13800001000" not in str(found)


def names_of(content: bytes) -> list[str]:
    """The names of all elements as they stand in the file: expat, asked for no namespaces."""
    names: list[str] = []
    reader = expat.ParserCreate()
    reader.StartElementHandler = lambda name, _: names.append(name)
    reader.Parse(content, True)
    return names


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("discovery.xml", ["discovery", "endpoints", "endpoint", "formats", "format"]),
        ("v2/services.xml", ["services", "service", "service_code"]),
        ("v2/services/rubbish.xml", ["service_definition", "service_code", "attributes"]),
        ("v2/requests.xml", ["service_requests", "request", "service_request_id"]),
        ("v2/servicerequestupdates.xml", ["service_request_updates"]),
        ("v2/services/nothing.xml", ["errors", "error", "code", "description"]),
    ],
)
def test_xml_is_read_without_namespaces(city: City, path: str, holds: list[str]) -> None:
    city.files()
    answer = city.get(path)
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert answer.headers["content-type"].startswith("text/xml")
    names = names_of(answer.content)
    assert [name for name in holds if name not in names] == []
    assert not any(":" in name for name in names)


def test_the_same_report_again_is_the_same_request(city: City) -> None:
    """As after a power cut between the commit and the answer: the client sends it once more."""
    assert city.files() == city.files()
    own = {"attribute[fixmystreet_id]": "77"}
    assert city.files(**own) == city.files(description="worded anew", **own)
    assert city.files(**own) != city.files(**{"attribute[fixmystreet_id]": "78"})
    elsewhere = city.post("requests.json", {"api_key": city.other, **REPORT}).json()[0]["service_request_id"]
    assert elsewhere != city.files(), "another key's is another"


def test_whoever_filed_it_reads_their_own_words_and_every_step(city: City) -> None:
    name = city.files()

    async def work(tx: Tx) -> None:
        now = city.doors.app.clock()
        one = await service_requests.request(tx, 1)  # type: ignore[arg-type]
        first = replace(one, state=RequestState.ANSWERED, answered_at=now)
        await service_requests.save(tx, one, first, event="answered", by=None, at=now, note="下午来收")
        done = replace(first, state=RequestState.DONE, ended_at=now)
        await service_requests.save(tx, first, done, event="done", by=None, at=now, note="收走了\x0b")

    city.does(work)
    mine = city.get(f"v2/requests/{name}.json", api_key=city.key).json()[0]
    assert (mine["description"], mine["address"], mine["status"]) == ("楼下垃圾三天没收", "翠竹苑 3栋", "closed")
    for form in ("json", "xml"):
        public = city.get(f"v2/servicerequestupdates.{form}").text
        assert "FIXED" in public
        assert "收走了" not in public
    steps = city.get("v2/servicerequestupdates.json", api_key=city.key).json()
    assert [(one["status"], one["description"]) for one in steps] == [
        ("FIXED", "收走了\x0b"),
        ("IN_PROGRESS", "下午来收"),
    ]
    assert "收走了" in city.get("v2/servicerequestupdates.xml", api_key=city.key).text
    assert "三天没收" not in city.get(f"v2/requests/{name}.json", api_key=city.other).text


def test_more_words_are_added_once_and_only_by_who_filed_it(city: City) -> None:
    name = city.files()
    more = {"api_key": city.key, "service_request_id": name, "description": "又多了一堆", "update_id": "u1"}
    first = city.post("servicerequestupdates.json", more).json()
    assert city.post("servicerequestupdates.json", more).json() == first
    events = city.does(lambda tx: service_requests.events(tx, 1))  # type: ignore[arg-type]
    assert [e.note for e in events if e.event == "added"] == ["又多了一堆"]
    assert city.post("servicerequestupdates.json", more | {"api_key": city.other}).status_code == 404
    assert city.post("servicerequestupdates.json", more | {"description": ""}).status_code == 400


def test_what_is_at_a_shops_door_is_shown_only_to_who_filed_it(city: City) -> None:
    name = city.files(service_code="shopfront", description="货堆到路上")
    assert city.get(f"v2/requests/{name}.json").status_code == 404
    assert city.get("v2/requests.json").json() == []
    assert city.get("v2/requests.json", api_key=city.other).json() == []
    assert [one["service_request_id"] for one in city.get("v2/requests.json", api_key=city.key).json()] == [name]


def test_what_went_on_to_a_shops_door_is_closed_once_somebody_has_looked(city: City) -> None:
    name = city.files()

    async def goes_on(tx: Tx) -> None:
        now = city.doors.app.clock()
        one = await service_requests.request(tx, 1)  # type: ignore[arg-type]
        told = await leads.report(
            tx, shop_id=None, place="", duty="", day=now.date(), at=now, source="resident", person_id=None, text=""
        )
        gone = replace(one, state=RequestState.LEAD, lead_id=told.id)
        await service_requests.save(tx, one, gone, event="lead", by=None, at=now)

    async def is_looked_at(tx: Tx) -> None:
        told = await leads.lead(tx, 1)  # type: ignore[arg-type]
        ended = replace(told, state=LeadState.UNFOUNDED, judged_at=city.doors.app.clock())
        await leads.save(tx, told, ended)

    for change, status in ((goes_on, "open"), (is_looked_at, "closed")):
        city.does(change)
        assert city.get(f"v2/requests/{name}.json").status_code == 404
        mine = city.get("v2/requests.json", api_key=city.key, status=status).json()
        assert [(one["service_request_id"], one["status"]) for one in mine] == [(name, status)]


def test_a_site_is_found_by_its_card_its_number_its_name_or_the_nearest_point(city: City) -> None:
    async def sites(tx: Tx) -> None:
        await tx.raw(
            "INSERT INTO sites (kind, name, latitude, longitude, made_at) VALUES ('estate', '翠竹苑', 30.63, 118.98, 1)"
        )
        await tx.raw("INSERT INTO service_cards (code, site_id, label, made_at) VALUES ('23456W', 1, '南门', 1)")

    city.does(sites)
    code = "23A4B" + check_letter("23A4B")
    city.does(lambda tx: tx.raw(f"UPDATE service_cards SET code = '{code}'"))
    places = [
        {"address_id": code},
        {"address_id": "1"},
        {"address_string": "翠竹苑 3栋"},
        {"address_string": "", "lat": "30.6301", "long": "118.9801"},
    ]
    for n, place in enumerate(places):
        fields = {"api_key": city.key, "service_code": "rubbish", "description": f"{n}"} | place
        assert city.post("requests.json", fields).status_code == 200
    found = city.get("v2/requests.json").json()
    assert [(one["address_id"], one["address"], one["lat"]) for one in found] == [("1", "翠竹苑", 30.63)] * 4
    far = {"api_key": city.key, "service_code": "rubbish", "description": "far", "lat": "30.64", "long": "118.98"}
    assert city.post("requests.json", far).status_code == 200
    assert city.get("v2/requests.json").json()[0]["address_id"] == ""


BAD: list[tuple[dict[str, str], int]] = [
    ({"api_key": ""}, 403),
    ({"api_key": "forged"}, 403),
    ({"service_code": ""}, 400),
    ({"service_code": "nothing"}, 404),
    ({"address_string": ""}, 400),
    ({"address_string": "", "address_id": "ZZZZZZ"}, 404),
    ({"address_string": "", "address_id": "9" * 30}, 404),
    ({"address_string": "", "lat": "30"}, 400),
    ({"address_string": "", "lat": "nan", "long": "1"}, 400),
    ({"address_string": "", "lat": "300", "long": "1"}, 400),
    ({"description": "字" * 4001}, 400),
    ({"description": "字" * 40_000}, 413),
]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_errors_are_the_standards_and_say_what_to_do(city: City, form: str) -> None:
    for change, status in BAD:
        answer = city.post(f"requests.{form}", {"api_key": city.key, **REPORT, **change})
        assert answer.status_code == status, (change, answer.text)
        if form == "json":
            (error,) = answer.json()
            assert error["code"] == status
            assert error["description"]
        else:
            assert f"<code>{status}</code>" in answer.text
    assert city.get(f"v2/requests.{form}").text.count("26-") == 0


def test_bodies_that_are_no_form_and_addresses_that_are_nothing(city: City) -> None:
    assert city.post("requests.json", b"{}", **{"content-type": "application/json"}).status_code == 415
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert city.post("requests.json", b"a=%ff&" * 200, **form).status_code == 400
    assert city.post("requests.json", b"\xff\xfe", **form).status_code == 400
    for path in ("v2/requests.html", "v2/requests/26-99999.json", "v2/requests/25-00001.json", "v2/requests/x.json"):
        assert city.get(path).status_code == 404, path
    for query in (
        {"start_date": "yesterday"},
        {"status": "shut"},
        {"start_date": "2026-01-01", "end_date": "2026-11-01"},
    ):
        assert city.get("v2/requests.json", **query).status_code == 400, query
    assert city.get("v2/requests.json", service_code="nothing").status_code == 404
    assert city.get("v2/tokens/nothing.json").status_code == 404


def test_a_picture_stays_a_link_for_the_handler_and_nothing_fetches_it(city: City) -> None:
    for link in (
        "http://127.0.0.1:9/a.jpg",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://x.test/" + "a" * 5000,
    ):
        city.files(media_url=link, description=f"路灯不亮 {link[:8]}")
    rows = city.does(lambda tx: service_requests.in_states(tx, RequestState.OPEN))
    said = [row.text for row in rows]
    assert sum("http://127.0.0.1:9/a.jpg" in text for text in said) == 1
    assert not any(word in text for text in said for word in ("passwd", "alert(1)", "aaaa"))
    assert not any(city.does(lambda tx, n=row.id: media.of(tx, "request", n)) for row in rows)


def test_a_list_is_a_thousand_long_at_most_with_the_newest_first(city: City) -> None:
    city.files(description="路灯不亮")

    async def many(tx: Tx) -> None:
        (row,) = await service_requests.in_states(tx, RequestState.OPEN)
        for n in range(1, 1002):
            await service_requests.ask(
                tx,
                person_id=row.person_id,
                at=row.at - timedelta(seconds=n),
                text=f"{n}",
                promise=Promise(row.due_at, row.done_due_at),
                about=About("broken", None, None, "西津路"),
            )
        await tx.raw("UPDATE service_requests SET state = 'open'")

    city.does(many)
    found = [one["service_request_id"] for one in city.get("v2/requests.json").json()]
    assert len(found) == 1000
    assert found == [f"26-{n:05d}" for n in range(1, 1001)]


def test_the_link_of_a_request_leads_to_its_number(city: City) -> None:
    name = city.files()
    (row,) = city.does(lambda tx: service_requests.in_states(tx, RequestState.OPEN))
    assert city.get(f"v2/tokens/{row.token}.json").json() == [{"token": row.token, "service_request_id": name}]


def test_sixty_a_minute_and_a_key_of_its_own_share(city: City) -> None:
    statuses = [city.get("v2/services.json").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert city.get("v2/services.json", api_key=city.key).status_code == 200
    slow = city.does(lambda tx: api_keys.make(tx, "slow", api_keys.OPEN311, city.doors.app.clock(), 2))
    posts = [city.post("requests.json", {"api_key": slow, **REPORT}).status_code for _ in range(3)]
    assert posts == [200, 200, 429]
    city.does(lambda tx: api_keys.revoke(tx, 1, city.doors.app.clock()))
    assert city.post("requests.json", {"api_key": city.key, **REPORT}).status_code == 403
