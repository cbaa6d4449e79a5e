#pragma once

#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "engine/output_folder.h"
#include "engine/python_hosts.h"
#include "engine/worker_protocol.pb.h"
#include "lake/lake.h"

namespace engine {

// Answers what the worker of one run asks of the lake. Contents, those of the lake, local files and what the
// session has sent, are opened only if the program's inputs pin them; outputs are made durable and staged
// into the run's commit in batches, or given to the folder that takes them. What was handed out and never
// staged is removed by the destructor. One thread.
class RunBroker {
 public:
  // Whose user Python the run's functions are, and what that session has sent.
  struct Sender {
    std::string session;
    SessionFiles files;
  };
  // What the run's writes go into.
  struct Outputs {
    lake::CommitId commit = 0;
    OutputFolder* folder = nullptr;  // instead, where they do not go into the lake
  };
  // A stop ends the wait for user Python. `hidden`: the folder whose files are nobody's input.
  RunBroker(lake::Lake& lake, const plan::Program& program, Outputs outputs, PythonHosts& pythons,
            Sender sender, std::filesystem::path hidden, std::stop_token stop);
  ~RunBroker();

  // An answer for the worker, and the file that goes with it (none with an error).
  struct Reply {
    protocol::Answer answer;
    base::Fd file;
  };
  Reply answer(const protocol::Request& request);

  // Ends the run's Python processes. How the first one did that had ended before, and not well.
  std::optional<std::string> end_pythons();

  // Takes an output; an error ends the run.
  base::Result<void> stage(const protocol::StageObject& object);
  // Stages what is left of the outputs. After it all of them are in the commit.
  base::Result<void> finish();

 private:
  base::Result<void> fulfil(const protocol::Request& request, Reply& reply);
  base::Result<base::Fd> open_content(const std::string& id);
  base::Result<void> new_content(Reply& reply);
  base::Result<base::Fd> start_python();
  base::Result<void> flush();

  lake::Lake& lake_;
  const Outputs outputs_;
  std::set<std::string> pinned_;    // contents that may be read
  std::set<std::string> unstaged_;  // contents made for this run that no object names yet
  std::vector<lake::StagedObject> batch_;
  PythonHosts& python_hosts_;
  const Sender sender_;
  const std::filesystem::path hidden_;
  const std::stop_token stop_;
  std::shared_ptr<PythonHost> python_host_;  // null until it is asked for
  std::vector<std::int64_t> pythons_;        // processes of the host's
};

}  // namespace engine
