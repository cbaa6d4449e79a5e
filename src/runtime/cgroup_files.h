#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace runtime {

// The folders and files that control groups are made of; tests put a kernel of their own here.
class CgroupFiles {
 public:
  virtual ~CgroupFiles() = default;
  virtual base::Result<std::string> read(const std::filesystem::path& file) const = 0;
  virtual bool may_write(const std::filesystem::path& file) const = 0;
  virtual base::Result<void> write(const std::filesystem::path& file, std::string_view value) = 0;
  virtual base::Result<void> make(const std::filesystem::path& group) = 0;    // one that is there is kept
  virtual base::Result<void> remove(const std::filesystem::path& group) = 0;  // an empty one
};

// The kernel's.
class KernelCgroupFiles final : public CgroupFiles {
 public:
  base::Result<std::string> read(const std::filesystem::path& file) const override;
  bool may_write(const std::filesystem::path& file) const override;
  base::Result<void> write(const std::filesystem::path& file, std::string_view value) override;
  base::Result<void> make(const std::filesystem::path& group) override;
  base::Result<void> remove(const std::filesystem::path& group) override;
};

}  // namespace runtime
