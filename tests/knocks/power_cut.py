"""A power cut, as the harshest disk makes it: what was not synced is empty, and a name whose folder was not synced is gone.

`LEDGER=FILE UNDER=FOLDER/data LD_PRELOAD=… python -m tests.knocks.power_cut FOLDER` is a day in which every kind of file is
written under the data folder. A library before libc's notes each write, sync and rename, and `cut` does to the folder what the
power cut does.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import traceback
from datetime import date
from pathlib import Path

from channels.telegram.albums import Albums
from channels.webchat.files import Files
from documents.drawing.star_card import StarCard, star_card
from schedules.drawing import draw, wanted
from storage.core.backups import back_up
from storage.core.sqlite import open_sqlite
from storage.photos import media
from storage.photos.media import Media
from tests.media.pictures import saved, scene
from tests.stories.titles.test_title_jobs import awarded
from tests.town import MONDAY, StoppedClock, Town, on_day
from texts.days import Day

CARELESS = "careless.bin"
"""Written as one should not: what finds nothing lost without it could not find anything."""

SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static int ledger = -1;
static void note(const char *what, const char *a, const char *b) {
  const char *under = getenv("UNDER");
  if (!under || !a || strncmp(a, under, strlen(under))) return;
  if (ledger < 0) ledger = ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open"))(
      getenv("LEDGER"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  char line[8300];
  int many = snprintf(line, sizeof line, "%s\t%s\t%s\n", what, a, b ? b : "");
  ((ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write"))(ledger, line, many);
}
static void note_fd(const char *what, int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t many = readlink(link, path, sizeof path - 1);
  if (many > 0) { path[many] = 0; note(what, path, 0); }
}
#define OPENS(name) int name(const char *path, int flags, ...) { \
  va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more); \
  int is_new = (flags & O_CREAT) && access(path, F_OK); \
  int fd = ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode); \
  if (fd >= 0 && is_new) note_fd("made", fd); \
  if (fd >= 0 && (flags & O_TRUNC)) note_fd("wrote", fd); \
  return fd; }
OPENS(open)
OPENS(open64)
ssize_t write(int fd, const void *from, size_t many) {
  note_fd("wrote", fd);
  return ((ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write"))(fd, from, many);
}
#define WRITES(name) ssize_t name(int fd, const void *from, size_t many, off64_t at) { \
  note_fd("wrote", fd); \
  return ((ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, #name))(fd, from, many, at); }
WRITES(pwrite)
WRITES(pwrite64)
#define SYNCS(name) int name(int fd) { \
  int failed = ((int (*)(int))dlsym(RTLD_NEXT, #name))(fd); \
  if (!failed) note_fd("synced", fd); \
  return failed; }
SYNCS(fsync)
SYNCS(fdatasync)
int rename(const char *from, const char *to) {
  int failed = ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
  if (!failed) note("renamed", from, to);
  return failed;
}
int mkdir(const char *path, mode_t mode) {
  int failed = ((int (*)(const char *, mode_t))dlsym(RTLD_NEXT, "mkdir"))(path, mode);
  if (!failed) note("made", path, 0);
  return failed;
}
"""


def shim(folder: Path, compiler: str) -> Path:
    """The library that keeps the ledger."""
    source, library = folder / "ledger.c", folder / "ledger.so"
    source.write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", library, source, "-ldl"], check=True)
    return library


def cut(ledger: Path) -> dict[str, int]:
    """Do to every path of the ledger what was not synced; how many names were lost and how many files emptied."""
    dirty: set[str] = set()
    unnamed: set[str] = set()
    for line in ledger.read_text("utf-8").splitlines():
        what, path, other = line.split("\t")
        if what == "made":
            unnamed.add(path)
        elif what == "wrote":
            dirty.add(path)
        elif what == "renamed":
            unnamed.discard(path)
            unnamed.add(other)
            (dirty.add if path in dirty else dirty.discard)(other)
            dirty.discard(path)
        else:
            dirty.discard(path)
            unnamed -= {name for name in unnamed if name.rpartition("/")[0] == path}
    lost = [Path(path) for path in sorted(unnamed) if Path(path).exists()]
    for path in lost:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    emptied = [Path(path) for path in sorted(dirty) if Path(path).is_file()]
    for path in emptied:
        path.write_bytes(b"")
    return {"lost": len(lost), "emptied": len(emptied)}


async def main(folder: Path) -> list[str]:
    """A day of files; their paths, as the database, a page or an operator would name them."""
    data = folder / "data"
    town = Town(await open_sqlite(folder / "town.db"), StoppedClock(MONDAY), data)
    await town.start()
    li = await town.merchant("李记面馆")
    wang, _ = await town.member("王芳", li), await town.manager()
    await wang.says("1 秩序 货出店")
    await li.sends_photo("改好了", saved(scene(1)))
    await awarded(town, li, on_day(date(2026, 10, 13)).date())
    await town.job("award-papers")
    await town.job("weekly-digest")
    rows = await town.database.read(lambda tx: tx.all(Media, "media_every"))
    named = [row.file for row in rows if row.state == "stored"]
    named += [a.ref for _, reply in town.channel.sent for a in reply.attachments if not a.ref.startswith(media.PREFIX)]
    upload = Files(data).keep("0" * 32, saved(scene(2)))
    named.append(f"web/{'0' * 32}/{upload.name}")
    card = StarCard("李记面馆", "西津路12号", Day(date(2026, 11, 22)), 3, "宁国市城管执法局", "西津路")
    picture = wanted("star-cards", "2026-W47", "1-3", star_card, card, "zh")
    await asyncio.to_thread(draw, data, (picture,))
    await back_up(town.database, data / "backups" / "fivestar-2026-11-23.db")
    albums = Albums(data / "telegram" / "777", _nobody)
    albums.start()
    await albums.add({"update_id": 9, "message": {"chat": {"id": 5}, "media_group_id": "a", "photo": []}})
    named += [picture.ref, "backups/fivestar-2026-11-23.db", "telegram/777/9.json"]
    (data / CARELESS).write_bytes(b"not synced" * 100)
    return [str(data / name) for name in dict.fromkeys(named)]


async def _nobody(updates: object) -> None:
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        paths = asyncio.new_event_loop().run_until_complete(main(Path(sys.argv[1])))
        sys.stdout.write(json.dumps(paths))
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)  # as a power cut: nothing more is closed, flushed or synced
