#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"

namespace services::glue {

using Arguments = std::map<std::string, std::string>;

// Glue's special arguments, each with what becomes of it here. Arguments of the user's own are kept for the
// job to read.

// Refuses arguments that ask for protection that is not there; of definitions and of runs.
base::Result<void> check_protection(const Arguments& arguments);

// Refuses what a run could not honour, on top of that.
base::Result<void> check_run_arguments(const Arguments& arguments);

// NonOverridableArguments before the run's before DefaultArguments.
Arguments effective_arguments(const std::optional<Arguments>& defaults, const std::optional<Arguments>& run,
                              const std::optional<Arguments>& non_overridable);

// --job-bookmark-option and its range.
struct BookmarkOption {
  enum class Mode {
    Disable,
    Enable,  // reads what is new and moves on when the run succeeds
    Pause,   // reads what is new and stays
  };
  Mode mode = Mode::Disable;
  std::optional<std::pair<std::string, std::string>> between;  // of Pause: run ids, exclusive and inclusive
};
base::Result<BookmarkOption> bookmark_option(const Arguments& arguments);

}  // namespace services::glue
