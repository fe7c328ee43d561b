"""The `/metrics` page in Prometheus text format, made on request from counters the parts keep anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from messages.errors import StorageDown
from storage.operations import figures

if TYPE_CHECKING:
    from prometheus_client import Metric

    from app.app import App


class _Parts(Collector):
    """The figures of one town without a label of its own, or of many, each sample with its town's name."""

    def __init__(self, apps: Mapping[str, App | None], held: Mapping[str, Mapping[str, int]]) -> None:
        """By town; of a single one the name is empty. A town that is not open has no app."""
        self._apps = {town: app for town, app in apps.items() if app}
        self._closed = [town for town, app in apps.items() if app is None]
        self._held = held
        self._town = [] if "" in apps else ["town"]

    def collect(self) -> Iterator[Metric]:
        turns = CounterMetricFamily("fivestar_turns", "Messages handled and committed", labels=self._town)
        sent = CounterMetricFamily("fivestar_letters_sent", "Messages a channel took", labels=[*self._town, "channel"])
        paused = GaugeMetricFamily(
            "fivestar_sender_paused", "1 while nothing goes out", labels=[*self._town, "channel"]
        )
        well = GaugeMetricFamily(
            "fivestar_channel_ok", "1 while a channel is connected", labels=[*self._town, "channel"]
        )
        waiting = GaugeMetricFamily(
            "fivestar_letters_held", "Messages that wait for their person's next word", labels=[*self._town, "channel"]
        )
        storage = GaugeMetricFamily("fivestar_storage_ok", "0 when the last commit failed", labels=self._town)
        jobs = GaugeMetricFamily("fivestar_jobs_failing", "Jobs whose last try failed", labels=self._town)
        tasks = GaugeMetricFamily("fivestar_tasks_failing", "Tasks that crashed lately", labels=self._town)
        for town, app in self._apps.items():
            at = [town] if self._town else []
            turns.add_metric(at, app.engine.handled)
            for name, sender in app.senders.items():
                sent.add_metric([*at, name], sender.sent)
                paused.add_metric([*at, name], bool(sender.paused))
            for name, channel in app.channels.items():
                well.add_metric([*at, name], channel.health.ok)
            for name, many in self._held.get(town, {}).items():
                waiting.add_metric([*at, name], many)
            storage.add_metric(at, not app.engine.storage_error)
            jobs.add_metric(at, len(app.hours.failures))
            tasks.add_metric(at, len(app.supervisor.failures))
        yield from (turns, sent, paused, well, waiting, storage, jobs, tasks)
        if self._town:
            is_open = GaugeMetricFamily("fivestar_town_ok", "0 while a town cannot be opened", labels=self._town)
            for town in self._apps:
                is_open.add_metric([town], 1)
            for town in self._closed:
                is_open.add_metric([town], 0)
            yield is_open


async def metrics(app: App) -> bytes:
    """All figures of this process, and the messages held behind closed windows; without those while the database is away."""
    return await metrics_of_towns({"": app})


async def metrics_of_towns(apps: Mapping[str, App | None]) -> bytes:
    """The same of many towns, by their names; of one that is not open only that."""
    registry = CollectorRegistry()
    held = {town: await _held(app) for town, app in apps.items() if app}
    registry.register(_Parts(apps, held))
    return generate_latest(registry)


async def _held(app: App) -> Mapping[str, int]:
    try:
        return await app.database.read(figures.held)
    except StorageDown:
        return {}
