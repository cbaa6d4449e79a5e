#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/glue/data_catalog.h"
#include "spark/connect/types.pb.h"
#include "spark/tables.h"

namespace spark_door {

// A view of Spark's in the Data Catalog, as Spark keeps it in a Hive metastore: its text as it was written,
// the database that names in it mean, and the columns that its query had then, which are found again by their
// names. What the names in it mean is looked up by each query that reads it; temporary views are none of it.
struct StoredView {
  std::string database;
  std::string name;
  std::string text;
  std::string names_in;               // the database that names without one mean
  std::vector<plan::Column> columns;  // of the view
  std::vector<std::string> query_columns;
};

// Nothing: the entry is no view, or one of Athena's.
base::Result<std::optional<StoredView>> stored_view_of(const services::glue::StoredTable& table);

// The parameters of the entry that say so, beside the user's own.
bool is_of_view(const std::string& parameter);
// Writes the view into an entry, in the place of what was there of one.
void write_view(const StoredView& view, api::glue::TableInput& input);

// What the view stands for now. VIEW_EXCEED_MAX_NESTED_DEPTH of views in each other.
base::Result<sql::View> opened(const StoredView& view, const Tables& tables);

}  // namespace spark_door
