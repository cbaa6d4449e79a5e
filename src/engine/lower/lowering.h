#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/functions/registry.h"
#include "engine/functions/window.h"
#include "engine/lower/field_audit.h"
#include "engine/lower/outer_columns.h"
#include "engine/lower/relation.h"
#include "engine/lower/table_rows.h"
#include "engine/sources/arrow_table.h"
#include "engine/sources/csv_table.h"
#include "engine/sources/json_table.h"
#include "engine/sources/parquet_footers.h"
#include "engine/sources/parquet_scan.h"
#include "engine/storage/run_storage.h"
#include "plan/builders.h"
#include "plan/spark_error.h"

namespace duckdb {
class Connection;
}
namespace plan {
class PinnedInput;
class Program;
}  // namespace plan
namespace spark::connect {
class Aggregate;
class CoGroupMap;
class CommonInlineUserDefinedFunction;
class CommonInlineUserDefinedTableFunction;
class Aggregate_Pivot;
class CollectMetrics;
class Deduplicate;
class Drop;
class Expression;
class Expression_LambdaFunction;
class Expression_UnresolvedFunction;
class Expression_Literal;
class Expression_SortOrder;
class Expression_Window_WindowFrame;
class Expression_Window_WindowFrame_FrameBoundary;
class Filter;
class GroupMap;
class Hint;
class HtmlString;
class Join;
class LateralJoin;
class Limit;
class LocalRelation;
class MapPartitions;
class NADrop;
class NAFill;
class NAReplace;
class Offset;
class Parse;
class Project;
class Range;
class Read;
class Relation;
class Repartition;
class RepartitionByExpression;
class Sample;
class SetOperation;
class ShowString;
class Sort;
class StatApproxQuantile;
class StatCorr;
class StatCov;
class StatCrosstab;
class StatDescribe;
class StatFreqItems;
class StatSampleBy;
class StatSummary;
class SubqueryAlias;
class SubqueryExpression;
class Tail;
class ToDF;
class ToSchema;
class Transpose;
class Unpivot;
class UnresolvedTableValuedFunction;
class WithColumns;
class WithColumnsRenamed;
class WithRelations;
}  // namespace spark::connect

namespace engine {

namespace connect = spark::connect;

struct GroupLayout;
struct PythonFunction;
class RowFiles;
struct JsonTexts;

// Which keys each set has, by their places.
using GroupingSets = std::vector<std::vector<std::size_t>>;

// One of the values whose rows a pivot puts into columns of their own, and the text that names these.
struct PivotValue {
  duckdb::Value value;
  std::string name;
};

// What df.cov and df.corr compute of two columns.
struct PairStatistic {
  std::string_view function;
  std::string_view title;
  double of_none;  // where there are no rows
};

// Turns the relations and expressions of one program into DuckDB's parse trees, node by node; never into
// text. Each node has a file of its own in this folder. Holds what the trees point to, so it outlives their
// execution. One thread.
//
// Refuses what it does not know by name, field by field (consume_only), and whatever does not resolve or
// type-check, in Spark's words. The trees that it gives bind without implicit casts: types are settled here.
class Lowering {
 public:
  // `connection` binds the files of sources whose columns only they know, but for those that are `known`.
  Lowering(const plan::Program& program, RunStorage& storage, const Session& session,
           duckdb::Connection& connection, KnownFooters& known);
  ~Lowering();

  base::Result<Lowered> relation(const connect::Relation& relation, const Wanted& wanted = {});

  // What a relation holds; all of it is in memory.
  base::Result<std::vector<std::vector<duckdb::Value>>> rows_of(Lowered relation);
  // How it would be computed, as a text.
  base::Result<std::string> plan_of(Lowered relation);

  // A relation that several others use was put into a table: where it is used, rows come from there.
  void share(const std::string& relation_id, std::string table, Columns columns);

  // What each Read took, by plan id.
  const std::map<std::int64_t, std::shared_ptr<ReadCounters>>& counters() const { return counters_; }
  std::int64_t pinned_bytes() const { return pinned_bytes_; }

  // Expressions over the columns of a relation.
  base::Result<Typed> expression(const connect::Expression& expression, const Columns& columns);

 private:
  struct Shared {
    std::string table;
    Columns columns;
  };

