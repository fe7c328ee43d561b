"""Activities hosted and follow-ups to be answered pass in a rotation; what the target may not do is the managers'."""

from __future__ import annotations

from collections.abc import Sequence

from bot.post import Post
from messages.reply import Reply
from programme.ids import PersonId
from programme.roles import Action, Role, Tie, may
from storage.activities import activities, follow_ups
from storage.people import people
from storage.rotation.in_hand import InHand
from texts.days import Names


async def move(post: Post, hand: InHand, target: PersonId, key: str) -> None:
    """Give each to the target; the managers hear what the target could do nothing about.

    Args:
        hand: what is in the other's hand.
        target: who takes it over.
        key: begins the keys of the messages.
    """
    roles = (await people.person(post.tx, target)).roles
    managers = [one.id for one in await people.with_role(post.tx, Role.MANAGER)]
    left = await _pass_activities(
        post, hand, target if may(roles, Action.CHANGE_ACTIVITY, Tie.LINKED) else None, managers
    )
    can_answer = may(roles, Action.ANSWER_FOLLOW_UP, Tie.LINKED)
    for asked in hand.follow_ups:
        is_theirs = can_answer and asked.asked_by != target
        await follow_ups.give(post.tx, asked.id, target if is_theirs else None)
        left += [] if is_theirs else [asked.words]
    named = Names(tuple(left))
    for manager in managers if left else []:
        await post.tell(
            manager, lambda say: Reply(say("rotation.left_to_you", what=named)), key=f"{key}:beside:{manager}"
        )


async def _pass_activities(
    post: Post, hand: InHand, target: PersonId | None, managers: Sequence[PersonId]
) -> list[str]:
    """To the target, or without one to a manager who does not host them already; the titles of these."""
    for one in hand.activities:
        other = next((who for who in managers if who != one.host_id), one.host_id)
        await activities.give(post.tx, one.id, target or other)
    return [] if target else [one.title for one in hand.activities]
