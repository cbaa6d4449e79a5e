#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "plan/spark_version.h"

namespace server {

// Where the server listens: an address of the loopback, since identities are not enforced yet.
struct ListenAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = 4566;

  // "127.0.0.1:4566", "[::1]:0", "localhost:4566". Port 0: one that is free.
  static base::Result<ListenAddress> parse(std::string_view text);
};

// What `dovetail serve` was asked to do. Plain data; checked where it is made (cli/) and where it is used.
struct Configuration {
  ListenAddress listen;
  std::optional<ListenAddress> spark_listen;        // for Spark Connect's clients; nothing: nowhere
  bool spark_listen_is_asked = false;               // it is an error when that port is taken, not a warning
  std::string spark_version = plan::kSparkVersion;  // that those clients are told
  std::string warehouse;  // s3://bucket/folder, of their tables whose database has no place; empty: none
  std::vector<std::string> host_names;  // that Host may have beside the loopback's
  std::filesystem::path data;
  std::string account = "000000000000";
  std::filesystem::path credentials;  // empty: no listed keys
  bool strict = false;
  bool allow_reset = false;
  std::filesystem::path ready_file;  // empty: none
  int slots = 1;                     // how many runs work at once
  std::int64_t memory_bytes = 0;     // that all of them may have together
  engine::Limits query_limits;       // of one Athena query
  std::filesystem::path worker_program;
  engine::PythonOptions python;  // what user Python is run with
};

// What is wrong with the text as one of these; empty: nothing.
std::string spark_version_fault(const std::string& text);
std::string warehouse_fault(const std::string& text);

// $XDG_STATE_HOME/dovetail, or ~/.local/state/dovetail.
base::Result<std::filesystem::path> default_data_folder();

// dovetail-engine, which stands beside the running program.
std::filesystem::path default_worker_program();

// dovetail-sandbox, beside it too.
std::filesystem::path default_sandbox_program();

// The folder of the package that runs user Python: lib/python beside that of the programs.
std::filesystem::path default_python_library();

int default_slots();  // the cores that this process may use

// Three quarters of the machine's memory (of its container's limit, if there is one).
std::int64_t default_memory_bytes();

// All cores, and a quarter of the machine's memory.
engine::Limits default_query_limits();

}  // namespace server
