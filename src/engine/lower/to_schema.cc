#include "base/text.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"
#include "spark/connect/types.pb.h"

// df.to(schema): columns and the fields inside of them by their names, in the schema's order and types; what
// is missing is NULL.
// https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/api/pyspark.sql.DataFrame.to.html
namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// As ANSI lets values be stored:
// https://spark.apache.org/docs/latest/sql-ref-ansi-compliance.html#store-assignment
bool may_store(const Type& from, const Type& to) {
  if (from == to || is_null_type(from)) return true;
  if (from.IsNested() || to.IsNested()) return false;
  return is_string(to) || (is_numeric(from) && is_numeric(to)) || (is_datetime(from) && is_datetime(to));
}

std::string joined(const std::string& path, const std::string& name) {
  return path.empty() ? fmt::format("`{}`", name) : fmt::format("{}.`{}`", path, name);
}

base::Error other_type(const std::string& path, const Type& from, const Type& to) {
  return plan::spark_error(
      "INVALID_COLUMN_OR_FIELD_DATA_TYPE",
      "Column or field <name> is of type <type> while it's required to be <expectedType>.",
      {{"name", path},
       {"type", fmt::format("\"{}\"", sql_name(from))},
       {"expectedType", fmt::format("\"{}\"", sql_name(to))}});
}

class Matching {
 public:
  explicit Matching(const Session& session) : session_(session) {}

  base::Result<Tree> value(Tree tree, const Type& from, const Type& to, const std::string& path) {
    if (from == to) return tree;
    if (from.id() == Id::STRUCT && to.id() == Id::STRUCT) return fields(std::move(tree), from, to, path);
    if (from.id() == Id::LIST && to.id() == Id::LIST) {
      const std::string item = fmt::format("dovetail_item_{}", depth_++);
      auto body = TRY(value(column_tree(item), duckdb::ListType::GetChildType(from),
                            duckdb::ListType::GetChildType(to), joined(path, "element")));
      return transform_tree(std::move(tree), item, std::move(body));
    }
    const bool maps = from.id() == Id::MAP && to.id() == Id::MAP;
    if (!maps && !may_store(from, to)) return other_type(path, from, to);
    return TRY(cast({std::move(tree), from, path}, to, CastMode::Ansi, session_)).tree;
  }

 private:
  base::Result<Tree> fields(Tree tree, const Type& from, const Type& to, const std::string& path) {
    std::vector<std::pair<std::string, Tree>> made;
    for (const auto& [name, type] : duckdb::StructType::GetChildTypes(to)) {
      Tree field = null_tree(type);
      for (const auto& [old_name, old_type] : duckdb::StructType::GetChildTypes(from))
        if (base::iequals(name, old_name))
          field = TRY(value(field_tree(tree->Copy(), old_name), old_type, type, joined(path, name)));
      made.emplace_back(name, std::move(field));
    }
    return if_tree(present_tree(tree), struct_tree(std::move(made)), null_tree(to));
  }

  const Session& session_;
  int depth_ = 0;
};

}  // namespace

base::Result<Lowered> Lowering::to_schema(const connect::ToSchema& to_schema) {
  TRY(consume_only(to_schema, {"input", "schema"}));
  auto input = TRY(relation(to_schema.input()));
  if (!to_schema.schema().has_struct_()) return unsupported("ToSchema with other than a struct");
  Values values;
  for (const auto& field : to_schema.schema().struct_().fields()) {
    const Type type = TRY(type_of(field.data_type()));
    OutputColumn output = new_column(field.name(), type);
    const auto found = columns_named(input.columns, field.name());
    if (found.empty() && field.nullable()) {
      values.emplace_back(Typed{null_tree(type), type, field.name()}, std::move(output));
      continue;
    }
    const Resolved column = TRY(resolve(input.columns, joined("", field.name())));
    auto tree = TRY(Matching(session_).value(column_tree(column.column->id), column.column->type, type,
                                             joined("", field.name())));
    values.emplace_back(Typed{std::move(tree), type, field.name()}, std::move(output));
  }
  return select(std::move(input), std::move(values));
}

}  // namespace engine
