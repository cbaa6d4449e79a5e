#pragma once

#include <deque>
#include <filesystem>
#include <optional>

#include "base/fd.h"
#include "base/result.h"
#include "spark/connect/base.pb.h"

namespace spark_door {

// The responses of an operation, from the first that is not released on: in memory as far as that goes, then
// in a file without a name, so that a client that takes its time does not hold the engine up. Where both are
// full, or the disk is, whoever makes the responses has to wait. Numbers count from 0. One thread at a time.
class KeptResponses {
 public:
  using Response = spark::connect::ExecutePlanResponse;

  struct Bounds {
    std::size_t memory_bytes = std::size_t{64} << 20;
    std::size_t file_bytes = std::size_t{4} << 30;
  };

  // No folder: in memory alone.
  explicit KeptResponses(std::filesystem::path folder) : KeptResponses(std::move(folder), Bounds()) {}
  KeptResponses(std::filesystem::path folder, Bounds bounds) : folder_(std::move(folder)), bounds_(bounds) {}

  // A single response may be more than is left.
  bool has_room() const { return memory_bytes_ < bounds_.memory_bytes || may_spill(); }
  void add(Response response);

  std::uint64_t released() const { return released_; }  // how many were
  std::uint64_t end() const { return released_ + kept_.size(); }
  // One that is kept.
  base::Result<Response> get(std::uint64_t number) const;
  // All before that number.
  void release_until(std::uint64_t number);

  std::size_t memory_bytes() const { return memory_bytes_; }
  std::size_t file_bytes() const { return file_bytes_; }  // of those that are kept there

 private:
  struct Kept {
    std::optional<Response> response;  // none: it is in the file
    std::int64_t offset = 0;
    std::size_t size = 0;
  };

  bool may_spill() const {
    return !folder_.empty() && !disk_is_full_ && static_cast<std::size_t>(file_end_) < bounds_.file_bytes;
  }
  base::Result<void> spill(const std::string& bytes);
  void empty_file();

  const std::filesystem::path folder_;
  const Bounds bounds_;
  std::deque<Kept> kept_;
  std::uint64_t released_ = 0;
  std::size_t memory_bytes_ = 0;
  base::Fd file_;  // made when it is first needed
  std::int64_t file_end_ = 0;
  std::size_t file_bytes_ = 0;
  bool disk_is_full_ = false;
};

}  // namespace spark_door
