#include <fmt/format.h>

#include <boost/json.hpp>
#include <set>

#include "base/text.h"
#include "duckdb/main/connection.hpp"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/functions/nested.h"
#include "engine/functions/nested_order.h"
#include "engine/lower/lowering.h"
#include "engine/lower/table_rows.h"
#include "engine/python/python_table.h"
#include "engine/storage/raise.h"
#include "plan/program.pb.h"
#include "plan/types.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// Calls of users' table functions
// (https://spark.apache.org/docs/latest/api/python/tutorial/sql/python_udtf.html).
namespace engine {
namespace {

using Udtf = connect::CommonInlineUserDefinedTableFunction;

const connect::Expression& value_of_argument(const connect::Expression& argument) {
  return argument.has_named_argument_expression() ? argument.named_argument_expression().value() : argument;
}

bool is_table(const connect::Expression& argument) {
  const auto& value = value_of_argument(argument);
  return value.has_subquery_expression() &&
         value.subquery_expression().subquery_type() == connect::SubqueryExpression::SUBQUERY_TYPE_TABLE_ARG;
}

// Those by name come last, and no name twice.
base::Result<void> check_names(const Udtf& udtf) {
  const std::string routine = fmt::format("`{}`", udtf.function_name());
  std::set<std::string> names;
  std::string last;
  for (const auto& argument : udtf.arguments()) {
    if (!argument.has_named_argument_expression()) {
      if (names.empty()) continue;
      return plan::spark_error(
          "UNEXPECTED_POSITIONAL_ARGUMENT",
          "Cannot invoke routine <routineName> because it contains positional argument(s) following the "
          "named "
          "argument assigned to <parameterName>; please rearrange them so the positional arguments come "
          "first and then retry the query again.",
          {{"routineName", routine}, {"parameterName", fmt::format("`{}`", last)}});
    }
    TRY(consume_only(argument.named_argument_expression(), {"key", "value"}));
    last = argument.named_argument_expression().key();
    if (!names.insert(last).second)
      return plan::spark_error(
          "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
          "Call to routine <routineName> is invalid because it includes multiple argument assignments to the "
          "same parameter name <parameterName>. More than one named argument referred to the same parameter. "
          "Please assign a value only once.",
          {{"routineName", routine}, {"parameterName", fmt::format("`{}`", last)}});
  }
  return {};
}

base::Result<int> table_place(const Udtf& udtf) {
  int place = -1, count = 0;
  for (int i = 0; i < udtf.arguments_size(); ++i) {
    if (!is_table(udtf.arguments(i))) continue;
    place = i;
    ++count;
  }
  if (count < 2) return place;
  return plan::spark_error(
      "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS",
      "There are too many table arguments for table-valued function. It allows one table argument, but got: "
      "<num>. If you want to allow it, please set \"spark.sql.allowMultipleTableArguments.enabled\" to "
      "\"true\"",
      {{"num", std::to_string(count)}});
}

base::Result<Type> rows_type(const connect::DataType& declared, PythonTable& table) {
  const connect::DataType result =
      declared.has_unparsed() ? TRY(plan::parse_type_or_schema(declared.unparsed().data_type_string()))
                              : declared;
  if (!result.has_struct_())
    return unsupported(fmt::format("a table function that gives {}", plan::type_text(result)));
  table.result = plan::json_type_text(result);
  return type_of(result);
}

base::Error not_analyzed(const std::string& message) {
  return plan::spark_error("TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON",
                           "Failed to analyze the Python user defined table function: <msg>",
                           {{"msg", message}});
}

base::Error incompatible_call(const std::string& function) {
  return plan::spark_error(
      "TABLE_VALUED_FUNCTION_REQUIRED_METADATA_INCOMPATIBLE_WITH_CALL",
      "Failed to evaluate the table function <functionName> because its table metadata <requestedMetadata>, "
      "but the function call <invalidFunctionCallProperty>.",
      {{"functionName", function},
       {"requestedMetadata", "specified its own required partitioning of the input table"},
       {"invalidFunctionCallProperty",
        "specified the WITH SINGLE PARTITION or PARTITION BY clause; please remove these clauses and retry "
        "the query again."}});
}

std::string text_at(const boost::json::value& value, std::string_view name) {
  return std::string(value.at(name).as_string());
}

// What analyze() asks of the table that it was told of. A text that is no column's name is Spark SQL, which
// the engine does not read.
base::Result<void> arrange(const boost::json::value& analysis, const std::string& function,
                           TableRows& table) {
  const auto& partitions = analysis.at("partition_by").as_array();
  const bool single = analysis.at("single_partition").as_bool();
  if (table.says_partitions && (single || !partitions.empty())) return incompatible_call(function);
  const Columns& columns = table.rows.columns;
  for (const auto& name : partitions) {
    const auto* column = TRY(column_of(columns, std::string(name.as_string())));
    table.partitions.emplace_back(value_of(*column), *column);
  }
  for (const auto& order : analysis.at("order_by").as_array()) {
    const auto* column = TRY(column_of(columns, text_at(order, "name")));
    const bool ascending = order.at("ascending").as_bool();
    const bool first = order.at("nulls_first").is_null() ? ascending : order.at("nulls_first").as_bool();
    table.orders.emplace_back(
        ascending ? duckdb::OrderType::ASCENDING : duckdb::OrderType::DESCENDING,
        first ? duckdb::OrderByNullType::NULLS_FIRST : duckdb::OrderByNullType::NULLS_LAST,
        ordered_tree(column_tree(column->id), column->type));
  }
  const auto& selected = analysis.at("select").as_array();
  if (selected.empty()) return {};
  table.fields.clear();
  for (const auto& item : selected) {
    const auto* column = TRY(column_of(columns, text_at(item, "name")));
    const std::string alias = text_at(item, "alias");
    table.fields.emplace_back(alias.empty() ? column->name : alias, *column);
  }
  return {};
}

// Each partition is said by one more field of the struct, which the class does not see.
std::vector<std::int32_t> partition_fields(const TableRows& table) {
  std::vector<std::int32_t> places;
  for (std::size_t i = 0; i < table.partitions.size(); ++i)
    places.push_back(static_cast<std::int32_t>(table.fields.size() + i));
  return places;
}

Type struct_of(const TableRows& table) {
  duckdb::child_list_t<Type> fields;
  for (const auto& [name, column] : table.fields) fields.emplace_back(name, column.type);
  return Type::STRUCT(std::move(fields));
}

}  // namespace

base::Result<TableRows> Lowering::table_argument(const connect::SubqueryExpression& subquery) {
  TRY(consume_only(subquery, {"plan_id", "subquery_type", "table_arg_options"}));
  const auto reference = references_.find(subquery.plan_id());
  if (reference == references_.end())
    return unsupported(fmt::format("a table of the unknown relation {}", subquery.plan_id()));
  const auto& options = subquery.table_arg_options();
  TRY(consume_only(options, {"partition_spec", "order_spec", "with_single_partition"}));
  TableRows table{.rows = TRY(relation(*reference->second)), .fields = {}, .partitions = {}, .orders = {}};
  std::set<std::string> names;
  for (const OutputColumn& column : table.rows.columns) {
    if (!names.insert(base::to_lower(column.name)).second)
      return unsupported(fmt::format("a table with two columns `{}` as an argument", column.name));
    table.fields.emplace_back(column.name, column);
  }
  table.partitions = TRY(expressions(options.partition_spec(), table.rows.columns));
  for (const auto& order : options.order_spec())
    table.orders.push_back(TRY(sort_order(order, table.rows.columns)));
  table.says_partitions = options.partition_spec_size() > 0 || options.with_single_partition();
  return table;
}

// A class without a declared result is asked, with the types of the arguments and the values of those that
// are constants.
base::Result<void> Lowering::analyze_table(PythonFunction& function, const Values& arguments,
                                           TableRows* table) {
  std::vector<Type> types;
  Values constants;
  PythonTable& told = *function.table;
  told.asked.emplace();
  for (const auto& [value, column] : arguments) {
    const bool is_table = value.tree == nullptr;
    const bool constant = !is_table && value.tree->IsScalar();
    told.asked->push_back({.is_constant = constant, .is_table = is_table});
    types.push_back(value.type);
    constants.emplace_back(
        Typed{constant ? value.tree->Copy() : null_tree(value.type), value.type, column.name},
        new_column(column.name, value.type));
  }
  std::vector<duckdb::Value> values;
  if (!constants.empty()) {
    Lowered row{.table = duckdb::make_uniq<duckdb::EmptyTableRef>()};
    values = TRY(rows_of(TRY(select(std::move(row), std::move(constants))))).at(0);
  }
  try {
    const auto analysis = boost::json::parse(python_analysis(function, values, types, *connection_.context));
    told.asked.reset();
    if (const auto* failure = analysis.as_object().if_contains("failed"))
      return not_analyzed(std::string(failure->as_string()));
    told.analysis = text_at(analysis, "result");
    function.result = TRY(rows_type(TRY(plan::parse_json_type(text_at(analysis, "schema"))), told));
    return table == nullptr ? base::Result<void>() : arrange(analysis, function.name, *table);
  } catch (const boost::system::system_error& error) {  // users' code has written it
    return not_analyzed(fmt::format("its process gave no analysis: {}", error.code().message()));
  } catch (const std::exception& exception) {
    return caught_error(exception);
  }
}

// All rows of the table in their order, each as a struct, among the other arguments.
Lowered Lowering::rows_of_table(TableRows table, Values scalars, std::size_t place) {
  std::vector<std::pair<std::string, Tree>> fields;
  duckdb::child_list_t<Type> types;
  const auto add = [&](const std::string& name, Tree tree, const Type& type) {
    fields.emplace_back(name, std::move(tree));
    types.emplace_back(name, type);
  };
  for (const auto& [name, column] : table.fields) add(name, column_tree(column.id), column.type);
  duckdb::vector<duckdb::OrderByNode> orders;
  for (const auto& [value, column] : table.partitions) {
    orders.emplace_back(duckdb::OrderType::ASCENDING, duckdb::OrderByNullType::NULLS_FIRST,
                        ordered_tree(value.tree->Copy(), value.type));
    add(fmt::format("partition_by_{}", fields.size() - table.fields.size()), value.tree->Copy(), value.type);
  }
  for (auto& order : table.orders) orders.push_back(std::move(order));

  auto node = select_from(std::move(table.rows.table));
  Columns columns;
  const auto put = [&](Tree tree, const Type& type) -> const OutputColumn& {
    columns.push_back(new_column("argument", type));
    select_value(*node, std::move(tree), columns.back());
    return columns.back();
  };
  for (std::size_t i = 0; i < scalars.size(); ++i)
    put(i == place ? struct_tree(std::move(fields)) : std::move(scalars[i].first.tree),
        i == place ? Type::STRUCT(std::move(types)) : scalars[i].first.type);
  const std::size_t kept = columns.size();
  for (auto& order : orders) {
    const OutputColumn& key = put(std::move(order.expression), Type::ANY);
    order.expression = column_tree(key.id);
  }
  put(row_number(), Type::BIGINT);
  return in_one_thread(std::move(node), std::move(columns), std::move(orders), kept);
}

base::Result<bool> Lowering::names_columns(const Udtf& udtf, const Columns& columns) {
  for (const auto& argument : udtf.arguments())
    if (!is_table(argument) && !TRY(expression(value_of_argument(argument), columns)).tree->IsScalar())
      return true;
  return false;
}

// The function as the plan brings it, but for its arguments and what it gives.
base::Result<PythonFunction*> Lowering::new_table_function(const Udtf& udtf) {
  TRY(consume_only(udtf, {"function_name", "deterministic", "arguments", "python_udtf"}));
  const auto& python = udtf.python_udtf();
  TRY(consume_only(python, {"return_type", "eval_type", "command", "python_ver"}));
  TRY(check_names(udtf));
  const auto kind = static_cast<PythonKind>(python.eval_type());
  if (!is_table_function(kind))
    return unsupported(fmt::format("a table function of eval_type {}", python.eval_type()));
  python_functions_.push_back(std::make_unique<PythonFunction>(
      PythonFunction{.name = udtf.function_name(),
                     .kind = kind,
                     .python_version = python.python_ver(),
                     .command = python.command(),
                     .arguments = {},
                     .result = {},
                     .settings = {program_.python_settings().begin(), program_.python_settings().end()},
                     .time_zone = session_.time_zone,
                     .broker = storage_.broker(),
                     .table = PythonTable{}}));
  return python_functions_.back().get();
}

// In their order; of one that is a table there is no tree.
base::Result<Values> Lowering::table_arguments(const Udtf& udtf, const Columns& columns,
                                               const std::optional<TableRows>& table,
                                               PythonFunction& function) {
  Values arguments;
  for (std::int32_t i = 0; i < udtf.arguments_size(); ++i) {
    const auto& argument = udtf.arguments(i);
    function.arguments.push_back({i, argument.named_argument_expression().key()});
    if (is_table(argument)) function.table->tables.push_back(i);
    Typed value = is_table(argument) ? Typed{nullptr, struct_of(*table), "table"}
                                     : TRY(expression(value_of_argument(argument), columns));
    OutputColumn column = new_column(value.name, value.type);
    arguments.emplace_back(std::move(value), std::move(column));
  }
  return arguments;
}

// With a left side it is called for each of its rows, which stand before what it gives; otherwise for one
// row, or for those of the table that it takes.
base::Result<Lowered> Lowering::table_udtf(const Udtf& udtf, std::optional<Lowered> left, bool keeps_rows) {
  PythonFunction& function = *TRY(new_table_function(udtf));
  const int place = TRY(table_place(udtf));
  if (left && function.kind == PythonKind::ArrowTable)
    return plan::spark_error(
        "LATERAL_JOIN_WITH_ARROW_UDTF_UNSUPPORTED",
        "LATERAL JOIN with Arrow-optimized user-defined table functions (UDTFs) is not supported. Arrow "
        "UDTFs "
        "cannot be used on the right-hand side of a lateral join. Please use a regular UDTF instead, or "
        "restructure your query to avoid the lateral join.",
        {});
  if (left && place >= 0) return unsupported("a table as an argument of a function in a lateral join");
  std::optional<TableRows> table;
  if (place >= 0) table = TRY(table_argument(value_of_argument(udtf.arguments(place)).subquery_expression()));
  Values arguments = TRY(table_arguments(udtf, left ? left->columns : Columns(), table, function));
  if (udtf.python_udtf().has_return_type())
    function.result = TRY(rows_type(udtf.python_udtf().return_type(), *function.table));
  else
    TRY(analyze_table(function, arguments, table ? &*table : nullptr));

  Lowered rows, input;
  if (table) {
    function.table->partitions = partition_fields(*table);
    input = rows_of_table(*std::move(table), std::move(arguments), static_cast<std::size_t>(place));
  } else {
    if (!left) left = Lowered{.table = duckdb::make_uniq<duckdb::EmptyTableRef>()};
    rows.columns = left->columns;
    Values values;
    for (const OutputColumn& column : left->columns)
      values.emplace_back(value_of(column), new_column(column.name, column.type));
    for (auto& argument : arguments) values.push_back(std::move(argument));
    // A call without arguments has a row all the same.
    if (values.empty())
      values.emplace_back(Typed{number_tree(0), Type::BIGINT, "row"}, new_column("row", Type::BIGINT));
    input = TRY(select(*std::move(left), std::move(values)));
  }
  const std::size_t kept = rows.columns.size();
  for (OutputColumn& column : rows.columns) column.id = new_column(column.name, column.type).id;
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(function.result))
    rows.columns.push_back(new_column(name, type));
  rows.table = python_table(function, {.kept = kept, .keeps_rows = keeps_rows, .always = place >= 0},
                            std::move(input));
  for (const OutputColumn& column : rows.columns) rows.table->column_name_alias.push_back(column.id);
  return rows;
}

}  // namespace engine
