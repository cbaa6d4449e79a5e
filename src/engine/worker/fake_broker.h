#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/file.h"
#include "engine/storage/broker.h"

namespace engine {

// A server in memory, for tests: contents are anonymous files.
class FakeBroker final : public Broker {
 public:
  // A pinned content of this text.
  std::string add(std::string_view text) {
    std::lock_guard lock(mutex_);
    base::Fd file(memfd_create("content", MFD_CLOEXEC));
    ASSERT(base::write_fully(file.get(), text).ok(), "memory takes the text");
    const auto id = "content-" + std::to_string(next_id_++);
    contents_.emplace(id, std::move(file));
    return id;
  }

  base::Result<base::Fd> open_content(const std::string& content_id) override {
    std::lock_guard lock(mutex_);
    ++opened;
    return base::Fd(::dup(contents_.at(content_id).get()));
  }

  base::Result<NewContent> create_content() override {
    const auto id = add("");
    std::lock_guard lock(mutex_);
    return NewContent{id, base::Fd(::dup(contents_.at(id).get()))};
  }

  base::Result<void> stage_object(const WrittenObject& object) override {
    std::lock_guard lock(mutex_);
    staged.push_back(object);
    return {};
  }

  // What a test that writes much does not look at.
  void forget_contents() {
    std::lock_guard lock(mutex_);
    contents_.clear();
    staged.clear();
  }

  std::string text(const std::string& content_id) {
    std::lock_guard lock(mutex_);
    const int file = contents_.at(content_id).get();
    std::string bytes(static_cast<std::size_t>(*base::file_size(file)), '\0');
    ASSERT(::pread(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
           "memory is read whole");
    return bytes;
  }

  std::vector<WrittenObject> staged;
  int opened = 0;

 private:
  std::mutex mutex_;
  std::map<std::string, base::Fd> contents_;
  static inline int next_id_ = 0;  // a database sees many a server: none gives an id of another
};

}  // namespace engine
