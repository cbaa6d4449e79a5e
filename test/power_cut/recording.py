"""Runs programs under the recorder."""

import os
import pathlib
import subprocess

from rebuild import Recording

ROOT = pathlib.Path(__file__).resolve().parents[2]


BUILD = pathlib.Path(os.environ.get("DOVETAIL_BUILD", ROOT / "build/release"))


def built(name: str) -> pathlib.Path:
    """A file that the build leaves for the tests; DOVETAIL_BUILD names another build folder."""
    path = BUILD / "test" / name
    assert path.exists(), f"{path} is missing: build it first"
    return path


def environment(folder: pathlib.Path, log: pathlib.Path) -> dict[str, str]:
    """What a process needs to be recorded, with its children: what it does below `folder` goes to `log`."""
    recorder = built("power_cut_recorder.so")
    return {"LD_PRELOAD": str(recorder), "POWER_CUT_FOLDER": str(folder), "POWER_CUT_LOG": str(log)}


def record(command: list, folder: pathlib.Path, log: pathlib.Path) -> Recording:
    """Runs a program in the folder, which is empty, to its end."""
    subprocess.run(list(map(str, command)), cwd=folder, env=os.environ | environment(folder, log), check=True)
    return Recording.read(log, folder)
