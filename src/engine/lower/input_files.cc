#include "engine/lower/input_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "base/text.h"
#include "engine/functions/nested.h"
#include "engine/lower/lowering.h"
#include "engine/lower/row_by_row.h"
#include "plan/file_columns.h"
#include "plan/walks.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

using connect::Relation;

// Beside the other columns' ids, which have a letter and a number.
constexpr std::string_view kIdOfFile = "file_";

std::string kind_of(const Relation& relation) {
  const auto* kind = Relation::descriptor()->FindOneofByName("rel_type");
  const auto* field = relation.GetReflection()->GetOneofFieldDescriptor(relation, kind);
  return field == nullptr ? "nothing" : std::string(field->name());
}

bool reads_files(const connect::Read& read) {
  return read.data_source().format() != plan::kArrowFormat;
}

bool is_union(const connect::SetOperation& operation) {
  return operation.set_op_type() == connect::SetOperation::SET_OP_TYPE_UNION;
}

// Spark's count: of a union, whose sides are read one after the other, it is one.
int file_sources(const Relation& relation) {
  if (relation.has_read()) return reads_files(relation.read()) ? 1 : 0;
  if (relation.has_with_relations()) return file_sources(relation.with_relations().root());
  int count = 0;
  plan::for_each_input(relation, [&](const Relation& input) { count += file_sources(input); });
  return relation.has_set_op() && is_union(relation.set_op()) ? std::min(count, 1) : count;
}

base::Result<void> check_one_source(const Relation& below, const std::string& call) {
  if (file_sources(below) <= 1) return {};
  return plan::spark_error("MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION",
                           "The expression <expr> does not support more than one source.",
                           {{"expr", fmt::format("\"{}()\"", call)}});
}

// Of the hints that Spark knows, those by which rows change their tasks.
bool moves_rows(const connect::Hint& hint) {
  constexpr std::string_view kMoving[] = {"repartition", "repartition_by_range", "rebalance"};
  return std::ranges::any_of(kMoving, [&](auto name) { return base::iequals(name, hint.name()); });
}

// The input of an operator that works row by row, and passes a row's file on here as in Spark; null: another.
const Relation* below_rows(const Relation& relation) {
  switch (relation.rel_type_case()) {
    case Relation::kSubqueryAlias:
      return &relation.subquery_alias().input();
    case Relation::kHint:
      return moves_rows(relation.hint()) ? nullptr : &relation.hint().input();
    case Relation::kRepartition:  // coalesce()
      return relation.repartition().shuffle() ? nullptr : &relation.repartition().input();
    case Relation::kWithRelations:
      return &relation.with_relations().root();
    default:
      return below_row_by_row(relation);
  }
}

// Where Spark has read all rows before it gives the first one.
bool gathers(const Relation& relation) {
  switch (relation.rel_type_case()) {
    case Relation::kProject:  // with windows
    case Relation::kWithColumns:
    case Relation::kSort:
    case Relation::kLimit:
    case Relation::kOffset:
    case Relation::kTail:
    case Relation::kDeduplicate:
    case Relation::kAggregate:
    case Relation::kHint:
    case Relation::kRepartition:
    case Relation::kRepartitionByExpression:
      return true;
    case Relation::kSetOp:
      return !is_union(relation.set_op()) || !relation.set_op().is_all();
    default:
      return false;
  }
}

// Whether the rows of a relation are those of files that it reads. Refused: what Spark's plan knows and ours
// does not, or what hangs on how Spark joins.
base::Result<bool> knows_files(const Relation& relation) {
  if (relation.has_read()) return reads_files(relation.read());
  if (const Relation* input = below_rows(relation)) return knows_files(*input);
  if (gathers(relation) || file_sources(relation) == 0) return false;
  if (!relation.has_set_op())
    return unsupported(fmt::format("a function of the input file above {}", kind_of(relation)));
  const bool left = TRY(knows_files(relation.set_op().left_input()));
  return TRY(knows_files(relation.set_op().right_input())) || left;
}

}  // namespace

Type type_of_input_file() {
  return Type::STRUCT({{"input_file_name", Type::VARCHAR},
                       {"input_file_block_start", Type::BIGINT},
                       {"input_file_block_length", Type::BIGINT}});
}

bool is_of_file(const OutputColumn& column) {
  return column.id.starts_with(kIdOfFile);
}

OutputColumn as_file_column(OutputColumn column) {
  column.id.insert(0, kIdOfFile);
  column.left_out = 1;
  return column;
}

Tree input_file_tree(const Lowered& input) {
  const auto file = std::ranges::find(input.left_out, std::string_view(kInputFile), &OutputColumn::name);
  return file == input.left_out.end() ? null_tree(type_of_input_file()) : column_tree(file->id);
}

base::Result<FilesAsked> files_asked(const std::vector<const google::protobuf::Message*>& expressions,
                                     const Relation* below) {
  FilesAsked asked;
  std::string call;
  for (const auto* item : expressions) {
    if (std::string called = plan::file_function_of(*item); !called.empty()) call = std::move(called);
    asked.by_metadata = asked.by_metadata || plan::names_file_metadata(*item);
  }
  asked.by_function = !call.empty();
  if (!asked.by_function || below == nullptr) return asked;
  TRY(check_one_source(*below, call));
  asked.known = TRY(knows_files(*below));
  return asked;
}

