#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace engine {

// What a worker asks of the server, which alone opens the data folder. Thread-safe; every call blocks for an
// answer.
class Broker {
 public:
  virtual ~Broker() = default;

  // A pinned content, open for reading; it stays readable for the run.
  virtual base::Result<base::Fd> open_content(const std::string& content_id) = 0;

  // An empty content, open for writing, that the run's report may name.
  struct NewContent {
    std::string id;
    base::Fd file;
  };
  virtual base::Result<NewContent> create_content() = 0;

  // A content that is written to its end, and the object that it becomes when the run's commit is published.
  struct WrittenObject {
    std::string uri;  // s3://bucket/key
    std::string content_id;
    std::int64_t size = 0;
    std::string md5;        // raw
    std::string crc64nvme;  // raw
    std::string content_type;
  };
  virtual base::Result<void> stage_object(const WrittenObject& object) = 0;

  // A stream to a new process that runs functions of a user's (python/dovetail_worker/stream.py).
  virtual base::Result<base::Fd> start_python() {
    return base::failure("This run has no processes for functions in Python.");
  }
};

}  // namespace engine
