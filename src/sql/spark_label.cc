#include "sql/spark_label.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "plan/expression_text.h"
#include "plan/types.h"
#include "spark/connect/types.pb.h"
#include "sql/durations.h"
#include "sql/spark_functions.h"
#include "sql/spark_literals.h"
#include "sql/window.h"

namespace sql {
namespace {

using DataType = spark::connect::DataType;

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

std::string type_text(const DataType& type) {
  if (type.has_array()) return fmt::format("ARRAY<{}>", type_text(type.array().element_type()));
  if (type.has_map())
    return fmt::format("MAP<{}, {}>", type_text(type.map().key_type()), type_text(type.map().value_type()));
  if (!type.has_struct_()) return upper(plan::type_text(type));
  std::vector<std::string> fields;
  for (const auto& field : type.struct_().fields())
    fields.push_back(fmt::format("{}: {}", field.name(), type_text(field.data_type())));
  return fmt::format("STRUCT<{}>", base::join(fields, ", "));
}

// As Java shows a double.
std::string double_text(double value) {
  if (std::isfinite(value) && value == std::trunc(value) && std::abs(value) < 1e7)
    return fmt::format("{:.1f}", value);
  std::string text = fmt::format("{}", value);
  const bool plain = std::abs(value) >= 1e-3 && std::abs(value) < 1e7;
  if (plain || !std::isfinite(value)) return text;
  text = fmt::format("{:e}", value);
  return text;
}

std::string number_text(const NumberLiteral& number) {
  const bool floating =
      number.kind == NumberLiteral::Kind::Double || number.suffix == "D" || number.suffix == "F";
  if (!floating || number.suffix == "BD") {
    std::string digits = (number.digits.starts_with('.') ? "0" : "") + number.digits;
    if (digits.ends_with('.')) digits.pop_back();
    return digits;
  }
  double value = 0;
  std::from_chars(number.digits.data(), number.digits.data() + number.digits.size(), value);
  return double_text(value);
}

std::string negated_if(bool negated, std::string text) {
  return negated ? fmt::format("(NOT {})", text) : text;
}

// Shows expressions over the columns of a scope.
class Labels {
 public:
  Labels(const Scope& scope, const std::vector<NamedWindow>& windows, bool qualified = false)
      : scope_(scope), windows_(windows), qualified_(qualified) {}

  std::string label(const Expression& expression) const { return std::visit(*this, expression.node); }

