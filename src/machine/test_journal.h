#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "base/random.h"
#include "store/journal.h"

namespace machine {

// A journal in a folder of its own that goes with the test; reopen() is a restart.
class TestJournal {
 public:
  explicit TestJournal(std::vector<store::Schema> schemas)
      : folder_(std::filesystem::temp_directory_path() / ("dovetail-machine-" + base::random_hex(8))),
        schemas_(std::move(schemas)) {
    std::filesystem::create_directory(folder_);
    reopen();
  }
  ~TestJournal() {
    journal_.reset();
    std::filesystem::remove_all(folder_);
  }

  void reopen() {
    journal_.reset();
    auto journal = store::Journal::open({.file = folder_ / "journal.sqlite", .schemas = schemas_});
    ASSERT_TRUE(journal.ok()) << journal.error().message;
    journal_ = std::move(journal).value();
  }

  store::Journal& operator*() { return *journal_; }
  store::Journal* operator->() { return journal_.get(); }

 private:
  std::filesystem::path folder_;
  std::vector<store::Schema> schemas_;
  std::unique_ptr<store::Journal> journal_;
};

}  // namespace machine
