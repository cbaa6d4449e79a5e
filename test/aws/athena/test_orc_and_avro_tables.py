"""Tables over ORC and Avro: https://docs.aws.amazon.com/athena/latest/ug/orc-serde.html, https://docs.aws.amazon.com/athena/latest/ug/avro-serde.html"""

import datetime
import decimal
import io
import json

import pyarrow
import pyarrow.orc
import pytest

ORC = {"InputFormat": "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "OutputFormat": "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat"}
ORC_SERDE = "org.apache.hadoop.hive.ql.io.orc.OrcSerde"
AVRO = {"InputFormat": "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat", "OutputFormat": "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat"}
AVRO_SERDE = "org.apache.hadoop.hive.serde2.avro.AvroSerDe"


def orc(**columns):
    file = io.BytesIO()
    pyarrow.orc.write_table(pyarrow.table(columns), file, compression="zlib")
    return file.getvalue()


def avro(schema, *rows):
    """A file of Avro without compression, its rows as bytes."""
    def text(value):
        return bytes([2 * len(value) & 0x7f | 0x80, len(value) >> 6]) + value if len(value) > 63 else bytes([2 * len(value)]) + value

    block = b"".join(rows)
    return b"Obj\x01\x02" + text(b"avro.schema") + text(json.dumps(schema).encode()) + b"\0" + b"m" * 16 + bytes([2 * len(rows)]) + text(block) + b"m" * 16


@pytest.fixture
def table(glue, s3, bucket, database):
    def make(columns, body, formats, serde, parameters=None):
        s3.put_object(Bucket=bucket, Key="t/a", Body=body)
        glue.create_table(DatabaseName=database, TableInput={"Name": "t", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {
            "Location": f"s3://{bucket}/t/", "Columns": [{"Name": n, "Type": t} for n, t in columns.items()],
            "SerdeInfo": {"SerializationLibrary": serde, "Parameters": parameters or {}}, **formats}})

    return make


def test_orc(query, table):
    table({"id": "bigint", "name": "string", "at": "timestamp", "day": "date", "price": "decimal(10,2)", "tags": "array<string>", "r": "struct<x:int,y:string>"},
          orc(id=[1, None], name=["a", "é"], at=pyarrow.array([datetime.datetime(2024, 1, 5, 10, 11, 12, 500000), None], pyarrow.timestamp("ns")), day=[datetime.date(2024, 1, 5), None],
              price=[decimal.Decimal("1.25"), None], tags=[["x", None], []], r=[{"x": 1, "y": "z"}, None]), ORC, ORC_SERDE)
    assert query("select * from t order by id").rows == [["1", "a", "2024-01-05 10:11:12.500", "2024-01-05", "1.25", "[x, null]", "{x=1, y=z}"], [None, "é", None, None, None, "[]", None]]
    assert query("select count(*) from t where name = 'a'").rows == [["1"]]


def test_columns_of_orc_are_found_by_their_places_unless_the_table_says_otherwise(query, table):
    table({"renamed": "int", "more": "int"}, orc(a=[1], b=[2]), ORC, ORC_SERDE)
    assert query("select renamed, more from t").rows == [["1", "2"]]


def test_columns_of_orc_by_name(query, table):
    table({"b": "int", "renamed": "int"}, orc(a=[1], b=[2]), ORC, ORC_SERDE, {"orc.column.index.access": "false"})
    assert query("select b, renamed from t").rows == [["2", None]]


SCHEMA = {"type": "record", "name": "r", "fields": [{"name": "Id", "type": "int"}, {"name": "name", "type": ["null", "string"]}]}


def test_avro(query, table):
    table({"id": "int", "name": "string"}, avro(SCHEMA, b"\x02\x02\x02a", b"\x04\x00"), AVRO, AVRO_SERDE, {"avro.schema.literal": json.dumps(SCHEMA)})
    assert query("select id, name from t order by id").rows == [["1", "a"], ["2", None]]


def test_the_schema_of_an_avro_table_has_defaults(query, table):
    later = SCHEMA | {"fields": SCHEMA["fields"] + [{"name": "kind", "type": "string", "default": "none"}]}
    table({"id": "int", "name": "string", "kind": "string"}, avro(SCHEMA, b"\x02\x02\x02a"), AVRO, AVRO_SERDE, {"avro.schema.literal": json.dumps(later)})
    assert query("select * from t").rows == [["1", "a", "none"]]


@pytest.mark.parametrize("formats, serde", [(ORC, ORC_SERDE), (AVRO, AVRO_SERDE)])
def test_a_damaged_file_fails_the_query_by_its_name(query, table, bucket, formats, serde):
    table({"id": "int"}, b"no such file at all", formats, serde)
    failed = query("select id from t")
    assert failed.state == "FAILED" and failed.reason.startswith(f"HIVE_BAD_DATA: s3://{bucket}/t/a: ")