  // Relations.
  base::Result<Lowered> dispatch(const connect::Relation& relation, const Wanted& wanted);
  base::Result<Lowered> statistics(const connect::Relation& relation);
  base::Result<Lowered> read(const connect::Read& read, std::int64_t plan_id, const Wanted& wanted);
  // input_files.cc
  base::Result<Lowered> hide_files(Lowered source, const Wanted& wanted);
  base::Result<Lowered> project(const connect::Project& project, const Wanted& wanted);
  base::Result<Lowered> filter(const connect::Filter& filter, const Wanted& wanted);
  Lowered rows_where(Lowered input, Tree condition);
  base::Result<Lowered> lateral_join(const connect::LateralJoin& join);
  base::Result<Lowered> lateral_call(const connect::LateralJoin& join, Lowered left,
                                     const std::vector<const connect::Relation*>& names);
  base::Result<Lowered> sample(const connect::Sample& sample);
  base::Result<Lowered> table_function(const connect::UnresolvedTableValuedFunction& function);
  base::Result<Lowered> recursion(const connect::Relation& anchor, const connect::Relation& step,
                                  const std::string& relation_id);
  base::Result<Lowered> join(const connect::Join& join);
  base::Result<Lowered> full_join_using(TableRef join, const Columns& both,
                                        const std::vector<std::string>& merged);
  TableRef joinable(TableRef table);
  base::Result<Lowered> aggregate(const connect::Aggregate& aggregate);
  base::Result<void> match_by_name(Lowered& left, Lowered& right, bool may_lack, const Wanted& wanted);
  base::Result<Lowered> set_operation(const connect::SetOperation& operation, const Wanted& wanted);
  base::Result<Lowered> sort(const connect::Sort& sort, const Wanted& wanted);
  base::Result<Lowered> limit(const connect::Limit& limit, const Wanted& wanted);
  base::Result<Lowered> offset(const connect::Offset& offset, const Wanted& wanted);
  base::Result<Lowered> deduplicate(const connect::Deduplicate& deduplicate);
  base::Result<Lowered> drop(const connect::Drop& drop, const Wanted& wanted);
  base::Result<Lowered> local_relation(const connect::LocalRelation& local);
  base::Result<Lowered> arrow_rows(std::unique_ptr<ArrowTable> rows, const std::vector<Field>& fields);
  base::Result<Lowered> show_string(const connect::ShowString& show);
  base::Result<Lowered> python_rows(const PythonFunction& function, const GroupLayout& layout, Lowered input);
  base::Result<Lowered> map_partitions(const connect::MapPartitions& map);
  base::Result<Lowered> group_map(const connect::GroupMap& map);
  base::Result<Lowered> co_group_map(const connect::CoGroupMap& map);
  Lowered in_one_thread(SelectNode node, Columns columns, duckdb::vector<duckdb::OrderByNode> orders,
                        std::size_t kept);
  // python_table_function.cc
  base::Result<Lowered> table_udtf(const connect::CommonInlineUserDefinedTableFunction& udtf,
                                   std::optional<Lowered> left, bool keeps_rows);
  base::Result<PythonFunction*> new_table_function(const connect::CommonInlineUserDefinedTableFunction& udtf);
  base::Result<Values> table_arguments(const connect::CommonInlineUserDefinedTableFunction& udtf,
                                       const Columns& columns, const std::optional<TableRows>& table,
                                       PythonFunction& function);
  base::Result<bool> names_columns(const connect::CommonInlineUserDefinedTableFunction& udtf,
                                   const Columns& columns);
  base::Result<TableRows> table_argument(const connect::SubqueryExpression& subquery);
  base::Result<void> analyze_table(PythonFunction& function, const Values& arguments, TableRows* table);
  Lowered rows_of_table(TableRows table, Values scalars, std::size_t place);
  base::Result<Lowered> range(const connect::Range& range);
  base::Result<Lowered> range_function(const connect::UnresolvedTableValuedFunction& function);
  base::Result<Lowered> subquery_alias(const connect::SubqueryAlias& alias, const Wanted& wanted);
  base::Result<Lowered> to_df(const connect::ToDF& to_df, const Wanted& wanted);
  base::Result<Lowered> with_columns(const connect::WithColumns& with_columns, const Wanted& wanted);
  base::Result<Lowered> with_columns_renamed(const connect::WithColumnsRenamed& renamed,
                                             const Wanted& wanted);
  base::Result<Lowered> with_relations(const connect::WithRelations& with, const Wanted& wanted);
  base::Result<Lowered> hint(const connect::Hint& hint, const Wanted& wanted);
  base::Result<Lowered> repartition(const connect::Repartition& repartition, const Wanted& wanted);
  base::Result<Lowered> repartition_by(const connect::RepartitionByExpression& repartition,
                                       const Wanted& wanted);
  base::Result<Lowered> collect_metrics(const connect::CollectMetrics& metrics);
  base::Result<Lowered> tail(const connect::Tail& tail);
  OutputColumn number_rows(Lowered& input);
  base::Result<Lowered> unpivot(const connect::Unpivot& unpivot);
  base::Result<Lowered> to_schema(const connect::ToSchema& to_schema);
  base::Result<Lowered> html_string(const connect::HtmlString& html);
  base::Result<Lowered> table_text(Lowered input, std::int32_t most, std::int32_t truncate,
                                   const std::string& layout);
  base::Result<Lowered> drop_missing(const connect::NADrop& drop);
  base::Result<Lowered> fill_missing(const connect::NAFill& fill);
  base::Result<Lowered> replace_values(const connect::NAReplace& replace);
  base::Result<Lowered> with_values(Lowered input, std::map<std::string, Tree> trees);
  base::Result<void> check_aggregated(const connect::Expression& expression, const Values& groups,
                                      const Columns& columns);
  base::Result<Lowered> grouped(Lowered input, Values groups, Values values);
  // What the set without keys makes of no rows: in standard SQL a row, in Spark's rollup() and cube() none.
  enum class TotalOfNothing { None, One };
  base::Result<Lowered> grouped(Lowered input, Values groups, Values values, const GroupingSets& sets,
                                TotalOfNothing total);
  base::Result<Lowered> pivot(const connect::Aggregate& aggregate, Lowered input);
  base::Result<std::vector<PivotValue>> pivot_values(const connect::Aggregate_Pivot& pivot,
                                                     const Lowered& input, const Typed& column);
  base::Result<Lowered> side_by_side_pivot(Lowered input, Values keys, Typed column,
                                           const std::vector<PivotValue>& values, Values aggregates);
  base::Result<Lowered> crosstab(const connect::StatCrosstab& crosstab);
  base::Result<Lowered> covariance(const connect::StatCov& covariance);
  base::Result<Lowered> correlation(const connect::StatCorr& correlation);
  base::Result<Lowered> of_two_columns(Lowered input, const std::array<std::string, 2>& names,
                                       const PairStatistic& statistic);
  base::Result<Lowered> approximate_quantiles(const connect::StatApproxQuantile& quantiles);
  base::Result<Lowered> frequent_items(const connect::StatFreqItems& items);
  base::Result<Lowered> sample_by(const connect::StatSampleBy& sample);
  base::Result<Lowered> describe(const connect::StatDescribe& describe);
  base::Result<Lowered> summary(const connect::StatSummary& summary);
  base::Result<Typed> statistic(const OutputColumn& column, const std::string& name);
  base::Result<Lowered> summarized(Lowered input, const Columns& columns,
                                   const google::protobuf::RepeatedPtrField<std::string>& statistics);
  base::Result<Lowered> transpose(const connect::Transpose& transpose);
  base::Result<std::size_t> index_column(const connect::Transpose& transpose, const Columns& columns);
  Lowered sorted_rows(Lowered input, const OutputColumn& key, Values values);
  base::Result<Lowered> shared_relation(const std::string& relation_id);

