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
    json_table({"id": "int", "name": "string", "price": "decimal(6,2)"}, '{"name":"x","id":1,"price":2.5}\n{"ID":2,"other":[1]}\n', serde)
    assert query("SELECT id, name, price FROM t ORDER BY id").rows == [["1", "x", "2.50"], ["2", None, None]]


@pytest.mark.parametrize("serde", [OPENX, HIVE])
def test_a_malformed_row_fails_the_query_and_is_named(json_table, query, serde, bucket):
    json_table({"id": "int"}, '{"id":1}\n{"id":\n', serde)
    failed = query("SELECT id FROM t")
    assert failed.state == "FAILED" and failed.reason.startswith("HIVE_BAD_DATA") and f"s3://{bucket}/t/1.json line 2" in failed.reason


@pytest.mark.parametrize("serde", [OPENX, HIVE])
def test_arrays_structs_and_maps_are_read(json_table, query, serde):
    columns = {"id": "int", "user": "struct<name:string,tags:array<string>>", "scores": "map<string,double>", "times": "array<timestamp>"}
    json_table(columns, '{"id":1,"user":{"Name":"A","tags":["x",null]},"scores":{"a":1.5},"times":["2024-01-01 10:00:00.1235"]}\n'
                        '{"id":2,"user":null,"other":1}\n{"id":3,"user":{"more":{}},"scores":{},"times":[]}\n', serde)
    assert query("SELECT user, scores, times FROM t ORDER BY id").rows == [
        ["{name=A, tags=[x, null]}", "{a=1.5}", "[2024-01-01 10:00:00.124]"], [None, None, None], ["{name=null, tags=null}", "{}", "[]"]]
    assert query("SELECT user.name, user.tags[1], scores['a'] FROM t WHERE id = 1").rows == [["A", "x", "1.5"]]


@pytest.mark.parametrize("serde", [OPENX, HIVE])
def test_a_parameter_that_is_not_known_is_refused_by_name(json_table, query, serde):
    json_table({"id": "int"}, '{"id":1}\n', serde, **{"explicit.id": "ID"})
    failed = query("SELECT id FROM t")
    assert failed.state == "FAILED" and "explicit.id" in failed.reason


# https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html


def test_a_malformed_row_that_is_ignored_is_one_of_nulls(json_table, query):
    json_table({"id": "int"}, '{"id":1}\n{"id":\n', **{"ignore.malformed.json": "true"})
    assert query("SELECT id FROM t").rows == [["1"], [None]]


def test_texts_take_what_is_nested(json_table, query):
    json_table({"v": "string"}, '{"v":{"a":[1, 2]}}\n{"v":true}\n', paths="v")
    assert query("SELECT v FROM t").rows == [['{"a":[1,2]}'], ["true"]]


@pytest.mark.parametrize("type, value", [("int", '"x"'), ("tinyint", "128"), ("struct<a:int>", '"x"'), ("array<int>", '[1, "x"]'), ("map<string,int>", "[1]"),
                                         ("int", "[1]"), ("timestamp", '"2024-01-31"')])
def test_a_value_of_another_type_fails_the_query_and_is_named(json_table, query, bucket, type, value):
    json_table({"id": "int", "v": type}, f'{{"id":1,"v": {value} }}\n')
    assert query("SELECT v FROM t").reason == f"HIVE_BAD_DATA: s3://{bucket}/t/1.json line 1: the value {value} of the column v is no {type}."
    assert query("SELECT id FROM t").rows == [["1"]]


def test_ignoring_what_is_malformed_forgives_no_value_of_another_type(json_table, query):
    json_table({"id": "int"}, '{"id":"x"}\n', **{"ignore.malformed.json": "true"})
    assert "is no int" in query("SELECT id FROM t").reason


def test_a_value_of_another_type_is_null_where_the_table_says_so(json_table, query):
    json_table({"id": "int", "v": "array<int>", "m": "map<string,int>"}, '{"id":"x","v":[1,"x"],"m":1}\n', **{"use.null.for.invalid.data": "true"})
    assert query("SELECT * FROM t").rows == [[None, "[1, null]", None]]


def test_values_stand_for_others_by_their_texts(json_table, query):
    json_table({"i": "int", "d": "double", "b": "boolean", "l": "array<int>", "s": "struct<x:int,y:int>"}, '{"i":"0x1F","d":"1e2","b":"TRUE","l":7,"s":[1,2]}\n')
    assert query("SELECT * FROM t").rows == [["31", "100.0", "true", "[7]", "{x=1, y=2}"]]


