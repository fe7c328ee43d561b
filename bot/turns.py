"""Handles one message as one turn: finds person, meaning and step, and writes the answers. Touches only the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import windows
from bot.awaited import answers_first, asks_back, given_up, is_awaited, keep_asking
from bot.book import Book
from bot.choices import Meant, answering, label_in, tapped, toggled, typed
from bot.dialogue import Dialogue, is_remark
from bot.edits import CHOICE, Edits, keep_effects
from bot.flow import Turn, World
from bot.hearing import english_offered
from bot.kept_step import keep_step
from bot.post import Outgoing
from bot.quick import within_reach
from bot.quoted import quoted, shown
from bot.short_answers import agreed, denied, numbered
from bot.stale import stale
from bot.steps import LAST, Listener
from bot.ticks import ask_which, tick
from bot.together import together
from bot.undelivered import Unreachable, failed, nobody_else
from messages.incoming import Incoming, Kind
from messages.reply import CANCEL
from messages.topics import Topic
from programme.calendar import after_rest
from storage.core.tx import Tx
from storage.delivery import conversations, inbox, outbox, prompts
from storage.delivery.outbox import OutboxMessage

CLAIM = timedelta(seconds=60)
"""How long a message belongs to the process that wrote it."""


class Turns:
    """Runs single turns; the engine batches them."""

    def __init__(
        self,
        book: Book,
        world: World,
        zone: ZoneInfo,
        *,
        claim: timedelta | None = CLAIM,
        unreachable: Unreachable = nobody_else,
    ) -> None:
        """`claim` is None in a process that sends nothing itself: its messages are free for another at once.

        `unreachable` says what becomes of a message whose person turns out to be gone.
        """
        self._book = book
        self.dialogue = Dialogue(book.intents, world.rules, world.words)
        self._edits = Edits(book, self.dialogue)
        self._world = world
        self._zone = zone
        self._claim = claim
        self._unreachable = unreachable

    async def take(self, tx: Tx, incoming: Incoming, now: datetime) -> list[OutboxMessage]:
        """Handle one message inside `tx`; the messages it wrote. A key seen before changes nothing."""
        if not await inbox.is_new(tx, incoming.key, now):
            return []
        if incoming.kind is Kind.FAILED:
            return list(await failed(tx, incoming, self._world.limits, self._unreachable, now))
        known = await conversations.conversation(tx, incoming.sender)
        turn = Turn(tx, incoming.as_said(), known, now=now, zone=self._zone, world=self._world)
        turn.is_awaited = is_awaited(turn, self._book.in_hand(turn))
        await self.dialogue.listen(turn)
        await self._answer(turn)
        if turn.outgoing and incoming.kind is Kind.MESSAGE and await shown(turn):
            turn.remind("preview.still")
        await keep_effects(turn, incoming)
        messages = await self._write_answers(turn, incoming)
        if incoming.kind is Kind.LEFT:
            await conversations.mark_gone(tx, incoming.sender, now)
            return messages
        speaks = incoming.kind is not Kind.HELLO and incoming.opens
        await keep_step(turn, incoming.at if speaks else None)
        if speaks and turn.limits.window:
            claim = now + self._claim if self._claim else None
            messages += await windows.release(tx, incoming.sender, now, claim)
        return messages

    async def _write_answers(self, turn: Turn, incoming: Incoming) -> list[OutboxMessage]:
        """Write down what the turn says; few messages where they are counted, the first of them with the ticket."""
        outgoing = [*await within_reach(turn), *await english_offered(turn, incoming)]
        if turn.limits.window or incoming.ticket:
            outgoing = together(outgoing, incoming.sender)
        if incoming.ticket and outgoing and outgoing[0].answers:
            first = replace(outgoing[0], ticket=incoming.ticket, ticket_until=incoming.ticket_until)
            outgoing = [first, *outgoing[1:]]
        return [message for out in outgoing if (message := await self.write_down(turn.tx, out, turn.now, turn))]

    async def write_down(self, tx: Tx, out: Outgoing, now: datetime, turn: Turn | None = None) -> OutboxMessage | None:
        """Put one message in the outbox, recording what it prompts."""
        reply = out.reply
        if out.prompt:
            reply = reply.on_the_wire(out.prompt)
        elif reply.buttons or reply.pick:
            prompt = await prompts.add(tx, out.to, reply, now)
            reply = reply.on_the_wire(str(prompt))
            if turn and out.in_hand:
                turn.in_hand = prompt.number
        reply = out.complete(reply)
        if turn and reply.best_before and reply.best_before <= now:
            reply = replace(reply, best_before=None)  # what arrived after its day had ended is answered all the same
        start = max(out.not_before or now, self.awake(out.rest, now))
        claim = now + self._claim if self._claim and start <= now else None
        return await outbox.add(
            tx,
            out.to,
            reply,
            key=out.key,
            now=now,
            person_id=out.person_id,
            thread=out.thread,
            not_before=start,
            claimed_until=claim,
            rest=out.rest,
            answers=out.answers,
            ticket=out.ticket,
            ticket_until=out.ticket_until,
        )

    def awake(self, rest: str, moment: datetime) -> datetime:
        """`moment`, or when people's `rest` that it falls into is over."""
        return after_rest(moment.astimezone(self._zone), rest, self._world.rules) if rest else moment

    async def _answer(self, turn: Turn) -> None:
        if turn.incoming.kind is Kind.TAP:
            await self._tap(turn)
            return
        if turn.incoming.kind is Kind.EVENT:
            await self._anything(turn)
            return
        if turn.incoming.kind is Kind.EDIT and await self._edits.answer(turn, self._anew):
            return
        for way in (self._quoted, self._short_answer, self._typed_choice, self._way_out, self._word):
            if await way(turn):
                return
        await self._read(turn)

    async def _read(self, turn: Turn) -> None:
        """Do what the message means; what adds to something told before, or answers what was asked, goes to that step."""
        reading, step = await self.dialogue.read(turn), self._book.in_hand(turn)
        if asks_back(turn, step) and (await turn.carry_out(turn, reading) or await self._anything(turn, but=LAST)):
            keep_asking(turn, step)
            return
        if (is_remark(reading, step) or answers_first(turn, step)) and await self._step_in_hand(turn):
            return
        is_own = bool(reading.certain) or reading.names_a_shop
        if not (is_own and await turn.carry_out(turn, reading)) and not (
            await self._step_in_hand(turn) or await self._menu(turn) or await turn.carry_out(turn, reading)
        ):
            await self._anything(turn)
        keep_asking(turn, step)

    async def _anew(self, turn: Turn, step: str) -> None:
        """What an edited message says now, at the step it answered; never an answer to what was asked since."""
        if step and step != CHOICE:
            await self._go(turn, step)
        elif not await self._word(turn) and not await turn.carry_out(turn, await self.dialogue.read(turn)):
            await self._anything(turn)

    async def _quoted(self, turn: Turn) -> bool:
        """An answer to the very message it quotes: one of its choices, or the words it asked for."""
        prompt = await quoted(turn)
        if prompt is None:
            return False
        if found := typed(turn.text, [prompt]):
            await self._choose(turn, found[0])
        elif prompt.answer:
            turn.answered = prompt.answer
            await self._go(turn, prompt.answer)
        return bool(found or prompt.answer)

    async def _short_answer(self, turn: Turn) -> bool:
        """好 sends what was shown, 是的 to the day's question is its good answer, 二号 is the second of what is asked."""
        meant = await agreed(turn) or await numbered(turn) or await denied(turn)
        if meant:
            turn.typed += 1
            await self._choose(turn, meant)
        return bool(meant)

    async def _way_out(self, turn: Turn) -> bool:
        """取消 for whatever is open: a prompt or a step that waits for words; “算了，先不停” for what waits to be sent."""
        known = turn.known
        if not turn.text or not known:
            return False
        is_cancel = (known.step or known.in_hand) and self.dialogue.is_cancel(turn.text)
        ended = known.in_hand if is_cancel else await given_up(turn, self.dialogue.is_command)
        if not is_cancel and ended is None:
            return False
        if ended:
            await prompts.close(turn.tx, ended, turn.now)
        await self._go(turn, CANCEL)
        return True

    async def _tap(self, turn: Turn) -> None:
        """A tap names a prompt and a number. A prompt past its time still leads to its step, which knows what to say."""
        name = prompts.referred(turn.incoming.choice)
        prompt = await prompts.named(turn.tx, name, turn.incoming.sender) if name else None
        if prompt is None or prompt.closed_at is not None:
            await stale(turn)
            return
        if (ticks := toggled(turn.incoming.choice, prompt)) is not None:
            await tick(turn, prompt, ticks)
            return
        meant = tapped(turn.incoming.choice, prompt, turn.incoming.picked)
        if meant is None:
            await stale(turn)
            return
        turn.edits = bool(turn.incoming.on) and prompt.once
        await self._choose(turn, meant)

    async def _choose(self, turn: Turn, meant: Meant) -> None:
        turn.answered = CHOICE
        if meant.choice.action.startswith("@"):
            await self._choose_for(turn, meant)
            return
        if meant.prompt.once and not await prompts.close(turn.tx, meant.prompt.id, turn.now):
            await stale(turn)
            return
        if not meant.prompt.once and turn.known and turn.known.in_hand != meant.prompt.id:
            turn.in_hand = turn.known.in_hand
        is_old = turn.known is not None and turn.known.in_hand != meant.prompt.id
        if meant.choice.action == CANCEL and is_old and not meant.prompt.topic.startswith(Topic.PREVIEW):
            await stale(turn)
            return
        turn.picked, turn.kept = meant.picked, meant.prompt.kept
        await self._go(turn, meant.choice.action)

    async def _choose_for(self, turn: Turn, meant: Meant) -> None:
        """An answer to “which one?”: `@ prompt number` is the choice in the prompt that was meant."""
        await prompts.close(turn.tx, meant.prompt.id, turn.now)
        _, number, choice, *ticks = meant.choice.action.split(" ")
        prompt = await prompts.prompt(turn.tx, int(number), turn.incoming.sender)
        found = tapped(f"{number}.{choice}", prompt, tuple(map(int, ticks))) if prompt else None
        await (self._choose(turn, found) if found else stale(turn))

    async def _go(self, turn: Turn, action: str) -> bool:
        name, *words = action.split(" ")
        step = self._book.steps.get(name)
        if step is None:
            await stale(turn)
        return step is None or await step.go(turn, words)

    async def _typed_choice(self, turn: Turn) -> bool:
        if not turn.text or turn.attachments or turn.incoming.kind is not Kind.MESSAGE:
            return False
        open_now = await prompts.open_offers(turn.tx, turn.incoming.sender, turn.now, label_in(turn.text))
        in_hand = turn.known.in_hand if turn.known else None
        found = answering(typed(turn.text, [o for o in open_now if o.once or o.id == in_hand]), in_hand)
        # asked last and seen last: that is being answered
        is_unclear = len(found) > 1 and found[0].prompt.id != in_hand
        if is_unclear and self._is_command(turn):
            return False  # “改好了” is a label and a word: the word knows of all that may be meant, and asks itself
        if is_unclear:
            ask_which(turn, found)
        elif found:
            turn.typed += 1
            await self._choose(turn, found[0])
        return bool(found)

    async def _menu(self, turn: Turn) -> bool:
        """A number or label of a list that stays open, once nothing else was meant by it."""
        if not turn.text or turn.attachments:
            return False
        label = label_in(turn.text)
        if found := typed(turn.text, await prompts.open_offers(turn.tx, turn.incoming.sender, turn.now, label)):
            turn.typed += 1
            await self._choose(turn, found[0])
        return bool(found)

    def _is_command(self, turn: Turn) -> bool:
        return not turn.text[0].isdecimal() and self.dialogue.is_command(turn)

    async def _word(self, turn: Turn) -> bool:
        return await self._first(turn, self._book.words_for(turn))

    async def _step_in_hand(self, turn: Turn) -> bool:
        if not turn.known or not turn.known.step or turn.incoming.kind not in (Kind.MESSAGE, Kind.EDIT):
            return False
        turn.answered = turn.known.step
        return await self._go(turn, turn.known.step)

    async def _anything(self, turn: Turn, but: int = LAST + 1) -> bool:
        return await self._first(turn, [other for other in self._book.others_for(turn) if other.rank < but])

    @staticmethod
    async def _first(turn: Turn, listeners: Sequence[Listener]) -> bool:
        for listener in listeners:
            if listener.hears(turn) and await listener.answer(turn):
                return True
        return False
