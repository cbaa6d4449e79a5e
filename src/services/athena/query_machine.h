#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "machine/transition.h"

namespace services::athena {

enum class QueryState { Queued, Running, Succeeded, Failed, Cancelled };
std::string_view name_of(QueryState state);  // as the API spells it
bool is_final(QueryState state);

// Why a query failed, in the API's numbers: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
struct QueryFailure {
  int category = 2;  // 1 system, 2 user, 3 other
  int type = 1000;
  bool retryable = false;
  std::string message;  // "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved"
};

// What the run of a query cost.
struct QueryCost {
  std::int64_t preprocessing_ms = 0;  // before the planning
  std::int64_t planning_ms = 0;       // part of engine_ms, as in Athena
  std::int64_t engine_ms = 0;
  std::int64_t scanned_bytes = 0;  // really read
  std::int64_t input_rows = 0;
  std::int64_t output_rows = 0;
  std::int64_t output_bytes = 0;
};

// One query execution. A row of the journal; a value.
struct Query {
  std::string id;
  std::string account;
  std::string region;
  std::string work_group;
  std::string text;
  std::vector<std::string> parameters;     // for its `?`, as given
  std::string catalog;                     // as given; empty: not given
  std::string database;                    // as given; empty: not given
  std::string output_location;             // of the result itself: s3://bucket/prefix/<id>.csv
  std::string bucket_owner;                // as given; empty: not given
  std::string engine_version;              // as the workgroup selected it then
  std::optional<std::int64_t> scan_limit;  // of the workgroup, in bytes
  std::string statement_type;              // DML, DDL, UTILITY
  std::string substatement_type;
  std::optional<int> reuse_minutes;  // how old a result of before may be to be this one's; nothing: not asked
  bool reused = false;               // the result is that of an earlier query
  std::string reuse_key;             // of a result that later queries may take; empty: they may not
  QueryState state = QueryState::Queued;
  base::Timestamp submitted_at;
  std::optional<base::Timestamp> started_at;
  std::optional<base::Timestamp> completed_at;
  std::optional<QueryFailure> failure;
  QueryCost cost;
  int losses = 0;      // how often the server died while it ran
  std::string reason;  // of a cancellation that nobody asked for
};

// A query that is lost so often may be what the server dies of: it is not run again.
inline constexpr int kMostLosses = 3;

// The diagram:
//
//   QUEUED --start--> RUNNING --succeed--> SUCCEEDED
//     ^ \                |  \ \-----fail--> FAILED     (also from QUEUED)
//     |  \--cancel-->    |   \---cancel---> CANCELLED  (or cut off, by its workgroup's limit)
//     \-interrupt, lose--/
//
// A query that the end of the server interrupts goes back to the queue and runs again: what it had written
// was never published, and a SELECT changes nothing, so the second run is as good as the first. One that is
// found RUNNING when a server starts was lost with the server before; that happens kMostLosses times at most.
struct At {
  base::Timestamp at;
};
struct Ended {
  base::Timestamp at;
  QueryCost cost;
  std::string reuse_key;
};
struct Reused {
  base::Timestamp at;
  QueryCost cost;
  std::string output_location;
};
struct Failed {
  base::Timestamp at;
  QueryCost cost;
  QueryFailure failure;
};

inline constexpr machine::Transition<Query, At> kStart{
    "start", {QueryState::Queued}, QueryState::Running, [](Query& query, const At& event) {
      query.started_at = event.at;
    }};

inline constexpr machine::Transition<Query> kInterrupt{
    "interrupt", {QueryState::Running}, QueryState::Queued, [](Query& query, const std::monostate&) {
      query.started_at.reset();
    }};

inline constexpr machine::Transition<Query> kLose{
    "lose", {QueryState::Running}, QueryState::Queued, [](Query& query, const std::monostate&) {
      query.started_at.reset();
      ++query.losses;
    }};

inline constexpr machine::Transition<Query, Ended> kSucceed{
    "succeed", {QueryState::Running}, QueryState::Succeeded, [](Query& query, const Ended& event) {
      query.completed_at = event.at;
      query.cost = event.cost;
      query.reuse_key = event.reuse_key;
    }};

// The result of an earlier query is this one's.
inline constexpr machine::Transition<Query, Reused> kReuse{
    "reuse", {QueryState::Running}, QueryState::Succeeded, [](Query& query, const Reused& event) {
      query.completed_at = event.at;
      query.cost = event.cost;
      query.output_location = event.output_location;
      query.reused = true;
    }};

inline constexpr machine::Transition<Query, Failed> kFail{"fail",
                                                          {QueryState::Queued, QueryState::Running},
                                                          QueryState::Failed,
                                                          [](Query& query, const Failed& event) {
                                                            query.completed_at = event.at;
                                                            query.cost = event.cost;
                                                            query.failure = event.failure;
                                                          }};

inline constexpr machine::Transition<Query, At> kCancel{
    "cancel",
    {QueryState::Queued, QueryState::Running},
    QueryState::Cancelled,
    [](Query& query, const At& event) { query.completed_at = event.at; }};

// The query has read more than its workgroup lets it:
// https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
inline constexpr machine::Transition<Query, Ended> kCutOff{
    "cut off", {QueryState::Running}, QueryState::Cancelled, [](Query& query, const Ended& event) {
      query.completed_at = event.at;
      query.cost = event.cost;
      query.reason = "Bytes scanned limit was exceeded";
    }};

}  // namespace services::athena
