"""Partition projection: https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html"""

import datetime

import pytest

from athena_help import storage


@pytest.fixture
def projected(glue, s3, bucket, database):
    """A table whose partitions only its parameters name: projected({"year": "int"}, {"year.type": "integer", ...}, {"year=2023/": rows})"""

    def make(keys, projection, folders, **parameters):
        for folder, rows in folders.items():
            s3.put_object(Bucket=bucket, Key=f"t/{folder}data.csv", Body=b"1\n" * rows)
        glue.create_table(DatabaseName=database, TableInput={
            "Name": "t", "TableType": "EXTERNAL_TABLE", "PartitionKeys": [{"Name": n, "Type": t} for n, t in keys.items()],
            "Parameters": {"projection.enabled": "true"} | {f"projection.{n}": v for n, v in projection.items()} | parameters,
            "StorageDescriptor": storage(f"s3://{bucket}/t/", {"id": "int"})})
        return "t"

    return make


def test_enums_and_integers_are_pruned(query, projected):
    projected({"land": "string", "year": "int"}, {"land.type": "enum", "land.values": "de,at", "year.type": "integer", "year.range": "2022,2030"},
              {"land=de/year=2022/": 1, "land=de/year=2024/": 10, "land=at/year=2024/": 100, "land=fr/year=2024/": 1000, "land=de/year=2031/": 1000})
    assert query("select land, year, count(*) from t group by 1, 2 order by 3").rows == [["de", "2022", "1"], ["de", "2024", "10"], ["at", "2024", "100"]]
    for condition, count, scanned in (("year = 2024", "110", 220), ("land = 'de' and year > 2022", "10", 20), ("land in ('at', 'fr')", "100", 200),
                                      ("year = 2031", "0", 0)):
        counted = query(f"select count(id) from t where {condition}")
        assert (counted.rows, counted.scanned) == ([[count]], scanned), condition


def test_dates_go_up_to_now(query, projected):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    days = {offset: (today - datetime.timedelta(offset)).isoformat() for offset in (-2, 0, 1, 40)}
    projected({"day": "string"}, {"day.type": "date", "day.format": "yyyy-MM-dd", "day.range": "NOW-30DAYS,NOW"},
              {f"day={day}/": 1 for day in days.values()})
    assert query("select day from t order by day").rows == [[days[1]], [days[0]]]


def test_a_template_says_where_the_partitions_lie(query, bucket, projected):
    folders = {"2024/01/31/": 1, "2024/02/01/": 10, "2024/02/02/": 100}
    projected({"day": "string"}, {"day.type": "date", "day.format": "yyyy/MM/dd", "day.range": "2024/01/01,NOW"}, folders,
              **{"storage.location.template": f"s3://{bucket}/t/${{day}}/"})
    assert query("select day, count(*) from t group by 1 order by 1").rows == [["2024/01/31", "1"], ["2024/02/01", "10"], ["2024/02/02", "100"]]
    counted = query("select count(id) from t where day >= '2024/02/01' and day < '2024/02/02'")
    assert (counted.rows, counted.scanned) == ([["10"]], 20)


def test_date_keys_are_pruned_by_dates(query, projected):
    projected({"day": "date"}, {"day.type": "date", "day.format": "yyyy-MM-dd", "day.range": "2024-01-01,2024-12-31"},
              {"day=2024-01-31/": 1, "day=2024-02-01/": 10})
    counted = query("select day, count(id) from t where day = date '2024-02-01' group by 1")
    assert (counted.rows, counted.scanned) == ([["2024-02-01", "10"]], 20)


@pytest.mark.parametrize("projection", [
    {"month.type": "enum", "month.values": "01,02"},
    {"month.type": "date", "month.format": "MM", "month.range": "01,12"},
])
def test_values_are_compared_in_the_type_of_their_key(query, projected, projection):
    projected({"month": "int"}, projection, {"month=01/": 1, "month=02/": 10})
    counted = query("select month, count(id) from t where month = 1 group by 1")
    assert (counted.rows, counted.scanned) == ([["1", "1"]], 2)


def test_hours_of_days_read_each_day_once(query, projected):
    projected({"day": "string"}, {"day.type": "date", "day.format": "yyyy-MM-dd", "day.range": "2024-01-01,2024-01-31",
                                  "day.interval": "1", "day.interval.unit": "HOURS"}, {"day=2024-01-02/": 3})
    assert query("select count(*) from t").rows == [["3"]]


def test_a_range_without_end_is_refused_in_time(query, database, projected):
    projected({"k": "string"}, {"k.type": "integer", "k.range": "0,9000000000000000000"}, {"k=1/": 1})
    assert query("select count(*) from t where k is null").rows == [["0"]]
    assert query("select count(*) from t where k < '0'").reason.startswith(
        f"NOT_SUPPORTED: The projection of table {database}.t has more than 1000000 values of k")


def test_injected_values_are_named_by_the_query(query, projected):
    projected({"device": "string"}, {"device.type": "injected"}, {"device=a-1/": 1, "device=b-2/": 10})
    assert query("select count(*) from t where device = 'b-2'").rows == [["10"]]
    assert query("select count(*) from t where device in ('a-1', 'b-2', 'c-3')").rows == [["11"]]
    assert query("select count(*) from t").reason == (
        "CONSTRAINT_VIOLATION: For the injected projected partition column device, the WHERE clause must contain only static equality "
        "conditions, and at least one such condition must be present.")


def test_partitions_of_the_catalog_do_not_count(glue, bucket, database, query, projected):
    projected({"year": "int"}, {"year.type": "integer", "year.range": "2024,2024"}, {"year=2023/": 1, "year=2024/": 10})
    glue.create_partition(DatabaseName=database, TableName="t", PartitionInput={
        "Values": ["2023"], "StorageDescriptor": storage(f"s3://{bucket}/t/year=2023/", {"id": "int"})})
    assert query("select count(*) from t").rows == [["10"]]


@pytest.mark.parametrize("projection, reason", [
    ({}, "HIVE_METASTORE_ERROR: Table {db}.t is configured for partition projection, but the following partition columns are missing "
         "projection configuration: [year]"),
    ({"year.type": "integer", "year.range": "x"}, "INVALID_TABLE_PROPERTY: The property projection.year.range of table {db}.t is 'x' and not two values around a comma"),
])
def test_a_broken_configuration_is_told(query, database, projected, projection, reason):
    projected({"year": "int"}, projection, {})
    assert query("select * from t").reason == reason.format(db=database)
