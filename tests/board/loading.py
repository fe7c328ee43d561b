"""How quickly a page stands before its reader: what Chromium tells of one load, and the score Lighthouse gives for that.

The throttling, the curves and their weights are those of Lighthouse 12 for a phone (`core/config/constants.js`,
`core/audits/metrics/`, `core/config/default-config.js`, `shared/statistics.js` of the npm package lighthouse 12.8). Its speed
index (a tenth of the score) needs a film of the load and is left out; the others weigh as much more.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, log
from typing import Any

from playwright.async_api import Browser

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_474.56 * 1024 / 8,
    "uploadThroughput": 675 * 1024 / 8,
}
"""A round trip in milliseconds, bytes a second: what DevTools sets for Lighthouse's slow 4G."""
SLOWER = 4
"""How many times slower than this machine the phone's processor is."""
LONG = 50.0
"""Milliseconds from which a task blocks."""
CURVES = {"fcp": (3000, 1800, 10), "lcp": (4000, 2500, 25), "tbt": (600, 200, 30), "cls": (0.25, 0.1, 25)}
"""Of each figure the median, the value of the best tenth, and its weight."""

_WATCH = """
window.seen = {fcp: 0, lcp: 0, cls: 0, tasks: []};
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
watch('paint', e => { if (e.name === 'first-contentful-paint') window.seen.fcp = e.startTime; });
watch('largest-contentful-paint', e => { window.seen.lcp = e.startTime; });
watch('layout-shift', e => { if (!e.hadRecentInput) window.seen.cls += e.value; });
watch('longtask', e => { window.seen.tasks.push([e.startTime, e.duration]); });
"""


@dataclass(frozen=True, slots=True)
class Loading:
    """First and largest contentful paint and the time tasks blocked, in milliseconds; how much shifted; bytes of the page."""

    fcp: float
    lcp: float
    tbt: float
    cls: float
    weight: int

    @property
    def score(self) -> float:
        """0 to 100, as Lighthouse says it."""
        parts = [(_share(getattr(self, name), *curve[:2]), curve[2]) for name, curve in CURVES.items()]
        return 100 * sum(share * weight for share, weight in parts) / sum(weight for _, weight in parts)

    def __str__(self) -> str:
        return (
            f"{self.score:.0f}: FCP {self.fcp:.0f} ms, LCP {self.lcp:.0f} ms, TBT {self.tbt:.0f} ms, CLS {self.cls:.3f}, "
            f"{self.weight / 1000:.0f} kB"
        )


def _share(value: float, median: float, best: float) -> float:
    """The part of a log-normal distribution that is worse than this value."""
    return 1.0 if value <= 0 else (1 - erf(log(value / median) * 0.9061938024368232 / -log(best / median))) / 2


async def loaded(browser: Browser, url: str, cookies: list[Any]) -> Loading:
    """Load one page as a phone on slow 4G does, with nothing kept from before."""
    context = await browser.new_context(**PHONE, locale="zh-CN")  # type: ignore[arg-type]
    await context.add_cookies(cookies)
    page = await context.new_page()
    await page.add_init_script(_WATCH)
    devtools = await context.new_cdp_session(page)
    await devtools.send("Network.enable")
    await devtools.send("Network.emulateNetworkConditions", SLOW_4G)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.goto(url, wait_until="load")
    await page.evaluate("new Promise(done => setTimeout(done, 1000))")
    seen: Any = await page.evaluate("window.seen")
    weight = await page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
    await context.close()
    blocked = sum(max(0.0, long - LONG) for begun, long in seen["tasks"] if begun + long > seen["fcp"])
    return Loading(seen["fcp"], seen["lcp"], blocked, seen["cls"], weight)
