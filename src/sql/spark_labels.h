#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/ast.h"
#include "sql/scope.h"

namespace sql {

// The names of Spark's own for expressions over the columns of a scope (spark_label.h): a visitor of the
// syntax tree. Lives while one name is made.
class SparkLabels {
 public:
  SparkLabels(const Scope& scope, const std::vector<NamedWindow>& windows, bool qualified = false)
      : scope_(scope), windows_(windows), qualified_(qualified) {}

  std::string label(const Expression& expression) const;
  std::string operator()(const NullLiteral&) const;
  std::string operator()(const BooleanLiteral& node) const;
  std::string operator()(const NumberLiteral& node) const;
  std::string operator()(const StringLiteral& node) const;
  std::string operator()(const BinaryLiteral& node) const;
  std::string operator()(const TypedLiteral& node) const;
  std::string operator()(const ColumnName& node) const;
  std::string operator()(const Negation& node) const;
  std::string operator()(const Not& node) const;
  std::string operator()(const Binary& node) const;
  std::string operator()(const Logical& node) const;
  std::string operator()(const Concatenation& node) const;
  std::string operator()(const IsNull& node) const;
  std::string operator()(const Between& node) const;
  std::string operator()(const InList& node) const;
  std::string operator()(const Like& node) const;
  std::string operator()(const Case& node) const;
  std::string operator()(const Cast& node) const;
  std::string operator()(const Call& node) const;
  std::string operator()(const AtTimeZone&) const;
  std::string operator()(const Interval&) const;
  std::string operator()(const Row& node) const;
  std::string operator()(const ArrayOf& node) const;
  std::string operator()(const Subscript& node) const;
  std::string operator()(const FieldAccess& node) const;
  std::string operator()(const Lambda& node) const;
  std::string operator()(const Try& node) const;
  std::string operator()(const IsDistinct& node) const;
  std::string operator()(const Subquery&) const;
  std::string operator()(const InSubquery& node) const;
  std::string operator()(const Exists&) const;
  std::string operator()(const Quantified&) const;
  std::string operator()(const JsonForm&) const;
  std::string operator()(const Duration& node) const;

  // spark_call_label.cc: without the rows that it ranges over.
  std::string call_text(const Call& call) const;

 private:
  std::string folded(const Expressions& terms, std::string_view open, std::string_view between) const;
  bool is_parameter(const Name& name) const;
  std::string labels(const Expressions& expressions) const;

  // spark_moved_label.cc
  std::optional<std::string> moved_text(const Binary& node) const;
  std::string moved_by(const Expression& time, const Expression& by, const std::string& type,
                       bool back) const;
  std::optional<std::string> interval_type(const Expression& expression) const;
  std::optional<std::string> interval_type_of_binary(const Binary& node) const;
  bool is_date(const Expression& time) const;
  bool is_timestamp(const Expression& time) const;
  static bool gives_date(std::string_view function);
  bool is_moved_date(const Binary& node) const;

  // spark_call_label.cc
  std::string bound_text(const FrameBound& bound) const;
  std::string sort_text(const std::vector<SortItem>& items) const;
  std::string default_frame(const Call& call, bool ordered) const;
  std::string within_group(const Call& call) const;
  std::string window_text(const Call& call) const;
  std::string many_text(const Call& call) const;
  std::string argument_labels(const Call& call) const;
  void add_star_names(const Call& call, std::size_t before, std::vector<std::string>& texts) const;
  std::string masked_text(const Expressions& arguments) const;
  std::string with_zeros(const Call& call, std::initializer_list<std::string_view> zeros) const;

  const Scope& scope_;
  const std::vector<NamedWindow>& windows_;
  const Lambda* lambda_ = nullptr;  // around what is shown
  const SparkLabels* outer_ = nullptr;
  bool qualified_ = false;
};

}  // namespace sql
