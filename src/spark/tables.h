#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/catalog.h"
#include "spark/storage.h"
#include "spark/temporary_views.h"
#include "sql/planning.h"

namespace spark_door {

// What Glue's Data Catalog is called in names of three parts.
inline constexpr std::string_view kCatalogName = "spark_catalog";

// Functions of a user's own, by their names in lower case.
struct Functions {
  std::map<std::string, spark::connect::CommonInlineUserDefinedFunction> scalars;
  std::map<std::string, spark::connect::CommonInlineUserDefinedTableFunction> tables;
};

// The format of a Read of a table of the Data Catalog, whose path is the whole name: `database`.`table`.
inline constexpr std::string_view kTableSource = "dovetail.table";

base::Error no_database(const std::string& name);            // SCHEMA_NOT_FOUND
base::Error no_table(const std::vector<std::string>& name);  // TABLE_OR_VIEW_NOT_FOUND

// What names mean in a session: the functions of its own, its temporary views, files (csv.`s3://bucket/key`),
// and the tables of the Data Catalog, those without a database in the session's own. What such a relation
// reads, pin_inputs() looks up.
class Tables {
 public:
  // Tells the columns of a relation.
  using Describe = std::function<base::Result<std::vector<plan::Column>>(plan::Relation)>;

  Tables(const TemporaryViews& views, const TemporaryViews& global_views, Functions functions,
         const Storage& storage, std::string database, Describe describe)
      : views_(views),
        global_views_(global_views),
        functions_(std::move(functions)),
        storage_(storage),
        database_(std::move(database)),
        describe_(std::move(describe)) {}

  const Functions& functions() const { return functions_; }
  base::Result<std::optional<sql::View>> find(const std::vector<std::string>& name) const;
  base::Result<std::vector<plan::Column>> describe(plan::Relation relation) const {
    return describe_(std::move(relation));
  }
  // The temporary view of that name; null: it is none.
  std::shared_ptr<const sql::View> temporary_view(const std::vector<std::string>& name) const;
  // The database in which a table of that name is, in lower case.
  std::string database_of(const std::vector<std::string>& name) const;

  // What the names in a view of the Data Catalog mean, those without a database in `names_in`: what is kept,
  // and nothing of the session's own. VIEW_EXCEED_MAX_NESTED_DEPTH of views in each other.
  base::Result<Tables> inside_view(const std::string& database, const std::string& name,
                                   std::string names_in) const;
  // And while such a view is made: a temporary view in it is INVALID_TEMP_OBJ_REFERENCE, the view itself
  // RECURSIVE_VIEW.
  Tables defining(const std::string& database, const std::string& name) const;

 private:
  base::Result<std::optional<sql::View>> in_catalog(const std::vector<std::string>& name) const;
  base::Result<std::optional<sql::View>> files(const std::string& format, const std::string& path) const;

  const TemporaryViews& views_;
  const TemporaryViews& global_views_;
  const Functions functions_;
  const Storage& storage_;
  const std::string database_;
  const Describe describe_;
  std::string defined_ = {};  // the view that is made, as errors show it; empty: none is
  std::size_t depth_ = 0;     // of views in each other
};

// The table of a Read of kTableSource.
base::Result<plan::Table> find_table(plan::Catalog& catalog, const std::string& name);

}  // namespace spark_door
