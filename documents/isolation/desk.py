"""One worker process and the pipe to it: an upload comes back opened or refused, or the worker has died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Condition, Lock, Timer
from typing import Any

import documents
from documents.isolation.limits import Limits
from documents.isolation.wire import Broken, receive, send

_ROOT = Path(documents.__file__).parents[1]
_COMMAND = (sys.executable, "-B", "-W", "ignore", "-m", "documents.isolation.worker")
_WHY = {
    -signal.SIGXCPU: "it takes too much processor time",
    -signal.SIGALRM: "it takes too long",
    -signal.SIGABRT: "it takes too much memory",
    os.EX_UNAVAILABLE: "it takes too much memory",
}

Answer = tuple[dict[str, Any], bytes]


class Overrun(Exception):
    """Opening it took more memory or time than is allowed, or killed its worker in another way."""


class Budget:
    """Memory that all who decode share: whoever finds too little left waits."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most
        self._changed = Condition()

    def take(self, many: int) -> int:
        """Wait until there is room and hold it; how much is held."""
        held = min(many, self._most)
        with self._changed:
            self._changed.wait_for(lambda: self._left >= held)
            self._left -= held
        return held

    def give(self, held: int) -> None:
        with self._changed:
            self._left += held
            self._changed.notify_all()


class Desk:
    """A worker process. It is told nothing but what to open, and gets none of our environment."""

    def __init__(self) -> None:
        """Raises OSError when the system gives us no process."""
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        self._late = False
        self.used = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, asked: dict[str, Any], content: bytes, limits: Limits, budget: Budget) -> Answer:
        """Have something opened. A picture first says what memory it needs; then it waits until there is so much.

        Raises:
            Overrun: the worker is dead, and why.
        """
        self.used += 1
        held = 0 if asked["what"] == "photo" else budget.take(limits.memory)
        asked = {**asked, "cpu": limits.cpu, "wall": limits.wall}
        try:
            answer = self._exchange(asked, content, limits.wall)
            if "needs" in answer[0]:
                held = budget.take(int(answer[0]["needs"]))
                answer = self._exchange({}, b"", limits.wall)
        except (Broken, OSError) as error:
            raise Overrun(self._why()) from error
        finally:
            budget.give(held)
        return answer

    def end(self) -> None:
        """Kill it and wait until it is gone; safe from any thread, also while another one waits for an answer."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it and let go of the line. Only for whoever holds it alone."""
        self.end()
        for line in (self._process.stdin, self._process.stdout):
            if line:
                with suppress(OSError):  # what was still to be said to it
                    line.close()

    def _exchange(self, asked: dict[str, Any], content: bytes, seconds: float) -> Answer:
        if self._process.stdin is None or self._process.stdout is None:
            raise Broken
        watch = Timer(seconds + 1, self._too_late)
        watch.daemon = True
        watch.start()
        try:
            send(self._process.stdin, asked, content)
            return receive(self._process.stdout)
        finally:
            watch.cancel()

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _why(self) -> str:
        self._process.kill()
        code = self._process.wait()
        if self._late:
            return _WHY[-signal.SIGALRM]
        return _WHY.get(code, f"its worker ended with {signal.Signals(-code).name if code < 0 else code}")


class Errand:
    """Something that is to be opened, from the side of whoever wants it: may be called off at any moment."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._desk: Desk | None = None
        self._is_off = False

    def begin(self, desk: Desk) -> None:
        """From now on calling it off ends this worker.

        Raises:
            Overrun: it was called off before.
        """
        with self._lock:
            if self._is_off:
                raise Overrun("it was called off")
            self._desk = desk

    def done(self) -> None:
        """The worker is free for others."""
        with self._lock:
            self._desk = None

    def call_off(self) -> None:
        with self._lock:
            self._is_off = True
            if self._desk:
                self._desk.end()
