#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/python_host.h"

namespace engine {

// Functions in Python cannot be run, and why.
base::Error no_python(const PythonOptions& options, std::string_view why);

// The interpreter of user Python, as it says itself: behind the name there may be a script that picks one.
struct PythonInterpreter {
  std::string program;                             // the executable
  std::map<std::string, std::string> environment;  // the whole of it
  std::vector<std::string> files;                  // what it needs to run, its modules among them
};

// Asks it, without any code of a user's. Refuses one that is not there.
base::Result<PythonInterpreter> find_interpreter(const PythonOptions& options, std::stop_token stop);

}  // namespace engine
