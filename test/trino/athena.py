"""Dovetail's Athena, asked through boto3, with the judge's manners."""

import time

from botocore.exceptions import ClientError
from judge import Answer, Refusal
from tables import Table, hive_type, parquet_of, parquet_of_text

DATABASE, BUCKET = "judged", "judged"
PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"


class Athena:
    def __init__(self, server):
        self.s3, self.glue, self.athena = (server.client(service) for service in ("s3", "glue", "athena"))
        self.s3.create_bucket(Bucket=BUCKET)
        self.glue.create_database(DatabaseInput={"Name": DATABASE})

    def add(self, table: Table) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=f"{table.name}/rows.parquet", Body=parquet_of(table))
        self.create(table.name, {"id": "int", **table.columns})

    def add_text(self, name: str, columns: dict[str, str], lines: str) -> None:
        """A table of lines with a | between the values; the types are Trino's."""
        columns = {column: hive_type(of) for column, of in columns.items()}
        self.s3.put_object(Bucket=BUCKET, Key=f"{name}/rows.parquet", Body=parquet_of_text(columns, lines))
        self.create(name, columns)

    def add_file(self, name: str, columns: dict[str, str], text: str, serde: str) -> None:
        """A table over one text file; the types are Hive's."""
        self.add_files(name, columns, {"rows": text.encode()}, serde, {})

    def add_files(self, name: str, columns: dict[str, str], files: dict[str, bytes], serde: str, properties: dict[str, str]) -> None:
        """A table over text files by their names; the types are Hive's, the properties the SerDe's."""
        for file, text in files.items():
            self.s3.put_object(Bucket=BUCKET, Key=f"{name}/{file}", Body=text)
        self.create(name, columns, serde, "org.apache.hadoop.mapred.TextInputFormat", properties)

    def create(self, name: str, columns: dict[str, str], serde: str = PARQUET,
               input_format: str = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat", properties: dict[str, str] | None = None) -> None:
        self.glue.create_table(DatabaseName=DATABASE, TableInput={
            "Name": name, "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {
                "Location": f"s3://{BUCKET}/{name}/", "Columns": [{"Name": column, "Type": of} for column, of in columns.items()],
                "SerdeInfo": {"SerializationLibrary": serde, "Parameters": properties or {}}, "InputFormat": input_format}})

    def ask(self, sql: str) -> Answer:
        status = self.ended(id := self.start(sql))
        if status["State"] != "SUCCEEDED":
            raise Refusal(status["StateChangeReason"])
        pages = list(self.athena.get_paginator("get_query_results").paginate(QueryExecutionId=id))
        rows = [[cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]
        columns = pages[0]["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
        types = [type_of(column) for column in columns]
        return Answer(types, [[in_order(cell) if of == "map" else cell for cell, of in zip(row, types)] for row in rows[1:]])

    def start(self, sql: str) -> str:
        """What the grammar refuses is refused at once, without the name of its error."""
        try:
            return self.athena.start_query_execution(QueryString=sql, QueryExecutionContext={"Database": DATABASE},
                                                     ResultConfiguration={"OutputLocation": f"s3://{BUCKET}/results/"})["QueryExecutionId"]
        except ClientError as error:
            raise Refusal(f"SYNTAX_ERROR: {error.response['Error']['Message']}") from None

    def ended(self, id: str) -> dict:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            status = self.athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
            if status["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                return status
            time.sleep(0.005)
        raise AssertionError(f"query {id} is still {status['State']}")


def in_order(map_text: str | None) -> str | None:
    """{b=2, a=[1, 3]} as {a=[1, 3], b=2}: the judge's maps are sorted, for they have no order."""
    if map_text in (None, "{}"):
        return map_text
    entries, depth = [""], 0
    for c in map_text[1:-1]:
        depth += (c in "[{") - (c in "]}")
        if c == " " and depth == 0 and entries[-1].endswith(","):
            entries[-1] = entries[-1][:-1]
            entries.append("")
        else:
            entries[-1] += c
    return "{" + ", ".join(sorted(entries)) + "}"


def type_of(column: dict) -> str:
    """What Athena tells of a type: nested ones without their parts, a text without its length."""
    if column["Type"] == "decimal":
        return f"decimal({column['Precision']},{column['Scale']})"
    return column["Type"]


def as_told(trino_type: str) -> str:
    """The judge's type as Athena tells it."""
    if trino_type.startswith("decimal"):
        return trino_type
    if trino_type.startswith("timestamp") and trino_type.endswith("with time zone"):
        return "timestamp with time zone"
    return {"real": "float"}.get(trino_type, trino_type.partition("(")[0])
