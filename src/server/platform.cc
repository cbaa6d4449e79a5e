#include "server/platform.h"

#include "api/athena/handler.h"
#include "api/glue/handler.h"
#include "api/lakeformation/handler.h"
#include "api/resourcegroupstaggingapi/handler.h"
#include "api/s3/handler.h"
#include "api/sts/handler.h"
#include "base/file.h"
#include "base/log.h"
#include "engine/engine.h"
#include "machine/relay.h"
#include "machine/tasks.h"
#include "runtime/slots.h"
#include "services/athena/athena.h"
#include "services/glue/catalog.h"
#include "services/glue/catalog_browser.h"
#include "services/glue/glue.h"
#include "services/glue/job_runner.h"
#include "services/glue/run_report.h"
#include "services/lakeformation/lake_formation.h"
#include "services/resourcegroupstaggingapi/tagging.h"
#include "services/s3/s3.h"
#include "services/sts/sts.h"
#include "spark/door.h"
#include "store/outbox.h"

namespace server {
namespace {

// What waits for a slot holds a thread each, up to this many; more of it waits in the journal.
constexpr int kWaitingQueries = 8;
constexpr int kWaitingJobRuns = 4;

// Whose Data Catalog Spark Connect's clients see, who name no region.
constexpr std::string_view kSparkRegion = "us-east-1";

std::vector<store::Schema> schemas() {
  std::vector<store::Schema> schemas{lake::Lake::schema(), machine::Tasks::schema()};
  for (const store::Schema& schema : services::athena::Athena::schemas()) schemas.push_back(schema);
  for (const store::Schema& schema : services::glue::Glue::schemas()) schemas.push_back(schema);
  return schemas;
}

}  // namespace

// In the order in which they are built; destroyed the other way round, once the work has stopped.
struct Platform::Parts {
  const base::Clock* clock = nullptr;
  std::unique_ptr<store::Journal> journal;
  std::unique_ptr<store::Outbox> outbox;
  std::unique_ptr<machine::Relay> relay;
  std::unique_ptr<lake::Lake> lake;
  std::unique_ptr<runtime::Slots> slots;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<machine::Tasks> queries;
  std::unique_ptr<services::glue::JobRunner> job_runs;

  std::unique_ptr<services::s3::S3> s3;
  std::unique_ptr<services::resourcegroupstaggingapi::Tagging> tagging;
  std::filesystem::path scratch;  // what ends with the server
  std::filesystem::path hidden;   // the data folder, which no path of a client leads to
  services::sts::Sts sts;
  services::lakeformation::LakeFormation lakeformation;
  std::unique_ptr<services::glue::Glue> glue;
  std::unique_ptr<services::athena::Athena> athena;
  std::vector<std::unique_ptr<wire::Service>> services;
  std::unique_ptr<spark_door::Door> spark;  // null: closed

