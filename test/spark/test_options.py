"""Options of readers and writers do what Spark's do: the same Python expression in two PySpark programs (frame_worker.py) over the same files,
one with a local Spark, one with the door. What is asked stands in option_frames.py."""

import pytest

from option_frames import FAILURES, READS, REFUSED, WRITES, lay_out
from programs import without_order, without_words
from test_row_files import ALL, SORTED, fetch


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("options")
    lay_out(folder)
    return folder


@pytest.mark.parametrize("expression", READS)
def test_files_are_read_by_options_as_spark_reads_them(ours, theirs, folder, expression):
    asked = expression.replace("DIR", str(folder))
    mine, spark = (without_order(program.answer(asked), asked) for program in (ours, theirs))
    assert "value" in spark
    assert mine == spark


@pytest.mark.parametrize("expression", FAILURES)
def test_what_is_no_value_of_an_option_fails_as_in_spark(ours, theirs, folder, expression):
    asked = expression.replace("DIR", str(folder))
    spark = theirs.answer(asked)
    assert "error" in spark
    assert without_words(ours.answer(asked)) == without_words(spark)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_an_option_cannot_do_is_an_error_that_names_it(ours, folder, expression):
    assert REFUSED[expression] in ours.answer(expression.replace("DIR", str(folder)))["message"]


def test_files_are_written_by_options_as_spark_writes_them(ours, theirs, bucket, tmp_path):
    different = []
    for statement in WRITES:
        answers = [without_words(without_order(program.answer(statement.replace("OUT", out)), statement))
                   for program, out in ((ours, f"s3://{bucket}"), (theirs, str(tmp_path)))]
        if answers[0] != answers[1]:
            different.append((statement, *answers))
    assert not different


# Hadoop's codecs have blocks of their own: what one has written, the other has to read.
@pytest.mark.parametrize("codec", ["gzip", "bzip2", "deflate", "snappy", "lz4"])
def test_compressed_texts_are_read_across(ours, theirs, bucket, s3, tmp_path, codec):
    rows = "spark.range(40000).selectExpr('id', \"repeat(cast(id * id as string), 3) s\")"
    assert "value" in ours.answer(f"{rows}.write.csv('s3://{bucket}/{codec}', compression='{codec}')")
    assert "value" in theirs.answer(f"{rows}.write.csv('{tmp_path}/theirs', compression='{codec}')")
    fetch(s3, bucket, tmp_path)
    asked = ".selectExpr('count(*) n', 'sum(cast(_c0 as bigint)) i', 'sum(length(_c1)) l', 'max(_c1) s').collect()"
    mine, spark = (program.answer(f"spark.read.csv('{tmp_path}/{written}'){asked}") for program, written in ((ours, "theirs"), (theirs, codec)))
    assert "n=40000" in spark["value"]
    assert mine == spark


def test_parquet_is_read_across(ours, theirs, bucket, s3, tmp_path):
    frame = " ".join(ALL.split())
    assert "value" in theirs.answer(f"{frame}.repartition(2).write.parquet('{tmp_path}/theirs')")
    assert "value" in theirs.answer(f"{frame}.write.option('compression', 'zstd').parquet('{tmp_path}/zstd')")
    assert "value" in ours.answer(f"{frame}.write.parquet('s3://{bucket}/ours')")
    fetch(s3, bucket, tmp_path)
    for written in ("theirs", "zstd", "ours"):
        mine, spark = (program.answer(f"spark.read.parquet('{tmp_path}/{written}'){SORTED}") for program in (ours, theirs))
        assert len(spark["value"]["rows"]) == 300
        assert mine == spark
