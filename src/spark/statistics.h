#pragma once

#include "spark/statement.h"

namespace spark_door {

// ANALYZE TABLE: how many bytes and rows a table has, and of its columns the least and the greatest value,
// how many are NULL or different, and how long they are. Kept where Spark keeps them with a Hive metastore,
// in the parameters of the table and of its partitions, and forgotten as soon as a statement changes the
// rows. https://spark.apache.org/docs/latest/sql-ref-syntax-aux-analyze-table.html
Shown run(const sql::AnalyzeCommand& command, const Statement& statement);

bool is_statistic(const std::string& parameter);
void forget_statistics(std::map<std::string, std::string>& parameters);
base::Result<void> forget_statistics(store::Transaction& transaction,
                                     const services::glue::StoredTable& table, const Storage& storage);

// "1770 bytes, 2 rows", as DESCRIBE EXTENDED shows them; empty: nobody has asked for them yet.
std::string statistics_text(const std::map<std::string, std::string>& parameters);
// Of one column: min, max, nullCount, distinctCount, avgLen, maxLen; empty: unknown.
std::string column_statistic(const std::map<std::string, std::string>& parameters, const std::string& column,
                             const std::string& statistic);

}  // namespace spark_door
