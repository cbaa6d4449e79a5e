"""Plain Python functions, one call a row, as Spark's BatchEvalPython runs them: rows become Python's objects, and results what the JVM makes of
them when it reads their pickles (EvaluatePython.makeFromJava): a value of another kind than the type's is NULL, whole numbers lose what does
not fit."""

import inspect
import sys

from pyspark.errors import PySparkRuntimeError

from dovetail_worker.results import arrow_column
from dovetail_worker.stream import Input, Output, text_of

SQL_BATCHED_UDF = 100


def inbound(data_type):
    """From what pyarrow gives for a value of the type to what a function gets; nothing: as it is."""
    from pyspark.sql import types as t

    if isinstance(data_type, t.TimestampType):
        return lambda value: value.astimezone().replace(tzinfo=None)
    if isinstance(data_type, t.ArrayType):
        item = or_none(inbound(data_type.elementType))
        return item and (lambda values: [item(value) for value in values])
    if isinstance(data_type, t.MapType):
        key, item = (or_none(inbound(part)) or as_it_is for part in (data_type.keyType, data_type.valueType))
        return lambda entries: {key(k): item(v) for k, v in entries}
    if isinstance(data_type, t.StructType):
        names = data_type.names
        parts = [or_none(inbound(field.dataType)) or as_it_is for field in data_type.fields]
        return lambda value: t._create_row(names, [part(value[name]) for name, part in zip(names, parts)])
    return None


def as_it_is(value):
    return value


def or_none(convert):
    return convert and (lambda value: None if value is None else convert(value))


def inbound_column(column, data_type):
    convert, values = inbound(data_type), column.to_pylist()
    return values if convert is None else [None if value is None else convert(value) for value in values]


def check_version(theirs):
    """Pickled code is that of one version."""
    ours = "%d.%d" % sys.version_info[:2]
    if theirs != ours:
        raise PySparkRuntimeError(errorClass="PYTHON_VERSION_MISMATCH", messageParameters={"worker_version": ours, "driver_version": theirs})


def called(function, arguments):
    """The function with its arguments, of which those behind the first ones have names."""
    names = [name for _, name in arguments if name is not None]
    if not names:
        return function
    first = len(arguments) - len(names)
    return lambda *values: function(*values[:first], **dict(zip(names, values[first:])))


def run(header, connection):
    """The text of the exception that ended it, if one did, as bytes."""
    output = Output(connection)
    rows = Input(connection, output, header.schema)
    try:
        evaluate(header, rows, output)
        rows.drain()
    except BaseException as failure:
        return text_of(failure)
    output.flush()
    return None


def evaluate(header, rows, output):
    import pyarrow
    from pyspark import cloudpickle
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_type
    from pyspark.util import fail_on_stopiteration

    check_version(header.python_version)
    function, result_type = cloudpickle.loads(header.commands[0])
    function = called(fail_on_stopiteration(function), header.arguments[0])
    to_internal = or_none(result_type.toInternal) if result_type.needConversion() else None
    in_utc = {"timezone": "UTC"} if "timezone" in inspect.signature(to_arrow_type).parameters else {}  # 4.0 knows no other
    arrow_type = to_arrow_type(result_type, **in_utc)
    reader = pyarrow.ipc.open_stream(rows)
    types = [field.dataType for field in from_arrow_schema(reader.schema, prefer_timestamp_ntz=True)]
    with pyarrow.ipc.new_stream(output, pyarrow.schema([("_0", arrow_type)])) as writer:
        for batch in reader:
            columns = [inbound_column(column, data_type) for column, data_type in zip(batch.columns, types)]
            calls = zip(*columns) if columns else ((),) * batch.num_rows
            results = [function(*values) for values in calls]
            if to_internal is not None:
                results = [to_internal(value) for value in results]
            writer.write_batch(pyarrow.record_batch([arrow_column(results, result_type, arrow_type)], ["_0"]))
