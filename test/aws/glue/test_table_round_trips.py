"""Values through every format of the Data Catalog's tables: what a job writes into one, Athena and another job read back as it was,
or the run fails and names the column. Nothing is lost in between.

https://docs.aws.amazon.com/athena/latest/ug/supported-serdes.html"""

import dataclasses
import datetime
import decimal
import io
import json
import random
import time

import pyarrow
import pyarrow.parquet
import pytest

HIVE = "org.apache.hadoop.hive"
LAZY_SIMPLE = f"{HIVE}.serde2.lazy.LazySimpleSerDe"
OPEN_CSV = f"{HIVE}.serde2.OpenCSVSerde"
HIVE_JSON = "org.apache.hive.hcatalog.data.JsonSerDe"
OPENX = "org.openx.data.jsonserde.JsonSerDe"


@dataclasses.dataclass
class Format:
    name: str
    serde: str
    told: dict[str, str] = dataclasses.field(default_factory=dict)  # to the SerDe
    refused: str = ""  # texts with one of these characters, which it has no form for
    refused_whole: tuple[str, ...] = ()  # and these

    def refuses(self, text):
        return text in self.refused_whole or any(c in self.refused for c in text)


FORMATS = [
    Format("parquet", f"{HIVE}.ql.io.parquet.serde.ParquetHiveSerDe"), Format("orc", f"{HIVE}.ql.io.orc.OrcSerde"),
    Format("avro", f"{HIVE}.serde2.avro.AvroSerDe"), Format("hive_json", HIVE_JSON), Format("openx_json", OPENX),
    Format("open_csv", OPEN_CSV, refused="\r\n"),
    Format("open_csv_other", OPEN_CSV, {"separatorChar": "\t", "quoteChar": "'", "escapeChar": "^"}, refused="\r\n"),
    Format("open_csv_unescaped", OPEN_CSV, {"escapeChar": ""}, refused="\r\n"),
    Format("lazy", LAZY_SIMPLE, refused="\r\n\1", refused_whole=("\\N",)),
    Format("lazy_comma", LAZY_SIMPLE, {"field.delim": ","}, refused="\r\n,", refused_whole=("\\N",)),
    Format("lazy_escaped", LAZY_SIMPLE, {"field.delim": ",", "escape.delim": "\\"}, refused="\r\n"),
    Format("lazy_empty_null", LAZY_SIMPLE, {"field.delim": ",", "serialization.null.format": ""}, refused="\r\n,", refused_whole=("",))]
TEXT_FORMATS = [form for form in FORMATS if form.name not in ("parquet", "orc", "avro")]
LOSSY = [form for form in FORMATS if form.refused]

PIECES = ["a", '"', "\\", ",", "\n", "\r", " ", "'", "é", "\t", "\1", "\2", "N", "{", "\u2028", "\0", "😀", "^", "#", "\ufeff"]
chance = random.Random(7)
TEXTS = {str(n): text for n, text in enumerate(["\\N", "null", '"', "\\", "x\\", " padded ", "C:\\new\\x", 'say "hi", C:\\n', *(
    "".join(chance.choices(PIECES, k=chance.randint(0, 6))) for _ in range(392))])}


def by_name(forms):
    return pytest.mark.parametrize("form", forms, ids=lambda form: form.name)


