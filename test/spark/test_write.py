"""What PySpark writes through the door is what Spark writes: the same statements in two PySpark programs, one that writes to disk with a
local Spark, one that writes to S3 with the door; what each gives, and what files are there at the end. The statements stand in file_frames.py."""

import re

import pytest

from catalog_frames import CATALOG, LATER, WRITE_TO
from file_frames import WRITES
from programs import without_order, without_words
from sql_commands import COMMANDS

NAME = re.compile(r"part-\d{5}-[0-9a-f-]{36}")


@pytest.mark.parametrize("statements", [WRITES, [f'spark.sql("""{command}""")' for command in COMMANDS], CATALOG, WRITE_TO], ids=["frames", "sql", "catalog", "write_to"])
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
