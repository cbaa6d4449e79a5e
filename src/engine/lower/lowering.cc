#include "engine/lower/lowering.h"

#include <fmt/format.h>

#include <utility>

#include "engine/lower/input_files.h"
#include "engine/python/python_function.h"
#include "engine/sources/json_texts.h"
#include "engine/sources/row_files.h"
#include "plan/program.h"
#include "plan/program.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {

namespace {

// Of relations in each other, with the shared ones that stand in their place: no cycle of them passes.
constexpr int kMaxDepth = plan::kMaxNesting;

class Deeper {
 public:
  explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }

 private:
  int& depth_;
};

// A relation makes windows of its own; those of the one around a subquery are in reach again behind it.
class OwnWindows {
 public:
  using Made = std::map<std::string, Typed>;
  explicit OwnWindows(Made& made) : made_(made), outer_(std::exchange(made, {})) {}
  ~OwnWindows() { made_ = std::move(outer_); }

 private:
  Made& made_;
  Made outer_;
};

}  // namespace

Lowering::Lowering(const plan::Program& program, RunStorage& storage, const Session& session,
                   duckdb::Connection& connection, KnownFooters& known)
    : program_(program),
      storage_(storage),
      session_(session),
      connection_(connection),
      known_footers_(known) {}

Lowering::~Lowering() = default;

OutputColumn Lowering::new_column(std::string name, Type type) {
  return {.name = std::move(name), .id = fmt::format("c{}", next_column_++), .type = std::move(type)};
}

base::Result<Lowered> Lowering::relation(const connect::Relation& relation, const Wanted& wanted) {
  const Deeper deeper(depth_);
  const OwnWindows own_windows(made_windows_);
  if (depth_ > kMaxDepth) return unsupported(fmt::format("more than {} relations in each other", kMaxDepth));
  // A plan is checked once for what hangs on every relation; source_info and origin only tell where it was
  // written.
  TRY(consume_choice(relation, {"common"}));
  TRY(consume_only(relation.common(), {"source_info", "plan_id", "origin"}));
  auto lowered = TRY(dispatch(relation, wanted));
  if (wanted.empty()) lowered.left_out.clear();
  // By which a client's df1.a is found later, however many relations stand above.
  if (relation.common().has_plan_id())
    for (auto* columns : {&lowered.columns, &lowered.left_out})
      for (auto& column : *columns)
        if (column.left_out == 0 || is_of_file(column))
          column.plan_ids.push_back(relation.common().plan_id());
  return lowered;
}

base::Result<Lowered> Lowering::dispatch(const connect::Relation& relation, const Wanted& wanted) {
  using Node = connect::Relation;
  switch (relation.rel_type_case()) {
    case Node::kRead:
      return read(relation.read(), relation.common().plan_id(), wanted);
    case Node::kParse:
      return parse(relation.parse());
    case Node::kProject:
      return project(relation.project(), wanted);
    case Node::kFilter:
      return filter(relation.filter(), wanted);
    case Node::kJoin:
      return join(relation.join());
    case Node::kLateralJoin:
      return lateral_join(relation.lateral_join());
    case Node::kSample:
      return sample(relation.sample());
    case Node::kUnresolvedTableValuedFunction:
      return table_function(relation.unresolved_table_valued_function());
    case Node::kAggregate:
      return aggregate(relation.aggregate());
    case Node::kSetOp:
      return set_operation(relation.set_op(), wanted);
    case Node::kSort:
      return sort(relation.sort(), wanted);
    case Node::kLimit:
      return limit(relation.limit(), wanted);
    case Node::kOffset:
      return offset(relation.offset(), wanted);
    case Node::kDeduplicate:
      return deduplicate(relation.deduplicate());
    case Node::kDrop:
      return drop(relation.drop(), wanted);
    case Node::kLocalRelation:
      return local_relation(relation.local_relation());
    case Node::kShowString:
      return show_string(relation.show_string());
    case Node::kMapPartitions:
      return map_partitions(relation.map_partitions());
    case Node::kGroupMap:
      return group_map(relation.group_map());
    case Node::kCoGroupMap:
      return co_group_map(relation.co_group_map());
    case Node::kCommonInlineUserDefinedTableFunction:
      return table_udtf(relation.common_inline_user_defined_table_function(), std::nullopt, false);
    case Node::kRange:
      return range(relation.range());
    case Node::kSubqueryAlias:
      return subquery_alias(relation.subquery_alias(), wanted);
    case Node::kToDf:
      return to_df(relation.to_df(), wanted);
    case Node::kWithColumns:
      return with_columns(relation.with_columns(), wanted);
    case Node::kWithColumnsRenamed:
      return with_columns_renamed(relation.with_columns_renamed(), wanted);
    case Node::kWithRelations:
      return with_relations(relation.with_relations(), wanted);
    case Node::kHint:
      return hint(relation.hint(), wanted);
    case Node::kRepartition:
      return repartition(relation.repartition(), wanted);
    case Node::kRepartitionByExpression:
      return repartition_by(relation.repartition_by_expression(), wanted);
    case Node::kTail:
      return tail(relation.tail());
    case Node::kUnpivot:
      return unpivot(relation.unpivot());
    case Node::kToSchema:
      return to_schema(relation.to_schema());
    case Node::kHtmlString:
      return html_string(relation.html_string());
    case Node::kTranspose:
      return transpose(relation.transpose());
    case Node::kCollectMetrics:
      return collect_metrics(relation.collect_metrics());
    case Node::kFillNa:
      return fill_missing(relation.fill_na());
    case Node::kDropNa:
      return drop_missing(relation.drop_na());
    case Node::kReplace:
      return replace_values(relation.replace());
    case Node::kSummary:
    case Node::kDescribe:
    case Node::kCrosstab:
    case Node::kCov:
    case Node::kCorr:
    case Node::kApproxQuantile:
    case Node::kFreqItems:
    case Node::kSampleBy:
      return statistics(relation);
    case Node::kCachedRemoteRelation: {
      TRY(consume_only(relation.cached_remote_relation(), {"relation_id"}));
      return shared_relation(relation.cached_remote_relation().relation_id());
    }
    case Node::REL_TYPE_NOT_SET:
      return unsupported("a Relation without a node");
    default:
      return unsupported_choice(relation);
  }
}

base::Result<Lowered> Lowering::statistics(const connect::Relation& relation) {
  using Node = connect::Relation;
  switch (relation.rel_type_case()) {
    case Node::kSummary:
      return summary(relation.summary());
    case Node::kDescribe:
      return describe(relation.describe());
    case Node::kCrosstab:
      return crosstab(relation.crosstab());
    case Node::kCov:
      return covariance(relation.cov());
    case Node::kCorr:
      return correlation(relation.corr());
    case Node::kApproxQuantile:
      return approximate_quantiles(relation.approx_quantile());
    case Node::kFreqItems:
      return frequent_items(relation.freq_items());
    default:
      return sample_by(relation.sample_by());
  }
}

}  // namespace engine
