#include "spark/insert_statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "plan/query_relations.h"
#include "plan/spark_error.h"
#include "spark/errors.h"
#include "spark/partition_rows.h"
#include "spark/writes.h"

namespace spark_door {
namespace {

using plan::WriteOperation;
using services::glue::StoredTable;
using Columns = std::vector<plan::Column>;

std::string shown(const Columns& columns) {
  std::vector<std::string> names;
  for (const plan::Column& column : columns) names.push_back(in_backticks({column.name}));
  return base::join(names, ", ");
}

auto find_named(const Columns& columns, const std::string& name) {
  return std::ranges::find_if(columns,
                              [&](const plan::Column& column) { return base::iequals(column.name, name); });
}
bool has(const Columns& columns, const std::string& name) {
  return find_named(columns, name) != columns.end();
}

base::Error no_such_column(const std::string& name, const Columns& columns) {
  std::vector<std::string> names;
  for (const plan::Column& column : columns) names.push_back(in_backticks({column.name}));
  return plan::spark_error("UNRESOLVED_COLUMN.WITH_SUGGESTION",
                           "A column, variable, or function parameter with name <objectName> cannot be "
                           "resolved. Did you mean one of the following? [<proposal>].",
                           {{"objectName", in_backticks({name})},
                            {"proposal", base::join(plan::most_similar(names, {name}), ", ")}});
}

// The rows of one INSERT, made ready for the whole width of its table.
class InsertedRows {
 public:
  InsertedRows(const sql::InsertCommand& command, const StoredTable& table, const Statement& statement)
      : command_(command), table_(table), statement_(statement) {
    const auto descriptor = table.input.storage_descriptor.value_or(api::glue::StorageDescriptor());
    for (const auto& column : descriptor.columns.value_or(std::vector<api::glue::Column>()))
      columns_.push_back({column.name, column.type.value_or("string"), ""});
    for (const plan::Column& key : table.partition_keys()) columns_.push_back(key);
  }

  // The constants of PARTITION, which an overwrite replaces.
  base::Result<sql::PartitionSpec> constants() {
    spec_ = TRY(checked_spec(command_.partition, table_));
    TRY(check_keys());
    sql::PartitionSpec given;
    std::ranges::copy_if(spec_, std::back_inserter(given), &sql::PartitionValue::given);
    return given;
  }

  base::Result<plan::Relation> rows() {
    plan::Relation rows = TRY(query_within(statement_, command_.query));
    const bool plain = spec_.empty() && command_.columns.empty() && !command_.by_name;
    if (plain) return rows;  // the write matches them by their places
    const ExecutionContext& context = statement_.context;
    const Columns given = TRY(context.executor.columns(rows, context.session.caller(), context.stop));
    const std::vector<std::string> names = TRY(names_for(given));
    rows = plan::to_df(std::move(rows), names);
    std::vector<plan::Expression> values;
    for (const plan::Column& column : columns_) {
      plan::Expression value = value_of(column, names);
      values.push_back(plan::alias(std::move(value), column.name));
    }
    return plan::project(std::move(rows), std::move(values));
  }

 private:
  std::string name() const { return whole_name(table_.row.database, table_.row.name); }

  // Every key of the table, its constants first.
  base::Result<void> check_keys() const {
    if (spec_.empty()) return {};
    std::vector<std::string> keys, given;
    for (const plan::Column& key : table_.partition_keys()) keys.push_back(key.name);
    for (const sql::PartitionValue& value : spec_) given.push_back(value.key);
    if (std::set(keys.begin(), keys.end()) != std::set(given.begin(), given.end()))
      return plan::spark_error("_LEGACY_ERROR_TEMP_1169",
                               "Requested partitioning does not match the table <tableName>:\nRequested "
                               "partitions: <normalizedPartSpec>.\nTable partitions: <partColNames>.",
                               {{"tableName", name()},
                                {"normalizedPartSpec", base::join(given, ",")},
                                {"partColNames", base::join(keys, ",")}});
    bool dynamic = false;
    for (const std::string& key : keys) {
      const bool constant = std::ranges::find(spec_, key, &sql::PartitionValue::key)->given;
      if (constant && dynamic)
        return plan::spark_error("_LEGACY_ERROR_TEMP_1147",
                                 "The ordering of partition columns is <partColumns>. All partition columns "
                                 "having constant values need to appear before other partition columns that "
                                 "do not have an assigned constant value.",
                                 {{"partColumns", fmt::format("[{}]", base::join(keys, ","))}});
      dynamic = dynamic || !constant;
    }
    if (command_.if_not_exists && (dynamic || keys.empty()))
      return not_supported("IF NOT EXISTS with a partition whose values are not all constants");
    return {};
  }