Wanted FilesAsked::added_to(Wanted wanted) const {
  if (by_metadata) wanted.emplace(plan::kFileMetadata);
  if (known) wanted.emplace(kInputFile);
  return wanted;
}

Wanted files_among(const Wanted& wanted) {
  Wanted files;
  for (const std::string& name : {std::string(kInputFile), std::string(plan::kFileMetadata)})
    if (wanted.contains(name)) files.insert(name);
  return files;
}

// Where nothing is known of files, a column without an id says so: the functions are those of no file.
Columns FilesAsked::visible(Columns columns, const Lowered& input) const {
  for (const auto& column : input.left_out) {
    const bool seen = std::ranges::find(columns, column.id, &OutputColumn::id) != columns.end();
    if (is_of_file(column) && !seen) columns.push_back(column);
  }
  if (by_function && !known) {
    std::erase_if(columns, [](const auto& column) { return column.name == kInputFile; });
    columns.push_back({.name = kInputFile, .id = "", .type = Type::SQLNULL, .left_out = 1});
  }
  return columns;
}

base::Result<std::optional<Typed>> input_file_value(const connect::Expression_UnresolvedFunction& function,
                                                    const Columns& columns) {
  if (!function.arguments().empty()) return std::optional<Typed>();  // for its error
  const auto file = std::ranges::find(columns, std::string_view(kInputFile), &OutputColumn::name);
  const std::string name = base::to_lower(function.function_name());
  if (file == columns.end()) return unsupported(name + "() in this place");
  if (file->id.empty()) return std::optional<Typed>();
  const bool text = name == "input_file_name";
  // A union's rows that come from no file have no struct.
  const Type type = text ? Type::VARCHAR : Type::BIGINT;
  Tree none = text ? constant_tree(duckdb::Value("")) : number_tree(-1);
  Tree value = field_tree(column_tree(file->id), name);
  return std::optional(Typed{
      operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE, trees(std::move(value), std::move(none))),
      type, name + "()"});
}

base::Error aggregates_file(const std::string& call) {
  return plan::spark_error("AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION",
                           "Non-deterministic expression <sqlExpr> should not appear in the arguments of an "
                           "aggregate function.",
                           {{"sqlExpr", fmt::format("\"{}\"", call)}});
}

// What a Read's partition columns say of its files, behind the others, becomes the two columns that are left
// out. A file is one block, however Spark may cut it.
base::Result<Lowered> Lowering::hide_files(Lowered source, const Wanted& wanted) {
  const auto& names = plan::file_column::kAll;
  const std::size_t others = source.columns.size() - std::min(source.columns.size(), std::size(names));
  const std::span last(source.columns.begin() + static_cast<std::ptrdiff_t>(others), source.columns.end());
  // All of them, at the end: one of such a name may be the files' own.
  if (!std::ranges::equal(last, names, {}, &OutputColumn::name)) return source;
  std::map<std::string_view, std::string> ids;
  for (std::size_t i = 0; i < last.size(); ++i) ids[names[i]] = last[i].id;
  source.columns.resize(others);
  if (!wanted.contains(kInputFile) && !wanted.contains(std::string(plan::kFileMetadata))) return source;
  const auto text = [&](std::string_view name) { return column_tree(ids.at(name)); };
  const auto number = [&](std::string_view name) { return cast_tree(text(name), Type::BIGINT); };
  namespace of = plan::file_column;

  auto node = select_from(std::move(source.table));
  select_all(*node, source.columns);
  const auto hide = [&](std::string_view name, Type type, Tree value) {
    OutputColumn column = as_file_column(new_column(std::string(name), std::move(type)));
    select_value(*node, std::move(value), column);
    source.left_out.push_back(std::move(column));
  };
  std::vector<std::pair<std::string, Tree>> file, metadata;
  file.emplace_back("input_file_name", text(of::kUrl));
  file.emplace_back("input_file_block_start", number_tree(0));
  file.emplace_back("input_file_block_length", number(of::kSize));
  hide(kInputFile, type_of_input_file(), struct_tree(std::move(file)));
  const Typed modified = TRY(apply("timestamp_micros", Typed{number(of::kModified), Type::BIGINT, ""}));
  metadata.emplace_back("file_path", text(of::kPath));
  metadata.emplace_back("file_name", text(of::kName));
  metadata.emplace_back("file_size", number(of::kSize));
  metadata.emplace_back("file_block_start", number_tree(0));
  metadata.emplace_back("file_block_length", number(of::kSize));
  metadata.emplace_back("file_modification_time", modified.tree->Copy());
  const Type big = Type::BIGINT;
  hide(plan::kFileMetadata,
       Type::STRUCT({{"file_path", Type::VARCHAR},
                     {"file_name", Type::VARCHAR},
                     {"file_size", big},
                     {"file_block_start", big},
                     {"file_block_length", big},
                     {"file_modification_time", modified.type}}),
       struct_tree(std::move(metadata)));
  source.table = as_table(std::move(node));
  return source;
}

}  // namespace engine
