#include "services/glue/visual/partition_predicate.h"

#include "api/glue/errors.h"
#include "base/text.h"
#include "plan/text_rows.h"
#include "plan/walks.h"
#include "services/glue/visual/column_types.h"
#include "services/glue/visual/spark_exception.h"
#include "sql/spark_query.h"

namespace services::glue::visual {
namespace errors = api::glue::errors;

namespace {

constexpr const char* kPlace = "place of the partition";  // no key is called so

bool is_key(const plan::Table& table, std::string_view identifier) {
  return std::ranges::any_of(table.partition_keys, [&](const plan::Column& key) {
    return base::iequals(identifier, key.name) || base::iequals(identifier, plan::quoted(key.name));
  });
}

}  // namespace

base::Result<PartitionPredicate> PartitionPredicate::parse(std::string_view text, const plan::Table& table) {
  auto condition = sql::plan_spark_expression(text);
  if (!condition.ok()) {
    base::Error error = spark_exception(condition.error());
    error.message = "PartitionPredicate: " + error.message;
    return error;
  }
  for (const std::string& name : plan::columns_used(*condition))
    if (!is_key(table, name))
      return errors::invalid_input_exception(
          fmt::format("PartitionPredicate: Unknown partition key '{}' in expression '{}'.", name, text));
  return PartitionPredicate(*std::move(condition), table);
}

PartitionPredicate::Conditions PartitionPredicate::conditions() const {
  constexpr std::int64_t kPlanId = 1;
  const plan::Relation picked = plan::filter(plan::read("", "", {}, kPlanId), condition_);
  Conditions found{plan::PartitionDemands(picked).of(kPlanId, table_.partition_keys)};
  found.are_all = found.conditions.size() == plan::conjuncts(condition_).size();
  return found;
}

plan::Relation PartitionPredicate::rows_of(const std::vector<plan::Partition>& partitions) const {
  std::vector<plan::Column> keys;
  for (const plan::Column& key : table_.partition_keys)
    keys.push_back({.name = key.name, .type = spark_type(key.type).value_or("string")});
  plan::TextRows rows;
  for (const plan::Partition& partition : partitions) rows.push_back(partition.values);
  return plan::text_rows(rows, keys, kPlace);
}

// The engine filters a relation of the partitions' values, made of constants: it alone knows all of Spark's
// functions. What comes back is the places of those that fit.
base::Result<std::vector<plan::Partition>> PartitionPredicate::pick(std::vector<plan::Partition> partitions,
                                                                    const RunAside& run) const {
  plan::Program program;
  *program.add_observed() =
      plan::aggregate(plan::filter(rows_of(partitions), condition_), {},
                      {plan::call("collect_list", {plan::column(plan::quoted(kPlace))})});
  const plan::Report report = TRY(run(program));
  if (report.observed_size() != 1 || report.observed(0).values_size() != 1)
    return base::failure("the engine picked no partitions");
  std::vector<plan::Partition> picked;
  for (const auto& place : report.observed(0).values(0).array().elements())
    picked.push_back(std::move(partitions.at(static_cast<std::size_t>(place.integer()))));
  return picked;
}

}  // namespace services::glue::visual
