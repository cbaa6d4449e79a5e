#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/builders.h"

namespace services::glue::visual {

// A column of a frame. The type is Spark's, as Hive spells it.
struct Field {
  std::string name;
  std::string type;
  bool operator==(const Field&) const = default;
};

// What flows from node to node: a relation and the columns that it has; or a collection of frames, of which
// one is picked before anything else is done (SelectFromCollection). One without columns comes from a source
// that found nothing to read; nothing can be done with it and nothing is.
struct Frame {
  plan::Relation relation;
  std::vector<Field> fields;
  std::vector<Frame> collection = {};  // such a frame has no relation and no columns of its own

  bool is_collection() const { return !collection.empty(); }
  bool is_empty() const { return fields.empty() && !is_collection(); }

  // By its exact name or else, when only one fits, in any case. Null: there is none.
  const Field* find(std::string_view name) const;

  std::string field_names() const;  // for messages: a, b, c
};

// All rows and columns of a frame, as another step's.
Frame all_of(Frame frame);

// The right side of a join: columns whose names the left side has too become `.name`, as Glue calls them.
Frame apart_from(const Frame& left, Frame right);

// The names that lead to a field: of a column, then of fields in structs.
using Path = std::vector<std::string>;

// Refuses paths, of a node's member, that are or have an empty name.
base::Result<void> check_paths(std::string_view member, const std::vector<Path>& paths);

// A value of a frame's rows and its type.
struct Value {
  plan::Expression expression;
  std::string type;
};

// The column, or the field in it, at the end of the path. Refuses, with the names that there are, what is not
// there.
base::Result<Value> value_at(const Frame& frame, const Path& path);

}  // namespace services::glue::visual
