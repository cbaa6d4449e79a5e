#include "spark/plans.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "base/text.h"
#include "plan/query_relations.h"
#include "spark/errors.h"
#include "sql/spark_query.h"

namespace spark_door {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

base::Error no_table(const std::string& name) {
  return base::refusal(
      "TABLE_OR_VIEW_NOT_FOUND", 400,
      fmt::format("[TABLE_OR_VIEW_NOT_FOUND] The table or view {} cannot be found. Verify the spelling and "
                  "correctness of the schema and catalog.\nIf you did not qualify the name with a schema, "
                  "verify the current_schema() output, or qualify the name with the correct schema and "
                  "catalog.\nTo tolerate the error on drop use DROP VIEW IF EXISTS or DROP TABLE IF EXISTS. "
                  "SQLSTATE: 42P01",
                  plan::quoted(name)));
}

class Resolver {
 public:
  Resolver(const sql::Views& views, std::stop_token stop) : views_(views), stop_(std::move(stop)) {}

  base::Result<void> resolve(Message& message) {
    if (message.GetDescriptor() == plan::Relation::descriptor())
      TRY(replace(static_cast<plan::Relation&>(message)));
    if (message.GetDescriptor() == plan::Expression::descriptor())
      TRY(replace(static_cast<plan::Expression&>(message)));
    const auto* reflection = message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
      if (!field->is_repeated()) {
        TRY(resolve(*reflection->MutableMessage(&message, field)));
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i)
        TRY(resolve(*reflection->MutableRepeatedMessage(&message, field, i)));
    }
    return {};
  }

 private:
  base::Result<void> replace(plan::Relation& relation) {
    const bool has_id = relation.common().has_plan_id();
    const std::int64_t id = relation.common().plan_id();
    if (relation.has_sql())
      relation = TRY(query(relation.sql()));
    else if (relation.has_read() && !relation.read().has_named_table())
      return not_supported("reading files");
    else if (relation.has_read())
      relation = TRY(view(relation.read()));
    else
      return {};
    if (has_id) relation = plan::with_plan_id(std::move(relation), id);
    return {};
  }

  base::Result<void> replace(plan::Expression& expression) {
    if (!expression.has_expression_string()) return {};
    const std::string text = expression.expression_string().expression();
    if (base::trim(text) == "*")
      expression.mutable_unresolved_star();
    else
      expression = TRY(sql::plan_spark_expression(text));
    return {};
  }

  base::Result<plan::Relation> query(const spark::connect::SQL& sql) {
    TRY(only(sql, {"query"}));
    sql::Planned planned = TRY(sql::plan_spark_query(sql.query(), views_, first_id_, stop_));
    first_id_ += kIdsOfAQuery;
    std::vector<std::string> labels;
    for (const sql::OutputColumn& column : planned.columns) labels.push_back(column.label);
    return plan::to_df(std::move(planned.relation), labels);
  }

  base::Result<plan::Relation> view(const spark::connect::Read& read) {
    TRY(only(read, {"named_table"}));
    TRY(only(read.named_table(), {"unparsed_identifier"}));
    const std::string& name = read.named_table().unparsed_identifier();
    const auto found =
        std::ranges::find_if(views_, [&](const sql::View& view) { return base::iequals(view.name, name); });
    if (found == views_.end()) return no_table(name);
    return plan::with_alias(found->relation, name);
  }

  // Ids of a query's own relations, beyond those that clients count up from 0.
  static constexpr std::int64_t kIdsOfAQuery = 1'000'000;

  const sql::Views& views_;
  const std::stop_token stop_;
  std::int64_t first_id_ = std::int64_t{1} << 40;
};

}  // namespace

base::Result<void> only(const Message& message, std::initializer_list<std::string_view> members) {
  std::vector<const FieldDescriptor*> given;
  message.GetReflection()->ListFields(message, &given);
  for (const FieldDescriptor* field : given)
    if (std::ranges::find(members, field->name()) == members.end())
      return not_supported(fmt::format("{} of {}", field->name(), message.GetDescriptor()->name()));
  return {};
}

base::Result<plan::Relation> resolved(plan::Relation relation, const sql::Views& views,
                                      std::stop_token stop) {
  TRY(Resolver(views, std::move(stop)).resolve(relation));
  return relation;
}

}  // namespace spark_door
