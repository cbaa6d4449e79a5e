#include "services/athena/open_csv.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/program.pb.h"
#include "sql/types.h"

namespace services::athena {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool is_date(const plan::Column& column) {
  const auto type = sql::from_hive(column.type);
  return type && type->kind == sql::TypeKind::Date;
}

bool is_time(const plan::Column& column) {
  const auto type = sql::from_hive(column.type);
  return is_date(column) || (type && type->kind == sql::TypeKind::Timestamp);
}

const plan::Table* open_csv_table(const sql::Query& query, std::int64_t plan_id) {
  const auto read = std::ranges::find(query.reads, plan_id, &sql::TableRead::plan_id);
  const bool found = read != query.reads.end() && read->table.storage.format == "hive.opencsv" &&
                     std::ranges::any_of(read->table.columns, is_time);
  return found ? &read->table : nullptr;
}

// Calls `visit` for each Relation in a message, inputs before what uses them; it may change what it gets.
void for_each_relation(Message& message, const std::function<void(plan::Relation&)>& visit) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i)
      for_each_relation(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                             : *reflection.MutableMessage(&message, field),
                        visit);
  }
  if (message.GetDescriptor() == plan::Relation::descriptor()) visit(static_cast<plan::Relation&>(message));
}

// The Read's schema as the planner writes it, with texts for what no query looks at, but times as texts too.
std::string schema_with_texts(const plan::Table& table) {
  std::vector<std::string> columns;
  const auto add = [&](const plan::Column& column, bool as_text) {
    const auto type = sql::from_hive(column.type);
    const bool typed = type && !as_text && !sql::is_nested(*type);
    columns.push_back(plan::quoted(base::to_lower(column.name)) + " " +
                      (typed ? sql::to_spark(*type) : "string"));
  };
  for (const plan::Column& column : table.columns) add(column, is_time(column));
  for (const plan::Column& key : table.partition_keys) add(key, false);
  return base::join(columns, ", ");
}

plan::Expression time_of(const plan::Column& column, const std::string& name) {
  const bool days = is_date(column);
  const auto text = [&] { return plan::column(name); };
  plan::Expression number = plan::cast(text(), days ? "int" : "bigint", plan::CastMode::Try);
  plan::Expression since =
      plan::call("trino.date_add", {plan::literal(days ? "day" : "millisecond"), std::move(number),
                                    days ? plan::date_literal(0) : plan::timestamp_literal(0)});
  return plan::call("coalesce",
                    {std::move(since), plan::cast(text(), days ? "date" : "timestamp", plan::CastMode::Try)});
}

plan::Relation converted(plan::Relation read, const plan::Table& table) {
  read.mutable_read()->mutable_data_source()->set_schema(schema_with_texts(table));
  std::vector<plan::Expression> columns;
  for (const plan::Column& column : table.columns) {
    const std::string plain = base::to_lower(column.name), name = plan::quoted(plain);
    columns.push_back(plan::alias(is_time(column) ? time_of(column, name) : plan::column(name), plain));
  }
  for (const plan::Column& key : table.partition_keys) {
    const std::string plain = base::to_lower(key.name);
    columns.push_back(plan::alias(plan::column(plan::quoted(plain)), plain));
  }
  return plan::project(std::move(read), std::move(columns));
}

}  // namespace

void read_open_csv_times(sql::Query& query) {
  for_each_relation(*query.root, [&](plan::Relation& relation) {
    if (!relation.has_read()) return;
    const plan::Table* table = open_csv_table(query, relation.common().plan_id());
    if (table != nullptr) relation = converted(plan::Relation(relation), *table);
  });
}

}  // namespace services::athena
