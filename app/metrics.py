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
    def __init__(self, app: App, held: Mapping[str, int]) -> None:
        self._app = app
        self._held = held

    def collect(self) -> Iterator[Metric]:
        app = self._app
        yield CounterMetricFamily("fivestar_turns", "Messages handled and committed", app.engine.handled)
        sent = CounterMetricFamily("fivestar_letters_sent", "Messages a channel took", labels=["channel"])
        paused = GaugeMetricFamily("fivestar_sender_paused", "1 while nothing goes out", labels=["channel"])
        well = GaugeMetricFamily("fivestar_channel_ok", "1 while a channel is connected", labels=["channel"])
        for name, sender in app.senders.items():
            sent.add_metric([name], sender.sent)
            paused.add_metric([name], bool(sender.paused))
        for name, channel in app.channels.items():
            well.add_metric([name], channel.health.ok)
        waiting = GaugeMetricFamily(
            "fivestar_letters_held", "Messages that wait for their person's next word", labels=["channel"]
        )
        for name, many in self._held.items():
            waiting.add_metric([name], many)
        yield from (sent, paused, well, waiting)
        yield GaugeMetricFamily("fivestar_storage_ok", "0 when the last commit failed", not app.engine.storage_error)
        yield GaugeMetricFamily("fivestar_jobs_failing", "Jobs whose last try failed", len(app.hours.failures))
        yield GaugeMetricFamily("fivestar_tasks_failing", "Tasks that crashed lately", len(app.supervisor.failures))


async def metrics(app: App) -> bytes:
    """All figures of this process, and the messages held behind closed windows; without those while the database is away."""
    registry = CollectorRegistry()
    try:
        held = await app.database.read(figures.held)
    except StorageDown:
        held = {}
    registry.register(_Parts(app, held))
    return generate_latest(registry)