  // Sources: the FROM item and the columns that the files have, by name, before the schema's types.
  base::Result<Lowered> read_csv(const std::string& format, const std::map<std::string, std::string>& options,
                                 const plan::PinnedInput& input,
                                 const std::optional<std::vector<Field>>& schema, std::int64_t plan_id);
  base::Result<std::vector<Type>> csv_types(const Lowered& texts, const CsvOptions& options);
  base::Result<Lowered> csv_values(Lowered texts, const std::vector<Field>& fields,
                                   const CsvOptions& options);
  base::Result<Lowered> read_json(const std::string& format,
                                  const std::map<std::string, std::string>& options,
                                  const plan::PinnedInput& input,
                                  const std::optional<std::vector<Field>>& schema, std::int64_t plan_id);
  base::Result<Lowered> read_parquet(const std::map<std::string, std::string>& options,
                                     const plan::PinnedInput& input,
                                     const std::optional<std::vector<Field>>& schema, std::int64_t plan_id);
  base::Result<Lowered> read_orc(const std::string& format, const std::map<std::string, std::string>& options,
                                 const plan::PinnedInput& input,
                                 const std::optional<std::vector<Field>>& schema, std::int64_t plan_id);
  base::Result<Lowered> read_avro(const std::map<std::string, std::string>& options,
                                  const plan::PinnedInput& input,
                                  const std::optional<std::vector<Field>>& schema, std::int64_t plan_id);
  base::Result<Lowered> read_row_files(std::unique_ptr<RowFiles> files);
  // parse_json.cc, parse_csv.cc: of a data frame's texts
  base::Result<Lowered> parse(const connect::Parse& parse);
  base::Result<Lowered> parse_json(Lowered texts, const std::map<std::string, std::string>& options,
                                   const std::optional<std::vector<Field>>& schema);
  base::Result<std::vector<Field>> json_columns(Lowered texts, const JsonOptions& options);
  base::Result<Lowered> parse_csv(Lowered texts, std::map<std::string, std::string> options,
                                  const std::optional<std::vector<Field>>& schema);
  base::Result<Lowered> csv_lines(Lowered texts, const CsvOptions& options);
  base::Result<std::optional<std::vector<Field>>> take_csv_head(Lowered& lines, const CsvOptions& options);
  Lowered csv_texts(Lowered lines, const std::vector<Field>& fields);
  base::Result<Lowered> csv_rows(Lowered lines, const std::vector<Field>& fields, const CsvOptions& options);
  base::Result<Lowered> read_arrow(const plan::PinnedInput& input,
                                   const std::optional<std::vector<Field>>& schema, std::int64_t plan_id);
  base::Result<Lowered> no_rows();
  std::vector<SourceFile> pin(const plan::PinnedInput& input, std::int64_t plan_id);
  base::Result<Lowered> as_declared(Lowered source, const std::optional<std::vector<Field>>& schema,
                                    const plan::PinnedInput& input);

