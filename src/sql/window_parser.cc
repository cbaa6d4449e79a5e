#include "sql/expression_parser.h"

// What orders and groups rows: windows and their frames, ORDER BY, grouping sets.
namespace sql {

base::Result<Window> ExpressionParser::window() {
  TRY(tokens_.expect_symbol("("));
  Window window{.position = tokens_.position()};
  const bool clause = tokens_.at_keyword("PARTITION") || tokens_.at_keyword("RANGE") ||
                      tokens_.at_keyword("ROWS") || tokens_.at_keyword("GROUPS");
  if (tokens_.at_name() && !clause) window.base = TRY(tokens_.expect_name());
  window.is_base = window.base && tokens_.dialect().spark_grammar && tokens_.at_symbol(")");
  if (tokens_.take_keyword("PARTITION")) {
    TRY(tokens_.expect_keyword("BY"));
    do {
      window.partition_by.push_back(TRY(parse()));
    } while (tokens_.take_symbol(","));
  }
  window.order_position = tokens_.position();
  if (tokens_.take_keyword("ORDER")) window.order_by = TRY(sort_items());
  if (tokens_.at_keyword("ROWS") || tokens_.at_keyword("RANGE") || tokens_.at_keyword("GROUPS"))
    window.frame = TRY(frame());
  TRY(tokens_.expect_symbol(")"));
  return window;
}

base::Result<Frame> ExpressionParser::frame() {
  Frame frame{.position = tokens_.position()};
  const std::string& unit = tokens_.take().keyword;
  frame.unit = unit == "ROWS"    ? Frame::Unit::Rows
               : unit == "RANGE" ? Frame::Unit::Range
                                 : Frame::Unit::Groups;
  if (!tokens_.take_keyword("BETWEEN")) {
    frame.start = TRY(frame_bound());
    return frame;  // to the current row
  }
  frame.start = TRY(frame_bound());
  TRY(tokens_.expect_keyword("AND"));
  frame.end = TRY(frame_bound());
  return frame;
}

base::Result<FrameBound> ExpressionParser::frame_bound() {
  FrameBound bound;
  if (tokens_.at_keyword("CURRENT") && tokens_.at_keyword("ROW", 1)) {
    tokens_.take();
    tokens_.take();
    return bound;
  }
  const bool unbounded = tokens_.take_keyword("UNBOUNDED");
  if (!unbounded) bound.distance = TRY(parse_operand());
  const bool preceding = tokens_.at_keyword("PRECEDING");
  if (!preceding && !tokens_.at_keyword("FOLLOWING")) return tokens_.mismatch("'FOLLOWING', 'PRECEDING'");
  tokens_.take();
  using Kind = FrameBound::Kind;
  bound.kind = preceding ? (unbounded ? Kind::UnboundedPreceding : Kind::Preceding)
                         : (unbounded ? Kind::UnboundedFollowing : Kind::Following);
  return bound;
}

base::Result<SortItem> ExpressionParser::sort_item() {
  SortItem item{.expression = TRY(parse())};
  TRY(direction(item));
  return item;
}

base::Result<void> ExpressionParser::direction(SortItem& item) {
  item.descending = tokens_.take_keyword("DESC");
  if (!item.descending) tokens_.take_keyword("ASC");
  item.nulls_first = tokens_.dialect().nulls_come_first && !item.descending;
  if (tokens_.take_keyword("NULLS")) {  // NULLS LAST without a word, whatever the direction
    item.nulls_first = tokens_.take_keyword("FIRST");
    if (!item.nulls_first && !tokens_.take_keyword("LAST")) return tokens_.mismatch("'FIRST', 'LAST'");
  }
  return {};
}

base::Result<std::vector<SortItem>> ExpressionParser::sort_items() {
  TRY(tokens_.expect_keyword("BY"));
  std::vector<SortItem> items;
  do {
    items.push_back(TRY(sort_item()));
  } while (tokens_.take_symbol(","));
  return items;
}

base::Result<Expressions> ExpressionParser::grouping_set() {
  if (tokens_.at_symbol("(") && tokens_.at_symbol(")", 1)) {
    tokens_.take();
    tokens_.take();
    return Expressions();
  }
  ExpressionPtr expression = TRY(parse());
  if (auto* row = std::get_if<Row>(&expression->node)) return std::move(row->items);
  return list_of(std::move(expression));
}

base::Result<std::vector<Expressions>> ExpressionParser::grouping_sets() {
  std::vector<Expressions> sets;
  TRY(tokens_.expect_symbol("("));
  do {
    sets.push_back(TRY(grouping_set()));
  } while (tokens_.take_symbol(","));
  TRY(tokens_.expect_symbol(")"));
  return sets;
}

}  // namespace sql