  const sql::PartitionValue* constant(const std::string& column) const {
    const auto found = std::ranges::find(spec_, column, &sql::PartitionValue::key);
    return found != spec_.end() && found->given ? &*found : nullptr;
  }

  Columns without_constants() const {
    Columns left;
    std::ranges::copy_if(columns_, std::back_inserter(left),
                         [&](const plan::Column& column) { return constant(column.name) == nullptr; });
    return left;
  }

  base::Error other_count(const Columns& wanted, const Columns& given) const {
    const bool many = given.size() > wanted.size();
    const std::string text = fmt::format(
        "Cannot write to <tableName>, the reason is {} data columns:\nTable columns: <tableColumns>.\nData "
        "columns: <dataColumns>.",
        many ? "too many" : "not enough");
    const std::string condition = spec_.empty() ? fmt::format("INSERT_COLUMN_ARITY_MISMATCH.{}_DATA_COLUMNS",
                                                              many ? "TOO_MANY" : "NOT_ENOUGH")
                                                : "INSERT_PARTITION_COLUMN_ARITY_MISMATCH";
    return plan::spark_error(
        condition, text,
        {{"tableName", name()}, {"tableColumns", shown(wanted)}, {"dataColumns", shown(given)}});
  }

  // What each column of the query is called in the table.
  base::Result<std::vector<std::string>> names_for(const Columns& given) const {
    const Columns left = without_constants();
    Columns wanted = command_.columns.empty() ? left : Columns();
    for (const std::string& listed : command_.columns) {
      if (!has(columns_, listed)) return no_such_column(listed, columns_);
      if (!has(left, listed)) return extra_columns(name(), in_backticks({listed}));
      if (has(wanted, listed)) return column_exists(listed);
      wanted.push_back(*find_named(columns_, listed));
    }
    const bool wrong = command_.by_name ? given.size() > wanted.size() : given.size() != wanted.size();
    if (wrong) return other_count(wanted, given);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (command_.by_name && !has(wanted, given[i].name))
        return extra_columns(name(), in_backticks({given[i].name}));
      names.push_back(command_.by_name ? given[i].name : wanted[i].name);
    }
    return names;
  }

  // Of the constant, of the query, or NULL. The write casts them.
  plan::Expression value_of(const plan::Column& column, const std::vector<std::string>& names) const {
    if (const sql::PartitionValue* value = constant(column.name))
      return value->value ? plan::cast(plan::literal(*value->value), column.type)
                          : plan::null_literal(column.type);
    const bool given =
        std::ranges::any_of(names, [&](const std::string& name) { return base::iequals(name, column.name); });
    return given ? plan::column(plan::quoted(column.name)) : plan::null_literal(column.type);
  }

  const sql::InsertCommand& command_;
  const StoredTable& table_;
  const Statement& statement_;
  Columns columns_;  // of the table, with its keys
  sql::PartitionSpec spec_;
};

}  // namespace

void name_table(WriteOperation& write, const sql::TableNameParts& name,
                WriteOperation::SaveTable::TableSaveMethod method) {
  std::vector<std::string> parts;
  for (const std::string& part : name) parts.push_back(plan::quoted(part));
  write.mutable_table()->set_table_name(base::join(parts, "."));
  write.mutable_table()->set_save_method(method);
}

Shown run(const sql::InsertCommand& command, const Statement& statement) {
  const StoredTable table = TRY(table_entry(command.table, "INSERT", statement));
  InsertedRows inserted(command, table, statement);
  const sql::PartitionSpec constants = TRY(inserted.constants());
  if (command.if_not_exists) {
    const auto known = TRY(statement.storage().journal.read(
        [&](store::Snapshot& snapshot) { return partitions_of(snapshot, table, constants); }));
    if (!known.empty()) return nothing_shown();
  }
  WriteOperation write;
  write.set_mode(command.overwrite ? WriteOperation::SAVE_MODE_OVERWRITE : WriteOperation::SAVE_MODE_APPEND);
  name_table(write, command.table, WriteOperation::SaveTable::TABLE_SAVE_METHOD_INSERT_INTO);
  *write.mutable_input() = TRY(inserted.rows());
  TRY(run_write(std::move(write), statement.context, {}, constants));
  return nothing_shown();
}

Shown run(const sql::InsertDirectoryCommand& command, const Statement& statement) {
  WriteOperation write;
  write.set_mode(WriteOperation::SAVE_MODE_OVERWRITE);
  write.set_source(command.format);
  for (const auto& [key, value] : command.options) (*write.mutable_options())[key] = value;
  if (!command.path.empty()) write.set_path(command.path);
  *write.mutable_input() = TRY(query_within(statement, command.query));
  TRY(run_write(std::move(write), statement.context));
  return nothing_shown();
}

}  // namespace spark_door