class Tables:
    """A database in a bucket: tables that a job writes, and what is read of them."""

    def __init__(self, job, athena, database):
        self.job, self.athena, self.database = job, athena, database
        job.glue.create_database(DatabaseInput={"Name": database})

    def make(self, form, columns, name="made", **parameters):
        self.job.glue.create_table(DatabaseName=self.database, TableInput={"Name": name, "TableType": "EXTERNAL_TABLE", "Parameters": parameters, "StorageDescriptor": {
            "Columns": [{"Name": column, "Type": kind} for column, kind in columns.items()], "Location": f"s3://{self.job.bucket}/{name}/",
            "SerdeInfo": {"SerializationLibrary": form.serde, "Parameters": form.told}}})

    def target(self, name="made", **changes):
        return {"CatalogTarget": {"Name": name, "Inputs": ["source"], "Database": self.database, "Table": name} | changes}

    def write(self, source, **targets):
        self.job.create({"source": source} | (targets or {"target": self.target()}))
        return self.job.run()

    def query(self, text):
        """Its rows as texts, None for NULL."""
        id = self.athena.start_query_execution(QueryString=text, QueryExecutionContext={"Database": self.database},
                                               ResultConfiguration={"OutputLocation": f"s3://{self.job.bucket}/results/"})["QueryExecutionId"]
        give_up = time.monotonic() + 60
        while (status := self.athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"])["State"] in ("QUEUED", "RUNNING"):
            assert time.monotonic() < give_up
            time.sleep(0.01)
        assert status["State"] == "SUCCEEDED", status
        pages = self.athena.get_paginator("get_query_results").paginate(QueryExecutionId=id)
        return [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]][1:]

    def read_by_a_job(self, name="made"):
        source = {"S3CatalogSource": {"Name": "Table", "Database": self.database, "Table": name}}
        self.job.glue.update_job(JobName=self.job.name, JobUpdate={"Role": "glue", "Command": {"Name": "glueetl"}, "CodeGenConfigurationNodes": {
            "source": source, "target": self.job.target(Path=f"s3://{self.job.bucket}/again/")}})
        self.job.succeed()
        return self.job.rows("again/")


@pytest.fixture
def tables(job, athena, name):
    return Tables(job, athena, name.replace("-", "_"))


def json_source(job):
    return {"S3JsonSource": {"Name": "Landing", "Paths": [f"s3://{job.bucket}/landing/"]}}


def parquet_source(job):
    return {"S3ParquetSource": {"Name": "Landing", "Paths": [f"s3://{job.bucket}/landing/"]}}


def land_json(job, *records):
    job.s3.put_object(Bucket=job.bucket, Key="landing/1.json", Body="".join(json.dumps(record) + "\n" for record in records).encode())


def land_parquet(job, columns):
    body = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), body)
    job.s3.put_object(Bucket=job.bucket, Key="landing/1.parquet", Body=body.getvalue())


def written(run):
    assert run["JobRunState"] == "SUCCEEDED", run["ErrorMessage"]


@by_name(FORMATS)
def test_texts_come_back_as_they_were(job, tables, form):
    tables.make(form, {"i": "string", "s": "string"})
    texts = {key: text for key, text in TEXTS.items() if not form.refuses(text)}
    assert len(texts) > 150
    land_json(job, *({"i": key, "s": text} for key, text in texts.items()))
    written(tables.write(json_source(job)))
    assert dict(tables.query("select i, s from made")) == texts
    assert {row["i"]: row["s"] for row in tables.read_by_a_job()} == texts


@by_name(LOSSY)
def test_a_text_that_a_table_cannot_hold_fails_the_run_by_its_column(job, tables, form):
    tables.make(form, {"i": "string", "s": "string"})
    refused = [text for text in TEXTS.values() if form.refuses(text)]
    job.create({"source": json_source(job), "target": tables.target()})
    for text in [*form.refused_whole, *random.Random(3).sample(refused, 3)]:
        land_json(job, {"i": "1", "s": "good"}, {"i": "2", "s": text})
        run = job.run()
        assert run["JobRunState"] == "FAILED" and "The column 's' has" in run["ErrorMessage"], text
        assert job.keys("made/") == []


