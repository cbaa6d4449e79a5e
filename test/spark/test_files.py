"""Files as Spark reads and writes them: the same rows through a visual job and through a real Spark, compared as text and as rows."""

import datetime
import decimal
import io
import json
import sys
import pathlib

import pyarrow
import pyarrow.parquet
import pytest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "aws/glue"))

from test_functions import spark  # noqa: E402, F401
from visual_job import VisualJob  # noqa: E402

UTC = datetime.timezone.utc
TEXTS = ["a", "a,b", 'a"b', '"q"', '"', " lead", "trail ", " ", "", None, "x\ny", "x\ry", "a\\b", "a\\", 'a\\"b', "a\\b,c", "\\,", "\\", "tab\tin", "\ttab", "#c", "é",
         "\x01", "\x7f", "\u00a0a\u00a0", "\u2028", ",", '""', 'a""b', '"a', 'a"', "'s'", "😀"]
COLUMNS = {
    "text": pyarrow.array(TEXTS),
    "number": pyarrow.array([(number - 3) * 10**9 if number % 5 else None for number in range(len(TEXTS))]),
    "double": pyarrow.array([[1.5, 1e10, -0.0, 1e-5, float("nan"), float("inf"), 123456789.125, None][number % 8] for number in range(len(TEXTS))]),
    "decimal": pyarrow.array([decimal.Decimal(number) / 1000 for number in range(len(TEXTS))], pyarrow.decimal128(20, 9)),
    "flag": pyarrow.array([number % 2 == 0 for number in range(len(TEXTS))]),
    "day": pyarrow.array([datetime.date(1969, 12, 31) + datetime.timedelta(days=number * 1000) for number in range(len(TEXTS))]),
    "at": pyarrow.array([datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, UTC) + datetime.timedelta(hours=number * 1000) for number in range(len(TEXTS))],
                        pyarrow.timestamp("us", "UTC"))}
NESTED = {
    "struct": pyarrow.array([{"x": number, "y": [text]} if number % 3 else None for number, text in enumerate(TEXTS)]),
    "map": pyarrow.array([[(text or "none", number)] if number % 4 else [] for number, text in enumerate(TEXTS)], pyarrow.map_(pyarrow.string(), pyarrow.int64())),
    "list": pyarrow.array([[{"z": number}, {"z": None}, None] for number in range(len(TEXTS))])}


@pytest.fixture
def job(s3, glue, bucket, name):
    return VisualJob(s3, glue, bucket, name)


def parquet(columns):
    body = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), body)
    return body.getvalue()


def written_here(job, columns, kind):
    job.s3.put_object(Bucket=job.bucket, Key="landing/1.parquet", Body=parquet(columns))
    job.create({"source": {"S3ParquetSource": {"Name": "In", "Paths": [f"s3://{job.bucket}/landing/"]}},
                "target": {"S3DirectTarget": {"Name": "Out", "Inputs": ["source"], "Path": f"s3://{job.bucket}/out/", "Format": kind}}})
    job.succeed()
    key, = job.keys("out/")
    return job.s3.get_object(Bucket=job.bucket, Key=key)["Body"].read().decode()


def written_by_spark(spark, tmp_path, columns, kind):  # noqa: F811
    tmp_path.mkdir()
    (tmp_path / "in.parquet").write_bytes(parquet(columns))
    frame = spark.session.read.parquet(str(tmp_path / "in.parquet")).coalesce(1)
    (frame.write.option("header", True).csv if kind == "csv" else frame.write.json)(str(tmp_path / "out"))
    file, = (tmp_path / "out").glob("part-*")
    return file.read_bytes().decode()


@pytest.mark.parametrize("kind, columns", [("csv", COLUMNS), ("json", COLUMNS), ("json", NESTED)])
def test_files_are_written_as_spark_writes_them(spark, job, tmp_path, kind, columns):  # noqa: F811
    for name, values in columns.items():
        mine, theirs = (text.split("\n") for text in (written_here(VisualJob(job.s3, job.glue, job.bucket, f"{job.name}-{name}"), {name: values}, kind),
                                                      written_by_spark(spark, tmp_path / name, {name: values}, kind)))
        assert mine == theirs, name
        for key in job.keys(""):
            job.s3.delete_object(Bucket=job.bucket, Key=key)


JSON_LINES = {
    "scalars": '{"a":1,"b":"x","c":1.5,"d":true,"e":null}\n{"a":-5,"b":"\\u00e9\\n","c":1e3}\n',
    "numbers grow": '{"a":1,"b":1,"c":1}\n{"a":1.5,"b":12345678901234567890,"c":"x"}\n',
    "nested": '{"s":{"y":1,"x":[{"k":1},{"j":"t"}]}}\n{"s":{"x":[]}}\n{"s":null}\n',
    "what is empty": '{"a":[],"b":{},"c":[{}],"d":"","e":[[]]}\n',
    "text beside objects": '{"a":{"x":1,"y":[1, 2]}}\n{"a":7}\n{"a":[ true ]}\n',
    "single quotes": "{'a':'it\\'s'}\n",
    "not finite": '{"a":NaN}\n{"a":-Infinity}\n{"a":1.0}\n',
    "arrays of objects": '[{"a":1},{"a":2}]\n{"a":3}\n',
    "blanks and line ends": '  {"a":1}  \r\n\r\n{"a":2}\n',
}


def value_of(value):
    """What both show alike: rows as dictionaries, numbers that are equal as one."""
    if hasattr(value, "asDict"):
        value = value.asDict()
    if isinstance(value, dict):
        return {name: value_of(part) for name, part in value.items()}
    if isinstance(value, list):
        return [value_of(part) for part in value]
    return str(value) if isinstance(value, float) else value


@pytest.mark.parametrize("case", JSON_LINES)
def test_json_is_read_as_spark_reads_it(spark, job, tmp_path, case):  # noqa: F811
    (tmp_path / "in.json").write_bytes(JSON_LINES[case].encode())
    frame = spark.session.read.json(str(tmp_path / "in.json"))
    job.s3.put_object(Bucket=job.bucket, Key="landing/1.json", Body=JSON_LINES[case].encode())
    job.create({"source": {"S3JsonSource": {"Name": "In", "Paths": [f"s3://{job.bucket}/landing/"]}}, "target": job.target()})
    job.succeed()
    mine, theirs = ([value_of(row) for row in rows] for rows in (job.rows(), frame.collect()))
    assert json.dumps(mine, sort_keys=True, default=str) == json.dumps(theirs, sort_keys=True, default=str)
