"""Who is asked about a request today, in words: colleagues read names, whoever reported it a surname or an office."""

from __future__ import annotations

from datetime import date

from documents.papers.door_sheets import courtesy
from programme.roles import Role
from programme.services import Services
from storage.core.tx import Tx
from storage.people import people
from storage.people.people import Person
from storage.requests import desks
from storage.requests.service_requests import ServiceRequest
from texts import Say


async def asked(tx: Tx, request: ServiceRequest, services: Services, day: date) -> list[Person]:
    """Who has it on their desk that day, whether or not they have said anything yet."""
    return [await people.person(tx, one) for one in await desks.desk(tx, request, services, day)]


def for_colleagues(say: Say, desk: list[Person]) -> str:
    """王芳; a request of many managers is the managers'."""
    named = [one.name for one in desk if Role.MANAGER not in one.roles]
    if len(named) < len(desk):
        named.append(say("help_request.manager"))
    return " · ".join(named)


def for_residents(say: Say, desk: list[Person], branches: dict[int, str]) -> str:
    """责任队员王同志, 环卫支部 or 管理员: never a whole name, never a telephone."""
    if not desk or any(Role.MANAGER in one.roles for one in desk):
        return say("help_request.manager") if desk else ""
    first = desk[0]
    if Role.SECRETARY in first.roles and first.branch_id is not None:
        return branches[first.branch_id]
    return say("requests.keeper", name=courtesy(first.name, say))