# What a column of each type has in three rows, of which the second is NULL, and the type to Hive.
MICROS = pyarrow.timestamp("us", tz="UTC")
UTC = datetime.timezone.utc
SCALARS = {
    "b": ("boolean", pyarrow.array([True, None, False])),
    "i": ("int", pyarrow.array([-2147483648, None, 0], pyarrow.int32())),
    "l": ("bigint", pyarrow.array([9223372036854775807, None, -1], pyarrow.int64())),
    "f": ("float", pyarrow.array([0.1, None, -3.4028234663852886e38], pyarrow.float32())),
    "d": ("double", pyarrow.array([1e-300, None, 12345678.9])),
    "n": ("decimal(38,18)", pyarrow.array([decimal.Decimal("-99999999999999999999.999999999999999999"), None, decimal.Decimal(0)], pyarrow.decimal128(38, 18))),
    "y": ("date", pyarrow.array([datetime.date(1969, 12, 31), None, datetime.date(2024, 2, 29)])),
    "z": ("timestamp", pyarrow.array([datetime.datetime(2024, 1, 31, 10, 11, 12, 123456, UTC), None, datetime.datetime(1965, 5, 5, 5, 5, 5, 0, UTC)], MICROS)),
    "s": ("string", pyarrow.array(["", None, "x"]))}
BYTES = {"x": ("binary", pyarrow.array([b"ab\xc3\xa9", None, b""], pyarrow.binary()))}
NESTED = {
    "a": ("array<int>", pyarrow.array([[1, None, 3], None, []], pyarrow.list_(pyarrow.int32()))),
    "q": ("array<string>", pyarrow.array([["x", "", "y"], None, ["z"]], pyarrow.list_(pyarrow.string()))),
    "m": ("map<string,int>", pyarrow.array([[("k", 1), ("", None)], None, []], pyarrow.map_(pyarrow.string(), pyarrow.int32()))),
    "r": ("struct<p:int,q:timestamp>", pyarrow.array([{"p": 1, "q": datetime.datetime(2024, 1, 31, 10, 11, 12, 500000, UTC)}, None, {"p": None, "q": None}],
                                                    pyarrow.struct([("p", pyarrow.int32()), ("q", MICROS)])))}
PARQUET = FORMATS[0]


def columns_of(form):
    if form.name == "lazy_empty_null":  # to which no text is NULL
        return SCALARS | {"s": ("string", pyarrow.array(["-", None, "x"]))}
    return SCALARS if form.serde == OPEN_CSV else SCALARS | BYTES | NESTED


@by_name(FORMATS)
def test_values_and_nulls_of_each_type_come_back_as_they_were(job, tables, form):
    columns = {"id": ("int", pyarrow.array([1, 2, 3], pyarrow.int32()))} | columns_of(form)
    values = pyarrow.table({column: given for column, (_, given) in columns.items()})
    for name, of in (("made", form), ("judge", PARQUET)):
        tables.make(of, {column: kind for column, (kind, _) in columns.items()}, name)
    land_parquet(job, values)
    written(tables.write(parquet_source(job), made=tables.target("made"), judge=tables.target("judge")))
    assert sorted(tables.read_by_a_job(), key=lambda row: row["id"]) == values.to_pylist()
    assert tables.query("select * from made order by id") == tables.query("select * from judge order by id")


@pytest.mark.parametrize("kind", ["int", "double", "decimal(5,2)", "date", "timestamp", "boolean"])
def test_null_in_the_midst_of_a_row_of_opencsv_needs_a_table_that_has_null_for_what_is_invalid(job, tables, kind):
    typed = {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": [
        {"FromPath": ["v"], "ToKey": "v", "FromType": "string", "ToType": kind}, {"FromPath": ["s"], "ToKey": "s", "FromType": "string", "ToType": "string"}]}}
    land_parquet(job, {"v": pyarrow.array([None], pyarrow.string()), "s": ["x"]})
    tables.make(Format("open_csv", OPEN_CSV), {"v": kind, "s": "string"}, "plain")
    tables.make(Format("open_csv", OPEN_CSV), {"v": kind, "s": "string"}, "made", **{"use.null.for.invalid.data": "true"})
    run = tables.write(parquet_source(job), typed=typed, target=tables.target("plain", Inputs=["typed"]))
    assert run["JobRunState"] == "FAILED" and "The column 'v' has NULL" in run["ErrorMessage"] and "use.null.for.invalid.data" in run["ErrorMessage"]
    job.glue.update_job(JobName=job.name, JobUpdate={"Role": "glue", "Command": {"Name": "glueetl"}, "CodeGenConfigurationNodes": {
        "source": parquet_source(job), "typed": typed, "target": tables.target(Inputs=["typed"])}})
    job.succeed()
    assert tables.query("select v, s from made") == [[None, "x"]]
    assert tables.read_by_a_job() == [{"v": None, "s": "x"}]


