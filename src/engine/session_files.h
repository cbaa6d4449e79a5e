#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/fd.h"

namespace engine {

// A file without a name, which goes with the last who holds it.
struct SessionFile {
  base::Fd file;
  std::int64_t size = 0;
  std::string sha256;  // raw
};

// What a session has sent beside its plans, by name: rows ("cache/HASH"), which a program pins by that name
// as contents, and what its user Python finds ("pyfiles/helpers.py", "files/codes.txt",
// "archives/data.zip#data").
using SessionFiles = std::map<std::string, std::shared_ptr<const SessionFile>>;

inline constexpr std::string_view kCachedRows = "cache/";

}  // namespace engine
