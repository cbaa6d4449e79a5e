#include "services/athena/open_csv.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>

#include "base/text.h"
#include "plan/builders.h"
#include "plan/program.pb.h"

namespace services::athena {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool is_time(const plan::Column& column) {
  return column.type == "date" || column.type == "timestamp";
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

// The schema "a int, d date, ..." with the column as a text.
std::string with_text(std::string schema, const plan::Column& column) {
  const std::string name = plan::quoted(base::to_lower(column.name)) + " ";
  for (std::size_t at = schema.find(name); at != std::string::npos; at = schema.find(name, at + 1)) {
    const bool begins = at == 0 || schema.substr(at - 2, 2) == ", ";
    if (!begins) continue;
    const std::size_t type = at + name.size();
    const std::size_t end = std::min(schema.find(", ", type), schema.size());
    return schema.replace(type, end - type, "string");
  }
  return schema;
}

plan::Expression time_of(const plan::Column& column, const std::string& name) {
  const bool is_date = column.type == "date";
  const auto text = [&] { return plan::column(name); };
  plan::Expression number = plan::cast(text(), is_date ? "int" : "bigint", plan::CastMode::Try);
  plan::Expression since =
      plan::call("trino.date_add", {plan::literal(is_date ? "day" : "millisecond"), std::move(number),
                                    is_date ? plan::date_literal(0) : plan::timestamp_literal(0)});
  return plan::call("coalesce", {std::move(since), plan::cast(text(), column.type, plan::CastMode::Try)});
}

plan::Relation converted(plan::Relation read, const plan::Table& table) {
  std::string& schema = *read.mutable_read()->mutable_data_source()->mutable_schema();
  std::vector<plan::Expression> columns;
  for (const plan::Column& column : table.columns) {
    const std::string plain = base::to_lower(column.name), name = plan::quoted(plain);
    if (is_time(column)) schema = with_text(std::move(schema), column);
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