  std::string operator()(const NullLiteral&) const { return "NULL"; }
  std::string operator()(const BooleanLiteral& node) const { return node.value ? "true" : "false"; }
  std::string operator()(const NumberLiteral& node) const { return number_text(node); }
  std::string operator()(const StringLiteral& node) const { return node.value; }
  std::string operator()(const BinaryLiteral& node) const {
    return fmt::format("X'{}'", upper(base::to_hex(node.bytes)));
  }
  std::string operator()(const TypedLiteral& node) const {
    const base::Result<PlanExpression> value = spark_typed_literal(node, {});
    const bool day = value.ok() && value->literal().has_date();
    return fmt::format("{} '{}'", upper(node.type.name),
                       day ? plan::iso_date(value->literal().date()) : node.value);
  }
  // A column without its table, and the fields behind it; a parameter of a lambda has no name.
  std::string operator()(const ColumnName& node) const {
    std::size_t first = node.parts.size() - 1;
    if (node.parts.size() == 1 && is_parameter(node.parts[0])) return "namedlambdavariable()";
    std::string table;
    for (ColumnName column = node;; column.parts.pop_back()) {
      const base::Result<const Field*> field = scope_.resolve(column, {});
      if (field.ok() && qualified_ && !(*field)->table.empty()) table = (*field)->table + ".";
      if (field.ok()) break;
      if (first-- > 0) continue;
      return fmt::format("lateralAliasReference({})", node.parts[0].text);
    }
    std::string text = table + node.parts[first].text;
    for (std::size_t i = first + 1; i < node.parts.size(); ++i) text += "." + node.parts[i].text;
    return text;
  }
  std::string operator()(const Negation& node) const {
    const std::string operand = label(*node.operand);
    const bool literal = std::holds_alternative<NumberLiteral>(node.operand->node);
    return literal ? "-" + operand : fmt::format("(- {})", operand);
  }
  std::string operator()(const Not& node) const { return negated_if(true, label(*node.operand)); }
  std::string operator()(const Binary& node) const {
    if (const std::optional<std::string> moved = moved_text(node)) return *moved;
    const bool negated = node.op == BinaryOperator::NotEqual;
    return negated_if(negated, fmt::format("({} {} {})", label(*node.left), negated ? "=" : symbol(node.op),
                                           label(*node.right)));
  }
  std::string operator()(const Logical& node) const {
    const char* word = node.kind == Logical::Kind::And ? "AND" : "OR";
    return folded(node.terms, "(", fmt::format(" {} ", word));
  }
  std::string operator()(const Concatenation& node) const { return folded(node.terms, "concat(", ", "); }
  std::string operator()(const IsNull& node) const {
    return fmt::format("({} IS {}NULL)", label(*node.operand), node.negated ? "NOT " : "");
  }
  std::string operator()(const Between& node) const {
    return negated_if(node.negated, fmt::format("between({}, {}, {})", label(*node.value), label(*node.low),
                                                label(*node.high)));
  }
  std::string operator()(const InList& node) const {
    return negated_if(node.negated, fmt::format("({} IN ({}))", label(*node.value), labels(node.list)));
  }
  std::string operator()(const Like& node) const {
    std::string escape = node.escape ? fmt::format(" ESCAPE '{}'", label(*node.escape)) : "";
    const std::string text = fmt::format("{} LIKE {}{}", label(*node.value), label(*node.pattern), escape);
    return negated_if(node.negated, text);
  }
  std::string operator()(const Case& node) const {
    std::string text = "CASE";
    for (const Case::When& when : node.whens) {
      std::string condition = label(*when.condition);
      if (node.operand) condition = fmt::format("({} = {})", label(*node.operand), condition);
      text += fmt::format(" WHEN {} THEN {}", condition, label(*when.result));
    }
    if (node.otherwise) text += " ELSE " + label(*node.otherwise);
    return text + " END";
  }
  std::string operator()(const Cast& node) const {
    // Of a NULL that becomes an array, a map or a struct nothing else is shown.
    const bool nested = node.type.name.find('<') != std::string::npos;
    if (nested && std::holds_alternative<NullLiteral>(node.operand->node)) return "NULL";
    return fmt::format("{}CAST({} AS {})", node.safe ? "TRY_" : "", label(*node.operand),
                       spark_type_label(node.type));
  }
  std::string operator()(const Call& node) const {
    std::string text = call_text(node);
    if (node.filter) text += fmt::format(" FILTER (WHERE {})", label(*node.filter));
    return node.over ? fmt::format("{} OVER ({})", text, window_text(node)) : text;
  }
  std::string operator()(const AtTimeZone&) const { return "AT TIME ZONE"; }
  std::string operator()(const Interval&) const { return "INTERVAL"; }
  std::string operator()(const Row& node) const {
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const auto* column = std::get_if<ColumnName>(&node.items[i]->node);
      fields.push_back(column != nullptr ? column->parts.back().text : fmt::format("col{}", i + 1));
      fields.push_back(label(*node.items[i]));
    }
    return fmt::format("named_struct({})", base::join(fields, ", "));
  }
  std::string operator()(const ArrayOf& node) const { return fmt::format("array({})", labels(node.items)); }
  std::string operator()(const Subscript& node) const {
    return fmt::format("{}[{}]", label(*node.value), label(*node.index));
  }
  std::string operator()(const FieldAccess& node) const {
    return fmt::format("{}.{}", label(*node.value), node.name.text);
  }
  std::string operator()(const Lambda& node) const {
    std::string parameters;
    for (std::size_t i = 0; i < node.parameters.size(); ++i) parameters += ", namedlambdavariable()";
    Labels inside = *this;
    inside.lambda_ = &node;
    inside.outer_ = this;
    return fmt::format("lambdafunction({}{})", inside.label(*node.body), parameters);
  }
  std::string operator()(const Try& node) const { return label(*node.value); }
  std::string operator()(const IsDistinct& node) const {
    return negated_if(!node.negated, fmt::format("({} <=> {})", label(*node.left), label(*node.right)));
  }
  std::string operator()(const Subquery&) const { return "scalarsubquery()"; }
  std::string operator()(const InSubquery& node) const {
    return negated_if(node.negated, fmt::format("({} IN (listquery()))", label(*node.value)));
  }
  std::string operator()(const Exists&) const { return "exists()"; }
  std::string operator()(const Quantified&) const { return ""; }  // which Spark has not
  std::string operator()(const JsonForm&) const { return ""; }    // likewise
  std::string operator()(const Duration& node) const { return sql::to_string(node); }