def test_a_line_that_is_an_array_is_a_row_by_the_order_of_the_columns(json_table, query):
    json_table({"id": "int", "v": "string"}, '[1,"x",true]\n[2]\n')
    assert query("SELECT * FROM t").rows == [["1", "x"], ["2", None]]
    assert query("SELECT v FROM t").rows == [["x"], [None]]


def test_a_line_that_begins_with_no_bracket_is_a_row_of_nulls(json_table, query):
    json_table({"id": "int"}, '\nnot json\n{"id":1}\n')
    assert query("SELECT id FROM t").rows == [[None], [None], ["1"]]


def test_a_key_that_stands_twice_is_malformed(json_table, query, bucket):
    json_table({"url": "string"}, '{"URL":"a","Url":"b"}\n')
    assert query("SELECT url FROM t").reason == (
        f'HIVE_BAD_DATA: s3://{bucket}/t/1.json line 1: Row is not a valid JSON Object - JSONException: Duplicate key "url".')


def test_keys_by_their_case_take_a_mapping(json_table, query):
    json_table({"url1": "string", "url2": "string"}, '{"URL":"a","Url":"b"}\n',
               **{"case.insensitive": "FALSE", "mapping.url1": "URL", "mapping.url2": "Url"})
    assert query("SELECT url1, url2 FROM t").rows == [["a", "b"]]


def test_a_mapping_says_what_a_column_is_called_in_the_files(json_table, query):
    json_table({"id": "int", "r": "struct<ts:string>"}, '{"n.o":1,"id":2,"r":{"Time-Stamp":"x","ts":"y"}}\n',
               **{"mapping.id": "n.o", "mapping.ts": "time-stamp"})
    assert query("SELECT id, r FROM t").rows == [["1", "{ts=x}"]]


def test_dots_in_keys_are_underscores_in_columns(json_table, query):
    json_table({"a_b": "int", "r": "struct<x_y:int>"}, '{"a.b":1,"r":{"X.Y":2}}\n', **{"dots.in.keys": "true"})
    assert query("SELECT a_b, r FROM t").rows == [["1", "{x_y=2}"]]


# https://docs.aws.amazon.com/athena/latest/ug/hive-json-serde.html


@pytest.mark.parametrize("type, value", [("int", '"1"'), ("double", '"1.5"'), ("int", "true"), ("string", "{}"), ("array<int>", "1"), ("timestamp", '"2024-01-31"'),
                                         ("timestamp", "1706695872123"), ("decimal(3,1)", "1000")])
def test_hives_serde_takes_no_value_for_one_of_another_type(json_table, query, bucket, type, value):
    json_table({"v": type}, f'{{"v":{value}}}\n', HIVE)
    assert query("SELECT v FROM t").reason == f"HIVE_BAD_DATA: s3://{bucket}/t/1.json line 1: the value {value} of the column v is no {type}."


def test_hives_serde_takes_any_scalar_for_a_text(json_table, query):
    json_table({"v": "string", "b": "boolean", "x": "binary"}, '{"v":1.50,"b":"TRUE","x":"YWI="}\n{"v":true,"b":1}\n', HIVE)
    assert query("SELECT * FROM t").rows == [["1.50", "true", "59 57 49 3d"], ["true", "false", None]]


def test_hives_serde_takes_a_key_twice_in_no_map_or_struct(json_table, query):
    json_table({"id": "int", "m": "map<string,int>"}, '{"id":1,"m":{"a":1,"a":2}}\n', HIVE)
    assert "the key a stands twice" in query("SELECT m FROM t").reason


@pytest.mark.parametrize("library", [HIVE, "org.apache.hadoop.hive.serde2.JsonSerDe"])
def test_timestamp_formats_are_patterns_of_joda_or_milliseconds(json_table, query, library):
    json_table({"at": "timestamp"}, '{"at":"31.01.2024 10:11"}\n{"at":1706695872123}\n{"at":"2024-01-31T10:11:12+0200"}\n{"at":"2024-01-31 10:11:12"}\n', library,
               **{"timestamp.formats": "dd.MM.yyyy HH:mm,millis,yyyy-MM-dd'T'HH:mm:ssZ"})
    assert query("SELECT at FROM t").rows == [["2024-01-31 10:11:00.000"], ["2024-01-31 10:11:12.123"], ["2024-01-31 08:11:12.000"], ["2024-01-31 10:11:12.000"]]
