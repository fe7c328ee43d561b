"""Days and hours the way people on the street say them."""

from __future__ import annotations

from datetime import date, datetime

from files.dataclass import dataclass

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Day:
    """11月24日 · 24 Nov."""

    day: date

    def name(self, language: str) -> str:
        if language == "en":
            return f"{self.day.day} {_MONTHS[self.day.month - 1]}"
        return f"{self.day.month}月{self.day.day}日"


@dataclass(frozen=True, slots=True)
class Weekday:
    """11月24日 周二 · Tue 24 Nov."""

    day: date

    def name(self, language: str) -> str:
        weekday = _WEEKDAYS[language][self.day.weekday()]
        plain = Day(self.day).name(language)
        return f"{weekday} {plain}" if language == "en" else f"{plain} 周{weekday}"


@dataclass(frozen=True, slots=True)
class Hours:
    """12月5日 周六 09:00–10:30 · Sat 5 Dec 09:00–10:30; both ends in the zone they are said in, on one day."""

    begins: datetime
    ends: datetime

    def name(self, language: str) -> str:
        return f"{Weekday(self.begins.date()).name(language)} {self.begins:%H:%M}–{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Weekdays:
    """周一、周三 · Mon, Wed; `days` are 1 for Monday to 7."""

    days: tuple[int, ...]

    def name(self, language: str) -> str:
        names = [_WEEKDAYS[language][day - 1] for day in self.days]
        return ", ".join(names) if language == "en" else "、".join(f"周{name}" for name in names)


@dataclass(frozen=True, slots=True)
class Until:
    """A deadline as people say it: 今天 18:00, 明天 10:30, 11月27日 17:30. `today` and `moment` in the same zone."""

    moment: datetime
    today: date

    def name(self, language: str) -> str:
        ahead = (self.moment.date() - self.today).days
        near = {"zh": ("今天", "明天"), "en": ("today", "tomorrow")}[language]
        day = near[ahead] if 0 <= ahead < len(near) else self._far(language)
        return f"{day} {self.moment:%H:%M}"

    def _far(self, language: str) -> str:
        """The day, with its year where that is another one."""
        plain, year = Day(self.moment.date()).name(language), self.moment.year
        if year == self.today.year:
            return plain
        return f"{plain} {year}" if language == "en" else f"{year}年{plain}"


@dataclass(frozen=True, slots=True)
class Names:
    """Several things in one breath: 卫生、秩序 · litter and order, or 卫生 alone."""

    things: tuple[object, ...]

    def name(self, language: str) -> str:
        words = [t.name(language) if hasattr(t, "name") else str(t) for t in self.things]
        return ("、" if language == "zh" else ", ").join(words)


@dataclass(frozen=True, slots=True)
class Quarter:
    """`2026-Q4`: 2026年第四季度 · fourth quarter of 2026."""

    period: str

    def name(self, language: str) -> str:
        year, _, number = self.period.partition("-Q")
        if language == "en":
            return f"{('first', 'second', 'third', 'fourth')[int(number) - 1]} quarter of {year}"
        return f"{year}年第{'一二三四'[int(number) - 1]}季度"
