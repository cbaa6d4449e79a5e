#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>

namespace store {

// Room on the disk that is kept for the journal: a file beside it, given up when the disk is full, so that
// what frees space can still be committed. Whoever writes much asks held() first and leaves the rest of a
// full disk to the journal. The writer's thread takes and gives it up; any thread may ask.
class Reserve {
 public:
  Reserve(std::filesystem::path file, std::int64_t bytes) : file_(std::move(file)), bytes_(bytes) {}

  // Takes the room if it is there. Once it was given up, twice as much must be there, so that it is not taken
  // back from what it was given up for.
  void take();
  void give_up_when_full();
  bool held() const { return held_; }

 private:
  bool has_twice_as_much() const;

  const std::filesystem::path file_;
  const std::int64_t bytes_;
  bool given_up_ = false;  // the writer's thread only
  std::atomic<bool> held_ = false;
};

}  // namespace store