  base::Result<void> open_storage(const store::DataFolder& folder, const base::Clock& clock);
  base::Result<void> open_work(const store::DataFolder& folder, const Configuration& configuration,
                               const base::Clock& clock);
  void make_services(const Configuration& configuration, const base::Clock& clock);
  base::Result<void> open_spark(const Configuration& configuration);
};

base::Result<std::unique_ptr<Platform>> Platform::open(const store::DataFolder& folder,
                                                       const Configuration& configuration,
                                                       const base::Clock& clock) {
  auto parts = std::make_unique<Parts>();
  parts->clock = &clock;
  TRY(parts->open_storage(folder, clock));
  TRY(parts->open_work(folder, configuration, clock));
  parts->make_services(configuration, clock);
  TRY(parts->open_spark(configuration));
  parts->relay->start();
  parts->queries->start();
  parts->job_runs->start();
  return std::unique_ptr<Platform>(new Platform(std::move(parts)));
}

base::Result<void> Platform::Parts::open_storage(const store::DataFolder& folder, const base::Clock& clock) {
  journal = TRY(store::Journal::open({.file = folder.journal_file(), .schemas = schemas()}));
  outbox = std::make_unique<store::Outbox>(*journal);
  relay = std::make_unique<machine::Relay>(*outbox);
  lake = TRY(lake::Lake::open(folder.path() / "lake", *journal, clock));
  return {};
}

base::Result<void> Platform::Parts::open_work(const store::DataFolder& folder,
                                              const Configuration& configuration, const base::Clock& clock) {
  slots = std::make_unique<runtime::Slots>(configuration.slots);
  engine::PythonOptions python = configuration.python;
  hidden = std::filesystem::canonical(folder.path());
  python.hidden = hidden;
  scratch = folder.path() / "scratch";
  engine = TRY(engine::Engine::create({.worker_program = configuration.worker_program,
                                       .scratch_folder = scratch,
                                       .runs_at_once = configuration.slots,
                                       .memory_bytes = configuration.memory_bytes,
                                       .python = std::move(python)},
                                      *lake));
  queries = std::make_unique<machine::Tasks>(
      *journal, clock,
      machine::Tasks::Options{.queue = "athena", .slots = configuration.slots + kWaitingQueries});
  job_runs = std::make_unique<services::glue::JobRunner>(
      services::glue::JobRunner::Collaborators{*journal, *outbox, *lake, *engine, *slots, clock},
      services::glue::JobRunner::Options{.threads = configuration.slots + kWaitingJobRuns});
  return {};
}

void Platform::Parts::make_services(const Configuration& configuration, const base::Clock& clock) {
  s3 = std::make_unique<services::s3::S3>(*lake, clock);
  tagging = std::make_unique<services::resourcegroupstaggingapi::Tagging>(*lake);
  glue = std::make_unique<services::glue::Glue>(*journal, clock, *job_runs);
  athena = std::make_unique<services::athena::Athena>(services::athena::Collaborators{
      .journal = *journal,
      .lake = *lake,
      .engine = *engine,
      .tasks = *queries,
      .slots = *slots,
      .clock = clock,
      .catalog =
          [journal = journal.get()](const std::string& account, const std::string& region) {
            return std::make_unique<services::glue::Catalog>(*journal,
                                                             services::glue::Scope{account, region});
          },
      .browser =
          [journal = journal.get()](const std::string& account, const std::string& region) {
            return std::make_unique<services::glue::CatalogBrowser>(*journal,
                                                                    services::glue::Scope{account, region});
          },
      .limits = configuration.query_limits});
  services.push_back(api::s3::make_service(*s3));
  services.push_back(api::glue::make_service(*glue));
  services.push_back(api::athena::make_service(*athena));
  services.push_back(api::sts::make_service(sts));
  services.push_back(api::lakeformation::make_service(lakeformation));
  services.push_back(api::resourcegroupstaggingapi::make_service(*tagging));
}

// On the usual port there may be a Spark, or another Dovetail.
base::Result<void> Platform::Parts::open_spark(const Configuration& configuration) {
  if (!configuration.spark_listen) return {};
  auto opened = spark_door::Door::open({.host = configuration.spark_listen->host,
                                        .port = configuration.spark_listen->port,
                                        .limits = configuration.query_limits,
                                        .spark_version = configuration.spark_version,
                                        .warehouse = configuration.warehouse},
                                       *engine, *slots,
                                       {.lake = *lake,
                                        .journal = *journal,
                                        .clock = *clock,
                                        .scope = {configuration.account, std::string(kSparkRegion)},
                                        .scratch = scratch,
                                        .hidden = hidden});
  if (opened.ok()) {
    spark = *std::move(opened);
    spdlog::info("Spark Connect answers on {}", spark->url());
    return {};
  }
  if (configuration.spark_listen_is_asked) return opened.error();
  spdlog::warn("no Spark Connect: {}. Choose another port with --spark-listen, or `off`",
               opened.error().message);
  return {};
}

Platform::Platform(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Platform::~Platform() {
  parts_->spark.reset();
  parts_->job_runs->stop();
  parts_->queries->stop();
  parts_->relay->stop();
}

Platform::Work Platform::work() const {
  const runtime::Slots::Usage slots = parts_->slots->usage();
  const engine::Engine::Usage engine = parts_->engine->usage();
  return {.running = slots.used,
          .waiting = slots.waiting,
          .idle_workers = engine.idle_workers,
          .memory_bound = parts_->engine->memory_bounds(),
          .python_isolation = parts_->engine->python_isolation(),
          .memory_bytes = engine.memory_bytes,
          .leased_bytes = engine.leased_bytes};
}

base::Result<std::optional<std::string>> Platform::run_json(const std::string& run_id) const {
  return services::glue::describe_run(*parts_->journal, run_id, parts_->clock->now());
}

bool Platform::has_room() const {
  return parts_->journal->require_room().ok();
}

std::string Platform::spark_url() const {
  return parts_->spark == nullptr ? "" : parts_->spark->url();
}

std::vector<wire::Service*> Platform::services() const {
  std::vector<wire::Service*> services;
  for (const auto& service : parts_->services) services.push_back(service.get());
  return services;
}

base::Result<void> Platform::erase(const store::DataFolder& folder) {
  // The write-ahead log goes first: without it the journal is an older state of itself, and without the
  // journal, whatever else is left is swept at the next start. So a power cut in between leaves a folder that
  // opens.
  const std::string journal = folder.journal_file().string();
  std::error_code error;
  for (const char* suffix : {"-wal", "-shm", ""}) {
    std::filesystem::remove(journal + suffix, error);
    if (error) return base::failure("removing {}{}: {}", journal, suffix, error.message());
    TRY(base::sync_folder(folder.path()));
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path(), error)) {
    const auto name = entry.path().filename();
    if (name == "format" || name == "lost+found") continue;
    std::filesystem::remove_all(entry.path(), error);
    if (error) return base::failure("removing {}: {}", entry.path().string(), error.message());
  }
  if (error) return base::failure("reading {}: {}", folder.path().string(), error.message());
  return base::sync_folder(folder.path());
}

}  // namespace server
