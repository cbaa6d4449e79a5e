"""Two PySpark programs that are asked the same (frame_worker.py): one with a local Spark, one with Dovetail's door."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import threading

WORKER = pathlib.Path(__file__).with_name("frame_worker.py")


class Program:
    """Any thread may ask it. What it used of the protocol with success, it tells the server that it is given (recorded_calls.py)."""

    def __init__(self, remote, program=WORKER, environment=None, server=None):
        self.turn, self.server = threading.Lock(), server
        self.process = subprocess.Popen([sys.executable, "-u", program, remote], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=os.environ | (environment or {}))
        assert self.process.stdout.readline() == "ready\n"

    def answer(self, expression):
        with self.turn:
            self.process.stdin.write(expression + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        used = answer.pop("used", [])
        if self.server is not None and "error" not in answer:
            self.server.tell("spark", used)
        return answer

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(60) == 0


@contextlib.contextmanager
def asked(remote, **how):
    """A Program that ends with the block."""
    program = Program(remote, **how)
    yield program
    program.end()


def spark_url(server):
    return server.spark_url


# Of what failed, what kind of failure it is.
def without_words(answer):
    return {key: answer[key] for key in ("error", "condition", "state")} if "error" in answer else answer


def without_order(answer, expression):
    value = answer.get("value")
    if isinstance(value, dict) and "orderBy" not in expression and "order by" not in expression:
        value["rows"].sort()
    return answer
