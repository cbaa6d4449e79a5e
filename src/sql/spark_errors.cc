#include "sql/spark_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/text.h"
#include "plan/spark_error.h"

namespace sql {
namespace {

std::string quoted(const std::vector<std::string>& parts) {
  std::vector<std::string> names;
  for (const std::string& part : parts) names.push_back("`" + part + "`");
  return base::join(names, ".");
}

std::vector<std::string> parts_of(const std::vector<Name>& names) {
  std::vector<std::string> parts;
  for (const Name& name : names) parts.push_back(name.text);
  return parts;
}

std::string quoted(const Field& field, bool with_table) {
  const bool qualified = with_table && !field.table.empty();
  return quoted(qualified ? std::vector{field.table, field.name} : std::vector{field.name});
}

// The columns in view that are most like the name, with their tables where it has one.
std::vector<std::string> suggestions(const Scope& scope, const ColumnName& name) {
  std::vector<std::string> candidates;
  for (const Field& field : scope.fields()) candidates.push_back(quoted(field, name.parts.size() > 1));
  return plan::most_similar(std::move(candidates), parts_of(name.parts));
}

constexpr std::string_view kSyntaxError = "Syntax error at or near ";
constexpr const char* kUnresolvedColumn =
    "A column, variable, or function parameter with name <objectName> cannot be resolved.";

// "line 3:8: text" of the front-end's own errors.
struct Placed {
  Position position;
  std::string_view text;
};
std::optional<Placed> placed(std::string_view message) {
  Placed result;
  if (!message.starts_with("line ")) return std::nullopt;
  const char* const end = message.data() + message.size();
  const auto line = std::from_chars(message.data() + 5, end, result.position.line);
  if (line.ec != std::errc() || line.ptr == end || *line.ptr != ':') return std::nullopt;
  const auto column = std::from_chars(line.ptr + 1, end, result.position.column);
  if (column.ec != std::errc() || end - column.ptr < 2) return std::nullopt;
  result.text = std::string_view(column.ptr + 2, end);
  return result;
}

std::string_view class_of(const base::Error& error) {
  static constexpr std::pair<std::string_view, std::string_view> kClasses[] = {
      {"SYNTAX_ERROR", "PARSE_SYNTAX_ERROR"},
      {"NOT_SUPPORTED", "UNSUPPORTED_FEATURE"},
      {"COLUMN_NOT_FOUND", "UNRESOLVED_USING_COLUMN_FOR_JOIN"},
      {"AMBIGUOUS_NAME", "AMBIGUOUS_REFERENCE"},
      {"DUPLICATE_NAMED_QUERY", "DUPLICATED_CTE_NAMES"},
      {"TYPE_MISMATCH", "DATATYPE_MISMATCH"},
      {"EXPRESSION_NOT_SCALAR", "INVALID_USAGE_OF_EXPRESSION"},
      {"NESTED_WINDOW", "NESTED_WINDOW_FUNCTION"},
      {"MISMATCHED_COLUMN_ALIASES", "ASSIGNMENT_ARITY_MISMATCH"},
      {"INVALID_WINDOW_REFERENCE", "MISSING_WINDOW_SPECIFICATION"},
  };
  if (is_not_supported_yet(error)) return "UNSUPPORTED_FEATURE";
  for (const auto& [code, error_class] : kClasses) {
    if (code == error.code) return error_class;
  }
  return error.code;
}

std::string_view line_of(std::string_view text, int number) {
  const std::vector<std::string_view> lines = base::split(text, '\n');
  return lines[std::min(lines.size(), static_cast<std::size_t>(number)) - 1];
}

// The text up to the line of the error, and a mark under the place.
std::string shown(std::string_view text, Position position) {
  std::string result = "\n\n== SQL ==\n";
  for (int line = 1; line <= position.line; ++line) result += fmt::format("{}\n", line_of(text, line));
  return result + std::string(static_cast<std::size_t>(position.column - 1), '-') + "^^^\n";
}

}  // namespace

base::Error spark_error(Position position, std::string_view error_class, std::string_view text,
                        ErrorParameters parameters) {
  base::Error error = plan::spark_error(error_class, text, std::move(parameters));
  error.message += fmt::format("; line {} pos {}", position.line, position.column - 1);
  return error;
}

base::Error spark_syntax_error(const Token& near) {
  const std::string what = near.kind == TokenKind::End ? "end of input" : fmt::format("'{}'", near.text);
  return error_at(near.position, "PARSE_SYNTAX_ERROR", fmt::format("{}{}.", kSyntaxError, what));
}

base::Error spark_unresolved_column(const Scope& scope, const ColumnName& name, Position position) {
  const std::string object = quoted(parts_of(name.parts));
  const std::vector<std::string> known = suggestions(scope, name);
  if (known.empty())
    return spark_error(position, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                       fmt::format("{} ", kUnresolvedColumn), {{"objectName", object}});
  return spark_error(position, "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                     fmt::format("{} Did you mean one of the following? [<proposal>].", kUnresolvedColumn),
                     {{"objectName", object}, {"proposal", base::join(known, ", ")}});
}

// The columns that the name, or the part of it before the fields, may mean; in a list of results those have
// no tables.
base::Error spark_ambiguous_column(const Scope& scope, const ColumnName& name, Position position) {
  std::vector<std::string> candidates;
  for (ColumnName column = name; !column.parts.empty() && candidates.size() < 2; column.parts.pop_back()) {
    candidates.clear();
    for (const Field& field : scope.fields())
      if (fits(field, column)) candidates.push_back(quoted(field, true));
  }
  if (candidates.size() < 2) candidates.assign(2, quoted(parts_of(name.parts)));
  std::ranges::sort(candidates);
  return spark_error(position, "AMBIGUOUS_REFERENCE",
                     "Reference <name> is ambiguous, could be: <referenceNames>.",
                     {{"name", quoted(parts_of(name.parts))},
                      {"referenceNames", fmt::format("[{}]", base::join(candidates, ", "))}});
}

base::Error spark_unresolved_star(const Scope& scope, const Name& qualifier, Position position) {
  std::vector<std::string> columns;
  for (const Field& field : scope.fields())
    if (!field.hidden && !field.behind_table) columns.push_back(quoted(field, false));
  std::ranges::sort(columns);
  return spark_error(position, "CANNOT_RESOLVE_STAR_EXPAND",
                     "Cannot resolve <targetString>.* given input columns <columns>. Please check that the "
                     "specified table or struct exists and is accessible in the input columns.",
                     {{"targetString", quoted({qualifier.text})}, {"columns", base::join(columns, ", ")}});
}

base::Error spark_no_struct(const Expression& expression, Position position) {
  std::vector<std::string> parts;
  if (const auto* name = std::get_if<ColumnName>(&expression.node))
    for (const Name& part : name->parts) parts.push_back(part.text);
  return spark_error(position, "_LEGACY_ERROR_TEMP_1050",
                     "Can only star expand struct data types. Attribute: `List(<attributes>)`.",
                     {{"attributes", base::join(parts, ", ")}});
}

base::Error spark_no_such_place(std::string_view clause, std::string_view number, std::size_t columns,
                                Position position) {
  const std::string kind = clause == "GROUP BY" ? "GROUP_BY" : "ORDER_BY";
  return spark_error(
      position, kind + "_POS_OUT_OF_RANGE",
      fmt::format("{} position <index> is not in select list (valid range is [1, <size>]).", clause),
      {{"index", std::string(number)}, {"size", std::to_string(columns)}});
}

base::Error spark_unlike_operands(std::string_view operation, std::size_t left, std::size_t right,
                                  Position position) {
  return spark_error(position, "NUM_COLUMNS_MISMATCH",
                     "<operator> can only be performed on inputs with the same number of columns, but the "
                     "first input has <firstNumColumns> columns and the <invalidOrdinalNum> input "
                     "has <invalidNumColumns> columns.",
                     {{"operator", std::string(operation)},
                      {"firstNumColumns", std::to_string(left)},
                      {"invalidOrdinalNum", "second"},
                      {"invalidNumColumns", std::to_string(right)}});
}

base::Error spark_negative_row_count(std::string_view clause, std::string_view label, std::int64_t rows,
                                     Position position) {
  return spark_error(
      position, "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
      "The limit like expression <expr> is invalid. The <name> expression must be equal to or "
      "greater than 0, but got <v>.",
      {{"name", std::string(clause)}, {"expr", fmt::format("\"{}\"", label)}, {"v", std::to_string(rows)}});
}

base::Error spark_wide_subquery(std::size_t columns, Position position) {
  return spark_error(position,
                     "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN",
                     "Invalid subquery: Scalar subquery must return only one column, but got <number>.",
                     {{"number", std::to_string(columns)}});
}

base::Error spark_unlike_rows(std::size_t expected, std::size_t found, std::size_t row, Position position) {
  return spark_error(position, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
                     "Invalid inline table. Inline table expected <expectedNumCols> columns but found "
                     "<actualNumCols> columns in row <rowIndex>.",
                     {{"expectedNumCols", std::to_string(expected)},
                      {"actualNumCols", std::to_string(found)},
                      {"rowIndex", std::to_string(row)}});
}

base::Error spark_not_aggregated(std::string_view column, bool grouped, Position position) {
  if (!grouped)
    return spark_error(
        position, "MISSING_GROUP_BY",
        "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window "
        "functions using OVER clauses.");
  return spark_error(
      position, "MISSING_AGGREGATION",
      "The non-aggregating expression <expression> is based on columns which are not participating in the "
      "GROUP BY clause.\nAdd the columns or the expression to the GROUP BY, aggregate the expression, or use "
      "<expressionAnyValue> if you do not care which of the values within a group is returned.",
      {{"expression", fmt::format("\"{}\"", column)},
       {"expressionAnyValue", fmt::format("\"any_value({})\"", column)}});
}

base::Error spark_no_table(const TableName& name, Position position) {
  base::Error error = plan::no_table(quoted(parts_of(name.parts)));
  error.message += fmt::format("; line {} pos {}", position.line, position.column - 1);
  return error;
}

base::Error in_sparks_words(base::Error error, std::string_view text) {
  const std::optional<Placed> place = placed(error.message);
  if (!place || error.fault != base::Error::Fault::Caller) return error;
  const std::string_view error_class = class_of(error);
  if (error_class == "UNCLOSED_BRACKETED_COMMENT")
    return plan::spark_error(error_class,
                             fmt::format("Found an unclosed bracketed comment. Please, append */ at the end "
                                         "of the comment.\n== SQL ==\n{}",
                                         text),
                             {});
  if (error_class != "PARSE_SYNTAX_ERROR")
    return spark_error(place->position, error_class, std::string(place->text));
  const Position position = place->position;
  base::Error refused = base::refusal(std::string(error_class), 400,
                                      fmt::format("[PARSE_SYNTAX_ERROR] {} (line {}, pos {}){}", place->text,
                                                  position.line, position.column - 1, shown(text, position)));
  if (place->text.starts_with(kSyntaxError))
    refused.details = {{"error", std::string(place->text.substr(
                                     kSyntaxError.size(), place->text.size() - kSyntaxError.size() - 1))},
                       {"hint", ""}};
  return refused;
}

}  // namespace sql
