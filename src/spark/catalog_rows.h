#pragma once

#include <string>
#include <vector>

#include "plan/catalog_browser.h"
#include "spark/constant_rows.h"

namespace spark_door {

// What spark.catalog's calls answer with. The names of columns and their order are those of Spark's Database,
// Table and Column, by which clients take the rows apart.
const std::vector<plan::Column>& database_columns();
const std::vector<plan::Column>& table_columns();
const std::vector<plan::Column>& column_columns();

ConstantRow row_of(const plan::DatabaseDescription& database);
ConstantRow row_of(const plan::TableDescription& table, const std::string& database);
ConstantRow row_of_temporary_view(const std::vector<std::string>& name);
ConstantRow row_of(const plan::Column& column, bool is_partition);

// Of calls that give one value: clients read the first column of the first row.
plan::Relation one_value(const char* name, const char* type, plan::Expression value);
// Of calls that give none: clients ask for rows all the same.
plan::Relation no_value();

}  // namespace spark_door
