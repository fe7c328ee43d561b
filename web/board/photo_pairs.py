"""A shop's photos as pairs 问题 / 改好 with captions, and each photo in words for whoever does not see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from files.dataclass import dataclass
from programme.ids import SelfCheckId
from storage.board.board import Case, Look
from storage.board.shop_history import History, Photo
from texts import Say
from web.board.looks import Looks


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo on a page; `alt` is what it shows in words."""

    id: int
    alt: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One finding: how it looked and how it looks put right. `is_open`: nobody has put it right yet."""

    caption: str
    problem: tuple[Shot, ...]
    fixed: tuple[Shot, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Album:
    """All photos of one shop, by what they were sent with."""

    shop: str
    history: History
    looks: Looks
    say: Say
    _by: dict[tuple[str, int], list[Photo]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for photo in sorted(self.history.photos, key=lambda p: (p.at, p.id)):
            self._by[photo.subject, photo.subject_id].append(photo)

    def of_observation(self, look: Look) -> tuple[Shot, ...]:
        say, day = self.say, self.looks.day(self.say, look.day)
        told = say(
            "shop_file.photo_look",
            shop=self.shop,
            day=day,
            who=say(f"stars.by_{look.source}"),
            what=look_words(look, self.looks, say),
        )
        return self._shots("observation", look.id, told)

    def of_self_check(self, check_id: SelfCheckId, day: str) -> tuple[Shot, ...]:
        return self._shots("self_check", check_id, self.say("shop_file.photo_self_check", shop=self.shop, day=day))

    def problem(self, case: Case) -> tuple[Shot, ...]:
        """How a finding looked: the photos of the observation, self-check or report it came from."""
        say, day = self.say, self.looks.day(self.say, case.day)
        told = say("shop_file.photo_problem", shop=self.shop, day=day, who=self._who(case), what=self._what(case))
        sources = (
            ("observation", case.observation_id),
            ("self_check", case.self_check_id),
            ("lead", case.lead_id),
        )
        return tuple(shot for subject, number in sources if number for shot in self._shots(subject, number, told))

    def fixed(self, case: Case) -> tuple[Shot, ...]:
        """How it looks put right: every photo that was sent as a fix."""
        told = "shop_file.photo_fixed"
        return tuple(
            Shot(p.id, self.say(told, shop=self.shop, day=self.looks.day(self.say, p.at), what=self._what(case)))
            for p in self._by.get(("fix", case.id), ())
        )

    def pairs(self) -> list[Pair]:
        """The findings with a photo on either side, newest first."""
        found = []
        for case in self.history.cases:
            problem, fixed = self.problem(case), self.fixed(case)
            if problem or fixed:
                caption = f"{self.looks.day(self.say, case.day)} {self._what(case)}"
                found.append(Pair(caption, problem, fixed, case.fixed_at is None and case.closed_at is None))
        return found

    def others(self) -> list[Shot]:
        """What belongs to no finding, newest first."""
        paired = {s.id for pair in self.pairs() for s in (*pair.problem, *pair.fixed)}
        left = [p for p in self.history.photos if p.id not in paired and p.subject != "lead"]
        return [self._alone(photo) for photo in left]

    def _alone(self, photo: Photo) -> Shot:
        """A photo in words by what it was sent with."""
        day = self.looks.day(self.say, photo.at)
        look = next((one for one in self.history.looks if one.id == photo.subject_id), None)
        if photo.subject == "observation" and look:
            return next(shot for shot in self.of_observation(look) if shot.id == photo.id)
        sentence = "photo_self_check" if photo.subject == "self_check" else "photo_shop"
        return Shot(photo.id, self.say(f"shop_file.{sentence}", shop=self.shop, day=day))

    def _who(self, case: Case) -> str:
        if case.origin == "self":
            return self.say("shop_file.who_self")
        if case.origin == "lead":
            return self.say("shop_file.who_lead")
        look = next((one for one in self.history.looks if one.id == case.observation_id), None)
        return self.say(f"stars.by_{look.source}") if look else self.say("board.origin_outsider")

    def _what(self, case: Case) -> str:
        duty = self.looks.duty(self.say, case.duty)
        return f"{duty} {case.note}" if case.note else duty

    def _shots(self, subject: str, number: int, alt: str) -> tuple[Shot, ...]:
        return tuple(Shot(photo.id, alt) for photo in self._by.get((subject, number), ()))


def look_words(look: Look, looks: Looks, say: Say) -> str:
    """What was not met at an observation and what was put right on the spot, or that all was met."""
    failed = [key for key, met in look.facts.items() if met == 0]
    minor = [key for key, met in look.facts.items() if met]
    parts = [say("shop_file.failed", duties=looks.duties(say, failed))] if failed else []
    parts += [say("shop_file.on_the_spot", duties=looks.duties(say, minor))] if minor else []
    return joined(parts, say) if parts else say("board.all_met")


def joined(parts: Iterable[str], say: Say) -> str:
    return say("street.apart").join(parts)
