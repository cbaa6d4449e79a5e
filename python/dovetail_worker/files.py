"""What a session has sent for its functions: modules, data and archives, in a folder of its host's own, as Spark's workers find them
(https://spark.apache.org/docs/latest/api/python/reference/api/pyspark.SparkFiles.html)."""

import importlib
import os
import shutil
import sys
import tempfile

from pyspark import SparkFiles

PIECE_BYTES = 1 << 20
UNPACKED_AS = {".zip": "zip", ".jar": "zip", ".tar.gz": "gztar", ".tgz": "gztar", ".tar": "tar"}


MODULES = []  # where functions find theirs; the last that came first, as in Spark


def folder():
    """Of all that was sent; None: nothing was."""
    return SparkFiles._root_directory


def take(name, source):
    """`name`: its kind and, behind a slash, what it is called; `source`: a descriptor, whose offset is shared with others."""
    if folder() is None:
        SparkFiles._root_directory = tempfile.mkdtemp(prefix="dovetail-files-")
        SparkFiles._is_running_on_worker = True
        MODULES.insert(0, folder())
    kind, _, called = name.partition("/")
    if kind == "archives":
        unpack(called, source)
        return
    path = os.path.join(folder(), called)
    write(path, source)
    if kind == "pyfiles" and not called.endswith(".py"):
        MODULES.insert(0, path)


def find_modules():
    """In a child: the host itself imports none of them, whatever they are called."""
    sys.path[1:1] = MODULES
    importlib.invalidate_caches()


def write(path, source):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        at = 0
        while piece := os.pread(source, PIECE_BYTES, at):
            out.write(piece)
            at += len(piece)


def unpack(called, source):
    """Into a folder with the archive's name, or the one behind `#`."""
    called, _, alias = called.partition("#")
    form = next((form for suffix, form in UNPACKED_AS.items() if called.endswith(suffix)), None)
    if form is None:
        raise ValueError(f"an archive is one of {', '.join(UNPACKED_AS)}")
    with tempfile.TemporaryDirectory() as beside:
        archive = os.path.join(beside, "archive")
        write(archive, source)
        shutil.unpack_archive(archive, os.path.join(folder(), alias or called), form)
