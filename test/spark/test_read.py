"""Files are read as Spark reads them: the same Python expression in two PySpark programs (frame_worker.py) over the same files on disk,
one with a local Spark, one with the door. What is asked stands in file_frames.py."""

import pytest

from file_frames import FAILURES, READS, lay_out
from known_differences import check
from programs import without_order, without_words


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    lay_out(folder)
    return folder


@pytest.mark.parametrize("expression", READS)
def test_files_give_what_spark_reads(ours, theirs, folder, expression):
    asked = expression.replace("DIR", str(folder))
    mine, spark = (without_order(program.answer(asked), asked) for program in (ours, theirs))
    check(expression, mine, spark)


@pytest.mark.parametrize("expression", FAILURES)
def test_what_cannot_be_read_fails_as_in_spark(ours, theirs, folder, expression):
    asked = expression.replace("DIR", str(folder))
    spark = theirs.answer(asked)
    assert "error" in spark
    assert without_words(ours.answer(asked)) == without_words(spark)


# Clients may read the server's disk, but no other account's objects or secrets there.
def test_the_servers_own_data_are_not_to_be_read_as_files(server, ours, tmp_path):
    (tmp_path / "link").symlink_to(server.data / "journal.sqlite")
    for path in (f"{server.data}/journal.sqlite", f"file:{server.data}", f"{tmp_path}/link"):
        answer = ours.answer(f"spark.read.text('{path}').collect()")
        assert "Dovetail's own data" in answer["message"], answer
