#pragma once

#include <functional>
#include <string_view>

#include "sql/token_stream.h"

namespace sql {

base::Error too_deep(Position position);

template <typename... Items>
Expressions list_of(Items... items) {
  Expressions list;
  (list.push_back(std::move(items)), ...);
  return list;
}

// Expressions, by binding power (Pratt): OR, AND, NOT, one predicate (comparison, IS, IN, BETWEEN, LIKE), ||,
// + -, * / %, signs. With the windows that calls range over. Refuses trees deeper than kMaxDepth. One thread;
// holds no tree.
class ExpressionParser {
 public:
  // `query` parses a query where one may stand.
  ExpressionParser(TokenStream& tokens, std::function<base::Result<QueryPtr>()> query)
      : tokens_(tokens), query_(std::move(query)) {}
  base::Result<ExpressionPtr> parse() { return parse_bound(0); }
  base::Result<SortItem> sort_item();
  base::Result<void> direction(SortItem& item);            // [ASC | DESC] [NULLS FIRST | LAST]
  base::Result<std::vector<SortItem>> sort_items();        // behind ORDER BY
  base::Result<Window> window();                           // in parentheses
  base::Result<Expressions> grouping_set();                // a, (a, b) or ()
  base::Result<std::vector<Expressions>> grouping_sets();  // in parentheses
  base::Result<TypeName> type_name();

 private:
  base::Result<ExpressionPtr> parse_bound(int min_power);
  base::Result<ExpressionPtr> prefix(int min_power);
  base::Result<ExpressionPtr> negation(Position position);
  base::Result<ExpressionPtr> infix(ExpressionPtr left, int power);
  base::Result<ExpressionPtr> chain(ExpressionPtr left, int power);
  base::Result<ExpressionPtr> predicate(ExpressionPtr value);
  base::Result<ExpressionPtr> is_predicate(ExpressionPtr value, Position position);
  base::Result<ExpressionPtr> between(ExpressionPtr value, bool negated, Position position);
  base::Result<ExpressionPtr> in_list(ExpressionPtr value, bool negated, Position position);
  base::Result<ExpressionPtr> like(ExpressionPtr value, bool negated, Position position);

  base::Result<ExpressionPtr> primary();
  base::Result<ExpressionPtr> literal();
  base::Result<ExpressionPtr> keyword_expression();                         // null: no such word stands here
  std::optional<std::string> session_name(std::string_view keyword) const;  // CURRENT_USER and the like
  base::Result<ExpressionPtr> parenthesized();
  base::Result<ExpressionPtr> exists();
  base::Result<ExpressionPtr> case_expression();
  base::Result<ExpressionPtr> name_or_call();
  base::Result<ExpressionPtr> call(Name function);
  base::Result<void> call_suffix(Call& call);
  base::Result<void> filter(Call& call);

  // window_parser.cc
  base::Result<Frame> frame();
  base::Result<FrameBound> frame_bound();

  // special_forms.cc
  base::Result<ExpressionPtr> special_form();
  base::Result<Expressions> expressions_until(std::string_view end);
  base::Result<ExpressionPtr> cast(bool safe);
  base::Result<void> time_zone(TypeName& type);
  base::Result<ExpressionPtr> now();
  base::Result<ExpressionPtr> at_time_zone(ExpressionPtr value);
  base::Result<void> type_parameter(TypeName& type);
  base::Result<ExpressionPtr> interval();
  base::Result<std::string> interval_unit();
  base::Result<ExpressionPtr> extract();
  base::Result<ExpressionPtr> trim();
  base::Result<ExpressionPtr> substring();
  base::Result<ExpressionPtr> position_in();
  base::Result<ExpressionPtr> normalize();
  base::Result<ExpressionPtr> listagg();
  base::Result<ExpressionPtr> array();
  base::Result<ExpressionPtr> access(ExpressionPtr value);
  bool at_lambda() const;
  base::Result<std::vector<Name>> lambda_parameters();
  base::Result<ExpressionPtr> lambda(std::vector<Name> parameters);

  // json_form_parser.cc
  base::Result<ExpressionPtr> json_form();  // null: a function of another name
  base::Result<void> json_path_clauses(JsonForm& form);
  base::Result<void> json_variables(JsonForm& form);
  base::Result<JsonForm::Operand> json_operand();
  base::Result<bool> json_format();
  base::Result<void> json_behaviors(JsonForm& form);
  base::Result<JsonForm::Behavior> json_behavior(JsonForm::Kind form);
  base::Result<void> json_returning(JsonForm& form, bool formats);
  base::Result<void> json_wrapper(JsonForm& form);
  base::Result<void> json_quotes(JsonForm& form);
  base::Result<void> json_operands(JsonForm& form);
  base::Result<JsonForm::Operand> json_member();
  bool at_json_key() const;

  // spark_grammar.cc
  base::Result<ExpressionPtr> spark_prefix();
  base::Result<ExpressionPtr> spark_predicate(ExpressionPtr value, bool negated, Position position);
  base::Result<ExpressionPtr> like_many(ExpressionPtr value, bool negated, Position position);
  base::Result<ExpressionPtr> is_truth(ExpressionPtr value, bool negated, Position position);
  base::Result<ExpressionPtr> spark_literal();
  base::Result<ExpressionPtr> typed_text();
  base::Result<ExpressionPtr> spark_form();
  base::Result<ExpressionPtr> spark_interval();
  base::Result<ExpressionPtr> spark_extract();
  base::Result<ExpressionPtr> spark_trim();
  base::Result<ExpressionPtr> spark_position();
  base::Result<ExpressionPtr> overlay();
  base::Result<ExpressionPtr> struct_of();
  bool take_star(Call& call);
  base::Result<void> spark_call_end(Call& call);
  base::Result<void> within_group(Call& call);
  base::Result<ExpressionPtr> spark_cast(ExpressionPtr value, Position position);
  base::Result<TypeName> spark_type();
  std::string interval_units();

  base::Result<ExpressionPtr> parse_operand();  // what stands beside a predicate
  base::Result<ExpressionPtr> make(Position position, Expression::Node node) const;

  base::Result<QueryPtr> subquery();

  TokenStream& tokens_;
  const std::function<base::Result<QueryPtr>()> query_;
  int nesting_ = 0;
};

}  // namespace sql
