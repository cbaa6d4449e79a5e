"""S3ParquetSource: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format-parquet-home.html"""

import datetime
import io

import pyarrow
import pyarrow.parquet
import pytest

UTC = datetime.timezone.utc


def source(job, **changes):
    return {"S3ParquetSource": {"Name": "Landing", "Paths": [f"s3://{job.bucket}/landing/"]} | changes}


def put(job, key, table, **options):
    body = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(table), body, **options)
    job.s3.put_object(Bucket=job.bucket, Key=f"landing/{key}", Body=body.getvalue())


def run(job, **nodes):
    job.create({"source": source(job), "target": job.target()} | nodes)
    return job.run()


def rows(job, **nodes):
    done = run(job, **nodes)
    assert done["JobRunState"] == "SUCCEEDED", done["ErrorMessage"]
    return sorted(job.rows(), key=str)


def test_values_of_all_kinds_come_through(job):
    row = {"i": 1, "l": 2**40, "d": 1.5, "s": "x", "b": True, "day": datetime.date(2024, 1, 31), "at": datetime.datetime(2024, 1, 31, 12, tzinfo=UTC),
           "list": [1, 2], "struct": {"x": 1, "y": ["a"]}, "nothing": None}
    put(job, "1.parquet", {name: pyarrow.array([value], pyarrow.string() if value is None else None) for name, value in row.items()})
    assert rows(job) == [row]


def test_files_of_other_columns_make_one_frame_of_all(job):
    put(job, "1.parquet", {"a": [1], "b": ["x"]})
    put(job, "deep/2.parquet", {"b": ["y"], "c": [2.5]})
    assert rows(job) == [{"a": 1, "b": "x", "c": None}, {"a": None, "b": "y", "c": 2.5}]


def test_a_column_of_two_types_is_refused_and_both_files_are_named(job):
    put(job, "1.parquet", {"a": pyarrow.array([1], pyarrow.int32())})
    put(job, "2.parquet", {"a": pyarrow.array([1], pyarrow.int64())})
    failed = run(job)
    assert failed["JobRunState"] == "FAILED" and "S3ParquetSource node 'Landing' (source)" in failed["ErrorMessage"]
    assert f"the column a is int in s3://{job.bucket}/landing/1.parquet and bigint in s3://{job.bucket}/landing/2.parquet" in failed["ErrorMessage"]


def test_folders_give_columns(job):
    put(job, "year=2024/city=K%C3%B6ln/1.parquet", {"a": [1]})
    put(job, "year=2024/city=__HIVE_DEFAULT_PARTITION__/1.parquet", {"a": [2]})
    put(job, "year=07/city=x/1.parquet", {"a": [3]})
    assert rows(job) == [{"a": 1, "year": "2024", "city": "Köln"}, {"a": 2, "year": "2024", "city": None}, {"a": 3, "year": "07", "city": "x"}]


def test_folders_of_other_columns_are_refused(job):
    put(job, "year=2024/1.parquet", {"a": [1]})
    put(job, "2.parquet", {"a": [1]})
    failed = run(job)
    assert failed["JobRunState"] == "FAILED" and "Conflicting partition column names detected" in failed["ErrorMessage"]


def test_timestamps_of_old_writers_are_instants(job):
    at = datetime.datetime(2024, 1, 31, 12, 30)
    put(job, "1.parquet", {"at": [at]}, use_deprecated_int96_timestamps=True)
    assert rows(job) == [{"at": at.replace(tzinfo=UTC)}]


def test_timestamps_of_a_wall_clock_are_taken_for_utc(job):
    at = datetime.datetime(2024, 1, 31, 12, 30)
    put(job, "1.parquet", {"at": [at]})
    assert rows(job) == [{"at": at.replace(tzinfo=UTC)}]


@pytest.mark.parametrize("codec", ["snappy", "gzip", "brotli", "zstd", "lz4", "none"])
def test_codecs(job, codec):
    put(job, "1.parquet", {"a": [1, 2]}, compression=codec)
    assert rows(job) == [{"a": 1}, {"a": 2}]


def test_what_is_no_parquet_is_named(job):
    put(job, "1.parquet", {"a": [1]})
    job.land("2.parquet", "a,b", "1,2")
    failed = run(job)
    assert failed["JobRunState"] == "FAILED" and f"s3://{job.bucket}/landing/2.parquet" in failed["ErrorMessage"]


def test_a_file_that_is_damaged_inside_is_named(job):
    put(job, "1.parquet", {"a": ["fine"]})
    body = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": [f"text {number}" for number in range(1000)]}), body)
    damaged = bytearray(body.getvalue())
    damaged[4:400] = b"\xff" * 396
    job.s3.put_object(Bucket=job.bucket, Key="landing/2.parquet", Body=bytes(damaged))
    failed = run(job)
    assert failed["JobRunState"] == "FAILED" and f"s3://{job.bucket}/landing/2.parquet" in failed["ErrorMessage"]


def test_nothing_to_read_writes_nothing(job):
    assert rows(job) == []


def test_a_bookmark_reads_each_file_once(job):
    put(job, "1.parquet", {"a": [1]})
    job.create({"source": source(job), "target": job.target()}, DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})
    job.succeed()
    put(job, "2.parquet", {"a": [2]})
    job.succeed()
    assert sorted(row["a"] for row in job.rows()) == [1, 2]


def test_exclusions_and_bounds(job):
    put(job, "1.parquet", {"a": [1]})
    put(job, "2.parquet", {"a": [2]})
    put(job, "3.parquet", {"a": [3]})
    node = source(job, Exclusions=['["**/1.parquet"]'], AdditionalOptions={"BoundedFiles": 1})
    assert rows(job, source=node) == [{"a": 2}]
