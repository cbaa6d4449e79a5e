#include "duckdb/parser/result_modifier.hpp"
#include "engine/lower/lowering.h"
#include "spark/connect/relations.pb.h"

namespace engine {

// One row, with the text that DataFrame.show() prints: the rows' cells as texts, collected into one list and
// drawn by a kernel. A row more than is shown tells whether there are more.
base::Result<Lowered> Lowering::table_text(Lowered input, std::int32_t most, std::int32_t truncate,
                                           const std::string& layout) {
  most = std::max(most, 0);
  Trees cells, names;
  for (const auto& column : input.columns) {
    Typed value{column_tree(column.id), column.type, column.name};
    cells.push_back(TRY(shown_text(std::move(value), session_)));
    names.push_back(constant_tree(duckdb::Value(column.name)));
  }
  auto first = select_from(std::move(input.table));
  const auto row = new_column("row", Type::LIST(Type::VARCHAR));
  select_value(*first, call_tree("list_value", std::move(cells)), row);
  auto limit = duckdb::make_uniq<duckdb::LimitModifier>();
  limit->limit = constant_tree(duckdb::Value::BIGINT(std::int64_t{most} + 1));
  first->modifiers.push_back(std::move(limit));

  auto whole = select_from(as_table(std::move(first)));
  const auto text = new_column("show_string", Type::VARCHAR);
  auto drawn =
      call_tree("dovetail_table_text",
                trees(call_tree("list", column_tree(row.id)), call_tree("list_value", std::move(names)),
                      constant_tree(duckdb::Value::INTEGER(most)),
                      constant_tree(duckdb::Value::INTEGER(truncate)), constant_tree(duckdb::Value(layout))));
  select_value(*whole, std::move(drawn), text);
  return Lowered{.table = as_table(std::move(whole)), .columns = {text}};
}

base::Result<Lowered> Lowering::show_string(const connect::ShowString& show) {
  TRY(consume_only(show, {"input", "num_rows", "truncate", "vertical"}));
  return table_text(TRY(relation(show.input())), show.num_rows(), show.truncate(),
                    show.vertical() ? "vertical" : "table");
}

base::Result<Lowered> Lowering::html_string(const connect::HtmlString& html) {
  TRY(consume_only(html, {"input", "num_rows", "truncate"}));
  return table_text(TRY(relation(html.input())), html.num_rows(), html.truncate(), "html");
}

}  // namespace engine
