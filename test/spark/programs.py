"""Two PySpark programs that are asked the same (frame_worker.py): one with a local Spark, one with Dovetail's door."""

import json
import pathlib
import subprocess
import sys

WORKER = pathlib.Path(__file__).with_name("frame_worker.py")


class Program:
    def __init__(self, remote):
        self.process = subprocess.Popen([sys.executable, "-u", WORKER, remote], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def answer(self, expression):
        self.process.stdin.write(expression + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(60) == 0


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
