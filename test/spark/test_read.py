"""Files are read as Spark reads them: the same Python expression in two PySpark programs (frame_worker.py) over the same files on disk,
one with a local Spark, one with the door. What is asked stands in file_frames.py."""

import pytest

from file_frames import FAILURES, KNOWN, READS, lay_out
from programs import Program, spark_url, without_order


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    lay_out(folder)
    return folder


@pytest.mark.parametrize("expression", READS)
def test_files_give_what_spark_reads(ours, theirs, folder, expression):
    asked = expression.replace("DIR", str(folder))
    mine, spark = (without_order(program.answer(asked), asked) for program in (ours, theirs))
    if expression in KNOWN:
        assert mine != spark, f"no longer different: {KNOWN[expression]}"
    else:
        assert mine == spark


@pytest.mark.parametrize("expression", FAILURES)
def test_what_cannot_be_read_fails_as_in_spark(ours, theirs, folder, expression):
    asked = expression.replace("DIR", str(folder))
    spark = theirs.answer(asked)
    assert "error" in spark
    assert ours.answer(asked) == spark
