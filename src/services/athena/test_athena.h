#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "engine/error_codes.h"
#include "lake/s3_path.h"
#include "lake/test_lake.h"
#include "plan/program.pb.h"
#include "services/athena/athena.h"

namespace services::athena {

// An engine that does what a test says. By default it writes `csv` as the result.
class FakeEngine final : public engine::Engine {
 public:
  explicit FakeEngine(lake::Lake& lake) : lake_(lake) {}

  void warm_up() override { ++announced; }

  base::Result<plan::Report> run(const engine::RunRequest& request, std::stop_token stop) override {
    program = request.program;
    if (behaviour) return behaviour(request, std::move(stop));
    return write_result(request);
  }

  // Of 42 bytes that were read.
  base::Result<plan::Report> write_result(const engine::RunRequest& request) {
    if (request.on_progress) request.on_progress({.bytes_read = 42});
    if (request.limits.scan_bytes > 0 && request.limits.scan_bytes < 42)
      return base::refusal(engine::kScanLimitExceeded, 400, "The run reads too much.");
    const auto writer = TRY(lake_.new_content());
    TRY(writer->write(csv));
    lake::Content content = TRY(writer->seal());
    const lake::S3Path location = *lake::S3Path::parse(request.program.writes(0).path());
    TRY(lake_.stage(request.commit,
                    {{.bucket = location.bucket, .key = location.key, .content = std::move(content)}}));
    plan::Report report;
    report.add_reads()->set_bytes(42);
    return report;
  }

  std::string csv = "\"a\"\n\"1\"\n";
  std::function<base::Result<plan::Report>(const engine::RunRequest&, std::stop_token)> behaviour;
  plan::Program program;           // of the last run
  std::atomic<int> announced = 0;  // runs

 private:
  lake::Lake& lake_;
};

// The catalog of the tests: table db.orders with one partition key.
class FakeCatalog final : public plan::Catalog {
 public:
  base::Result<std::optional<plan::Table>> table(const std::string& database,
                                                 const std::string& name) override {
    if (database != "db" || name != "orders") return std::optional<plan::Table>();
    return std::optional(plan::Table{.database = "db",
                                     .name = "orders",
                                     .columns = {{"id", "bigint", ""}},
                                     .partition_keys = {{"year", "int", ""}},
                                     .location = "s3://lake/orders/",
                                     .storage = {.format = "parquet", .options = {}}});
  }
  base::Result<bool> has_database(const std::string& database) override { return database == "db"; }
  base::Result<std::vector<plan::Partition>> partitions(
      const plan::Table&, const std::vector<plan::PartitionCondition>& asked) override {
    std::vector<plan::Partition> found;
    for (const char* year : {"2023", "2024"}) {
      const bool wanted = asked.empty() || asked[0].values == std::vector<std::string>{year};
      if (wanted) found.push_back({{year}, std::string("s3://lake/orders/year=") + year, {"parquet", {}}});
    }
    return found;
  }
};

// The same catalog as its readers see it.
class FakeBrowser final : public plan::CatalogBrowser {
 public:
  base::Result<std::optional<plan::DatabaseDescription>> database(const std::string& name) override {
    if (name != "db") return std::optional<plan::DatabaseDescription>();
    return std::optional(plan::DatabaseDescription{.name = "db"});
  }
  base::Result<std::vector<plan::DatabaseDescription>> databases(const Page&) override {
    return std::vector<plan::DatabaseDescription>{{.name = "db"}};
  }
  base::Result<std::optional<plan::TableDescription>> table(const std::string& database,
                                                            const std::string& name) override {
    if (database != "db" || name != "orders") return std::optional<plan::TableDescription>();
    return std::optional(orders());
  }
  base::Result<std::vector<plan::TableDescription>> tables(const std::string&, const std::string&,
                                                           const Page&) override {
    return std::vector<plan::TableDescription>{orders()};
  }

 private:
  static plan::TableDescription orders() {
    return {.name = "orders",
            .type = "EXTERNAL_TABLE",
            .columns = {{"id", "bigint", ""}},
            .partition_keys = {{"year", "int", ""}},
            .parameters = {{"classification", "csv"}},
            .location = "s3://lake/orders/",
            .serde = "OpenCSVSerde",
            .serde_parameters = {{"separatorChar", ","}}};
  }
};

// Athena with a lake of its own (bucket `lake`) and an engine that the test drives.
class AthenaTest : public ::testing::Test {
 protected:
  AthenaTest() {
    open();
    lake::must(lake_->create_bucket("000000000000", "us-east-1", "lake"));
    start();
  }

  static std::vector<store::Schema> schemas() {
    std::vector<store::Schema> schemas{lake::Lake::schema(), machine::Tasks::schema()};
    for (const store::Schema& schema : Athena::schemas()) schemas.push_back(schema);
    return schemas;
  }

  void open() {
    journal_ = lake::must(store::Journal::open({.file = folder_ / "journal.sqlite", .schemas = schemas()}));
    lake_ = lake::must(lake::Lake::open(folder_ / "content", *journal_, clock_, {.housekeeping = false}));
    engine_ = std::make_unique<FakeEngine>(*lake_);
    tasks_ = std::make_unique<machine::Tasks>(*journal_, clock_, machine::Tasks::Options{.queue = "athena"});
    athena_ = std::make_unique<Athena>(
        Collaborators{.journal = *journal_,
                      .lake = *lake_,
                      .engine = *engine_,
                      .tasks = *tasks_,
                      .slots = slots_,
                      .clock = clock_,
                      .catalog = [](const auto&, const auto&) { return std::make_unique<FakeCatalog>(); },
                      .browser = [](const auto&, const auto&) { return std::make_unique<FakeBrowser>(); },
                      .limits = {}});
  }
  void start() { tasks_->start(); }
  void shut_down() {
    tasks_.reset();
    athena_.reset();
    engine_.reset();
    lake_.reset();
    journal_.reset();
  }
  ~AthenaTest() override { shut_down(); }

  api::athena::StartQueryExecutionInput request(std::string text) {
    return {.query_string = std::move(text),
            .query_execution_context = api::athena::QueryExecutionContext{.database = "db"},
            .result_configuration = api::athena::ResultConfiguration{.output_location = "s3://lake/results"}};
  }
  std::string run(std::string text) {
    return *lake::must(athena_->start_query_execution(context_, request(std::move(text)))).query_execution_id;
  }
  api::athena::QueryExecution get(const std::string& id) {
    return *lake::must(athena_->get_query_execution(context_, {.query_execution_id = id})).query_execution;
  }
  std::string state(const std::string& id) { return *get(id).status->state; }
  api::athena::QueryExecution wait(const std::string& id, std::string_view wanted = "") {
    while (true) {
      api::athena::QueryExecution query = get(id);
      const std::string& now = *query.status->state;
      if (wanted.empty() ? now != "QUEUED" && now != "RUNNING" : now == wanted) return query;
      std::this_thread::yield();
    }
  }
  void put(const std::string& key, std::string_view text) {
    const auto writer = lake::must(lake_->new_content());
    lake::must(writer->write(text));
    lake::must(lake_->put("lake", key, lake::must(writer->seal()), {}));
  }

  const wire::RequestContext context_{.account = "000000000000", .region = "us-east-1"};
  store::TestFolder folder_;
  base::ManualClock clock_{base::from_micros(1'700'000'000'000'000)};
  std::unique_ptr<store::Journal> journal_;
  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<FakeEngine> engine_;
  runtime::Slots slots_{1};
  std::unique_ptr<machine::Tasks> tasks_;
  std::unique_ptr<Athena> athena_;
};

}  // namespace services::athena
