"""What PySpark writes through the door is what Spark writes: the same statements in two PySpark programs, one that writes to disk with a
local Spark, one that writes with the door, to S3 and to disk; what each gives, and what files are there at the end. The statements stand in
file_frames.py."""

import itertools
import os
import re
import subprocess
import threading
import time

import pytest

from catalog_frames import CATALOG, LATER, WRITE_TO
from file_frames import DEALT, FOLDERS, LAYOUTS, WRITES
from localserver import LocalServer
from programs import asked, spark_url, without_order, without_words
from sql_commands import COMMANDS
from sql_tables_changed import ALTERED, INSERTED, REFUSED
from sql_views import VIEWS


# Databases and global views are everybody's: what other files' tests have left would be seen here.
@pytest.fixture(scope="module")
def server():
    with LocalServer() as own:
        yield own


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="module")
def ours(server):
    with asked(spark_url(server), server=server) as program:
        yield program


@pytest.fixture(scope="module")
def theirs():
    with asked("local") as program:
        yield program


NAME = re.compile(r"part-\d{5}-[0-9a-f-]{36}")


@pytest.mark.parametrize("statements", [WRITES, [f'spark.sql("""{command}""")' for command in COMMANDS], CATALOG, WRITE_TO, VIEWS, ALTERED, INSERTED],
                         ids=["frames", "sql", "catalog", "write_to", "views", "altered", "inserted"])
def test_writes_and_tables_give_what_spark_gives(ours, theirs, bucket, tmp_path, statements):
    different = []
    for statement in statements:
        answers = [without_words(without_order(program.answer(statement.replace("OUT", out)), statement))
                   for program, out in ((ours, f"s3://{bucket}"), (theirs, str(tmp_path)))]
        if answers[0] != answers[1]:
            different.append((statement, *answers))
    assert not different


@pytest.mark.parametrize("statement", LATER)
def test_what_is_not_there_yet_is_refused_by_name(ours, statement):
    answer = ours.answer(statement)
    assert answer["condition"] == "UNSUPPORTED_FEATURE"
    assert LATER[statement] in answer["message"]


@pytest.mark.parametrize("statement", REFUSED)
def test_a_statement_that_nobody_does_is_refused_by_name(ours, statement):
    answer = ours.answer(f'spark.sql("""{statement}""")')
    assert answer["condition"] == "UNSUPPORTED_FEATURE"
    assert REFUSED[statement] in answer["message"]


def named_alike(path):
    return NAME.sub("part-N", path)


# Spark writes a file for each of its tasks, we one for each part of the work.
def test_files_are_named_and_laid_out_as_sparks(ours, theirs, bucket, s3, tmp_path):
    for program, out in ((ours, f"s3://{bucket}"), (theirs, str(tmp_path))):
        for name, write in {"plain": "parquet", "text": "csv", "packed": "option('compression', 'gzip').json"}.items():
            assert "value" in program.answer(f"spark.createDataFrame([(1,)], 'id int').write.{write}('{out}/{name}')")
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    files = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file() and not path.name.endswith(".crc")]
    layouts = [{named_alike(path) for path in paths} for paths in (keys, files)]
    assert layouts[0] == layouts[1]


@pytest.fixture
def folders(tmp_path):
    """One on disk for each program."""
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
    return tmp_path / "ours", tmp_path / "theirs"


# Checksums are Hadoop's own affair.
def files_in(folder):
    return {named_alike(str(path.relative_to(folder))): path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".crc")}


@pytest.mark.parametrize("statements", [list(itertools.takewhile(lambda statement: "saveAsTable" not in statement, WRITES)), FOLDERS], ids=["frames", "folders"])
def test_writes_to_disk_give_what_spark_gives(ours, theirs, folders, statements):
    different = []
    for statement in statements:
        answers = [without_words(without_order(program.answer(statement.replace("OUT", str(out))), statement)) for program, out in zip((ours, theirs), folders)]
        if answers[0] != answers[1]:
            different.append((statement, *answers))
    assert not different
    assert set(files_in(folders[0])) == set(files_in(folders[1]))


NUMBERED = re.compile(r"part-(\d{5})-[0-9a-f-]{36}")


def layout(folder, read):
    """What is in each file, by its number."""
    return {NUMBERED.sub(r"part-\1", str(path.relative_to(folder))): read(sorted(path.read_text().splitlines()))
            for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".crc")}


@pytest.mark.parametrize("statements, read", [(LAYOUTS, list), (DEALT, len)], ids=["rows", "counts"])
def test_as_many_files_are_written_as_spark_writes(ours, theirs, folders, statements, read):
    different = []
    for number, statement in enumerate(statements):
        answers = []
        for program, out in zip((ours, theirs), folders):
            answer = without_words(program.answer(statement.replace("LAYOUT", f"{out}/{number}")))
            answers.append(layout(out / str(number), read) if "value" in answer else answer)
        if answers[0] != answers[1]:
            different.append((statement, *answers))
    assert not different


