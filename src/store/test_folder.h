#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/random.h"

namespace store {

// An empty folder for one test, removed with it.
class TestFolder {
 public:
  TestFolder() : path_(std::filesystem::temp_directory_path() / ("dovetail-store-" + base::random_hex(8))) {
    std::filesystem::create_directory(path_);
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace store
