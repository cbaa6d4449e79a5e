#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace engine {

// What takes the files of a run's writes where they do not go into the lake. Called by the run's thread.
class OutputFolder {
 public:
  virtual ~OutputFolder() = default;

  // An empty file, open for reading and writing.
  struct NewFile {
    std::string id;
    base::Fd file;
  };
  virtual base::Result<NewFile> create() = 0;

  // It is written to its end, and to be the one at this URI.
  virtual base::Result<void> stage(const std::string& id, const std::string& uri, std::int64_t size) = 0;
};

}  // namespace engine
