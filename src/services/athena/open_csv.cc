#include "services/athena/open_csv.h"

#include <algorithm>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/program.pb.h"
#include "services/athena/change_reads.h"
#include "sql/types.h"

namespace services::athena {
namespace {

// https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html#csv-serde-opencsvserde-using-null
constexpr const char* kNullForInvalid = "use.null.for.invalid.data";

// What is not in the files as its type has it: a number's text may say none.
bool is_converted(const plan::Column& column) {
  const auto type = sql::from_hive(column.type);
  return type && (sql::is_time(*type) || sql::is_numeric(*type));
}

const sql::TableRead* open_csv_read(const sql::Query& query, std::int64_t plan_id) {
  const auto read = std::ranges::find(query.reads, plan_id, &sql::TableRead::plan_id);
  const bool found = read != query.reads.end() && read->table.storage.format == "hive.opencsv" &&
                     std::ranges::any_of(read->table.columns, is_converted);
  return found ? &*read : nullptr;
}

// The Read's schema as the planner writes it, with texts for what no query looks at and for what is
// converted.
std::string schema_with_texts(const sql::TableRead& read) {
  std::vector<std::string> columns;
  const auto add = [&](const plan::Column& column, bool as_text) {
    const auto type = sql::from_hive(column.type);
    const bool typed = type && !as_text && !sql::is_nested(*type);
    columns.push_back(plan::quoted(base::to_lower(column.name)) + " " +
                      (typed ? sql::to_spark(*type) : "string"));
  };
  for (const plan::Column& column : read.table.columns) add(column, is_converted(column));
  for (const plan::Column& key : read.table.partition_keys) add(key, false);
  for (const sql::HiddenColumn& column : read.hidden)
    columns.push_back(plan::quoted(column.name) + " " + sql::read_type(column.type));
  return base::join(columns, ", ");
}

plan::Expression time_of(const std::string& name, const sql::Type& type) {
  const bool days = type.kind == sql::TypeKind::Date;
  plan::Expression number = plan::cast(plan::column(name), days ? "int" : "bigint", plan::CastMode::Try);
  plan::Expression since =
      plan::call("trino.date_add", {plan::literal(days ? "day" : "millisecond"), std::move(number),
                                    days ? plan::date_literal(0) : plan::timestamp_literal(0)});
  return plan::call("coalesce", {std::move(since),
                                 plan::cast(plan::column(name), sql::to_spark(type), plan::CastMode::Try)});
}

// The value of a column's text; what says none fails the query, unless the table has NULL for it.
plan::Expression value_of(const std::string& name, const sql::Type& type, std::int64_t place, bool nulls) {
  const std::string spark = sql::to_spark(type);
  plan::Expression value = sql::is_time(type)
                               ? time_of(name, type)
                               : plan::call("trino.try_cast", {plan::column(name), plan::literal(spark)});
  if (nulls) return value;
  plan::Expression failure = plan::call(
      "trino.invalid_field", {plan::column(name), plan::literal(place), plan::literal(sql::to_string(type))});
  return plan::call("coalesce",
                    {std::move(value), plan::cast(std::move(failure), spark, plan::CastMode::Try)});
}

// With the table or with its SerDe.
bool has_nulls_for_invalid(const plan::Table& table) {
  for (const auto* parameters : {&table.parameters, &table.storage.options})
    if (const auto told = parameters->find(kNullForInvalid); told != parameters->end())
      return base::iequals(told->second, "true");
  return false;
}

plan::Relation converted(plan::Relation relation, const sql::TableRead& read) {
  relation.mutable_read()->mutable_data_source()->set_schema(schema_with_texts(read));
  const bool nulls = has_nulls_for_invalid(read.table);
  std::vector<plan::Expression> columns;
  const auto add = [&](const std::string& plain, plan::Expression value) {
    columns.push_back(plan::alias(std::move(value), plain));
  };
  std::int64_t place = 0;
  for (const plan::Column& column : read.table.columns) {
    const std::string plain = base::to_lower(column.name), name = plan::quoted(plain);
    add(plain, is_converted(column) ? value_of(name, *sql::from_hive(column.type), place, nulls)
                                    : plan::column(name));
    ++place;
  }
  const auto keep = [&](const std::string& plain) { add(plain, plan::column(plan::quoted(plain))); };
  for (const plan::Column& key : read.table.partition_keys) keep(base::to_lower(key.name));
  for (const sql::HiddenColumn& column : read.hidden) keep(column.name);
  return plan::project(std::move(relation), std::move(columns));
}

}  // namespace

void read_open_csv_values(sql::Query& query) {
  change_reads(*query.root, [&](plan::Relation& relation) {
    const sql::TableRead* read = open_csv_read(query, relation.common().plan_id());
    if (read != nullptr) relation = converted(plan::Relation(relation), *read);
  });
}

}  // namespace services::athena
