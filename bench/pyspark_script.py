"""A PySpark script as a contender: timed as its user sees it, start included."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import side_by_side

HERE = pathlib.Path(__file__).resolve().parent


class PySpark:
    def __init__(self, script: str, *arguments: object):
        self.command = [sys.executable, HERE / script, *arguments]

    def __call__(self) -> float:
        return side_by_side.timed(self.run)

    def run(self) -> None:
        done = subprocess.run(self.command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
