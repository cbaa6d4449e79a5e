#include "sql/parser.h"

#include "base/text.h"
#include "sql/expression_parser.h"
#include "sql/lexer.h"
#include "sql/statement.h"

namespace sql {
namespace {

class QueryParser {
 public:
  explicit QueryParser(TokenStream& tokens) : tokens_(tokens), expressions_(tokens) {}

  base::Result<Select> statement() {
    if (!tokens_.at_keyword("SELECT")) return not_a_query();
    Select select = TRY(query());
    tokens_.take_symbol(";");
    if (!tokens_.at_end()) return tokens_.mismatch("<EOF>");
    return select;
  }

 private:
  base::Error not_a_query() const {
    if (tokens_.at_symbol("(")) return not_supported_yet(tokens_.position(), "a query in parentheses");
    return tokens_.mismatch("'SELECT', <query>");
  }

  base::Result<Select> query() {
    Select select;
    select.position = tokens_.take().position;
    select.distinct = tokens_.take_keyword("DISTINCT");
    if (!select.distinct) tokens_.take_keyword("ALL");
    do {
      select.items.push_back(TRY(select_item()));
    } while (tokens_.take_symbol(","));
    if (tokens_.take_keyword("FROM")) TRY(from(select));
    if (tokens_.take_keyword("WHERE")) select.where = TRY(expressions_.parse());
    TRY(group_by(select));
    if (tokens_.take_keyword("HAVING")) select.having = TRY(expressions_.parse());
    TRY(refuse_set_operation());
    TRY(order_by(select));
    TRY(offset_and_limit(select));
    return select;
  }

  base::Result<SelectItem> select_item() {
    SelectItem item{.position = tokens_.position()};
    if (tokens_.take_symbol("*")) return item;
    if (tokens_.at_name() && tokens_.at_symbol(".", 1) && tokens_.at_symbol("*", 2)) {
      item.star_qualifier = TRY(tokens_.expect_name());
      tokens_.take();
      tokens_.take();
      return item;
    }
    item.expression = TRY(expressions_.parse());
    item.alias = TRY(alias());
    return item;
  }

  base::Result<std::optional<Name>> alias() {
    const bool announced = tokens_.take_keyword("AS");
    if (!announced && !at_alias()) return std::optional<Name>();
    return std::optional<Name>(TRY(tokens_.expect_name()));
  }

  // Words that continue a query though they are not reserved.
  bool at_alias() const {
    if (!tokens_.at_name()) return false;
    for (std::string_view word : {"LIMIT", "OFFSET", "FETCH", "WINDOW", "TABLESAMPLE"}) {
      if (tokens_.at_keyword(word)) return false;
    }
    return true;
  }

  base::Result<void> from(Select& select) {
    select.from = TRY(table());
    while (true) {
      const Position position = tokens_.position();
      for (std::string_view word : {"LEFT", "RIGHT", "FULL", "NATURAL"}) {
        if (tokens_.at_keyword(word)) return not_supported_yet(position, std::string(word) + " JOIN");
      }
      if (tokens_.take_symbol(",")) {
        select.joins.push_back({.table = TRY(table()), .position = position});
      } else if (tokens_.take_keyword("CROSS")) {
        TRY(tokens_.expect_keyword("JOIN"));
        select.joins.push_back({.table = TRY(table()), .position = position});
      } else if (tokens_.at_keyword("JOIN") || tokens_.at_keyword("INNER")) {
        if (tokens_.take().keyword == "INNER") TRY(tokens_.expect_keyword("JOIN"));
        select.joins.push_back(TRY(inner_join(position)));
      } else {
        return {};
      }
    }
  }

  base::Result<Join> inner_join(Position position) {
    Join join{.table = TRY(table()), .position = position};
    if (tokens_.take_keyword("ON")) {
      join.on = TRY(expressions_.parse());
      return join;
    }
    if (!tokens_.take_keyword("USING")) return tokens_.mismatch("'ON', 'USING'");
    TRY(tokens_.expect_symbol("("));
    do {
      join.using_columns.push_back(TRY(tokens_.expect_name()));
    } while (tokens_.take_symbol(","));
    TRY(tokens_.expect_symbol(")"));
    return join;
  }

