"""What a client reports, read out of its form: which service, where, in which words, and what it calls it itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from math import isfinite

from files.dataclass import dataclass
from programme.intake.nearest import nearest
from programme.rules import Rules
from programme.services import Services
from storage.core.tx import Tx
from storage.sites import cards, sites
from web.open311.georeport_forms import NotTaken

LONGEST, LONGEST_PLACE = 4000, 300
OWN_IDS = ("attribute[fixmystreet_id]", "attribute[external_id]", "external_id", "service_request_id_ext")
"""Where clients write what they call a report themselves."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that may be filed."""

    service: str
    site_id: int | None
    place: str
    text: str
    phone: str


async def report(tx: Tx, fields: Mapping[str, str], rules: Rules) -> Report:
    """Raises NotTaken: a field is missing, too long, or names what is not there."""
    code = fields.get("service_code", "")
    if not code:
        raise NotTaken(400, "no_service")
    if Services(rules.services).by_key(code) is None:
        raise NotTaken(404, "unknown_service", code=code[:40])
    text = fields.get("description", "")
    if len(text) > LONGEST:
        raise NotTaken(400, "too_long", most=LONGEST)
    site_id, place = await _where(tx, fields)
    link = fields.get("media_url", "")
    picture = link if link.startswith(("http://", "https://")) and len(link) <= LONGEST_PLACE else ""
    return Report(
        code, site_id, place[:LONGEST_PLACE], "\n".join(p for p in (text, picture) if p), fields.get("phone", "")[:40]
    )


async def _where(tx: Tx, fields: Mapping[str, str]) -> tuple[int | None, str]:
    """A card's code or a site's id, then the site that the words name, then the nearest to the point; else only words."""
    address, words, point = fields.get("address_id", ""), fields.get("address_string", ""), _point(fields)
    if address and (found := await _site(tx, address)) is not None:
        return found, words
    if not words and point is None:
        raise NotTaken(404 if address else 400, "unknown_address" if address else "no_place")
    named = await sites.named_in(tx, words) if words else []
    if len(named) == 1:
        return named[0].id, words
    if point is not None:
        near = nearest(point, await sites.every(tx))
        return (near.id if near else None), words or f"{point[0]:.6f},{point[1]:.6f}"
    return None, words


async def _site(tx: Tx, address: str) -> int | None:
    card = await cards.find(tx, address)
    if card is not None:
        return card.site_id
    if not address.isascii() or not address.isdecimal() or len(address) > 9:  # noqa: PLR2004 a row's number
        return None
    try:
        return (await sites.site(tx, int(address))).id  # type: ignore[arg-type]
    except LookupError:
        return None


def _point(fields: Mapping[str, str]) -> tuple[float, float] | None:
    given = (fields.get("lat", ""), fields.get("long", fields.get("lon", "")))
    if not any(given):
        return None
    try:
        latitude, longitude = map(float, given)
    except ValueError as error:
        raise NotTaken(400, "no_point") from error
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004
        raise NotTaken(400, "no_point")
    return latitude, longitude


def own_name(fields: Mapping[str, str], day: date) -> str:
    """What the client calls it; without that, what it says on a day: sent twice it is one, said again next month another."""
    own = next((fields[name] for name in OWN_IDS if fields.get(name)), "")
    if own:
        return own[:100]
    said = "\x1f".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "api_key")
    return sha256(f"{day}\x1f{said}".encode()).hexdigest()[:32]
