#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/log.h"
#include "base/text.h"
#include "cli/runs_command.h"
#include "cli/serve_command.h"
#include "cli/status_command.h"
#include "runtime/memory_broker.h"
#include "server/configuration.h"
#include "server/host_check.h"
#include "wire/credentials.h"

namespace cli {
namespace {

constexpr char kAbout[] =
    "Dovetail answers the AWS APIs of a data lake (S3, Glue, Athena) on your own machine\n"
    "and does the work behind them for real.";

constexpr char kAboutExamples[] = R"(Examples:
  dovetail serve                       serve on http://127.0.0.1:4566, keep data in the state folder
  dovetail status                      ask that server how it is
  dovetail runs show jr_1a2b...        what the nodes of a job run read and wrote, and how long it took
  aws --endpoint-url http://127.0.0.1:4566 s3 mb s3://lake

`dovetail COMMAND --help` tells more about a command.)";

constexpr char kServeAbout[] =
    "Serve until Ctrl-C or SIGTERM: one port for all services. Any credentials do, unless they\n"
    "are listed; an access key id of 12 digits names the account to work in.";

constexpr char kServeExamples[] = R"(Examples:
  dovetail serve
  dovetail serve --data ./lake --listen 127.0.0.1:4566
  dovetail serve --listen 127.0.0.1:0 --ready-file url --allow-reset    (for tests: a free port,
                                       its URL in the file `url` once the server answers)
  dovetail serve --warehouse s3://lake/warehouse   (where PySpark's saveAsTable puts tables)
  dovetail serve --credentials keys --strict   (only the keys listed in the file `keys`, of the
                                       form of ~/.aws/credentials, with `account = 123456789012`)

Point clients at it:
  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  export AWS_DEFAULT_REGION=us-east-1)";

constexpr char kStatusExamples[] = R"(Examples:
  dovetail status
  dovetail status --endpoint http://127.0.0.1:4567)";

constexpr char kRunsExamples[] = R"(Examples:
  dovetail runs show jr_4f1c...   (the JobRunId that StartJobRun gave)

A node that is fused into another was computed in one go with it, and has no time of its own.)";

const std::map<std::string, spdlog::level::level_enum> kLogLevels = {{"debug", spdlog::level::debug},
                                                                     {"info", spdlog::level::info},
                                                                     {"warning", spdlog::level::warn},
                                                                     {"error", spdlog::level::err}};

constexpr char kDefaultEndpoint[] = "http://127.0.0.1:4566";

struct ServeOptions {
  std::string listen = "127.0.0.1:4566";
  std::string spark_listen = "127.0.0.1:15002";
  server::Configuration configuration{
      .slots = server::default_slots(),
      .memory_bytes = server::default_memory_bytes(),
      .query_limits = server::default_query_limits(),
      .worker_program = server::default_worker_program(),
      .python = {.library = server::default_python_library(), .sandbox = server::default_sandbox_program()}};
  std::string log_level = "info";
};

// Leaves the name in lower case, or says what is wrong with it.
std::string read_log_level(std::string& text) {
  const std::string name = CLI::detail::to_lower(text);
  if (!kLogLevels.contains(name)) return text + " is no level; write debug, info, warning or error";
  text = name;
  return "";
}

std::string account_rule(const std::string& text) {
  return wire::is_account_number(text) ? "" : "an account is 12 digits";
}

std::string least_memory(const std::string& bytes) {
  const auto asked = base::parse_int(bytes);
  return asked && *asked >= runtime::MemoryBroker::kLeast ? "" : "a run needs 256MiB at least";
}

CLI::App* add_serve(CLI::App& app, ServeOptions& options) {
  CLI::App* serve = app.add_subcommand("serve", kServeAbout);
  server::Configuration& configuration = options.configuration;
  serve->add_option("--listen", options.listen, "Address and port; port 0 takes a free one")
      ->type_name("ADDRESS:PORT")
      ->capture_default_str();
  serve
      ->add_option(
          "--spark-listen", options.spark_listen,
          "Address and port for PySpark's remote(\"sc://...\"), or off; the default port may be taken")
      ->type_name("ADDRESS:PORT")
      ->capture_default_str();
  serve
      ->add_option("--spark-version", configuration.spark_version,
                   "What PySpark's spark.version and version() say")
      ->type_name("VERSION")
      ->check(server::spark_version_fault)
      ->capture_default_str();
  serve
      ->add_option("--warehouse", configuration.warehouse,
                   "Folder of saveAsTable's tables whose database has no location (spark.sql.warehouse.dir)")
      ->type_name("s3://BUCKET/FOLDER")
      ->check(server::warehouse_fault);
  serve
      ->add_option("--host-name", configuration.host_names,
                   "Answer to this Host too, with buckets below it: BUCKET.s3.NAME; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->check(server::host_name_fault);
  serve
      ->add_option("--data", configuration.data,
                   "Folder that keeps everything [$XDG_STATE_HOME/dovetail, ~/.local/state/dovetail]")
      ->check([](const std::string& folder) { return folder.empty() ? "is empty; name a folder" : ""; })
      ->type_name("DIR");
  serve->add_option("--account", configuration.account, "Account of callers whose key names none")
      ->type_name("DIGITS")
      ->check(account_rule)
      ->capture_default_str();
  auto* credentials =
      serve
          ->add_option("--credentials", configuration.credentials,
                       "Access keys to verify in full; their accounts are closed to other keys")
          ->type_name("FILE");
  serve->add_flag("--strict", configuration.strict, "Refuse access keys that are not listed")
      ->needs(credentials);
  serve->add_flag("--allow-reset", configuration.allow_reset,
                  "Let POST /_dovetail/reset empty the server, without a signature: not with --strict");
  serve
      ->add_option("--ready-file", configuration.ready_file,
                   "Write the endpoint URL here once requests are answered")
      ->type_name("FILE");
  serve->add_option("--slots", configuration.slots, "Runs and queries that work at once [cores]")
      ->type_name("N")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  serve
      ->add_option("--memory", configuration.memory_bytes,
                   "What runs and queries may have together, like 2GiB; what needs more spills to disk"
                   " [3/4 of the machine's]")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false))
      ->check(least_memory);
  serve
      ->add_option("--python", configuration.python.program,
                   "The Python that runs users' functions, with pyspark, pyarrow and pandas [python3]")
      ->type_name("PROGRAM");
  serve->add_option("--log-level", options.log_level, "debug, info, warning or error [info]")
      ->type_name("LEVEL")
      ->transform(CLI::Validator(read_log_level, ""));
  serve->footer(kServeExamples);
  return serve;
}

