#include "spark/explain.h"

#include <fmt/format.h>

#include "base/text.h"
#include "plan/printer.h"
#include "plan/types.h"
#include "spark/plans.h"

namespace spark_door {
namespace {

using Explain = spark::connect::AnalyzePlanRequest::Explain;

// id: bigint, name: string
std::string columns_text(const spark::connect::DataType& schema) {
  std::vector<std::string> columns;
  for (const auto& field : schema.struct_().fields())
    columns.push_back(fmt::format("{}: {}", field.name(), plan::type_text(field.data_type())));
  return base::join(columns, ", ");
}

}  // namespace

base::Result<std::string> explained(const plan::Relation& asked, Explain::ExplainMode mode,
                                    const Tables& tables, const ExecutionContext& context) {
  plan::Relation relation = TRY(resolved(asked, tables, context.stop));
  const std::string analyzed = plan::to_text(relation);
  const Caller caller = context.session.caller();
  relation = TRY(context.session.kept().put_into(std::move(relation), KeptResults::For::Columns, context));
  const std::string columns = columns_text(TRY(context.executor.schema(relation, caller, context.stop)));
  const std::string physical = TRY(context.executor.explain(std::move(relation), caller, context.stop));
  if (mode == Explain::EXPLAIN_MODE_EXTENDED)
    return fmt::format(
        "== Parsed Logical Plan ==\n{0}\n== Analyzed Logical Plan ==\n{2}\n{1}\n== Optimized Logical Plan "
        "==\n{3}\n== Physical Plan ==\n{3}",
        plan::to_text(asked), analyzed, columns, physical);
  if (mode == Explain::EXPLAIN_MODE_COST)
    return fmt::format("== Optimized Logical Plan ==\n{0}\n== Physical Plan ==\n{0}", physical);
  return fmt::format("== Physical Plan ==\n{}", physical);
}

}  // namespace spark_door