  // Expressions.
  base::Result<Typed> attribute(const connect::Expression& expression, const Columns& columns);
  base::Result<std::optional<std::vector<Typed>>> fields_of_star(const connect::Expression& expression,
                                                                 const Columns& columns);
  base::Result<Typed> named_by_pattern(const connect::Expression& expression, const Columns& columns);
  base::Result<Typed> function(const connect::Expression& expression, const Columns& columns,
                               const Window* over = nullptr);
  void take_pivot_rows(Call& call) const;
  base::Result<Typed> any_comparison(const connect::Expression_UnresolvedFunction& function,
                                     const Columns& columns);
  base::Result<bool> aggregate_clause(const connect::Expression& argument, Call& call,
                                      const Columns& columns);
  base::Result<Typed> lambda(const connect::Expression_LambdaFunction& lambda, const Call& call,
                             const Columns& columns);
  base::Result<Typed> lambda_variable(const connect::Expression& expression);
  base::Result<Typed> extract_field(const connect::Expression& expression, const Columns& columns);
  base::Result<Typed> update_fields(const connect::Expression& expression, const Columns& columns);
  base::Result<Typed> window(const connect::Expression& expression, const Columns& columns);
  base::Result<void> frame(const connect::Expression_Window_WindowFrame& frame, const Columns& columns,
                           Window& window);
  base::Result<void> far_edge(const connect::Expression_Window_WindowFrame_FrameBoundary& boundary, bool rows,
                              const Columns& columns, duckdb::WindowBoundary& edge, Tree& distance);
  // Argument: of an aggregate of DISTINCT values, whose keys must be its arguments as they are.
  enum class SortKey { Made, Argument };
  base::Result<duckdb::OrderByNode> sort_order(const connect::Expression_SortOrder& order,
                                               const Columns& columns, SortKey kind = SortKey::Made);
  // The same in two steps, for who names the key.
  base::Result<Typed> sort_key(const connect::Expression_SortOrder& order, const Columns& columns);
  static duckdb::OrderByNode order_of(const connect::Expression_SortOrder& order, Typed key,
                                      SortKey kind = SortKey::Made);
  base::Result<const PythonFunction*> python_function(const connect::CommonInlineUserDefinedFunction& udf);
  base::Result<Typed> python_udf(const connect::CommonInlineUserDefinedFunction& udf, const Columns& columns,
                                 const Window* over = nullptr);
  base::Result<Typed> subquery(const connect::Expression& expression, const Columns& columns);
  base::Result<Typed> expression_node(const connect::Expression& expression, const Columns& columns);
  base::Result<Resolved> resolve_here_or_outside(const Columns& columns, const std::string& identifier,
                                                 std::optional<std::int64_t> plan_id);
  base::Result<GroupingSets> grouping_sets(const connect::Aggregate& aggregate, const Values& groups,
                                           const Columns& columns);
  base::Result<Typed> alias(const connect::Expression& expression, const Columns& columns);
  base::Result<Typed> explicit_cast(const connect::Expression& expression, const Columns& columns);
  base::Result<Values> expressions(const google::protobuf::RepeatedPtrField<connect::Expression>& list,
                                   const Columns& columns);
  base::Result<Typed> generated(const connect::Expression& item, const Columns& columns);
  base::Result<void> generate(const connect::Expression& item, const connect::Expression& call,
                              const Columns& columns, Values& values);
  // time_window.cc
  base::Result<Lowered> below_windows(Lowered input, std::span<const connect::Expression* const> list);
  base::Result<Lowered> below_window(Lowered input, const connect::Expression& expression);
  // nested_windows.cc
  base::Result<Lowered> below_outer_windows(Lowered input, std::span<const connect::Expression* const> list);
  const Typed* made_window(const connect::Expression& expression) const;
  base::Result<Typed> time_window(const connect::Expression& call);
  base::Result<Lowered> generated_below_windows(
      Lowered input, const google::protobuf::RepeatedPtrField<connect::Expression>& list);
  base::Result<Lowered> below_generators(Lowered input,
                                         const google::protobuf::RepeatedPtrField<connect::Expression>& list);
  base::Result<Lowered> select(Lowered input, Values values, const Wanted& wanted = {});