  std::string call_text(const Call& call) const {
    const std::string& name = call.function.text;
    // A call may have fewer than its function takes, which the engine refuses later.
    const auto argument = [&](std::size_t i) {
      return i < call.arguments.size() ? label(*call.arguments[i]) : std::string();
    };
    if (name == "~") return "~" + argument(0);
    if (name == "log" && call.arguments.size() == 1) return fmt::format("LOG(E(), {})", argument(0));
    if (name == "mask") return fmt::format("mask({})", masked_text(call.arguments));
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
      for (std::size_t i = 1; i < call.arguments.size(); i += 2) {
        const auto& field = std::get<StringLiteral>(call.arguments[i - 1]->node).value;
        values.push_back(argument(i) + (field.empty() ? "" : " AS " + field));
      }
      return fmt::format("struct({})", base::join(values, ", "));
    }
    const SparkFunction* function = find_spark_function(name);
    const std::string_view shown = function != nullptr && !function->shown.empty() ? function->shown : name;
    std::string arguments = call.star ? "1" : labels(call.arguments);
    if (function != nullptr && call.arguments.size() < function->shown_from)
      arguments += function->shown_defaults;
    return fmt::format("{}({}{})", shown, call.distinct ? "DISTINCT " : "", arguments);
  }

 private:
  // Each term but the first closes what is opened before all of them: ((a OR b) OR c).
  std::string folded(const Expressions& terms, std::string_view open, std::string_view between) const {
    std::string text;
    for (std::size_t i = 1; i < terms.size(); ++i) text += open;
    text += label(*terms.front());
    for (std::size_t i = 1; i < terms.size(); ++i) text += fmt::format("{}{})", between, label(*terms[i]));
    return text;
  }

  // A date or timestamp that is moved; nothing: it is other arithmetic, as far as can be told here.
  std::optional<std::string> moved_text(const Binary& node) const {
    if (node.op != BinaryOperator::Add && node.op != BinaryOperator::Subtract) return std::nullopt;
    const bool back = node.op == BinaryOperator::Subtract;
    const auto* left = std::get_if<Duration>(&node.left->node);
    const auto* by = left != nullptr && !back ? left : std::get_if<Duration>(&node.right->node);
    const Expression& time = by == left && left != nullptr ? *node.right : *node.left;
    if (by == nullptr && !is_date(time)) return std::nullopt;
    if (by == nullptr)
      return fmt::format("date_{}({}, {})", back ? "sub" : "add", label(time), label(*node.right));
    const std::string interval = sql::to_string(*by);
    const bool of_days = by->first == Duration::Day && by->last == Duration::Day;
    if (!of_days || !is_date(time)) return fmt::format("{} {} {}", label(time), back ? "-" : "+", interval);
    const std::string days = fmt::format("extractansiintervaldays({})", interval);
    return fmt::format("date_add({}, {})", label(time), back ? fmt::format("(- {})", days) : days);
  }

  // Of a literal, of a column whose type is known before the plan is lowered, and of what is made of them.
  bool is_date(const Expression& time) const {
    if (const auto* literal = std::get_if<TypedLiteral>(&time.node)) return literal->type.name == "date";
    if (const auto* cast = std::get_if<Cast>(&time.node)) return cast->type.name == "date";
    if (const auto* call = std::get_if<Call>(&time.node)) return gives_date(call->function.text);
    if (const auto* moved = std::get_if<Binary>(&time.node)) return is_moved_date(*moved);
    const auto* column = std::get_if<ColumnName>(&time.node);
    if (column == nullptr) return false;
    const base::Result<const Field*> field = scope_.resolve(*column, {});
    return field.ok() && (*field)->catalog_type == "date";
  }