void add_endpoint(CLI::App& command, std::string& endpoint) {
  command.add_option("--endpoint", endpoint, "URL of the server")
      ->type_name("URL")
      ->envname("AWS_ENDPOINT_URL")
      ->capture_default_str();
}

void add_status(CLI::App& app, std::string& endpoint) {
  CLI::App* status = app.add_subcommand("status", "Ask a running server how it is.");
  add_endpoint(*status, endpoint);
  status->footer(kStatusExamples);
}

struct RunsOptions {
  std::string endpoint = kDefaultEndpoint;
  std::string run_id;
};

CLI::App* add_runs(CLI::App& app, RunsOptions& options) {
  CLI::App* runs = app.add_subcommand("runs", "Ask a running server about job runs.");
  CLI::App* show = runs->add_subcommand("show", "Show one run and what each of its nodes did.");
  show->add_option("run", options.run_id, "Id of the run")->type_name("RUN_ID")->required();
  add_endpoint(*show, options.endpoint);
  show->footer(kRunsExamples);
  runs->require_subcommand(1);
  return show;
}

// What a wrong command line is told; of what is no option, also which ones there are.
std::string failure_text(const CLI::App* app, const CLI::Error& error) {
  std::string text = CLI::FailureMessage::simple(app, error);
  const auto commands = app->get_subcommands();
  const bool unexpected = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  if (!unexpected || commands.empty()) return text;
  text += fmt::format("Options of `dovetail {}`:", commands.front()->get_name());
  for (const CLI::Option* option : commands.front()->get_options())
    text += fmt::format(" {}{}{}", option->get_name(), option->get_type_name().empty() ? "" : " ",
                        option->get_type_name());
  return text + "\n";
}

int said(const base::Result<void>& result) {
  if (result.ok()) return 0;
  fmt::print(stderr, "dovetail: {}\n", result.error().message);
  return 1;
}

base::Result<void> run_serve(ServeOptions& options) {
  const auto listen = server::ListenAddress::parse(options.listen);
  if (!listen.ok()) return base::failure("--listen: {}", listen.error().message);
  options.configuration.listen = *listen;
  if (options.spark_listen != "off") {
    const auto spark_listen = server::ListenAddress::parse(options.spark_listen);
    if (!spark_listen.ok()) return base::failure("--spark-listen: {}", spark_listen.error().message);
    options.configuration.spark_listen = *spark_listen;
    options.configuration.spark_listen_is_asked = options.spark_listen != ServeOptions().spark_listen;
  }
  if (options.configuration.data.empty()) options.configuration.data = TRY(server::default_data_folder());
  base::start_logging(kLogLevels.at(options.log_level));
  return serve(std::move(options.configuration));
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app(kAbout, "dovetail");
  app.set_version_flag("--version", "dovetail " DOVETAIL_VERSION, "Print the version and exit");
  app.footer(kAboutExamples);
  app.failure_message(failure_text);
  ServeOptions serve_options;
  std::string endpoint = kDefaultEndpoint;
  RunsOptions runs_options;
  const CLI::App* serve = add_serve(app, serve_options);
  const CLI::App* show = add_runs(app, runs_options);
  add_status(app, endpoint);
  try {
    app.parse(argc, argv);
  } catch (
      const CLI::ParseError& error) {  // the library's way to say --help, --version and a wrong command line
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (app.get_subcommands().empty()) {
    fmt::print(stderr, "{}", app.help());
    return 2;
  }
  if (serve->parsed()) return said(run_serve(serve_options));
  if (show->parsed()) return said(print_run(runs_options.endpoint, runs_options.run_id));
  return said(print_status(endpoint));
}

}  // namespace cli
