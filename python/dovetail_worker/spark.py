"""Runs functions in PySpark's own worker, so that what they are given and what becomes of their results is exactly Spark's. What goes around the
stream of rows (pyspark/worker.py) differs from version to version, and is made here."""

import base64
import json
import os
import struct
import sys

import pyspark
from pyspark import worker
from pyspark.serializers import SpecialLengths

from dovetail_worker import files, rows_of_table
from dovetail_worker.stream import Input, Output, text_of

START_OF_STREAM, END_OF_STREAM = -6, -4
# Of 4.3 on; before it, what begins a stream is no message of its own.
START_OF_INIT_MESSAGE = getattr(SpecialLengths, "START_OF_INIT_MESSAGE", None)
VERSION = ".".join(pyspark.__version__.split(".")[:2])
LIBRARY = os.path.dirname(os.path.dirname(__file__))
NO_BROADCASTS = b"\x00" + struct.pack("!i", 0)
NAMED_IN_4_0 = {100, 101, 200, 202, 203, 204}
GROUPED = {201, 202, 206, 209, 210, 215, 216, 217, 252, 254}  # each group is a stream of its own, with its schema


def number(value):
    return struct.pack("!i", value)


def text(value):
    content = value if isinstance(value, bytes) else value.encode()
    return number(len(content)) + content


def pairs(values):
    return number(len(values)) + b"".join(text(key) + text(value) for key, value in values.items())


def task_context():
    return text(json.dumps({"isBarrier": False, "connInfo": None, "secret": None, "stageId": 0, "partitionId": 0, "attemptNumber": 0, "taskAttemptId": 0,
                            "cpus": 1, "cpuAmount": "1", "resources": {}, "localProperties": {}}))


def offset(argument, named=True):
    """`argument`: [column, name or null]."""
    column, name = argument
    return number(column) + (b"" if not named else b"\x00" if name is None else b"\x01" + text(name))


def function(command, arguments, named=True, ids=True):
    offsets = b"".join(offset(argument, named) for argument in arguments)
    return number(len(arguments)) + offsets + number(1) + text(command) + (struct.pack("!q", 0) if ids else b"")


def table_function(header):
    """Its code is a class, and the type of its result is told beside it."""
    analysis, partitions = header.table["analysis"], header.table["partitions"]
    arguments = header.arguments[0]
    content = number(len(arguments)) + b"".join(map(offset, arguments))
    content += number(len(partitions)) + b"".join(map(number, partitions))
    content += b"\x00" if analysis is None else b"\x01" + text(base64.b64decode(analysis))
    return content + text(header.commands[0]) + text(header.table["result"]) + text(header.name)


def input_type(schema):
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.ipc.read_schema(pyarrow.py_buffer(schema)), prefer_timestamp_ntz=True).json()


def init_message(header):
    content = number(0) + text(header.python_version) + task_context() + text(files.folder() or LIBRARY) + number(0)
    content += NO_BROADCASTS + number(header.eval_type) + pairs(header.settings)
    if header.table:
        content += pairs({"input_type": input_type(header.schema), "table_arg_offsets": ",".join(map(str, header.table["tables"]))}) + table_function(header)
    else:
        content += pairs({"input_type": input_type(header.schema)}) + number(len(header.commands)) + b"".join(map(function, header.commands, header.arguments))
    return number(START_OF_INIT_MESSAGE) + text(content)


def init_message_of_4_0(header):
    """Without a barrier, resources and properties of a task, and without a profiler."""
    content = number(0) + text(header.python_version) + b"\x00" + number(0) + text("")
    content += number(0) * 3 + struct.pack("!q", 0) + number(1) + number(0) * 2 + text(files.folder() or LIBRARY) + number(0)
    content += NO_BROADCASTS + number(header.eval_type) + pairs(header.settings) + b"\x00"
    named = header.eval_type in NAMED_IN_4_0
    return content + number(len(header.commands)) + b"".join(function(command, arguments, named, False) for command, arguments in zip(header.commands, header.arguments))


def init(header):
    if START_OF_INIT_MESSAGE is not None:
        return init_message(header)
    if VERSION == "4.0" and header.table:
        raise ImportError(f"Table functions in Python are run with PySpark 4.3, and this interpreter has {pyspark.__version__}.")
    if VERSION == "4.0":
        return init_message_of_4_0(header)
    raise ImportError(f"Functions in Python are run with PySpark 4.0 or 4.3, and this interpreter has {pyspark.__version__}.")


class Rows(Output):
    """The worker's output without what it says around the stream of rows."""

    def __init__(self, connection):
        super().__init__(connection)
        self.begun, self.over = False, False

    def write(self, content):
        if self.over:
            return len(content)
        if not self.begun and bytes(content) == number(START_OF_STREAM):
            self.begun = True
            return len(content)
        return super().write(content)


def run(header, connection):
    """The text of the exception that ended it, if one did, as bytes."""
    output, failures = Rows(connection), []
    try:
        begin = init(header) + (b"" if header.eval_type in GROUPED else header.schema)
    except ImportError as failure:
        return text_of(failure)
    rows = Input(connection, output, begin, behind=number(END_OF_STREAM))

    def keep(exception, outfile, *rest):
        failures.append(text_of(exception))
        outfile.over = True

    def end(outfile, *rest):
        rows.drain()
        outfile.over = True

    originals = worker.handle_worker_exception, worker.report_times, worker.BatchedSerializer
    worker.handle_worker_exception, worker.report_times = keep, end
    if header.eval_type == rows_of_table.SQL_TABLE_UDF:
        worker.BatchedSerializer = rows_of_table.serializer(header.table["result"])
    try:
        worker.main(rows, output)
    except SystemExit:
        if not failures:
            failures.append(b"PySpark's worker has ended.")
    finally:
        worker.handle_worker_exception, worker.report_times, worker.BatchedSerializer = originals
        sys.stdout.flush()
        sys.stderr.flush()
    if failures:
        return failures[0]
    output.flush()
    return None
