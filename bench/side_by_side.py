"""Interleaved measurements of named contenders, and the table that shows them.

Every round runs each contender once, so that what else the machine does falls on all of them alike. The table gives medians, the spread
(smallest to largest) and the ratio to the first contender's median, round by round: a ratio's own median and spread.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable


def measure(contenders: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each contender, in rounds. A contender returns what it measured itself."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(1, rounds + 1):
        for name, run in contenders.items():
            if sys.stderr.isatty():
                print(f"\r  round {number}/{rounds}: {name:<40}", end="", file=sys.stderr, flush=True)
            seconds[name].append(run())
    if sys.stderr.isatty():
        print(f"\r{'':<60}\r", end="", file=sys.stderr)
    return seconds


def timed(call: Callable, *arguments: object) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - began


def table(title: str, seconds: dict[str, list[float]]) -> str:
    """The measurements as aligned text; the first contender is what the others are compared with."""
    base = next(iter(seconds.values()))
    lines = [title, f"{'':<32}{'median':>12}{'spread':>32}{'ratio':>10}{'spread':>18}"]
    for name, values in seconds.items():
        ratios = [value / other for value, other in zip(values, base)]
        lines.append(f"{name:<32}{_ms(statistics.median(values)):>12}{_ms(min(values)) + ' - ' + _ms(max(values)):>32}"
                     f"{statistics.median(ratios):>9.2f}x{f'{min(ratios):.2f} - {max(ratios):.2f}':>18}")
    return "\n".join(lines)


MISSED = "MISSED"  # bench/run.py fails where a report has it


def held(what: str, value: float, unit: str = "", digits: int = 2, at_most: float | None = None, at_least: float | None = None) -> str:
    """A measured value beside the bound that we hold it to, as a line of a report."""
    missed = (at_most is not None and value > at_most) or (at_least is not None and value < at_least)
    bound = f"at most {at_most:,g}" if at_least is None else f"at least {at_least:,g}"
    return f"{what}: {value:,.{digits}f}{unit} ({bound}){' ' + MISSED if missed else ''}"


def ratio(values: list[float], others: list[float]) -> float:
    """The median of one contender's times over another's, round by round."""
    return statistics.median(value / other for value, other in zip(values, others))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"
