"""What the JVM makes of a pickled result that is to be of a type: EvaluatePython.makeFromJava."""

import datetime
import decimal
import math
import re

# What the JVM reads of pickles; an object of any other class ends the query there.
READABLE = {type(None), bool, int, float, str, bytes, bytearray, decimal.Decimal, list, tuple, dict, set, frozenset, datetime.date, datetime.datetime, datetime.time, datetime.timedelta}


def arrow_column(values, data_type, arrow_type):
    import pyarrow

    for kind in set(map(type, values)) - READABLE:
        raise TypeError(f"A function has given an object of the class {kind.__module__}.{kind.__qualname__}, which Spark does not read.")
    convert = nullable(converter(data_type))
    return pyarrow.array([convert(value) for value in values], type=arrow_type)


def converter(data_type):
    """From a result to what pyarrow takes for a value of the type."""
    from pyspark.sql import types as t

    if isinstance(data_type, t.NullType):
        return lambda value: None
    if isinstance(data_type, t.BooleanType):
        return lambda value: value if type(value) is bool else None
    if isinstance(data_type, (t.ByteType, t.ShortType, t.IntegerType, t.LongType)):
        return whole({t.ByteType: 8, t.ShortType: 16, t.IntegerType: 32, t.LongType: 64}[type(data_type)])
    if isinstance(data_type, t.DateType):
        return whole(32)
    if isinstance(data_type, (t.TimestampType, t.TimestampNTZType, t.DayTimeIntervalType)):
        return whole(64)
    if isinstance(data_type, (t.FloatType, t.DoubleType)):
        return lambda value: value if type(value) is float else None
    if isinstance(data_type, t.DecimalType):
        return decimal_of(data_type.precision, data_type.scale)
    if isinstance(data_type, t.StringType):
        return java_text
    if isinstance(data_type, t.BinaryType):
        return bytes_of
    if isinstance(data_type, t.ArrayType):
        return list_of(nullable(converter(data_type.elementType)))
    if isinstance(data_type, t.MapType):
        return map_of(nullable(converter(data_type.keyType)), nullable(converter(data_type.valueType)))
    if isinstance(data_type, t.StructType):
        return struct_of(data_type.names, [nullable(converter(field.dataType)) for field in data_type.fields])
    raise TypeError(f"A function cannot give the type {data_type.simpleString()} here.")


def nullable(convert):
    return lambda value: None if value is None else convert(value)


def whole(bits):
    """Java's narrowing of a long; what is longer than that is no number to it."""
    half, modulus = 1 << (bits - 1), 1 << bits
    least, most = -(1 << 63), (1 << 63) - 1

    def convert(value):
        if type(value) is not int or not least <= value <= most:
            return None
        return value if -half <= value < half else (value + half) % modulus - half

    return convert


def decimal_of(precision, scale):
    unit, context = decimal.Decimal(1).scaleb(-scale), decimal.Context(prec=1000, rounding=decimal.ROUND_HALF_UP)

    def convert(value):
        if not isinstance(value, decimal.Decimal):
            return None
        rounded = value.quantize(unit, context=context)
        if len(rounded.as_tuple().digits) > precision:
            raise ArithmeticError(f"[NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION] {value} cannot be represented as Decimal({precision}, {scale}).")
        return rounded

    return convert


def bytes_of(value):
    if isinstance(value, str):
        return value.encode()
    return bytes(value) if isinstance(value, (bytes, bytearray)) else None


def list_of(item):
    return lambda value: [item(one) for one in value] if isinstance(value, (list, tuple)) else None


def map_of(key, item):
    return lambda value: [(key(k), item(v)) for k, v in value.items()] if isinstance(value, dict) else None


def struct_of(names, parts):
    def convert(value):
        if not isinstance(value, tuple):
            return None
        if len(value) != len(parts):
            raise ValueError("Input row doesn't have expected number of values required by the schema. "
                             f"{len(parts)} fields are required while {len(value)} values are provided.")
        return {name: part(one) for name, part, one in zip(names, parts, value)}

    return convert


def java_text(value):
    """Java's toString() of what a value is there."""
    if type(value) is str:
        return value
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float:
        return java_double(value)
    if isinstance(value, list):
        return f"[{', '.join(map(java_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{java_text(key)}={java_text(item)}' for key, item in value.items())}}}"
    return str(value)


def java_double(value):
    if math.isnan(value) or math.isinf(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return format(decimal.Decimal(repr(value)), "f") if "e" in repr(value) else repr(value)
    sign, digits, exponent = decimal.Decimal(repr(value)).as_tuple()
    text = re.sub("0+$", "", "".join(map(str, digits)))
    exponent += len(digits) - 1
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{exponent}"
