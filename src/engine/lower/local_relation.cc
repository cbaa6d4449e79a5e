#include <algorithm>

#include "duckdb/common/type_visitor.hpp"
#include "duckdb/main/connection.hpp"
#include "duckdb/parser/expression/star_expression.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/functions/spark_interval.h"
#include "engine/lower/lowering.h"
#include "plan/program.pb.h"
#include "plan/types.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

// The types that DuckDB gives the columns of a table function.
base::Result<duckdb::vector<Type>> types_of(duckdb::Connection& connection, TableRef table) {
  auto node = select_from(std::move(table));
  node->select_list.push_back(duckdb::make_uniq<duckdb::StarExpression>());
  auto statement = duckdb::make_uniq<duckdb::SelectStatement>();
  statement->node = std::move(node);
  const auto prepared = connection.Prepare(std::move(statement));
  if (prepared->HasError()) return base::refusal("BadData", 400, prepared->GetError());
  return duckdb::vector<Type>(prepared->GetTypes());
}

// Arrow's durations are Spark's intervals.
Type without_duration(const Type& type) {
  return type.id() == duckdb::LogicalTypeId::INTERVAL ? day_time_interval() : type;
}

// A column of void is one of integers to DuckDB, in nested types too, wherever it leaves a query.
Type without_void(const Type& type) {
  return duckdb::TypeVisitor::VisitReplace(type, [](const Type& part) {
    return part.id() == duckdb::LogicalTypeId::SQLNULL ? Type(Type::INTEGER) : part;
  });
}

}  // namespace

// Rows that came with the plan, in Arrow's stream format; a schema gives them other names and types. Without
// rows the schema alone says the columns.
base::Result<Lowered> Lowering::local_relation(const connect::LocalRelation& local) {
  TRY(consume_only(local, {"data", "schema"}));
  std::vector<Field> fields;
  if (!local.schema().empty()) {
    const bool json = local.schema().starts_with('{');
    const auto schema =
        TRY(json ? plan::parse_json_type(local.schema()) : plan::parse_schema(local.schema()));
    for (const auto& field : schema.struct_().fields()) {
      Type type = TRY(type_of(field.data_type()));
      fields.push_back({field.name(), std::move(type)});
    }
  }
  if (!local.has_data()) {
    Values values;
    for (const Field& field : fields)
      values.emplace_back(Typed{null_tree(field.type), field.type, field.name},
                          new_column(field.name, field.type));
    return select(TRY(no_rows()), std::move(values));
  }
  return arrow_rows(TRY(ArrowTable::open(local.data())), fields);
}

// Those that a client has sent before the plan, in pinned files.
base::Result<Lowered> Lowering::read_arrow(const plan::PinnedInput& input,
                                           const std::optional<std::vector<Field>>& schema,
                                           std::int64_t plan_id) {
  std::vector<ArrowSource> sources;
  for (const SourceFile& pinned : pin(input, plan_id)) {
    auto file = TRY(storage_.open(pinned.path));
    sources.push_back({{}, std::move(file)});
  }
  return arrow_rows(TRY(ArrowTable::open(std::move(sources))), schema.value_or(std::vector<Field>()));
}

// Fields are other names and types of the columns; none: they are as the stream has them.
base::Result<Lowered> Lowering::arrow_rows(std::unique_ptr<ArrowTable> rows,
                                           const std::vector<Field>& fields) {
  arrow_tables_.push_back(std::move(rows));
  const ArrowTable& table = *arrow_tables_.back();
  Lowered source{.table = table.scan()};
  const duckdb::vector<Type> types = TRY(types_of(connection_, table.scan()));
  for (std::size_t i = 0; i < types.size(); ++i) {
    source.columns.push_back(new_column(table.names()[i], types[i]));
    source.table->column_name_alias.push_back(source.columns.back().id);
  }
  if (fields.empty() && std::ranges::find(types, Type(Type::INTERVAL)) == types.end()) return source;
  if (!fields.empty() && fields.size() != types.size())
    return base::refusal("BadData", 400,
                         "The schema of local data has another number of columns than the data.");
  Values values;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const Field field = fields.empty() ? Field{table.names()[i], without_duration(types[i])} : fields[i];
    Typed value{column_tree(source.columns[i].id), types[i], field.name};
    if (types[i] != field.type)
      value = TRY(cast(std::move(value), without_void(field.type), CastMode::Legacy, session_));
    value.type = field.type;
    values.emplace_back(std::move(value), new_column(field.name, field.type));
  }
  return select(std::move(source), std::move(values));
}

}  // namespace engine