  static bool gives_date(std::string_view function) {
    for (std::string_view name : {"to_date", "last_day", "date_add", "date_sub", "dateadd", "add_months",
                                  "current_date", "curdate"}) {
      if (function == name) return true;
    }
    return false;
  }

  // A date stays one when it is moved by days or months, and becomes a timestamp by hours.
  bool is_moved_date(const Binary& node) const {
    if (node.op != BinaryOperator::Add && node.op != BinaryOperator::Subtract) return false;
    const auto* first = std::get_if<Duration>(&node.left->node);
    const auto* by = first != nullptr ? first : std::get_if<Duration>(&node.right->node);
    if (by != nullptr && by->last > Duration::Day) return false;
    return is_date(first != nullptr ? *node.right : *node.left);
  }

  bool is_parameter(const Name& name) const {
    const auto is_it = [&](const Name& parameter) { return base::iequals(parameter.text, name.text); };
    if (lambda_ != nullptr && std::ranges::any_of(lambda_->parameters, is_it)) return true;
    return outer_ != nullptr && outer_->is_parameter(name);
  }

  std::string labels(const Expressions& expressions) const {
    std::vector<std::string> texts;
    for (const ExpressionPtr& expression : expressions) texts.push_back(label(*expression));
    return base::join(texts, ", ");
  }

  std::string bound_text(const FrameBound& bound) const {
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

  std::string sort_text(const std::vector<SortItem>& items) const {
    std::vector<std::string> texts;
    for (const SortItem& item : items)
      texts.push_back(fmt::format("{} {} NULLS {}", label(*item.expression), item.descending ? "DESC" : "ASC",
                                  item.nulls_first ? "FIRST" : "LAST"));
    return base::join(texts, ", ");
  }

  // What a function's values range over where the query does not say.
  std::string default_frame(const Call& call, bool ordered) const {
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

  std::string window_text(const Call& call) const {
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

  // LIKE ALL shows its value only, where its patterns are texts; else it is a LIKE for each of them.
  std::string many_text(const Call& call) const {
    std::string name = call.function.text;
    const bool any_case = name.find("ilike") != name.npos, negated = name.starts_with("not");
    const std::string value = label(*call.arguments[0]);
    const auto is_text = [](const ExpressionPtr& p) {
      return std::holds_alternative<StringLiteral>(p->node);
    };
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
      text += negated_if(negated, one) + (i > 1 ? ")" : "");
    }
    return text;
  }

  // With what stands for capitals, small letters, digits and others where the call does not say it.
  std::string masked_text(const Expressions& arguments) const {
    std::string text = labels(arguments);
    constexpr std::string_view kDefaults[] = {"", ", X", ", x", ", n", ", NULL"};
    for (std::size_t i = arguments.size(); i < std::size(kDefaults); ++i) text += kDefaults[i];
    return text;
  }

  const Scope& scope_;
  const std::vector<NamedWindow>& windows_;
  const Lambda* lambda_ = nullptr;  // around what is shown
  const Labels* outer_ = nullptr;
  bool qualified_ = false;
};

}  // namespace

std::string spark_type_label(const TypeName& type) {
  const base::Result<DataType> parsed = plan::parse_type(type.name);
  return parsed.ok() ? type_text(*parsed) : upper(type.name);
}

std::string spark_qualified_label(const Expression& expression, const Scope& scope) {
  const std::vector<NamedWindow> no_windows;
  return Labels(scope, no_windows, true).label(expression);
}

std::string spark_call_label(const Call& call, const Scope& scope) {
  const std::vector<NamedWindow> no_windows;
  return Labels(scope, no_windows, true).call_text(call);
}

std::string spark_label(const Expression& expression, const Scope& scope,
                        const std::vector<NamedWindow>& windows) {
  const auto* cast = std::get_if<Cast>(&expression.node);
  const auto* column = cast != nullptr ? std::get_if<ColumnName>(&cast->operand->node) : nullptr;
  if (column != nullptr) return column->parts.back().text;
  return Labels(scope, windows).label(expression);
}

}  // namespace sql
