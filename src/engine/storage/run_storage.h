#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/digest.h"
#include "engine/storage/broker.h"
#include "engine/storage/input_file.h"

namespace engine {

// A pinned object as a run knows it.
struct PinnedFile {
  std::string uri;
  std::string content_id;
  std::int64_t size = 0;
};

// One object being written, front to back, hashed as it goes. One thread at a time. close() stages it;
// dropped before, nothing of it is ever visible.
class OutputFile {
 public:
  using OnClose = std::function<void(const OutputFile&)>;
  OutputFile(Broker& broker, std::string uri, std::string content_type, Broker::NewContent content,
             OnClose on_close);

  const std::string& uri() const { return uri_; }
  std::int64_t size() const { return size_; }
  base::Result<void> write(std::string_view bytes);
  base::Result<void> close();

 private:
  Broker& broker_;
  std::string uri_;
  std::string content_type_;
  Broker::NewContent content_;
  OnClose on_close_;
  std::int64_t size_ = 0;
  std::unique_ptr<base::Digest> md5_;
  std::unique_ptr<base::Digest> crc64nvme_;
};

// The files of one run: what its Reads are pinned to, and what its writes make. Thread-safe.
class RunStorage {
 public:
  // `scan_bytes`: what all its Reads may take from storage; 0: any number.
  explicit RunStorage(Broker& broker, std::int64_t scan_bytes = 0)
      : broker_(broker), budget_(scan_bytes > 0 ? std::make_shared<ScanBudget>(scan_bytes) : nullptr) {}

  // Lets one Read of the run open `file`, on the account of `counters`, under the path that is returned: two
  // Reads of one object are told apart by it.
  std::string pin(std::int64_t plan_id, PinnedFile file, std::shared_ptr<ReadCounters> counters);
  // Of two Reads of one object the same, and may be opened as well: on the account of the first of them.
  static std::string path_of_content(const std::string& pinned_path);
  static bool is_pinned_path(std::string_view path);
  // DuckDB's message, in which pinned paths are the URIs that their files have for users.
  static std::string shown(std::string message);

  base::Result<std::unique_ptr<InputFile>> open(const std::string& pinned_path) const;
  base::Result<std::unique_ptr<OutputFile>> create(const std::string& uri, const std::string& content_type);
  Broker& broker() const { return broker_; }
  // The size of an object that was written to its end.
  std::int64_t written_size(const std::string& uri) const;

 private:
  struct Pinned {
    PinnedFile file;
    std::shared_ptr<ReadCounters> counters;
    std::shared_ptr<ReadExtents> extents;
  };
  Broker& broker_;
  const std::shared_ptr<ScanBudget> budget_;  // null: none
  mutable std::mutex mutex_;
  std::map<std::string, Pinned, std::less<>> pinned_;  // by path
  std::map<std::string, std::int64_t> written_;        // sizes by uri
};

}  // namespace engine
