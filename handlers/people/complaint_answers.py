"""投诉建议 are answered: by a manager it is not about or by whoever supervises, to somebody they have no name of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flow import Flow, Turn
from bot.steps import action
from handlers.shared import preview, relations, todo
from handlers.shared.todo import Due
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import ComplaintId
from programme.requests.promises import number
from programme.roles import Action, may
from storage.people import complaints
from storage.people.complaints import Complaint
from storage.photos import media
from texts import Say

flow = Flow("complaint_answers")

SUBJECT = "complaint"
"""What its pictures are kept with."""
NUMBER = r"(?:投|投诉|投诉建议|[Cc])\s*(\d\d-(\d{5,9}))"
"""投26-00007, or C26-00007 in English."""


def reference(turn: Turn, one: Complaint) -> str:
    """Its number without the word in front: 26-00007."""
    return number(one.at.astimezone(turn.zone).date(), one.id)


def question(say: Say, one: Complaint, named: str, enclosed: Sequence[Attachment]) -> Reply:
    """Its words for whoever reads it, with what they may do."""
    words = say("help.complaint_came", number=named, text=one.text or say("help_request.no_words"))
    if one.place:
        words += "\n" + say("help.complaint_of", shop=one.place)
    button = Button(say("help.complaint_answer"), action("complaint_answers.begin_answer", one.id))
    return Reply(words, ((button,),), attachments=tuple(enclosed), topic=Topic.COMPLAINT.of(one.id))


@flow.on(NUMBER, Action.COMPLAIN, rank=30)
async def said_number(turn: Turn) -> None:
    """投26-00007: where it stands for whoever said it, the whole of it for who reads it; to anybody else there is none."""
    said, row = (turn.match[1], turn.match[2]) if turn.match else ("", "0")
    one = await complaints.find(turn.tx, int(row))
    if one is None or turn.person_id is None or said != reference(turn, one):
        turn.reply(turn.say("help.complaint_unknown", number=said))
    elif one.person_id == turn.person_id:
        sentence = "help.complaint_waits" if one.answered_at is None else "help.complaint_answered"
        turn.reply(turn.say(sentence, number=said, text=one.answer))
    elif may(turn.roles, Action.ANSWER_COMPLAINT, await relations.to_complaint(turn, one.id)):
        await _show(turn, one)
    else:
        turn.reply(turn.say("help.complaint_unknown", number=said))


@flow.step(Action.ANSWER_COMPLAINT, to=relations.to_complaint)
async def show_complaint(turn: Turn, complaint_id: ComplaintId) -> None:
    await _show(turn, await complaints.complaint(turn.tx, complaint_id))


async def _show(turn: Turn, one: Complaint) -> None:
    if one.answered_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return
    enclosed = media.enclosed(await media.of(turn.tx, SUBJECT, one.id))
    asked = question(turn.say, one, reference(turn, one), enclosed)
    turn.reply(asked.text, buttons=asked.buttons, attachments=asked.attachments, topic=asked.topic)


@flow.step(Action.ANSWER_COMPLAINT, to=relations.to_complaint)
async def begin_answer(turn: Turn, complaint_id: ComplaintId) -> None:
    turn.edits = False
    turn.reply(turn.say("help.complaint_write"), then=send_answer(complaint_id))


@flow.step(Action.ANSWER_COMPLAINT, to=relations.to_complaint, asks="words")
async def send_answer(turn: Turn, complaint_id: ComplaintId) -> None:
    """Show the answer before it goes."""
    if not turn.text:
        turn.stay()
        return
    preview.show_first(turn, turn.say("help.complainant"), deliver_answer(complaint_id), begin_answer(complaint_id))


@flow.step(Action.ANSWER_COMPLAINT, to=relations.to_complaint)
async def deliver_answer(turn: Turn, complaint_id: ComplaintId) -> None:
    """Send it, unless somebody else has answered."""
    if not preview.agreed(turn):
        return
    one = await complaints.complaint(turn.tx, complaint_id)
    if one.answered_at is not None:
        turn.reply(turn.say("findings.already_settled"))
        return
    await complaints.answer(turn.tx, complaint_id, turn.now, turn.me, turn.text)
    named, words = reference(turn, one), turn.text

    def told(say: Say) -> Reply:
        return Reply(say("help.complaint_answered", number=named, text=words))

    is_told = one.person_id is not None and await turn.tell(one.person_id, told)
    turn.reply(turn.say("requests.sent" if is_told else "requests.not_reached"))


@todo.adds
async def to_do(turn: Turn) -> list[Due]:
    """What they were asked to read and nobody has answered."""
    found = await complaints.waiting(turn.tx, turn.me)
    return [
        Due(turn.say("todo.complaint", number=reference(turn, one)), show_complaint(one.id), 3, since=one.at)
        for one in found
    ]
