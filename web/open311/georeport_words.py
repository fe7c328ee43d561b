"""A request, a service and an update as GeoReport writes them: the public reads service, site, day, state and title."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from programme.intake import georeport
from programme.requests.promises import number
from programme.rules import Rules
from programme.services import Service, Services
from storage.intake.open311 import Shown, Update
from texts import Say
from web.open311.georeport_forms import Item


class Words:
    """Writes in one language and zone."""

    def __init__(self, rules: Rules, zone: ZoneInfo) -> None:
        self._rules = rules
        self._services = Services(rules.services)
        self._zone = zone

    def service(self, one: Service, say: Say) -> Item:
        return {
            "service_code": one.key,
            "service_name": one.name(say.language),
            "description": "、".join(one.aliases[:6]),
            "metadata": False,
            "type": "realtime",
            "keywords": ",".join(one.aliases),
            "group": "",
        }

    def request(self, one: Shown, say: Say, mine: str) -> Item:
        """`mine` is how the keys of whoever asks begin: they read their own words."""
        is_mine = bool(mine) and one.key.startswith(mine)
        service = self._services.by_key(one.service)
        called = service.name(say.language) if service else ""
        state = say(f"open311.state_{one.state.replace(' ', '_')}")
        return {
            "service_request_id": self.name(one.at, one.id),
            "status": georeport.status(one.state),
            "status_notes": state,
            "service_name": called,
            "service_code": one.service,
            "description": one.text if is_mine else one.title or called,
            "agency_responsible": self._rules.bureau.name_en if say.language == "en" else self._rules.bureau.name,
            "service_notice": "",
            "requested_datetime": self.moment(one.at),
            "updated_datetime": self.moment(one.changed_at),
            "expected_datetime": self.moment(one.done_due_at),
            "address": one.place
            if is_mine and one.place
            else " ".join(part for part in (one.site, one.site_place) if part),
            "address_id": "" if one.site_id is None else str(one.site_id),
            "zipcode": "",
            "lat": one.latitude,
            "long": one.longitude,
            "media_url": "",
        }

    def update(self, one: Update, mine: str) -> Item:
        is_mine = bool(mine) and one.key.startswith(mine)
        return {
            "update_id": str(one.id),
            "service_request_id": self.name(one.asked_at, one.request_id),
            "status": georeport.UPDATES[one.event],
            "updated_datetime": self.moment(one.at),
            "description": one.note if is_mine else "",
            "media_url": "",
        }

    def name(self, asked: datetime, row: int) -> str:
        """The number people quote, which is the id here too."""
        return number(asked.astimezone(self._zone).date(), row)

    def moment(self, at: datetime) -> str:
        return at.astimezone(self._zone).isoformat(timespec="seconds")