@pytest.mark.parametrize("statement", LAYOUTS[:3] + DEALT[:2])
def test_objects_are_laid_out_as_files_are(ours, bucket, s3, tmp_path, statement):
    for out in (f"s3://{bucket}/out", str(tmp_path / "out")):
        assert "value" in ours.answer(statement.replace("LAYOUT", out))
    keys = {NUMBERED.sub(r"part-\1", entry["Key"]) for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert keys == {NUMBERED.sub(r"part-\1", str(path.relative_to(tmp_path))) for path in tmp_path.rglob("*") if path.is_file()}


def test_rows_of_a_large_write_are_each_in_one_file(ours, tmp_path):
    for count, write in enumerate(("repartition(5)", "repartition(5, 'id')", "coalesce(2)", "repartitionByRange(5, 'id')")):
        assert "value" in ours.answer(f"spark.range(1000000).{write}.write.parquet('{tmp_path}/{count}')")
        assert len(list((tmp_path / str(count)).glob("part-*"))) == (2 if "coalesce" in write else 5)
        told = ours.answer(f"[tuple(row) for row in spark.read.parquet('{tmp_path}/{count}').selectExpr('count(1)', 'count(distinct id)', 'sum(id)').collect()]")
        assert told["value"] == "[(1000000, 1000000, 499999500000)]", write


def is_refused(answer, word):
    return answer.get("condition") == "TASK_WRITE_FAILED" and answer["state"] == "58030" and word in answer["message"]


def test_what_the_disk_refuses_is_told(ours, server, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(server.data)
    assert is_refused(ours.answer(f"spark.range(3).write.mode('append').csv('{tmp_path}/file')"), "not a directory")
    assert is_refused(ours.answer(f"spark.range(3).write.csv('{tmp_path}/file/below')"), "Not a directory")
    assert is_refused(ours.answer("spark.range(3).write.csv('/proc/nosuch/out')"), "creating /proc/nosuch")
    for path in (server.data / "out", tmp_path / "link" / "out", f"{server.data}/../{server.data.name}"):
        assert is_refused(ours.answer(f"spark.range(3).write.mode('append').csv('{path}')"), "Dovetail's own data")
    assert is_refused(ours.answer(f"spark.range(3).write.mode('overwrite').csv('{server.data.parent}')"), "Dovetail's own data")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]


def test_a_write_without_room_leaves_what_was_there(ours, tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", small], capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("a small file system is to be mounted, which this user or this machine may not")
    try:
        assert "value" in ours.answer(f"spark.range(3).write.csv('{small}/out')")
        before = files_in(small)
        for mode in ("overwrite", "append"):
            assert is_refused(ours.answer(f"spark.range(3000000).write.mode('{mode}').csv('{small}/out')"), "No space left")
        assert files_in(small) == before
        # A mount is no folder that another can be renamed to: the files are replaced one by one.
        assert "value" in ours.answer(f"spark.range(4).write.mode('overwrite').csv('{small}')")
        assert set(files_in(small)) == {"_SUCCESS", "part-N-c000.csv"}
        assert [path.name for path in small.iterdir() if path.is_dir()] == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_folder_that_is_overwritten_is_never_away(ours, tmp_path):
    """It is one rename."""
    import pyarrow.parquet

    out = tmp_path / "out"
    assert "value" in ours.answer(f"spark.range(10).repartition(3).write.parquet('{out}')")
    away, done = [], threading.Event()

    def look():
        while not done.is_set():
            if not out.is_dir():
                away.append(time.monotonic())
            time.sleep(0)

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(6):
        assert "value" in ours.answer(f"spark.range(20).repartition(5).write.mode('overwrite').parquet('{out}')")
    done.set()
    reader.join()
    assert not away and pyarrow.parquet.read_table(out).num_rows == 20


def test_a_write_that_fails_leaves_what_was_there(ours, tmp_path):
    assert "value" in ours.answer(f"spark.range(10).selectExpr('id', 'id as k').write.partitionBy('k').json('{tmp_path}/out')")
    before = files_in(tmp_path)
    for mode, dynamic in (("overwrite", "static"), ("overwrite", "dynamic"), ("append", "static")):
        answer = ours.answer(f"spark.range(100000).selectExpr('if(id > 99990, raise_error(\\'no\\'), id) as id', 'id % 5 as k')"
                             f".write.mode('{mode}').option('partitionOverwriteMode', '{dynamic}').partitionBy('k').json('{tmp_path}/out')")
        assert answer["condition"] == "USER_RAISED_EXCEPTION"
    assert files_in(tmp_path) == before
