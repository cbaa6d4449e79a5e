"""What a table function's analyze() says of a call, as PySpark's own program asks it (pyspark/sql/worker/analyze_udtf.py)."""

import base64
import io
import json
import struct

from pyspark.errors import PySparkException
from pyspark.serializers import CPickleSerializer, read_int

from dovetail_worker.batched import check_version, inbound_column
from dovetail_worker.stream import Input, Output, text_of


def run(header, connection):
    """The answer goes out as JSON, a failure of the class's too: it is no failure of the query's rows."""
    output = Output(connection)
    rows = Input(connection, output, header.schema)
    try:
        answer = analysis(header, rows)
    except PySparkException as failure:  # PySpark's own words about the class
        answer = {"failed": str(failure).strip()}
    except BaseException as failure:
        answer = {"failed": text_of(failure).decode().rstrip("\n")}
    rows.drain()
    output.write(json.dumps(answer).encode())
    output.flush()
    return None


def analysis(header, rows):
    from pyspark.sql.worker import analyze_udtf

    check_version(header.python_version)
    asked, told = io.BytesIO(), io.BytesIO()
    write_call(header, rows, asked)
    asked.seek(0)
    analyze_udtf._main(asked, told)
    told.seek(0)
    return answer_of(told)


def write_call(header, rows, out):
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    reader = pyarrow.ipc.open_stream(rows)
    types = [field.dataType for field in from_arrow_schema(reader.schema, prefer_timestamp_ntz=True)]
    arguments = header.arguments[0]
    columns = reader.read_next_batch().columns if arguments else []
    values = [inbound_column(column, data_type)[0] for column, data_type in zip(columns, types)]
    write(out, header.name.encode())
    write(out, header.commands[0])
    out.write(struct.pack("!i", len(arguments)))
    for (_, name), asked, data_type, value in zip(arguments, header.table["asked"], types, values):
        write(out, data_type.json().encode())
        out.write(bytes([asked["constant"]]))
        if asked["constant"]:
            write(out, CPickleSerializer().dumps(data_type.toInternal(value) if data_type.needConversion() else value))
        out.write(bytes([asked["table"], name is not None]))
        if name is not None:
            write(out, name.encode())


def write(out, content):
    out.write(struct.pack("!i", len(content)) + content)


def answer_of(told):
    def text():
        return told.read(read_int(told))

    def many(read):
        return [read() for _ in range(read_int(told))]

    def ordering():
        name, ascending, nulls = text().decode(), read_int(told) == 1, read_int(told)
        return {"name": name, "ascending": ascending, "nulls_first": {0: None, 1: True, 2: False}[nulls]}

    return {"schema": text().decode(), "result": base64.b64encode(text()).decode(), "single_partition": read_int(told) == 1,
            "partition_by": many(lambda: text().decode()), "order_by": many(ordering), "select": many(lambda: {"name": text().decode(), "alias": text().decode()})}
