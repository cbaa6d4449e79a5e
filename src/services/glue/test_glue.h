#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <mutex>
#include <string>

#include "lake/s3_path.h"
#include "lake/test_lake.h"
#include "plan/program.pb.h"
#include "services/glue/glue.h"
#include "services/glue/job_runner.h"

namespace services::glue {

using lake::code_of;
using lake::must;

// An engine that does as a test says. Unless told otherwise it writes one file of one row for each write,
// into the partition order_status=NEW when the write is partitioned.
class ScriptedEngine final : public engine::Engine {
 public:
  using Run = std::function<base::Result<plan::Report>(const engine::RunRequest&, std::stop_token)>;

  explicit ScriptedEngine(lake::Lake& lake) : lake_(lake) {}

  void next(Run run) {
    std::lock_guard lock(mutex_);
    scripted_.push_back(std::move(run));
  }
  int runs() const { return runs_; }

  base::Result<plan::Report> run(const engine::RunRequest& request, std::stop_token stop) override {
    const int number = ++runs_;
    Run run;
    {
      std::lock_guard lock(mutex_);
      last_program = request.program.DebugString();
      if (!scripted_.empty()) {
        run = std::move(scripted_.front());
        scripted_.pop_front();
      }
    }
    return run ? run(request, stop) : write_a_row(request, number);
  }

  std::string last_program;

 private:
  base::Result<plan::Report> write_a_row(const engine::RunRequest& request, int number) {
    plan::Report report;
    for (const auto& write : request.program.writes()) {
      plan::WriteReport& written = *report.add_writes();
      written.set_rows(1);
      plan::WrittenColumn& column = *written.add_columns();
      column.set_name("order_id");
      column.set_type("int");
      plan::WrittenFile& file = *written.add_files();
      const std::string folder =
          write.path() + (write.partitioning_columns_size() > 0 ? "order_status=NEW/" : "");
      file.set_uri(folder + "run-" + std::to_string(number) + ".parquet");
      file.set_rows(1);
      if (write.partitioning_columns_size() > 0) {
        file.add_partition_values()->set_value("NEW");
        plan::WrittenColumn& key = *written.add_partition_columns();
        key.set_name("order_status");
        key.set_type("string");
      }
      const auto path = lake::S3Path::parse(file.uri());
      auto content = lake_.new_content();
      if (!content.ok()) return content.error();
      TRY((*content)->write("rows"));
      auto sealed = TRY((*content)->seal());
      TRY(lake_.stage(request.commit,
                      {{.bucket = path->bucket, .key = path->key, .content = std::move(sealed)}}));
    }
    for (const auto& input : request.program.inputs()) {
      plan::ReadReport& read = *report.add_reads();
      read.set_plan_id(input.plan_id());
      read.set_rows(input.objects_size());
    }
    return report;
  }

  lake::Lake& lake_;
  std::atomic<int> runs_ = 0;
  std::mutex mutex_;
  std::deque<Run> scripted_;
};

// Glue over a journal and a lake of its own, with an engine that the test drives. The bucket "lake" is there.
class GlueTest : public testing::Test {
 protected:
  GlueTest() {
    open();
    must(lake_->create_bucket("000000000000", "us-east-1", "lake"));
  }
  ~GlueTest() override { close(); }

  void open() {
    std::vector<store::Schema> schemas{lake::Lake::schema(), machine::Tasks::schema()};
    for (const store::Schema& schema : Glue::schemas()) schemas.push_back(schema);
    journal_ = must(store::Journal::open({.file = folder_ / "journal.sqlite", .schemas = schemas}));
    lake_ = must(lake::Lake::open(folder_ / "content", *journal_, clock_, {.housekeeping = false}));
    outbox_ = std::make_unique<store::Outbox>(*journal_);
    engine_ = std::make_unique<ScriptedEngine>(*lake_);
    runner_ = std::make_unique<JobRunner>(
        JobRunner::Collaborators{*journal_, *outbox_, *lake_, *engine_, slots_, clock_},
        JobRunner::Options{.threads = 2, .machine = {.cores = 2, .memory_bytes = std::int64_t{4} << 30}});
    glue_ = std::make_unique<Glue>(*journal_, clock_, *runner_);
    runner_->start();
  }

  void close() {
    if (runner_) runner_->stop();
    glue_.reset();
    runner_.reset();
    engine_.reset();
    outbox_.reset();
    lake_.reset();
    journal_.reset();
  }

  void restart() {
    close();
    open();
  }

  void put(const std::string& key, std::string_view text) {
    const auto writer = must(lake_->new_content());
    must(writer->write(text));
    must(lake_->put("lake", key, must(writer->seal()), {.content_type = "text/csv"}));
  }

  std::vector<std::string> keys(const std::string& prefix) {
    std::vector<std::string> keys;
    for (const lake::Object& object : must(lake_->list("lake", {.prefix = prefix})).objects)
      keys.push_back(object.key);
    return keys;
  }

  const wire::RequestContext context_{.account = "000000000000", .region = "us-east-1"};
  store::TestFolder folder_;
  base::ManualClock clock_{base::from_micros(1'700'000'000'000'000)};
  runtime::Slots slots_{2};
  std::unique_ptr<store::Journal> journal_;
  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<store::Outbox> outbox_;
  std::unique_ptr<ScriptedEngine> engine_;
  std::unique_ptr<JobRunner> runner_;
  std::unique_ptr<Glue> glue_;
};

}  // namespace services::glue
