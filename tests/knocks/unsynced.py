"""A process whose disk cannot sync for a while: `BROKEN=FILE LD_PRELOAD=… python -m tests.knocks.unsynced FOLDER`.

While FILE is there, `fsync` and `fdatasync` fail with an input/output error, as a dying disk's do.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from messages.errors import StorageDown
from storage.core.sqlite import open_sqlite
from storage.delivery import inbox

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
static int sync_by(const char *name, int file) {
  const char *mark = getenv("BROKEN");
  if (mark && access(mark, F_OK) == 0) { errno = EIO; return -1; }
  return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}
int fsync(int file) { return sync_by("fsync", file); }
int fdatasync(int file) { return sync_by("fdatasync", file); }
"""


def shim(folder: Path, compiler: str) -> Path:
    """The library that stands between SQLite and the disk."""
    source, library = folder / "shim.c", folder / "shim.so"
    source.write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


async def main(folder: Path) -> str:
    mark = Path(os.environ["BROKEN"])
    file = await open_sqlite(folder / "town.db")
    await file.write(lambda tx: inbox.is_new(tx, "telegram:1", NOW))
    mark.touch()
    for _ in range(20):
        try:
            await file.write(lambda tx: inbox.is_new(tx, "telegram:2", NOW))
        except StorageDown as down:
            print(down)
        else:
            raise SystemExit("it says it is kept, and the disk did not take it")
    mark.unlink()
    assert await file.write(lambda tx: inbox.is_new(tx, "telegram:2", NOW)), "refused, so it comes again and is new"
    assert not await file.write(lambda tx: inbox.is_new(tx, "telegram:1", NOW))
    await file.close()
    again = await open_sqlite(folder / "town.db")
    assert not await again.write(lambda tx: inbox.is_new(tx, "telegram:2", NOW))
    await again.close()
    return "well"


if __name__ == "__main__":
    print(asyncio.run(main(Path(sys.argv[1]))))
