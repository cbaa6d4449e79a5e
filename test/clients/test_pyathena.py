"""PyAthena, the DB-API of Python for Athena: https://laughingman7743.github.io/PyAthena/"""

import datetime
import decimal

import pandas as pd
import pyathena
import pytest
from pyathena.pandas.cursor import PandasCursor


@pytest.fixture
def connection(bucket, database):
    return pyathena.connect(s3_staging_dir=f"s3://{bucket}/results/", region_name="us-east-1", schema_name=database, poll_interval=0.02)


@pytest.fixture
def rows(connection):
    """The rows of a query: rows("select 1") == [(1,)]"""
    return lambda sql, *parameters, **options: connection.cursor().execute(sql, *parameters, **options).fetchall()


def test_values_come_in_pythons_types(rows):
    assert rows("select 1, bigint '2', 1.5e0, decimal '1.10', 'a', true, date '2024-02-29', timestamp '2024-01-01 10:00:00.5', null, x'0102'") == [
        (1, 2, 1.5, decimal.Decimal("1.10"), "a", True, datetime.date(2024, 2, 29), datetime.datetime(2024, 1, 1, 10, 0, 0, 500000), None, b"\x01\x02")]


def test_nested_values_do_too(rows):
    """As far as PyAthena tells their types from Athena's texts."""
    assert rows("select array[1, 2], map(array['a'], array['b']), cast(row('x') as row(t varchar))") == [([1, 2], {"a": "b"}, {"t": "x"})]


def test_the_description_names_the_columns(connection):
    cursor = connection.cursor().execute("select 1 as one, 'x' as text")
    assert [(column[0], column[1]) for column in cursor.description] == [("one", "integer"), ("text", "varchar")]


def test_parameters_go_by_name_and_by_place(rows):
    numbers = "select n from unnest(sequence(1, 9)) t(n) where n "
    assert rows(numbers + "= %(number)d", {"number": 3}) == [(3,)]
    assert rows(numbers + "> ? and n < ?", ["4", "6"], paramstyle="qmark") == [(5,)]


def test_many_rows_come_page_by_page(connection):
    cursor = connection.cursor().execute("select n from unnest(sequence(1, 2500)) t(n) order by n")
    assert [cursor.fetchone(), len(cursor.fetchmany(1500)), len(cursor.fetchall())] == [(1,), 1500, 999]


def test_pandas_reads_the_result_from_s3(connection):
    frame = connection.cursor(PandasCursor).execute("select n, 'x' || cast(n as varchar) t from unnest(sequence(1, 3)) u(n) order by n").as_pandas()
    assert frame.values.tolist() == [[1, "x1"], [2, "x2"], [3, "x3"]]


@pytest.mark.filterwarnings("ignore:pandas only supports SQLAlchemy")
def test_pandas_reads_through_the_connection(connection):
    assert pd.read_sql("select 1 a, 2 b", connection).to_dict("records") == [{"a": 1, "b": 2}]


def test_a_query_that_fails_raises_why(rows):
    with pytest.raises(pyathena.OperationalError, match="COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved"):
        rows("select nothing")


def test_a_query_is_cancelled(connection):
    cursor = connection.cursor()
    query = cursor._execute("select count(*) from unnest(sequence(1, 10000)) a(x), unnest(sequence(1, 10000)) b(y), unnest(sequence(1, 10000)) c(z)")
    cursor._cancel(query)
    assert cursor._poll(query).state == "CANCELLED"
