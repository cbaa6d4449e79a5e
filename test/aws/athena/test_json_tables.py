"""Tables over JSON: https://docs.aws.amazon.com/athena/latest/ug/json-serde.html"""

import pytest

OPENX = "org.openx.data.jsonserde.JsonSerDe"
HIVE = "org.apache.hive.hcatalog.data.JsonSerDe"


@pytest.fixture
def json_table(glue, s3, bucket, database):
    def make(columns, text, serde=OPENX, **parameters):
        s3.put_object(Bucket=bucket, Key="t/1.json", Body=text.encode())
        glue.create_table(DatabaseName=database, TableInput={"Name": "t", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {
            "Location": f"s3://{bucket}/t/", "Columns": [{"Name": name, "Type": kind} for name, kind in columns.items()],
            "InputFormat": "org.apache.hadoop.mapred.TextInputFormat", "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            "SerdeInfo": {"SerializationLibrary": serde, "Parameters": parameters}}})

    return make


@pytest.mark.parametrize("serde", [OPENX, HIVE])
def test_objects_are_rows_by_the_names_of_their_fields(json_table, query, serde):
    json_table({"id": "int", "name": "string", "price": "decimal(6,2)"}, '{"name":"x","id":1,"price":2.5}\n{"ID":"2","other":[1]}\n', serde)
    assert query("SELECT id, name, price FROM t ORDER BY id").rows == [["1", "x", "2.50"], ["2", None, None]]


def test_texts_take_what_is_nested(json_table, query):
    json_table({"v": "string"}, '{"v":{"a":[1, 2]}}\n{"v":true}\n', paths="v")
    assert sorted(query("SELECT v FROM t").rows) == [["true"], ['{"a":[1, 2]}']]


@pytest.mark.parametrize("serde", [OPENX, HIVE])
def test_a_malformed_row_fails_the_query_and_is_named(json_table, query, serde, bucket):
    json_table({"id": "int"}, '{"id":1}\n{"id":\n', serde)
    failed = query("SELECT id FROM t")
    assert failed.state == "FAILED" and failed.reason.startswith("HIVE_BAD_DATA") and f"s3://{bucket}/t/1.json line 2" in failed.reason


def test_a_malformed_row_that_is_ignored_is_one_of_nulls(json_table, query):
    json_table({"id": "int"}, '{"id":1}\nnot json\n', **{"ignore.malformed.json": "true"})
    assert sorted(query("SELECT id FROM t").rows, key=str) == [["1"], [None]]


@pytest.mark.parametrize("serde", [OPENX, HIVE])
def test_arrays_structs_and_maps_are_read(json_table, query, serde):
    columns = {"id": "int", "user": "struct<name:string,tags:array<string>>", "scores": "map<string,double>", "times": "array<timestamp>"}
    json_table(columns, '{"id":1,"user":{"Name":"A","tags":["x",null]},"scores":{"a":1.5},"times":["2024-01-01 10:00:00.1235"]}\n'
                        '{"id":2,"user":null,"other":1}\n{"id":3,"user":{"more":{}},"scores":{},"times":[]}\n', serde)
    assert query("SELECT user, scores, times FROM t ORDER BY id").rows == [
        ["{name=A, tags=[x, null]}", "{a=1.5}", "[2024-01-01 10:00:00.124]"], [None, None, None], ["{name=null, tags=null}", "{}", "[]"]]
    assert query("SELECT user.name, user.tags[1], scores['a'] FROM t WHERE id = 1").rows == [["A", "x", "1.5"]]


def test_a_mapping_says_what_a_column_is_called_in_the_files(json_table, query):
    json_table({"id": "int", "r": "struct<ts:string>"}, '{"n.o":1,"id":2,"r":{"Time-Stamp":"x","ts":"y"}}\n',
               **{"mapping.id": "n.o", "mapping.ts": "time-stamp"})
    assert query("SELECT id, r FROM t").rows == [["1", "{ts=x}"]]


@pytest.mark.parametrize("type, value", [("int", '"x"'), ("struct<a:int>", "[1]"), ("array<int>", '[1, "x"]')])
def test_a_value_of_another_type_fails_the_query_and_is_named(json_table, query, bucket, type, value):
    json_table({"id": "int", "v": type}, f'{{"id":1,"v": {value} }}\n')
    assert query("SELECT v FROM t").reason == f"HIVE_BAD_DATA: s3://{bucket}/t/1.json line 1: the value {value} of the column v is no {type}."
    assert query("SELECT id FROM t").rows == [["1"]]


def test_a_parameter_that_is_not_known_is_refused_by_name(json_table, query):
    json_table({"id": "int"}, '{"id":1}\n', **{"explicit.id": "ID"})
    failed = query("SELECT id FROM t")
    assert failed.state == "FAILED" and "explicit.id" in failed.reason
