"""TABLESAMPLE and random(): https://trino.io/docs/current/sql/select.html#tablesample

Each row is taken by a throw of its own, so a half of 4,000 rows is 2,000 with a deviation of 32: eight of them are allowed for."""

import pytest

NUMBERS = "(select n, n % 2000 half from unnest(sequence(1, 4000)) t(n))"
FEWEST, MOST = 2000 - 8 * 32, 2000 + 8 * 32


@pytest.mark.parametrize("rows", [
    "select n from {} tablesample bernoulli (50)",
    "select x from unnest(sequence(1, 4000)) t(x) tablesample bernoulli (50)",
    "select * from (select n from {} except select 0) tablesample system (50)",
    "select * from (select n from {} intersect select n from {}) tablesample bernoulli (50)",
    "select * from (select distinct n from (select n from {} union all select n from {})) tablesample bernoulli (50)",
    "select n from {} where random() < 0.5",
    "select n from (select n from {} intersect select n from {}) where n > 0 and random(2) = 0",
])
def test_a_half_is_a_half_of_what_stands_before_it(query, rows):
    assert FEWEST < int(query(f"select count(*) from ({rows.replace('{}', NUMBERS)})").rows[0][0]) < MOST


def test_what_is_not_there_is_not_sampled(query):
    assert query(f"select count(*) from (select half from {NUMBERS} except select half from {NUMBERS}) tablesample bernoulli (50)").rows == [["0"]]


def test_windows_see_the_rows_before_the_sample(query):
    last = "select max(place) from (select row_number() over (order by n) place from {} as numbers) "
    assert int(query(last.format(NUMBERS) + "tablesample bernoulli (50)").rows[0][0]) > MOST
    assert int(query(last.format(NUMBERS) + "where rand() < 0.5").rows[0][0]) > MOST


def test_a_sample_is_of_the_partitions_that_are_asked_for(query, csv_table, s3, bucket, glue, database):
    csv_table("days", {"n": "int"}, partition_keys={"day": "int"})
    for day in (1, 2):
        s3.put_object(Bucket=bucket, Key=f"days/day={day}/a.csv", Body=b"1\n" * day)
        descriptor = glue.get_table(DatabaseName=database, Name="days")["Table"]["StorageDescriptor"]
        glue.create_partition(DatabaseName=database, TableName="days", PartitionInput={
            "Values": [str(day)], "StorageDescriptor": descriptor | {"Location": f"s3://{bucket}/days/day={day}/"}})
    one = query("select count(*) from days tablesample bernoulli (100) where day = 1")
    assert (one.rows, one.scanned) == ([["1"]], 2)
