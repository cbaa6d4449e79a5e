#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/functions/types.h"

namespace engine {

struct AvroType;
using AvroTypePtr = std::shared_ptr<const AvroType>;

// A schema of Avro (https://avro.apache.org/docs/1.12.0/specification/), whose names have been looked up.
struct AvroType {
  enum class Kind {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Fixed,
    Enum,
    Record,
    Array,
    Map,
    Union
  };
  struct Field {
    std::string name;
    AvroTypePtr type;
    std::vector<std::string> aliases;
    std::optional<boost::json::value> otherwise;  // its default
  };

  Kind kind = Kind::Null;
  std::string logical;  // its logicalType, where it has one
  int precision = 0;    // of decimals
  int scale = 0;
  std::size_t size = 0;  // of fixed
  std::string name;      // of records, enums, fixed: with its namespace
  std::vector<std::string> symbols;
  std::vector<Field> fields;
  std::vector<AvroTypePtr> parts;  // the items of an array, the values of a map, the branches of a union
  // What parse_avro_schema() bounds and readers reckon with.
  std::size_t weight = 1;       // of how many types it is made, where a name counts as what it stands for
  int depth = 1;                // of types in each other
  std::size_t least_bytes = 0;  // that a value takes

  // Of an array's items, or of what a map has of keys and values.
  std::size_t least_item_bytes() const { return parts[0]->least_bytes + (kind == Kind::Map ? 1 : 0); }
  bool is_decimal() const { return logical == "decimal" && (kind == Kind::Bytes || kind == Kind::Fixed); }
};

// Refuses what is no schema, records that hold themselves, which Spark cannot process either, and what names
// blow up: a few that stand for each other twice are more types than memory has room for.
base::Result<AvroTypePtr> parse_avro_schema(std::string_view json);

// A type as Spark has it (https://spark.apache.org/docs/latest/sql-data-sources-avro.html): a union with null
// is its other branch, int and long are long, float and double are double, others a struct of member0,
// member1. Nothing: Spark has none for it.
std::optional<Type> type_of_avro(const AvroType& type);

// The branches that are not null.
std::vector<AvroTypePtr> values_of_union(const AvroType& type);

// The schema that Spark gives rows of these fields, every one of which may be NULL. Refuses, in Spark's
// words, names that are none of Avro's.
struct AvroNames {
  std::string record = "topLevelRecord";
  std::string space;
};
base::Result<std::string> avro_schema_of(const std::vector<Field>& fields, const AvroNames& names);

// As messages have it: string, record, union.
std::string_view name_of(AvroType::Kind kind);

}  // namespace engine
