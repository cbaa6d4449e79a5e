#include "spark/executor.h"

#include "plan/types.h"
#include "spark/engine_errors.h"
#include "spark/file_columns.h"
#include "spark/inputs.h"
#include "spark/observations.h"
#include "spark/progress.h"

namespace spark_door {
namespace {

// Every column may be NULL, as far as anybody here knows.
base::Result<spark::connect::DataType> struct_of(const plan::Description& description) {
  spark::connect::DataType type;
  for (const auto& column : description.columns()) {
    auto& field = *type.mutable_struct_()->add_fields();
    field.set_name(column.name());
    *field.mutable_data_type() = TRY(plan::parse_type(column.type()));
    field.set_nullable(true);
  }
  type.mutable_struct_();
  return type;
}

// A program over what the relation reads.
base::Result<plan::Program> pinned(plan::Relation& relation, const Caller& caller, const Storage& storage,
                                   const lake::Lease& lease, const std::stop_token& stop) {
  plan::Program program;
  program.mutable_python_settings()->insert(caller.python_settings.begin(), caller.python_settings.end());
  for (plan::PinnedInput& input : TRY(pin_inputs(relation, storage, caller.files, lease, stop)))
    *program.add_inputs() = std::move(input);
  return program;
}

}  // namespace

base::Result<plan::Report> Executor::run(const plan::Program& program, const Caller& caller,
                                         const lake::Lease& lease, Output output,
                                         const std::stop_token& stop) {
  // Held until the run is over: so many runs go on at a time, and the others wait here in turn.
  const auto slot = slots_.acquire(stop, storage_.clock.now());
  if (!slot) return base::refusal("OPERATION_CANCELED", 400, "The operation was canceled.");
  return engine_.run({.program = program,
                      .lease = lease,
                      .commit = output.destination.commit,
                      .folder = output.destination.folder,
                      .limits = limits_,
                      .time_zone = caller.time_zone,
                      .database = caller.database,
                      .ansi = caller.ansi,
                      .settings = caller.settings,
                      .spark_version = spark_version_,
                      .session = caller.session,
                      .files = caller.files,
                      .on_progress = std::move(output.on_progress),
                      .on_rows = std::move(output.on_rows)},
                     stop);
}

// The lease comes before the inputs are pinned and goes after the run, here and below: what was found stays
// readable, whoever overwrites or deletes it meanwhile.
base::Result<plan::Description> Executor::describe(plan::Relation relation, const Caller& caller,
                                                   const std::stop_token& stop) {
  const lake::Lease lease = TRY(storage_.lake.lease());
  plan::Program program = TRY(pinned(relation, caller, storage_, lease, stop));
  *program.add_described() = std::move(relation);
  const plan::Report report = TRY(run(program, caller, lease, {}, stop));
  return report.descriptions(0);
}

base::Result<spark::connect::DataType> Executor::schema(plan::Relation relation, const Caller& caller,
                                                        std::stop_token stop) {
  return struct_of(TRY(describe(std::move(relation), caller, stop)));
}

base::Result<std::vector<plan::Column>> Executor::columns(plan::Relation relation, const Caller& caller,
                                                          std::stop_token stop) {
  const plan::Description description = TRY(describe(std::move(relation), caller, stop));
  std::vector<plan::Column> columns;
  for (const auto& column : description.columns())
    columns.push_back({.name = column.name(), .type = column.type(), .comment = ""});
  return columns;
}

base::Result<std::string> Executor::explain(plan::Relation relation, const Caller& caller,
                                            std::stop_token stop) {
  const lake::Lease lease = TRY(storage_.lake.lease());
  plan::Program program = TRY(pinned(relation, caller, storage_, lease, stop));
  *program.add_explained() = std::move(relation);
  const plan::Report report = TRY(run(program, caller, lease, {}, stop));
  return report.explanations(0);
}

base::Result<std::vector<std::string>> Executor::input_files(plan::Relation relation, const Caller& caller,
                                                             std::stop_token stop) {
  const lake::Lease lease = TRY(storage_.lake.lease());
  std::vector<std::string> uris;
  for (const plan::PinnedInput& input : TRY(pin_inputs(relation, storage_, caller.files, lease, stop)))
    for (const plan::PinnedObject& object : input.objects()) uris.push_back(encoded_url(object.uri()));
  return uris;
}

// The engine is asked for the local time there.
base::Result<bool> Executor::knows_time_zone(const std::string& name, std::stop_token stop) {
  auto local = plan::cast(plan::timestamp_literal(0), "string");
  const auto fetched = fetch(
      plan::project(std::nullopt, {std::move(local)}), {.time_zone = name},
      [](Operation::Response) { return base::Result<void>(); }, std::move(stop));
  if (!fetched.ok() && fetched.error().fault != base::Error::Fault::Caller) return fetched.error();
  return fetched.ok();
}

base::Result<void> Executor::fetch(plan::Relation relation, const Caller& caller, const Operation::Emit& emit,
                                   std::stop_token stop) {
  const lake::Lease lease = TRY(storage_.lake.lease());
  plan::Program program = TRY(pinned(relation, caller, storage_, lease, stop));
  const std::vector<Observation> observations = TRY(observe(relation, program));
  *program.mutable_fetched() = std::move(relation);
  std::int64_t rows_before = 0;
  // The columns come with the first rows only, and the client wants them before.
  const auto take = [&](const plan::Description* columns, std::string arrow,
                        std::int64_t count) -> base::Result<void> {
    if (columns != nullptr) {
      Operation::Response schema;
      *schema.mutable_schema() = TRY(struct_of(*columns));
      TRY(emit(std::move(schema)));
    }
    Operation::Response response;
    auto& batch = *response.mutable_arrow_batch();
    batch.set_row_count(count);
    batch.set_start_offset(rows_before);
    batch.set_data(std::move(arrow));
    rows_before += count;
    return emit(std::move(response));
  };
  const plan::Report report =
      TRY(run(program, caller, lease, {.on_rows = take, .on_progress = progress_to(emit)}, stop));
  return emit_observed(observations, report, emit);
}

decltype(engine::RunRequest::on_progress) Executor::progress_to(const Operation::Emit& emit) const {
  return ProgressMessages(emit, storage_.clock, limits_.threads);
}

base::Result<plan::WriteReport> Executor::write(plan::WriteOperation operation, Destination destination,
                                                const Caller& caller, const Operation::Emit& emit,
                                                std::stop_token stop) {
  const lake::Lease lease = TRY(storage_.lake.lease());
  plan::Program program = TRY(pinned(*operation.mutable_input(), caller, storage_, lease, stop));
  const std::vector<Observation> observations = TRY(observe(*operation.mutable_input(), program));
  *program.add_writes() = std::move(operation);
  const auto report =
      run(program, caller, lease, {.destination = destination, .on_progress = progress_to(emit)}, stop);
  if (!report.ok()) return in_sparks_terms_of_write(report.error(), program.writes(0).path());
  TRY(emit_observed(observations, *report, emit));
  return report->writes(0);
}

}  // namespace spark_door
