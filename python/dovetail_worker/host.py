"""One session's host: a process that has the modules loaded, and forks a child for each stream of calls. It runs no user code itself.

The server speaks with it over a socket of packets at descriptor 3, in JSON: {"start": ID} comes with the child's end of a stream, and is answered
with {"started": ID} or {"failed": WHY}; {"file": NAME} comes with a file of the session's, and is answered with {"taken": NAME} or
{"failed": WHY}; {"end": [ID, ...]} kills those children that are still there, and is answered with
{"ended": [[ID, STATUS], ...]}, the wait statuses of those that had ended before. First of all it says {"ready": VERSIONS} or {"missing": MODULE}.
When the server is gone, all end.

Where it is the first process of a namespace (src/runtime/sandbox), it gets the orphans, and all end with it."""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import platform
import select
import signal
import socket

CONTROL = 3
MOST_PACKET_BYTES = 1 << 16
NEEDED = ("pyspark", "pyarrow")
WELCOME = ("pyspark.worker", "pandas", "pyarrow.pandas_compat", "dovetail_worker.batched", "dovetail_worker.spark")  # loaded once, so that no child needs to
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
prctl = ctypes.CDLL(None, use_errno=True).prctl


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
        self.children = {}  # ids and streams by pid
        self.ended = {}  # statuses by id, of those that nobody ended
        self.signals, waking = socket.socketpair()
        self.signals.setblocking(False)
        waking.setblocking(False)
        self.waking = waking
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)

    def serve(self):
        while True:
            ready, _, _ = select.select([self.control, self.signals], [], [])
            if self.signals in ready:
                with contextlib.suppress(BlockingIOError):
                    self.signals.recv(4096)
            self.reap()
            if self.control in ready:
                packet, files, _, _ = socket.recv_fds(self.control, MOST_PACKET_BYTES, 1)
                if not packet:
                    return self.end([child_id for child_id, _ in self.children.values()])
                self.control.send(json.dumps(self.answer(json.loads(packet), files)).encode())

    def answer(self, request, files):
        if "end" in request:
            return {"ended": self.end(request["end"])}
        if "file" in request:
            return take_file(request["file"], files[0])
        stream = socket.socket(fileno=files[0])
        try:
            return self.start(request["start"], stream)
        except OSError as failure:  # no process is to be had
            stream.close()
            return {"failed": str(failure)}

    def start(self, child_id, stream):
        child = os.fork()
        if child == 0:
            self.become_child(stream)
        self.children[child] = (child_id, stream)
        return {"started": child_id}

    def end(self, ids):
        ids = set(ids)
        for pid, (child_id, _) in list(self.children.items()):
            if child_id in ids:
                kill_group(pid)
                _, status = os.waitpid(pid, 0)
                self.forget(pid, status, status != signal.SIGKILL)  # it was faster
        return [[child_id, self.ended.pop(child_id)] for child_id in ids if child_id in self.ended]

    def reap(self):
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0] != 0:
                self.forget(*found, True)

    def forget(self, pid, status, by_itself):
        """What a child has forked may have the stream too, and keep its end from being seen."""
        child_id, stream = self.children.pop(pid, (None, None))
        if stream is None:
            return  # an orphan
        if by_itself:
            self.ended[child_id] = status
        with contextlib.suppress(OSError):  # the engine's end is gone
            stream.shutdown(socket.SHUT_RDWR)
        stream.close()

    def become_child(self, stream):
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.setpgid(0, 0)
            for ours in (self.control, self.signals, self.waking, *(other for _, other in self.children.values())):
                ours.close()
            from dovetail_worker import files
            from dovetail_worker.stream import serve

            files.find_modules()
            serve(stream)
            status = 0
        except (EOFError, ConnectionError):
            status = 0  # the engine wants no more of it
        finally:
            os._exit(status)


def take_file(name, source):
    from dovetail_worker import files

    try:
        files.take(name, source)
        return {"taken": name}
    except Exception as failure:  # the session's bytes are no archive, or there is no room
        return {"failed": str(failure) or type(failure).__name__}
    finally:
        os.close(source)


def kill_group(pid):
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):  # it has no group yet, or has ended
            kill(pid, signal.SIGKILL)


def keep_from_others():
    """Other sessions' processes are of the same user where there are no namespaces; they do not look into this one nor its children."""
    if os.getpid() != 1:
        prctl(PR_SET_DUMPABLE, 0)


def main():
    keep_from_others()
    control = socket.socket(fileno=CONTROL)
    control.send(json.dumps(preload()).encode())
    gc.freeze()  # what children share stays shared
    Host(control).serve()
