"""One session's host: a process that has the modules loaded, and forks a child for each stream of calls. It runs no user code itself.

The server speaks with it over a socket of packets at descriptor 3, in JSON: {"start": ID} comes with the child's end of a stream;
{"end": [ID, ...]} kills those children that are still there, and is answered with {"ended": [[ID, STATUS], ...]}, the wait statuses of those
that had ended before. First of all it says {"ready": VERSIONS} or {"missing": MODULE}. When the server is gone, all end."""

import contextlib
import gc
import importlib
import json
import os
import platform
import signal
import socket

CONTROL = 3
MOST_PACKET_BYTES = 1 << 16
NEEDED = ("pyspark", "pyarrow")
WELCOME = ("pyspark.worker", "pandas", "pyarrow.pandas_compat", "dovetail_worker.batched", "dovetail_worker.spark")  # loaded once, so that no child needs to


def preload():
    versions = {"python": platform.python_version()}
    for name in NEEDED:
        try:
            versions[name] = importlib.import_module(name).__version__
        except ImportError:
            return {"missing": name}
    for name in WELCOME:
        with contextlib.suppress(ImportError):  # who needs it says so
            importlib.import_module(name)
    return {"ready": versions}


class Host:
    def __init__(self, control):
        self.control = control
        self.children = {}  # ids by pid
        self.ended = {}  # statuses by id, of those that nobody ended

    def serve(self):
        while True:
            packet, files, _, _ = socket.recv_fds(self.control, MOST_PACKET_BYTES, 1)
            if not packet:
                return self.end(list(self.children.values()))
            request = json.loads(packet)
            self.reap()
            if "start" in request:
                self.start(request["start"], files[0])
            else:
                self.control.send(json.dumps({"ended": self.end(request["end"])}).encode())

    def start(self, child_id, stream):
        child = os.fork()
        if child == 0:
            become_child(self.control, stream)
        os.close(stream)
        self.children[child] = child_id

    def end(self, ids):
        for pid, child_id in list(self.children.items()):
            if child_id in ids:
                kill_group(pid)
                _, status = os.waitpid(pid, 0)
                if status != signal.SIGKILL:  # it was faster
                    self.ended[child_id] = status
                del self.children[pid]
        return [[child_id, self.ended.pop(child_id)] for child_id in ids if child_id in self.ended]

    def reap(self):
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self.ended[self.children.pop(pid)] = status


def kill_group(pid):
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):  # it has no group yet, or has ended
            kill(pid, signal.SIGKILL)


def become_child(control, stream):
    status = 1
    try:
        os.setpgid(0, 0)
        control.close()
        from dovetail_worker.stream import serve

        serve(socket.socket(fileno=stream))
        status = 0
    except (EOFError, ConnectionError):
        status = 0  # the engine wants no more of it
    finally:
        os._exit(status)


def main():
    control = socket.socket(fileno=CONTROL)
    control.send(json.dumps(preload()).encode())
    gc.freeze()  # what children share stays shared
    Host(control).serve()
