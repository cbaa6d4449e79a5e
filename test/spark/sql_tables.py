"""The views that queries are asked over: rows with NULLs, negatives, decimals, dates, timestamps, and values in values."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa


def day(text):
    return text and dt.date.fromisoformat(text)


def instant(text):
    return text and dt.datetime.fromisoformat(text + "+00:00")


def decimals(*texts):
    return [text and Decimal(text) for text in texts]


INSTANT = pa.timestamp("us", tz="UTC")
TABLES = {
    "t": pa.table({
        "a": pa.array([1, 2, None, -4, 5, 2], pa.int32()),
        "s": pa.array(["x", "y", "x", None, "", "Xy"], pa.string()),
        "d": pa.array([1.5, None, -2.0, float("nan"), 0.0, 1e10], pa.float64()),
        "dec": pa.array(decimals("2.50", "-1.00", None, "0.01", "99999999.99", "2.50"), pa.decimal128(10, 2)),
        "b": pa.array([True, False, None, True, False, True], pa.bool_()),
        "day": pa.array([day(text) for text in ("2020-01-31", "2020-02-29", None, "1969-12-31", "2021-03-01", "2020-01-31")], pa.date32()),
        "at": pa.array([instant(text) for text in ("2020-01-31T10:11:12.500000", None, "1969-12-31T23:59:59", "2021-01-01T00:00:00", "2020-02-29T12:00:00", "2020-01-31T10:11:12")], INSTANT),
        "big": pa.array([10, 9007199254740993, None, -9223372036854775808, 0, 7], pa.int64()),
        "tiny": pa.array([1, -128, 127, None, 0, 5], pa.int8()),
    }),
    "u": pa.table({
        "a": pa.array([1, 1, 3, None, 2], pa.int32()),
        "label": pa.array(["p", "q", "r", "n", None], pa.string()),
        "n": pa.array([10, 20, 30, 40, 50], pa.int64()),
    }),
    "nested": pa.table({
        "id": pa.array([1, 2, 3, 4], pa.int32()),
        "items": pa.array([[3, 1, None, 1], [], None, [7]], pa.list_(pa.int32())),
        "words": pa.array([["a", "B"], None, ["c", None], []], pa.list_(pa.string())),
        "m": pa.array([[("k", 1), ("l", None)], [], None, [("k", 5)]], pa.map_(pa.string(), pa.int32())),
        "st": pa.array([{"f": 1, "g": "u"}, {"f": None, "g": "v"}, None, {"f": 4, "g": None}], pa.struct([("f", pa.int32()), ("g", pa.string())])),
        "rows": pa.array([[{"p": 1, "q": "one"}, {"p": 2, "q": None}], [], None, [{"p": None, "q": "x"}]], pa.list_(pa.struct([("p", pa.int32()), ("q", pa.string())]))),
    }),
    "empty": pa.table({"k": pa.array([], pa.int32()), "v": pa.array([], pa.string())}),
}
