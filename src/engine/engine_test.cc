#include "engine/engine.h"

#include <fmt/format.h>

#include <csignal>
#include <latch>
#include <thread>

#include "lake/test_lake.h"
#include "plan/builders.h"
#include "plan/program.pb.h"

// The server's half of the engine against a worker that behaves as it is told (testing/fake_worker.cc).
namespace engine {
namespace {

using lake::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string fake_worker() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "engine_fake_worker";
}

class EngineTest : public lake::LakeTest {
 protected:
  EngineTest() { make_engine(fake_worker()); }

  void make_engine(const std::string& worker_program) {
    engine_.reset();
    engine_ = must(Engine::create(
        {.worker_program = worker_program, .scratch_folder = (folder_ / "scratch").string()}, *lake_));
  }

  static plan::Program writing(const std::string& behaviour, const std::string& path = "s3://lake/out/") {
    plan::Program program;
    *program.add_writes() = plan::write(plan::project(std::nullopt, {plan::literal(1)}), "parquet", path,
                                        {.options = {{"behaviour", behaviour}}});
    return program;
  }

  base::Result<plan::Report> run(const plan::Program& program, std::stop_token stop = {}) {
    const lake::Lease lease = must(lake_->lease());
    commit_ = must(lake_->begin_commit());
    return engine_->run({.program = program,
                         .lease = lease,
                         .commit = commit_,
                         .limits = {.threads = 3, .memory_bytes = 256 << 20},
                         .time_zone = "Europe/Paris",
                         .on_progress =
                             [this](const Progress& progress) {
                               progress_.push_back(progress.fraction);
                               on_progress_();
                             }},
                        stop);
  }

  base::Result<plan::Report> run(const std::string& behaviour) { return run(writing(behaviour)); }

  std::string message_of(const std::string& behaviour) {
    const auto report = run(behaviour);
    return report.ok() ? "no error" : report.error().message;
  }

  // The process that served a run.
  std::int64_t worker() { return must(run("write")).writes(0).rows(); }

  std::unique_ptr<Engine> engine_;
  lake::CommitId commit_ = 0;
  std::vector<double> progress_;
  std::function<void()> on_progress_ = [] {};
};

TEST_F(EngineTest, outputs_are_staged_and_seen_once_their_commit_is_published) {
  plan::Program program = writing("write", "s3://lake/a/");
  program.MergeFrom(writing("write", "s3://lake/b/"));
  const plan::Report report = must(run(program));
  EXPECT_EQ(report.writes_size(), 2);
  EXPECT_GT(report.peak_memory_bytes(), 0);
  EXPECT_THAT(keys(), IsEmpty());
  publish(commit_);
  EXPECT_THAT(keys(), ElementsAre("a/part-0", "b/part-0"));
  EXPECT_EQ(get("a/part-0"), "3 threads, Europe/Paris");
  const lake::Object object = must(lake_->head("lake", "a/part-0"));
  EXPECT_EQ(object.properties.content_type, "text/plain");
  EXPECT_EQ(object.checksum->algorithm, "crc64nvme");
}

TEST_F(EngineTest, pinned_inputs_are_read) {
  plan::Program program;
  *program.add_writes() = plan::write(plan::read("csv", "a string", {}, 1), "csv", "s3://lake/out/",
                                      {.options = {{"behaviour", "copy"}}});
  auto& input = *program.add_inputs();
  input.set_plan_id(1);
  for (const char* key : {"in/1", "in/2"}) input.add_objects()->set_content_id(put(key, key).content.str());
  must(run(program));
  publish(commit_);
  EXPECT_EQ(get("out/part-0"), "in/1in/2");
}

TEST_F(EngineTest, what_is_not_pinned_is_not_opened) {
  put("secret");
  EXPECT_EQ(message_of("steal"), "content 1-2 is not among the run's inputs");
}

TEST_F(EngineTest, contents_that_no_object_names_are_removed) {
  must(run("leave a content unnamed"));
  EXPECT_EQ(files(), 0);
}

TEST_F(EngineTest, an_output_of_another_size_than_reported_fails_the_run_and_is_removed) {
  EXPECT_EQ(message_of("lie about a size"),
            "the engine's worker wrote 23 bytes to s3://lake/out/part-0 and reported 24");
  EXPECT_EQ(files(), 0);
}

TEST_F(EngineTest, a_content_that_was_not_given_cannot_be_staged) {
  EXPECT_EQ(message_of("stage what it was not given"),
            "the engine's worker staged content 17-4, which it was not given");
}

TEST_F(EngineTest, a_program_that_means_nothing_is_refused_before_anything_starts) {
  make_engine("/does/not/exist");
  plan::Program program;
  program.add_writes();
  EXPECT_EQ(run(program).error().code, "INVALID_PLAN_INPUT");
}

TEST_F(EngineTest, progress_never_falls_and_ends_at_one) {
  must(run("progress"));
  EXPECT_THAT(progress_, ElementsAre(0.25, 0.75, 0.75, 1));
}

TEST_F(EngineTest, a_worker_is_used_again_also_after_a_fault_of_the_callers) {
  const auto first = worker();
  const auto refused = run("refuse");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fault, base::Error::Fault::Caller);
  EXPECT_EQ(refused.error().code, "BadData");
  EXPECT_EQ(refused.error().message, "s3://lake/in/a.csv, line 3: a quote is not closed.");
  EXPECT_EQ(worker(), first);
}

