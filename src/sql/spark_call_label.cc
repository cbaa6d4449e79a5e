#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sql/spark_functions.h"
#include "sql/spark_labels.h"
#include "sql/spark_literal_label.h"
#include "sql/spark_star.h"
#include "sql/window.h"

// Calls, with the rows that they range over, as Spark's names of columns show them.
namespace sql {

std::string SparkLabels::call_text(const Call& call) const {
  const std::string& name = call.function.text;
  // A call may have fewer than its function takes, which the engine refuses later.
  const auto argument = [&](std::size_t i) {
    return i < call.arguments.size() ? label(*call.arguments[i]) : std::string();
  };
  if (name == "~") return "~" + argument(0);
  if (name == "log" && call.arguments.size() == 1) return fmt::format("LOG(E(), {})", argument(0));
  if (name == "window") return name;
  if (name == "mode" && call.arguments.size() == 2)  // of which the second argument says the same
    return fmt::format("mode() WITHIN GROUP (ORDER BY {} DESC)", argument(0));
  if (name == "mask") return fmt::format("mask({})", masked_text(call.arguments));
  if (name == "make_dt_interval") return with_zeros(call, {"0", "0", "0", "0.000000"});
  if (name == "make_ym_interval") return with_zeros(call, {"0", "0"});
  if (name == "positive") return fmt::format("(+ {})", argument(0));
  if (name.find(' ') != std::string::npos) return many_text(call);
  const bool trims = name == "trim" || name == "ltrim" || name == "rtrim";
  if (trims && call.arguments.size() == 2)
    return fmt::format("TRIM({} {} FROM {})",
                       name == "trim"    ? "BOTH"
                       : name == "ltrim" ? "LEADING"
                                         : "TRAILING",
                       argument(0), argument(1));
  if ((name == "first" || name == "last") && call.arguments.size() == 2)
    return fmt::format("{}({})", name, argument(0));
  if (name == "rlike") return fmt::format("RLIKE({})", labels(call.arguments));
  if (name == "if") return fmt::format("(IF({}))", labels(call.arguments));
  if (name == "from_json" || name == "to_json" || name == "from_csv" || name == "to_csv")
    return fmt::format("{}({})", name, argument(0));
  if (name == "isnull") return fmt::format("({} IS NULL)", argument(0));
  if (name == "isnotnull") return fmt::format("({} IS NOT NULL)", argument(0));
  if ((name == "extract" || name == "datepart") && call.arguments.size() == 2)
    return fmt::format("{}({} FROM {})", name, argument(0), argument(1));
  if (name == "struct") {
    std::vector<std::string> values;
    for (std::size_t i = 1; i <= call.arguments.size() + 1; i += 2) {
      add_star_names(call, i - 1, values);
      if (i > call.arguments.size()) break;
      const auto& field = std::get<StringLiteral>(call.arguments[i - 1]->node).value;
      values.push_back(argument(i) + (field.empty() ? "" : " AS " + field));
    }
    return fmt::format("struct({})", base::join(values, ", "));
  }
  const SparkFunction* function = find_spark_function(name);
  if (function != nullptr && !function->casts_to.empty()) return argument(0);
  const bool places = (name == "ceil" || name == "floor") && call.arguments.size() > 1;
  const std::string_view shown =
      !places && function != nullptr && !function->shown.empty() ? function->shown : name;
  std::string arguments = call.star ? "1" : argument_labels(call);
  if (function != nullptr && call.arguments.size() < function->shown_from)
    arguments += function->shown_defaults;
  return fmt::format("{}({}{}){}", shown, call.distinct ? "DISTINCT " : "", arguments, within_group(call));
}

std::string SparkLabels::argument_labels(const Call& call) const {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i <= call.arguments.size(); ++i) {
    add_star_names(call, i, texts);
    if (i < call.arguments.size()) texts.push_back(label(*call.arguments[i]));
  }
  return base::join(texts, ", ");
}

// Of the stars that stand before the argument.
void SparkLabels::add_star_names(const Call& call, std::size_t before,
                                 std::vector<std::string>& texts) const {
  for (const Call::Star& star : call.stars) {
    if (star.before != before) continue;
    for (const Field* field : columns_of_star(scope_, star.of)) texts.push_back(field->name);
  }
}