# OpenCSVSerde knows no NULL; to Hive's own writer too it is an empty text.
def test_a_null_text_in_the_midst_of_a_row_of_opencsv_is_an_empty_one(job, tables):
    tables.make(Format("open_csv", OPEN_CSV), {"a": "string", "b": "string", "c": "string"})
    land_parquet(job, {"a": pyarrow.array([None], pyarrow.string()), "b": ["x"], "c": pyarrow.array([None], pyarrow.string())})
    written(tables.write(parquet_source(job)))
    assert tables.query("select * from made") == [["", "x", None]]


def test_csv_that_a_table_of_its_own_describes_is_read_as_it_was(job, tables):
    texts = {key: text for key, text in TEXTS.items() if "\n" not in text and "\r" not in text}
    land_json(job, *({"i": key, "n": None if int(key) % 2 else int(key), "s": text} for key, text in texts.items()))
    policy = {"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE", "Database": tables.database, "Table": "made"}
    target = {"S3DirectTarget": {"Name": "Out", "Inputs": ["source"], "Path": f"s3://{job.bucket}/made/", "Format": "csv", "SchemaChangePolicy": policy}}
    written(tables.write(json_source(job), target=target))
    assert sorted(tables.query("select i, n, s from made")) == sorted([key, None if int(key) % 2 else key, text] for key, text in texts.items())


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_files_are_added_to_a_described_table_as_its_serde_is_told(job, tables, kind):
    form = Format("made", *{"csv": (OPEN_CSV, {"separatorChar": ";", "quoteChar": "'"}), "json": (OPENX, {"mapping.s": "The.S"})}[kind])
    tables.make(form, {"i": "string", "s": "string"})
    land_json(job, {"i": "1", "s": "a;'b"})
    policy = {"EnableUpdateCatalog": True, "Database": tables.database, "Table": "made"}
    target = {"S3DirectTarget": {"Name": "Out", "Inputs": ["source"], "Path": f"s3://{job.bucket}/made/", "Format": kind, "SchemaChangePolicy": policy}}
    written(tables.write(json_source(job), target=target))
    assert tables.query("select * from made") == [["1", "a;'b"]]


@by_name(TEXT_FORMATS)
def test_types_are_fitted_to_a_table_of_text_or_refused(job, tables, form):
    tables.make(form, {"a": "bigint", "b": "decimal(12,2)"})
    land_parquet(job, {"a": pyarrow.array([1], pyarrow.int32()), "b": pyarrow.array([decimal.Decimal("1.5")], pyarrow.decimal128(5, 1))})
    written(tables.write(parquet_source(job)))
    assert tables.query("select * from made") == [["1", "1.50"]]


@by_name(TEXT_FORMATS)
def test_a_text_is_no_number_of_a_table_of_text(job, tables, form):
    tables.make(form, {"a": "int"})
    land_json(job, {"a": "1"}, {"a": "x"})
    run = tables.write(json_source(job))
    assert run["JobRunState"] == "FAILED" and "the column 'a' is string, and the table's is int" in run["ErrorMessage"]
    assert job.keys("made/") == []


def test_hive_json_has_no_number_for_nan(job, tables):
    tables.make(Format("hive_json", HIVE_JSON), {"d": "double"})
    land_parquet(job, {"d": [float("nan")]})
    run = tables.write(parquet_source(job))
    assert run["JobRunState"] == "FAILED" and "The column 'd' has NaN" in run["ErrorMessage"]
