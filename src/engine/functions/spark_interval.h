#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/functions/cast.h"

namespace engine {

// Spark's intervals (https://spark.apache.org/docs/latest/sql-ref-datatypes.html): in DuckDB a BIGINT of
// microseconds, or an INTEGER of months, of the type's own name, so that they are compared, grouped and
// hashed as Spark does it. They are no numbers (is_numeric). Those of Trino's queries are others: numbers in
// the plan.
enum class IntervalUnit { Year, Month, Day, Hour, Minute, Second };

struct IntervalUnits {
  IntervalUnit first = IntervalUnit::Day;
  IntervalUnit last = IntervalUnit::Second;

  bool of_months() const { return last <= IntervalUnit::Month; }
  bool operator==(const IntervalUnits&) const = default;
};

// `interval day to second`, or `interval day` where both are the same.
Type interval_type(IntervalUnits units);
Type day_time_interval();    // day to second
Type year_month_interval();  // year to month

std::optional<IntervalUnits> interval_units(const Type& type);  // nothing: it is no interval
bool is_interval(const Type& type);
bool is_day_time(const Type& type);
bool is_year_month(const Type& type);
bool holds_interval(const Type& type);  // itself, or some part of it
Type without_intervals(Type type);      // the numbers that stand for them
duckdb::vector<Type> without_intervals(const duckdb::vector<Type>& types);

// That has the units of both; nothing: one counts months, the other days, or is no interval.
std::optional<Type> common_interval(const Type& a, const Type& b);

// INTERVAL '1 02:03:04.5' DAY TO SECOND, INTERVAL '1-2' YEAR TO MONTH
std::string interval_text(std::int64_t count, IntervalUnits units);
// The other way, and '1 02:03:04.5' alone; nothing: it is none of these units, or out of range.
std::optional<std::int64_t> parse_interval(std::string_view text, IntervalUnits units);

// Between intervals, and to and from texts and integers; null: there is no such cast.
Tree cast_interval(Tree tree, const Type& from, const Type& to);

// The value with the texts of the intervals in it: what JSON has in their place.
base::Result<Typed> with_interval_texts(Typed value, const Session& session);

// DuckDB's own interval of it, whose whole days are days of the calendar.
Tree calendar_interval(Typed interval);

}  // namespace engine
