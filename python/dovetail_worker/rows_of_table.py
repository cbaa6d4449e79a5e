"""What plain table functions get and give: Spark's workers have their rows in pickles, and ours in Arrow's streams, a batch for what is made of
each row."""

from dovetail_worker.batched import inbound_column
from dovetail_worker.results import arrow_column

SQL_TABLE_UDF = 300


def serializer(result):
    """In place of PySpark's BatchedSerializer, whatever that would be given. `result`: the type of what functions give, in JSON."""
    return lambda *_: ArrowRows(result)


class ArrowRows:
    def __init__(self, result):
        self.result = result

    def load_stream(self, stream):
        import pyarrow
        from pyspark.sql.pandas.types import from_arrow_schema

        reader = pyarrow.ipc.open_stream(stream)
        types = [field.dataType for field in from_arrow_schema(reader.schema, prefer_timestamp_ntz=True)]
        for batch in reader:
            yield from zip(*(inbound_column(column, data_type) for column, data_type in zip(batch.columns, types)))

    def dump_stream(self, results, stream):
        import pyarrow
        from pyspark.sql.pandas.types import to_arrow_type
        from pyspark.sql.types import _parse_datatype_json_string

        data_type = _parse_datatype_json_string(self.result)
        arrow_type = to_arrow_type(data_type, timezone="UTC")
        with pyarrow.ipc.new_stream(stream, pyarrow.schema([("_0", arrow_type)])) as writer:
            for rows in results:
                writer.write_batch(pyarrow.record_batch([arrow_column(rows, data_type, arrow_type)], ["_0"]))
