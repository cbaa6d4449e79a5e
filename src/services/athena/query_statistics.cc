#include "services/athena/query_statistics.h"

#include <algorithm>

namespace services::athena {
namespace {

using namespace api::athena;

// In milliseconds.
struct Times {
  std::int64_t total = 0;
  std::int64_t queue = 0;
  std::int64_t preprocessing = 0;
  std::int64_t planning = 0;
  std::int64_t engine = 0;
  std::int64_t service = 0;
};

// Of a query under way, what has passed so far: all that is not queueing counts as the engine's.
Times times_of(const Query& query, base::Timestamp now) {
  const base::Timestamp end = query.completed_at.value_or(now);
  Times times{.total = millis_between(query.submitted_at, end),
              .queue = millis_between(query.submitted_at, query.started_at.value_or(end)),
              .preprocessing = query.cost.preprocessing_ms,
              .planning = query.cost.planning_ms};
  times.engine = is_final(query.state) ? query.cost.engine_ms : times.total - times.queue;
  times.service = std::max<std::int64_t>(0, times.total - times.queue - times.preprocessing - times.engine);
  return times;
}

QueryRuntimeStatisticsTimeline timeline_of(const Times& times) {
  return {.query_queue_time_in_millis = times.queue,
          .service_pre_processing_time_in_millis = times.preprocessing,
          .query_planning_time_in_millis = times.planning,
          .engine_execution_time_in_millis = times.engine,
          .service_processing_time_in_millis = times.service,
          .total_execution_time_in_millis = times.total};
}

QueryStage stage_of(const QueryCost& cost) {
  return {.stage_id = 0,
          .state = "FINISHED",
          .output_bytes = cost.output_bytes,
          .output_rows = cost.output_rows,
          .input_bytes = cost.scanned_bytes,
          .input_rows = cost.input_rows,
          .execution_time = cost.engine_ms - cost.planning_ms};
}

}  // namespace

std::int64_t millis_between(base::Timestamp from, base::Timestamp to) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}

QueryExecutionStatistics statistics_of(const Query& query, base::Timestamp now) {
  const Times times = times_of(query, now);
  return {.engine_execution_time_in_millis = times.engine,
          .data_scanned_in_bytes = query.cost.scanned_bytes,
          .total_execution_time_in_millis = times.total,
          .query_queue_time_in_millis = times.queue,
          .service_pre_processing_time_in_millis = times.preprocessing,
          .query_planning_time_in_millis = times.planning,
          .service_processing_time_in_millis = times.service,
          .result_reuse_information = ResultReuseInformation{.reused_previous_result = query.reused}};
}

QueryRuntimeStatistics runtime_statistics_of(const Query& query, base::Timestamp now) {
  QueryRuntimeStatistics statistics{.timeline = timeline_of(times_of(query, now))};
  if (!is_final(query.state)) return statistics;
  const QueryCost& cost = query.cost;
  statistics.rows = QueryRuntimeStatisticsRows{.input_rows = cost.input_rows,
                                               .input_bytes = cost.scanned_bytes,
                                               .output_bytes = cost.output_bytes,
                                               .output_rows = cost.output_rows};
  if (query.state == QueryState::Succeeded) statistics.output_stage = stage_of(cost);
  return statistics;
}

}  // namespace services::athena
