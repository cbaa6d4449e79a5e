#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "lake/lake.h"
#include "store/test_folder.h"

namespace lake {

template <typename T>
T must(base::Result<T> result) {
  EXPECT_TRUE(result.ok()) << result.error().message;
  return std::move(result).value();
}
inline void must(base::Result<void> result) {
  EXPECT_TRUE(result.ok()) << result.error().message;
}

template <typename T>
std::string code_of(const base::Result<T>& result) {
  return result.ok() ? "no error" : result.error().code;
}

// A lake of its own in a folder of its own, without the housekeeping thread: tests call tidy(). It has the
// bucket "lake".
class LakeTest : public ::testing::Test {
 protected:
  LakeTest() {
    open();
    must(lake_->create_bucket("000000000000", "us-east-1", "lake"));
  }

  void open() {
    journal_ = must(store::Journal::open({.file = folder_ / "journal.sqlite", .schemas = {Lake::schema()}}));
    lake_ = must(Lake::open(folder_ / "content", *journal_, clock_, {.housekeeping = false}));
  }

  // What a killed server leaves: nothing is cleaned up on the way.
  void restart() {
    lake_.reset();
    journal_.reset();
    open();
  }

  Content write(std::string_view text, std::string_view checksum = {}) {
    const auto writer = must(lake_->new_content(checksum));
    must(writer->write(text));
    return must(writer->seal());
  }

  Object put(std::string_view key, std::string_view text = "text") {
    return must(lake_->put("lake", key, write(text), {.content_type = "text/plain"}));
  }

  std::string get(std::string_view key) {
    const auto object = lake_->head("lake", key);
    return object.ok() ? read(object->content) : object.error().code;
  }

  std::string read(const ContentId& content) {
    const auto file = lake_->open_content(content);
    if (!file.ok()) return "no file";
    return must(base::read_file(std::filesystem::path("/proc/self/fd") / std::to_string(file->get())));
  }

  std::vector<std::string> keys(ListQuery query = {}) {
    std::vector<std::string> keys;
    for (const Object& object : must(lake_->list("lake", query)).objects) keys.push_back(object.key);
    return keys;
  }

  // What became visible since a commit, in that order, by pages of so many rows.
  std::vector<std::string> changed(store::Sequence since, std::string prefix = {}, int max_rows = 10'000) {
    const Lease lease = must(lake_->lease());
    ChangesQuery query{.prefix = std::move(prefix),
                       .as_of = lease.sequence(),
                       .after = {.sequence = since},
                       .max_rows = max_rows};
    std::vector<std::string> keys;
    for (;;) {
      const Changes page = must(lake_->changes("lake", query));
      for (const Object& object : page.objects) keys.push_back(object.key);
      if (!page.truncated) return keys;
      query.after = page.next;
    }
  }

  // How SQLite goes about a statement.
  std::string plan_of(std::string_view sql, std::initializer_list<store::Value> values) {
    return must(journal_->read([&](store::Snapshot& snapshot) -> base::Result<std::string> {
      std::string plan;
      store::Rows rows = TRY(snapshot.query("EXPLAIN QUERY PLAN " + std::string(sql), values));
      while (TRY(rows.next())) plan += rows.row().text(3) + "\n";
      return plan;
    }));
  }

  int files() const {
    int count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "content"))
      count += entry.is_regular_file();
    return count;
  }

  void publish(CommitId commit) {
    must(journal_->write(
        [&](store::Transaction& transaction) { return lake_->publish(transaction, commit); }));
  }

  store::TestFolder folder_;
  base::ManualClock clock_{base::from_micros(1'700'000'000'000'000)};
  std::unique_ptr<store::Journal> journal_;
  std::unique_ptr<Lake> lake_;
};

}  // namespace lake
