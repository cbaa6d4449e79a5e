"""Scalar functions: https://trino.io/docs/current/functions.html"""

import pytest


@pytest.mark.parametrize("expression, value", [
    ("sqrt(16)", "4.0"), ("sqrt(-1)", "NaN"), ("power(2, 10)", "1024.0"), ("exp(0)", "1.0"), ("ln(0)", "-Infinity"), ("ln(-1)", "NaN"),
    ("log10(1000)", "3.0"), ("log2(8)", "3.0"), ("sin(0)", "0.0"), ("cos(infinity())", "NaN"), ("acos(2)", "NaN"), ("atan2(0, 1)", "0.0"),
    ("cbrt(27)", "3.0"), ("degrees(pi())", "180.0"), ("pi()", "3.141592653589793"), ("e()", "2.718281828459045"), ("sqrt(null)", None),
    ("reverse('aäe\u0301')", "\u0301eäa"), ("strpos('hällo', 'lo')", "4"), ("strpos('abc', 'x')", "0"), ("strpos('abc', '')", "1"),
    ("starts_with('abc', 'ab')", "true"), ("translate('abcd', 'abx', 'xy')", "xycd"), ("lpad('ä', 3, 'xy')", "xyä"),
    ("rpad('abc', 2, ' ')", "ab"), ("regexp_like('1a 2b', '\\d+b')", "true"), ("regexp_like('abc', '^b')", "false"),
    ("regexp_replace('1a 2b 3c', '\\d+[ab] ')", "3c"), ("regexp_replace('1a 2b', '(\\d+)([ab])', '$2-$1')", "a-1 b-2"),
])
def test_texts_and_numbers(query, expression, value):
    assert query(f"select {expression}").rows == [[value]]


@pytest.mark.parametrize("expression, value", [
    ("extract(year from date '2024-02-29')", "2024"), ("quarter(date '2024-04-01')", "2"), ("week(date '2021-01-03')", "53"),
    ("day_of_week(date '2024-03-03')", "7"), ("doy(date '2024-12-31')", "366"), ("hour(timestamp '2024-02-29 10:11:12.5')", "10"),
    ("extract(minute from timestamp '2024-02-29 10:11:12.5')", "11"), ("second(timestamp '2024-02-29 10:11:12.5')", "12"),
    ("date_add('month', 1, date '2024-01-31')", "2024-02-29"), ("date_add('week', -1, date '2024-03-07')", "2024-02-29"),
    ("date_add('millisecond', 1, timestamp '2024-02-29 10:00:00')", "2024-02-29 10:00:00.001"),
    ("date_diff('day', date '2024-02-28', date '2024-03-01')", "2"), ("date_diff('week', date '2024-03-15', date '2024-03-01')", "-2"),
    ("date_diff('hour', timestamp '2024-01-01 10:30:00', timestamp '2024-01-01 12:29:59')", "1"),
    ("date_diff('hour', date '2024-01-01', timestamp '2024-01-01 12:29:59')", "12"), ("hour(date '2024-01-01')", "0"),
    ("date_diff('hour', timestamp '2024-01-01 12:29:59', timestamp '2024-01-01 10:30:00')", "-1"),
    ("date '2024-03-31' - interval '1' month", "2024-02-29"), ("date '2024-02-29' + interval '1' year", "2025-02-28"),
    ("interval '36' hour + timestamp '2024-02-28 12:00:00'", "2024-03-01 00:00:00.000"),
    ("date '1998-12-01' - interval '90' day", "1998-09-02"), ("date_diff('day', current_date, current_date + interval '7' day)", "7"),
])
def test_dates_and_times(query, expression, value):
    assert query(f"select {expression}").rows == [[value]]


@pytest.mark.parametrize("expression, reason", [
    ("date '2024-01-01' + interval '1' hour", "INVALID_FUNCTION_ARGUMENT: Cannot add hour, minutes or seconds to a date"),
    ("date_add('hour', 1, date '2024-01-01')", "INVALID_FUNCTION_ARGUMENT: 'hour' is not a valid DATE field"),
    ("sqrt('x')", "FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar(1)) for function sqrt"),
])
def test_what_functions_refuse(query, expression, reason):
    assert query(f"select {expression}").reason == reason
