#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/ast.h"

namespace sql {

enum class TypeKind {
  Unknown,   // of NULL
  Deferred,  // found where the plan is lowered: of every value of a dialect that has rules.h
  Boolean,
  Tinyint,
  Smallint,
  Integer,
  Bigint,
  Real,
  Double,
  Decimal,
  Varchar,
  Char,  // text of just so many characters, filled up with blanks
  Varbinary,
  Time,  // of a day, without a zone: milliseconds
  Date,
  Timestamp,
  TimestampWithZone,
  Json,          // its text
  Uuid,          // likewise
  Color,         // likewise: red, #00aa00
  IntervalDay,   // interval day to second: milliseconds
  IntervalYear,  // interval year to month: months
  HyperLogLog,   // and the digests: the bytes of what an aggregate has seen
  TDigest,
  QDigest,
  SetDigest,
  Array,
  Map,
  Row,
};

// A type of Trino. A value; equal when all of it is equal.
struct Type {
  TypeKind kind = TypeKind::Unknown;
  int precision = 0;  // digits of a decimal, or of the second of a time or a timestamp; length of a char;
                      // length of a varchar, 0 for one without bound
  int scale = 0;      // of a decimal
  std::vector<Type> parts = {};         // the element of an array, key and value of a map, fields of a row
  std::vector<std::string> names = {};  // of a row's fields, in lower case; "" for one without

  bool operator==(const Type&) const = default;
};

inline constexpr int kMaxDecimalPrecision = 38;
inline constexpr int kMaxCharLength = 65536;
inline constexpr int kTimestampPrecision = 3;  // Athena's tables give milliseconds

inline Type decimal_type(int precision, int scale) {
  return {TypeKind::Decimal, precision, scale};
}
inline Type varchar_type(int length = 0) {
  return {TypeKind::Varchar, length, 0};
}
inline Type char_type(int length) {
  return {TypeKind::Char, length, 0};
}
inline Type time_type() {
  return {TypeKind::Time, kTimestampPrecision, 0};
}
inline Type timestamp_type() {
  return {TypeKind::Timestamp, kTimestampPrecision, 0};
}
inline Type zoned_timestamp_type() {
  return {TypeKind::TimestampWithZone, kTimestampPrecision, 0};
}
inline Type array_type(Type element) {
  return {.kind = TypeKind::Array, .parts = {std::move(element)}};
}
inline Type map_type(Type key, Type value) {
  return {.kind = TypeKind::Map, .parts = {std::move(key), std::move(value)}};
}
inline Type row_type(std::vector<Type> fields, std::vector<std::string> names) {
  return {.kind = TypeKind::Row, .parts = std::move(fields), .names = std::move(names)};
}

bool is_integral(const Type& type);  // tinyint to bigint
bool is_floating(const Type& type);
bool is_numeric(const Type& type);
bool is_text(const Type& type);  // a varchar: few functions take a char
bool is_char(const Type& type);
bool is_characters(const Type& type);  // a varchar or a char
bool is_time(const Type& type);        // a date or a timestamp, with its zone or without
bool is_interval(const Type& type);
bool is_number_in_plan(
    const Type& type);             // what only its type tells from a number: an interval, a time of day
bool is_sketch(const Type& type);  // a HyperLogLog or a digest
bool is_nested(const Type& type);
bool is_comparable(const Type& type);  // by =, as no sketch is
bool is_orderable(const Type& type);   // by <, which no map is, no json and no color

bool holds(const Type& type, bool (*is)(const Type&));  // in itself or in a part

// How many types it is made of, itself included.
std::size_t part_count(const Type& type);

// What the plan and results call a row's fields: one without a name is field0, field1, ...; the second of a
// name has its place behind it, for a plan's struct has each name once.
std::vector<std::string> field_names(const Type& row);
std::string field_name(const Type& row, std::size_t index);

// As messages and DESCRIBE show it: decimal(10,2), varchar, timestamp(3), array(row(a integer)).
std::string to_string(const Type& type);

// As a plan's cast and schema spell it (Spark's DDL): int, string, array<struct<a:int>>.
std::string to_spark(const Type& type);

// Whether the plan holds values of both alike, so that one becomes the other without a conversion.
bool is_alike_in_plan(const Type& a, const Type& b);

// What a query's text names: CAST(x AS decimal(10,2)). Refuses unknown names and what is not supported yet.
base::Result<Type> resolve_type(const TypeName& name);

// The type that a column of a catalog has in a query (Hive's spelling, as Glue keeps it); nothing: not
// supported yet.
std::optional<Type> from_hive(std::string_view hive_type);

// The decimal that holds every value of an integral type.
Type as_decimal(const Type& integral);

// https://trino.io/docs/current/language/types.html: the type both become without a cast; nothing: there is
// none.
std::optional<Type> common_type(const Type& a, const Type& b);

bool can_cast(const Type& from, const Type& to);

}  // namespace sql
