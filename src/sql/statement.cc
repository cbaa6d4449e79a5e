#include "sql/statement.h"

#include <algorithm>
#include <array>

#include "sql/lexer.h"

namespace sql {
namespace {

struct Row {
  std::string_view word;
  std::string_view type;
  std::string_view substatement;
  bool supported = false;
};

// https://docs.aws.amazon.com/athena/latest/ug/ddl-sql-reference.html
constexpr std::array kStatements = std::to_array<Row>({
    {"SELECT", "DML", "SELECT", true},   {"WITH", "DML", "SELECT", true},
    {"VALUES", "DML", "SELECT", true},   {"TABLE", "DML", "SELECT", true},
    {"INSERT", "DML", "INSERT"},         {"UNLOAD", "DML", "UNLOAD"},
    {"MERGE", "DML", "MERGE"},           {"UPDATE", "DML", "UPDATE"},
    {"DELETE", "DML", "DELETE"},         {"OPTIMIZE", "DML", "OPTIMIZE"},
    {"VACUUM", "DML", "VACUUM"},         {"CREATE", "DDL", "CREATE"},
    {"ALTER", "DDL", "ALTER"},           {"DROP", "DDL", "DROP"},
    {"MSCK", "DDL", "MSCK_REPAIR"},      {"SHOW", "UTILITY", "SHOW"},
    {"DESCRIBE", "UTILITY", "DESCRIBE"}, {"DESC", "UTILITY", "DESCRIBE"},
    {"EXPLAIN", "UTILITY", "EXPLAIN"},   {"PREPARE", "UTILITY", "PREPARE"},
    {"EXECUTE", "DML", "EXECUTE"},       {"DEALLOCATE", "UTILITY", "DEALLOCATE"},
});

}  // namespace

std::optional<StatementKind> classify(std::string_view text) {
  const base::Result<Token> first = first_token(text, trino());
  if (!first.ok()) return std::nullopt;
  if (first->kind == TokenKind::Symbol && first->text == "(")
    return StatementKind{"(", "DML", "SELECT", true, first->position};
  const auto row = std::ranges::find(kStatements, first->keyword, &Row::word);
  if (row == kStatements.end()) return std::nullopt;
  return StatementKind{row->word, row->type, row->substatement, row->supported, first->position};
}

}  // namespace sql