TEST_F(EngineTest, a_worker_that_failed_is_replaced) {
  const auto first = worker();
  const auto failed = run("fail");
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().fault, base::Error::Fault::World);
  EXPECT_EQ(failed.error().message, "the library threw");
  EXPECT_NE(worker(), first);
}

TEST_F(EngineTest, a_crash_is_told_with_its_signal_and_what_the_worker_said_last) {
  EXPECT_EQ(message_of("crash"),
            "The engine's worker was killed by signal 11 (Segmentation fault). The last it said:\n"
            "  first this went wrong\n  then that");
  EXPECT_TRUE(run("write").ok());
}

TEST_F(EngineTest, an_early_exit_is_told_with_its_status) {
  EXPECT_EQ(message_of("exit"), "The engine's worker ended with exit code 3.");
}

TEST_F(EngineTest, a_run_that_needs_more_memory_than_its_bound_is_the_callers_to_change) {
  const auto report = run("eat memory");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, "OutOfMemory");
  EXPECT_THAT(report.error().message, HasSubstr("more than its 256 MiB of memory"));
}

// Four runs with all that the machine has, as Glue's defaults ask for.
TEST_F(EngineTest, runs_together_lease_no_more_than_their_share) {
  constexpr std::int64_t kShare = std::int64_t{2} << 30;
  engine_.reset();
  engine_ = must(Engine::create({.worker_program = fake_worker(),
                                 .scratch_folder = (folder_ / "scratch").string(),
                                 .runs_at_once = 4,
                                 .memory_bytes = kShare},
                                *lake_));
  std::atomic<std::int64_t> most = 0;
  std::latch all(4);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const lake::Lease lease = must(lake_->lease());
      std::stop_source stop;
      (void)engine_->run({.program = writing("hang"),
                          .lease = lease,
                          .commit = must(lake_->begin_commit()),
                          .limits = {.memory_bytes = 100 * kShare},
                          .on_progress =
                              [&](const Progress&) {
                                all.arrive_and_wait();
                                most = std::max<std::int64_t>(most, engine_->usage().leased_bytes);
                                stop.request_stop();
                              }},
                         stop.get_token());
    });
  threads.clear();
  EXPECT_GT(most, 0);
  EXPECT_LE(most, kShare);
}

TEST_F(EngineTest, a_run_beside_others_is_told_the_memory_that_it_got) {
  engine_.reset();
  engine_ = must(Engine::create({.worker_program = fake_worker(),
                                 .scratch_folder = (folder_ / "scratch").string(),
                                 .runs_at_once = 1,
                                 .memory_bytes = 300 << 20},
                                *lake_));
  const lake::Lease lease = must(lake_->lease());
  const auto report = engine_->run({.program = writing("eat memory"),
                                    .lease = lease,
                                    .commit = must(lake_->begin_commit()),
                                    .limits = {.memory_bytes = std::int64_t{100} << 30}},
                                   {});
  EXPECT_THAT(report.error().message, HasSubstr("more than its 300 MiB of memory"));
}

TEST_F(EngineTest, a_worker_that_breaks_the_protocol_or_hangs_up_is_ended) {
  EXPECT_FALSE(run("babble").ok());
  EXPECT_EQ(message_of("close the channel"),
            "The engine's worker closed its channel before the run had ended.");
  EXPECT_TRUE(run("write").ok());
}

TEST_F(EngineTest, a_stop_ends_the_worker_at_once) {
  std::stop_source stop;
  on_progress_ = [&] { stop.request_stop(); };
  EXPECT_EQ(run(writing("hang"), stop.get_token()).error().code, "Stopped");
}

TEST_F(EngineTest, a_stop_before_the_run_starts_nothing) {
  make_engine("/does/not/exist");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(run(writing("write"), stop.get_token()).error().code, "Stopped");
}

TEST_F(EngineTest, a_worker_program_that_is_missing_is_an_error) {
  make_engine("/does/not/exist");
  EXPECT_EQ(message_of("write"), "starting /does/not/exist: No such file or directory");
}

TEST_F(EngineTest, a_worker_that_died_while_idle_is_not_used) {
  const auto first = worker();
  ::kill(static_cast<pid_t>(first), SIGKILL);
  while (::kill(static_cast<pid_t>(first), 0) == 0) std::this_thread::yield();
  EXPECT_NE(worker(), first);
}

TEST_F(EngineTest, an_announced_run_finds_a_worker_that_was_started_for_it) {
  engine_->warm_up();
  engine_->warm_up();
  const auto first = worker();
  EXPECT_EQ(worker(), first);
}

TEST_F(EngineTest, runs_at_the_same_time_do_not_meet) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      const plan::Program program = writing("write", fmt::format("s3://lake/{}/", i));
      const lake::Lease lease = must(lake_->lease());
      const lake::CommitId commit = must(lake_->begin_commit());
      must(engine_->run({.program = program, .lease = lease, .commit = commit}, {}));
      publish(commit);
    });
  threads.clear();
  EXPECT_THAT(keys(), ElementsAre("0/part-0", "1/part-0", "2/part-0", "3/part-0"));
}

TEST_F(EngineTest, scratch_folders_are_removed_with_their_workers_and_at_the_start) {
  must(run("write"));
  const auto scratch = folder_ / "scratch";
  EXPECT_FALSE(std::filesystem::is_empty(scratch));
  engine_.reset();
  EXPECT_TRUE(std::filesystem::is_empty(scratch));
  std::filesystem::create_directories(scratch / "left" / "over");
  make_engine(fake_worker());
  EXPECT_TRUE(std::filesystem::is_empty(scratch));
}

}  // namespace
}  // namespace engine
