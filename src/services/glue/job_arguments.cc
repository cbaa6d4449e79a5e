// Special arguments. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
#include "services/glue/job_arguments.h"

#include <string_view>

#include "api/glue/errors.h"
#include "base/text.h"

namespace services::glue {
namespace errors = api::glue::errors;

namespace {

enum class Class {
  Recorded,           // no effect here, kept and shown
  RefusedProtection,  // asks for protection: refused wherever it stands
  RefusedInRuns,      // would change what a run does, and does not here
};

struct SpecialArgument {
  std::string_view name;
  Class argument_class;
};

// All but the bookmark's. Those for scripts alone (modules, jars, Spark's user interface) change nothing in a
// visual job, so they are recorded; logs and metrics are kept in any case.
constexpr SpecialArgument kSpecial[] = {
    {"--encryption-type", Class::RefusedProtection},
    {"--SECURITY_CONFIGURATION", Class::RefusedProtection},
    {"--security-configuration", Class::RefusedProtection},
    {"--enable-lakeformation-fine-grained-access", Class::RefusedProtection},
    {"--conf", Class::RefusedInRuns},
    {"--debug", Class::RefusedInRuns},
    {"--mode", Class::RefusedInRuns},
    {"--JOB_NAME", Class::RefusedInRuns},
    {"--JOB_ID", Class::RefusedInRuns},
    {"--JOB_RUN_ID", Class::RefusedInRuns},
    {"--scriptLocation", Class::RefusedInRuns},
    {"--job-language", Class::Recorded},
    {"--class", Class::Recorded},
    {"--TempDir", Class::Recorded},
    {"--extra-py-files", Class::Recorded},
    {"--additional-python-modules", Class::Recorded},
    {"--python-modules-installer-option", Class::Recorded},
    {"--extra-files", Class::Recorded},
    {"--extra-jars", Class::Recorded},
    {"--user-jars-first", Class::Recorded},
    {"--enable-metrics", Class::Recorded},
    {"--enable-observability-metrics", Class::Recorded},
    {"--enable-continuous-cloudwatch-log", Class::Recorded},
    {"--enable-continuous-log-filter", Class::Recorded},
    {"--continuous-log-logGroup", Class::Recorded},
    {"--continuous-log-logStreamPrefix", Class::Recorded},
    {"--continuous-log-conversionPattern", Class::Recorded},
    {"--enable-spark-ui", Class::Recorded},
    {"--spark-event-logs-path", Class::Recorded},
    {"--enable-glue-datacatalog", Class::Recorded},
    {"--datalake-formats", Class::Recorded},
    {"--enable-auto-scaling", Class::Recorded},
    {"--enable-job-insights", Class::Recorded},
    {"--enable-s3-parquet-optimized-committer", Class::Recorded},
    {"--executor-cores", Class::Recorded},
    {"--disable-proxy-v2", Class::Recorded},
    {"--write-shuffle-files-to-s3", Class::Recorded},
    {"--WORKFLOW_NAME", Class::Recorded},
    {"--WORKFLOW_RUN_ID", Class::Recorded},
};

// 260 KB in all, names and values.
constexpr std::size_t kSizeLimit = 260 * 1024;

base::Result<void> refuse(const Arguments& arguments, Class refused) {
  for (const SpecialArgument& special : kSpecial)
    if (special.argument_class == refused && arguments.contains(std::string(special.name)))
      return errors::invalid_input_exception(fmt::format("The argument {} is not supported.", special.name));
  return {};
}

std::optional<std::string> value_of(const Arguments& arguments, const char* name) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? std::nullopt : std::optional(found->second);
}

base::Result<BookmarkOption::Mode> bookmark_mode(const std::string& value) {
  using Mode = BookmarkOption::Mode;
  if (value == "job-bookmark-enable") return Mode::Enable;
  if (value == "job-bookmark-disable") return Mode::Disable;
  if (value == "job-bookmark-pause") return Mode::Pause;
  return errors::invalid_input_exception(
      fmt::format("--job-bookmark-option is {}; it can be job-bookmark-enable, -disable or -pause.", value));
}

}  // namespace

base::Result<void> check_protection(const Arguments& arguments) {
  return refuse(arguments, Class::RefusedProtection);
}

base::Result<void> check_run_arguments(const Arguments& arguments) {
  TRY(check_protection(arguments));
  TRY(refuse(arguments, Class::RefusedInRuns));
  TRY(bookmark_option(arguments));
  std::size_t size = 0;
  for (const auto& [name, value] : arguments) size += name.size() + value.size();
  if (size > kSizeLimit)
    return errors::invalid_input_exception(
        fmt::format("The arguments are {} bytes; {} are allowed.", size, kSizeLimit));
  return {};
}

Arguments effective_arguments(const std::optional<Arguments>& defaults, const std::optional<Arguments>& run,
                              const std::optional<Arguments>& non_overridable) {
  Arguments effective = non_overridable.value_or(Arguments());
  for (const auto* lower : {&run, &defaults})
    if (*lower) effective.insert((*lower)->begin(), (*lower)->end());
  return effective;
}

base::Result<BookmarkOption> bookmark_option(const Arguments& arguments) {
  BookmarkOption option;
  option.mode =
      TRY(bookmark_mode(value_of(arguments, "--job-bookmark-option").value_or("job-bookmark-disable")));
  const auto from = value_of(arguments, "--job-bookmark-from");
  const auto to = value_of(arguments, "--job-bookmark-to");
  if (!from && !to) return option;
  if (!from || !to || option.mode != BookmarkOption::Mode::Pause)
    return errors::invalid_input_exception(
        "--job-bookmark-from and --job-bookmark-to go together, and with job-bookmark-pause only.");
  option.between.emplace(*from, *to);
  return option;
}

}  // namespace services::glue