  base::Result<TableName> table() {
    TableName table{.position = tokens_.position()};
    if (tokens_.at_symbol("("))
      return not_supported_yet(table.position, "a subquery or a join in parentheses");
    for (std::string_view word : {"UNNEST", "LATERAL", "TABLE"}) {
      if (tokens_.at_keyword(word) && tokens_.at_symbol("(", 1))
        return not_supported_yet(table.position, std::string(word));
    }
    do {
      table.parts.push_back(TRY(tokens_.expect_name()));
    } while (tokens_.take_symbol("."));
    if (table.parts.size() > 3) return syntax_error(table.position, "Too many dots in table name");
    if (tokens_.at_keyword("FOR")) return not_supported_yet(tokens_.position(), "time travel (FOR)");
    table.alias = TRY(alias());
    if (table.alias && tokens_.at_symbol("("))
      return not_supported_yet(tokens_.position(), "a list of column aliases");
    if (tokens_.at_keyword("TABLESAMPLE")) return not_supported_yet(tokens_.position(), "TABLESAMPLE");
    return table;
  }

  base::Result<void> group_by(Select& select) {
    if (!tokens_.take_keyword("GROUP")) return {};
    TRY(tokens_.expect_keyword("BY"));
    if (!tokens_.take_keyword("ALL") && tokens_.at_keyword("DISTINCT")) {
      return not_supported_yet(tokens_.position(), "GROUP BY DISTINCT");
    }
    select.grouped = true;
    do {
      const Position position = tokens_.position();
      for (std::string_view word : {"GROUPING", "CUBE", "ROLLUP"}) {
        if (tokens_.at_keyword(word))
          return not_supported_yet(position, word == "GROUPING" ? "GROUPING SETS" : std::string(word));
      }
      if (tokens_.at_symbol("(") && tokens_.at_symbol(")", 1))
        return not_supported_yet(position, "GROUP BY ()");
      select.group_by.push_back(TRY(expressions_.parse()));
    } while (tokens_.take_symbol(","));
    return {};
  }

  base::Result<void> refuse_set_operation() {
    for (std::string_view word : {"UNION", "EXCEPT", "INTERSECT"}) {
      if (tokens_.at_keyword(word)) return not_supported_yet(tokens_.position(), std::string(word));
    }
    if (tokens_.at_keyword("WINDOW")) return not_supported_yet(tokens_.position(), "WINDOW");
    return {};
  }

  base::Result<void> order_by(Select& select) {
    if (!tokens_.take_keyword("ORDER")) return {};
    TRY(tokens_.expect_keyword("BY"));
    do {
      SortItem item{.expression = TRY(expressions_.parse())};
      item.descending = tokens_.take_keyword("DESC");
      if (!item.descending) tokens_.take_keyword("ASC");
      if (tokens_.take_keyword("NULLS")) {  // NULLS LAST without a word, whatever the direction
        item.nulls_first = tokens_.take_keyword("FIRST");
        if (!item.nulls_first && !tokens_.take_keyword("LAST")) return tokens_.mismatch("'FIRST', 'LAST'");
      }
      select.order_by.push_back(std::move(item));
    } while (tokens_.take_symbol(","));
    return {};
  }

  base::Result<void> offset_and_limit(Select& select) {
    if (tokens_.take_keyword("OFFSET")) {
      select.offset = TRY(row_count());
      if (!tokens_.take_keyword("ROWS")) tokens_.take_keyword("ROW");
    }
    if (tokens_.at_keyword("FETCH")) return not_supported_yet(tokens_.position(), "FETCH");
    if (!tokens_.take_keyword("LIMIT")) return {};
    if (tokens_.take_keyword("ALL")) return {};
    select.limit = TRY(row_count());
    return {};
  }

  base::Result<std::int64_t> row_count() {
    const Token& token = tokens_.peek();
    if (tokens_.at_symbol("?")) return not_supported_yet(token.position, "a parameter (?)");
    if (token.kind != TokenKind::Integer) return tokens_.mismatch("<integer>");
    const std::optional<std::int64_t> rows = base::parse_int(token.text);
    if (!rows) return error_at(token.position, "TYPE_MISMATCH", "Invalid row count: " + token.text);
    tokens_.take();
    return *rows;
  }

  TokenStream& tokens_;
  ExpressionParser expressions_;
};

}  // namespace

base::Result<Select> parse_query(std::string_view text, const Dialect& dialect) {
  const std::optional<StatementKind> kind = classify(text);
  if (kind && !kind->supported) return not_supported_yet(kind->position, std::string(kind->word));
  TokenStream tokens(TRY(tokenize(text, dialect)), dialect);
  return QueryParser(tokens).statement();
}

}  // namespace sql