// LIKE ALL shows its value only, where its patterns are texts; else it is a LIKE for each of them.
std::string SparkLabels::many_text(const Call& call) const {
  std::string name = call.function.text;
  const bool any_case = name.find("ilike") != name.npos, negated = name.starts_with("not");
  const std::string value = label(*call.arguments[0]);
  const auto is_text = [](const ExpressionPtr& p) { return std::holds_alternative<StringLiteral>(p->node); };
  if (std::all_of(call.arguments.begin() + 1, call.arguments.end(), is_text)) {
    std::erase(name, ' ');
    if (!any_case) return fmt::format("{}({})", name, value);
    name.erase(name.find("ilike"), 1);
    return fmt::format("{}(lower({}))", name, value);
  }
  std::string text(call.arguments.size() - 2, '(');
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const std::string form = any_case ? "ilike({}, {})" : "{} LIKE {}";
    const std::string one = fmt::format(fmt::runtime(form), value, label(*call.arguments[i]));
    if (i > 1) text += name.ends_with("all") ? " AND " : " OR ";
    text += negated_label(negated, one) + (i > 1 ? ")" : "");
  }
  return text;
}

// With what stands for the units that the call leaves out.
std::string SparkLabels::with_zeros(const Call& call, std::initializer_list<std::string_view> zeros) const {
  std::vector<std::string> texts;
  for (const std::string_view zero : zeros) {
    const std::size_t i = texts.size();
    texts.push_back(i < call.arguments.size() ? label(*call.arguments[i]) : std::string(zero));
  }
  return fmt::format("{}({})", call.function.text, base::join(texts, ", "));
}

// With what stands for capitals, small letters, digits and others where the call does not say it.
std::string SparkLabels::masked_text(const Expressions& arguments) const {
  std::string text = labels(arguments);
  constexpr std::string_view kDefaults[] = {"", ", X", ", x", ", n", ", NULL"};
  for (std::size_t i = arguments.size(); i < std::size(kDefaults); ++i) text += kDefaults[i];
  return text;
}

// Of percentiles without the place of NULLs, of which they take none; of mode(), Spark says the opposite.
std::string SparkLabels::within_group(const Call& call) const {
  if (call.order_by.empty()) return "";
  const SortItem& first = call.order_by.front();
  const bool mode = call.function.text == "mode";
  std::string order = sort_text(call.order_by);
  if (mode || call.function.text.starts_with("percentile_"))
    order = label(*first.expression) + (first.descending != mode ? " DESC" : "");
  return fmt::format(" WITHIN GROUP (ORDER BY {})", order);
}

std::string SparkLabels::window_text(const Call& call) const {
  const base::Result<ResolvedWindow> window = resolve(*call.over, windows_);
  if (!window.ok()) return "";  // which shows when the call is planned
  std::vector<std::string> parts;
  if (!window->partition_by->empty()) parts.push_back("PARTITION BY " + labels(*window->partition_by));
  if (!window->order_by->empty()) parts.push_back("ORDER BY " + sort_text(*window->order_by));
  if (window->frame != nullptr)
    parts.push_back(fmt::format("{} BETWEEN {} AND {}", word_of(window->frame->unit),
                                bound_text(window->frame->start), bound_text(window->frame->end)));
  else
    parts.push_back(default_frame(call, !window->order_by->empty()));
  return base::join(parts, " ");
}

// What a function's values range over where the query does not say.
std::string SparkLabels::default_frame(const Call& call, bool ordered) const {
  const SparkFunction* function = find_spark_function(call.function.text);
  const bool ranks = function != nullptr && function->kind == SparkFunction::Kind::Window;
  const std::string& name = call.function.text;
  if (name == "lag" || name == "lead") {
    const std::string offset = call.arguments.size() > 1 ? label(*call.arguments[1]) : "1";
    const std::string edge = (name == "lag" ? "-" : "") + offset + " FOLLOWING";
    return fmt::format("ROWS BETWEEN {0} AND {0}", edge);
  }
  if (name == "cume_dist") return "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
  const bool of_frame = name == "first_value" || name == "last_value" || name == "nth_value";
  if (ranks && !of_frame) return "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
  return ordered ? "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
                 : "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
}

std::string SparkLabels::bound_text(const FrameBound& bound) const {
  using Kind = FrameBound::Kind;
  switch (bound.kind) {
    case Kind::UnboundedPreceding:
      return "UNBOUNDED PRECEDING";
    case Kind::UnboundedFollowing:
      return "UNBOUNDED FOLLOWING";
    case Kind::CurrentRow:
      return "CURRENT ROW";
    case Kind::Preceding:
      return label(*bound.distance) + " PRECEDING";
    case Kind::Following:
      return label(*bound.distance) + " FOLLOWING";
  }
  return "";
}

std::string SparkLabels::sort_text(const std::vector<SortItem>& items) const {
  std::vector<std::string> texts;
  for (const SortItem& item : items)
    texts.push_back(fmt::format("{} {} NULLS {}", label(*item.expression), item.descending ? "DESC" : "ASC",
                                item.nulls_first ? "FIRST" : "LAST"));
  return base::join(texts, ", ");
}

}  // namespace sql