  OutputColumn new_column(std::string name, Type type);

  // A call of a function by its name.
  template <typename... T>
  base::Result<Typed> apply(std::string_view function, T... arguments) {
    Call call{.name = function, .session = session_};
    (call.arguments.push_back(std::move(arguments)), ...);
    return call_function(std::move(call));
  }

  const plan::Program& program_;
  RunStorage& storage_;
  const Session session_;
  duckdb::Connection& connection_;
  KnownFooters& known_footers_;
  std::map<std::string, Shared> shared_;
  std::map<std::int64_t, std::shared_ptr<ReadCounters>> counters_;
  std::vector<std::unique_ptr<CsvTable>> csv_tables_;
  std::vector<std::unique_ptr<JsonTable>> json_tables_;
  std::vector<std::unique_ptr<CsvOptions>> csv_options_;  // of texts, as json_texts_ are
  std::vector<std::unique_ptr<JsonTexts>> json_texts_;
  std::vector<std::unique_ptr<RowFiles>> row_files_;
  std::vector<std::unique_ptr<PartitionValues>> partition_values_;
  std::vector<std::unique_ptr<ArrowTable>> arrow_tables_;
  std::vector<std::unique_ptr<PythonFunction>> python_functions_;
  std::int64_t pinned_bytes_ = 0;
  std::map<std::int64_t, const connect::Relation*> references_;  // what subqueries may name
  std::vector<OuterRows> outer_;                                 // around a subquery, the nearest last
  std::vector<std::pair<std::string, Typed>> lambda_variables_;  // in reach, the nearest last
  const Tree* pivot_condition_ = nullptr;  // on the rows that aggregates take, while a pivot is lowered
  // Of the relation that is lowered, as columns below it: its window(), and windows inside of windows.
  std::map<std::string, Typed> made_windows_;
  std::map<const connect::Expression*, Typed> made_below_;         // what generators take, as columns
  std::map<const connect::Expression*, Columns> generated_below_;  // and what such calls give
  int next_column_ = 0;
  int next_table_ = 0;
  int depth_ = 0;
};

// What of a schema the files hold, beside which the partition columns stand.
std::vector<Field> of_files(const std::vector<Field>& schema, const plan::PinnedInput& input);

// The columns that a * or a pattern of names stands for; nothing: the expression is neither.
base::Result<std::optional<Columns>> starred(const connect::Expression& expression, const Columns& columns);
// Refuses a pattern of names, in Spark's words, where none may stand.
base::Result<void> check_no_pattern(const connect::Expression& expression, const std::string& place);

// The call of a function that makes several rows or columns of one (explode, stack, ...); null: some other
// expression.
const connect::Expression* generator(const connect::Expression& expression);
base::Error several_generators();

// A row's place among all, as they come.
Tree row_number();
// By a column, NULLs first.
duckdb::OrderByNode ascending(const OutputColumn& column);

// A literal of a plan as a constant.
base::Result<Typed> lower_literal(const connect::Expression_Literal& literal);
// And the reverse: a value as a literal of a plan.
base::Result<void> to_literal(const duckdb::Value& value, const Type& type,
                              connect::Expression_Literal& literal);

}  // namespace engine
