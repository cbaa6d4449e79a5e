"""SIGKILL of the server in the middle of writes to the machine's own disks: what is overwritten is the old rows or the new ones, as a
whole, and what a dead writer has left goes with the next write."""

import contextlib
import os
import pathlib
import random
import sys
import threading

import pyarrow.dataset
import pytest
from test_kill import after

from localserver import LocalServer

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "spark"))

from programs import Program, spark_url  # noqa: E402

SEEDS = int(os.environ.get("DOVETAIL_CRASH_SEEDS", "50")) // 5
FIRST_SEED = int(os.environ.get("DOVETAIL_CRASH_FIRST_SEED", "1"))
WRITE_S = 0.5  # about what one takes: the instants are spread over it
ROWS = 200_000


def write(version, out, dynamic):
    """All rows have the version; as partitions, so that a write is of many files."""
    mode = "dynamic" if dynamic else "static"
    return (f"spark.range({ROWS}).selectExpr('id', '{version} as version', 'id % 20 as k').repartition(3)"
            f".write.mode('overwrite').option('partitionOverwriteMode', '{mode}').partitionBy('k').parquet('{out}')")


class Asking:
    """A write that a client of its own is at until the server ends: the client alone would wait for it to come back."""

    def __init__(self, client, statement):
        self.client, self.answer = client, {}
        self.thread = threading.Thread(target=self.ask, args=(statement,))
        self.thread.start()

    def ask(self, statement):
        with contextlib.suppress(ValueError):  # no answer
            self.answer = self.client.answer(statement)

    def end(self):
        self.client.process.kill()
        self.client.process.wait()
        self.thread.join()
        return self.answer


def versions(out):
    """The rows of each partition: their number and their versions. Hidden files are none."""
    table = pyarrow.dataset.dataset(out, format="parquet", partitioning="hive").to_table()
    rows = {}
    for k, version in zip(table["k"].to_pylist(), table["version"].to_pylist()):
        rows.setdefault(k, []).append(version)
    return {k: (len(found), set(found)) for k, found in rows.items()}


@pytest.mark.parametrize("dynamic", [False, True], ids=["whole", "partitions"])
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + SEEDS))
def test_a_killed_server_leaves_the_old_rows_or_the_new_ones(seed, dynamic, tmp_path):
    chance = random.Random(seed)
    out, current = tmp_path / "out", 0
    with LocalServer() as server:
        client = Program(spark_url(server))
        assert "value" in client.answer(write(current, out, dynamic))
        for version in range(1, 4):
            asking = Asking(client, write(version, out, dynamic))
            with after(chance.uniform(0, WRITE_S), server.kill):
                pass
            answer = asking.end()
            found = versions(out)
            assert len(found) == 20 and {count for count, _ in found.values()} == {ROWS // 20}
            of_each = [kinds for _, kinds in found.values()]
            assert all(len(kinds) == 1 for kinds in of_each), "a partition is half old and half new"
            seen = set.union(*of_each)
            assert dynamic or len(seen) == 1, "an overwrite of the whole is half done"
            assert seen <= {current, version}
            assert "value" not in answer or seen == {version}, "acknowledged and lost"
            server.start()
            client = Program(spark_url(server))
            current = 100 + version
            assert "value" in client.answer(write(current, out, dynamic))
            assert {kinds.pop() for _, kinds in versions(out).values()} == {current}
            left = [path for path in tmp_path.rglob(".dovetail-write-*") if not path.name.endswith(".new")]
            assert not left, "what a dead writer has left goes with the next write"
        client.end()
