#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/builders.h"

namespace services::glue::visual {

// A column of a frame. The type is Spark's, as Hive spells it.
struct Field {
  std::string name;
  std::string type;
  bool operator==(const Field&) const = default;
};

// What flows from node to node: a relation and the columns that it has. One without columns comes from a
// source that found nothing to read; nothing can be done with it and nothing is.
struct Frame {
  plan::Relation relation;
  std::vector<Field> fields;

  bool is_empty() const { return fields.empty(); }

  // By its exact name or else, when only one fits, in any case. Null: there is none.
  const Field* find(std::string_view name) const;

  std::string field_names() const;  // for messages: a, b, c
};

}  // namespace services::glue::visual
