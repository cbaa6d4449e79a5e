"""The memory of a process and its descendants."""

from __future__ import annotations

import contextlib
import pathlib
import threading
from collections.abc import Iterator


def tree(pid: int) -> list[int]:
    """The process and all that it started, down to the last."""
    try:
        threads = list(pathlib.Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # it ended meanwhile
        return []
    return [pid] + [each for child in children for each in tree(child)]


def pss_mib(pid: int) -> float:
    try:
        return int(pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().split("Pss:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0.0


class Peak:
    mib = 0.0


@contextlib.contextmanager
def peak_pss_mib(pid: int) -> Iterator[Peak]:
    """The largest sum of a process tree's PSS while the body runs, looked at every 50 ms."""
    peak, done = Peak(), threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak.mib = max(peak.mib, sum(pss_mib(each) for each in tree(pid)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
