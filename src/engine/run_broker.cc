#include "engine/run_broker.h"

#include <fcntl.h>
#include <fmt/format.h>

#include "base/file.h"
#include "engine/failure.h"
#include "engine/local_content.h"
#include "lake/s3_path.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

// Objects that are staged in one transaction, after one round of syncing.
constexpr std::size_t kBatch = 256;

base::Result<lake::S3Path> parse_path(const std::string& uri) {
  auto path = lake::S3Path::parse(uri);
  if (!path || path->key.empty())
    return base::failure("the engine's worker wrote to {}, which names no object", uri);
  return *std::move(path);
}

// Compares the size with what the worker says, and lets the disk begin: by the time of the sync it may be
// done.
base::Result<void> check_and_start_writing(lake::Lake& lake, const lake::ContentId& id,
                                           const protocol::StageObject& object) {
  const base::Fd file = TRY(lake.open_content(id));
  const std::int64_t size = TRY(base::file_size(file.get()));
  if (size != object.size())
    return base::failure("the engine's worker wrote {} bytes to {} and reported {}", size, object.uri(),
                         object.size());
  ::sync_file_range(file.get(), 0, 0,
                    SYNC_FILE_RANGE_WRITE);  // a hint; its failure shows when the file is synced
  return {};
}

}  // namespace

RunBroker::RunBroker(lake::Lake& lake, const plan::Program& program, Outputs outputs, PythonHosts& pythons,
                     Sender sender, std::filesystem::path hidden, std::stop_token stop)
    : lake_(lake),
      outputs_(outputs),
      python_hosts_(pythons),
      sender_(std::move(sender)),
      hidden_(std::move(hidden)),
      stop_(std::move(stop)) {
  for (const plan::PinnedInput& input : program.inputs())
    for (const plan::PinnedObject& object : input.objects()) pinned_.insert(object.content_id());
}

RunBroker::~RunBroker() {
  end_pythons();
  for (const std::string& id : unstaged_) lake_.discard_content(lake::ContentId(id));
}

RunBroker::Reply RunBroker::answer(const protocol::Request& request) {
  Reply reply;
  reply.answer.set_request_id(request.request_id());
  if (const auto done = fulfil(request, reply); !done.ok())
    *reply.answer.mutable_error() = to_message(done.error());
  return reply;
}

base::Result<void> RunBroker::fulfil(const protocol::Request& request, Reply& reply) {
  switch (request.request_case()) {
    case protocol::Request::kOpenContent:
      reply.file = TRY(open_content(request.open_content().content_id()));
      return {};
    case protocol::Request::kNewContent:
      return new_content(reply);
    case protocol::Request::kStartPython:
      reply.file = TRY(start_python());
      return {};
    case protocol::Request::REQUEST_NOT_SET:
      break;
  }
  return base::failure("the engine's worker asked for something that this server does not know");
}

base::Result<base::Fd> RunBroker::open_content(const std::string& id) {
  if (!pinned_.contains(id)) return base::failure("content {} is not among the run's inputs", id);
  if (is_local_content(id)) return open_local_content(id, hidden_);
  const auto sent = sender_.files.find(id);
  if (sent == sender_.files.end()) return lake_.open_content(lake::ContentId(id));
  base::Fd file(::fcntl(sent->second->file.get(), F_DUPFD_CLOEXEC, 0));
  if (!file.valid()) return base::errno_failure("opening what the session has sent");
  return file;
}

base::Result<void> RunBroker::new_content(Reply& reply) {
  if (outputs_.folder != nullptr) {
    OutputFolder::NewFile file = TRY(outputs_.folder->create());
    reply.answer.set_content_id(file.id);
    reply.file = std::move(file.file);
    return {};
  }
  lake::Lake::RawContent content = TRY(lake_.new_raw_content());
  unstaged_.insert(content.id.str());
  reply.answer.set_content_id(content.id.str());
  reply.file = std::move(content.file);
  return {};
}

base::Result<base::Fd> RunBroker::start_python() {
  if (python_host_ == nullptr) python_host_ = TRY(python_hosts_.of(sender_.session, stop_));
  TRY(python_host_->give(sender_.files));
  PythonHost::Stream stream = TRY(python_host_->open());
  pythons_.push_back(stream.id);
  return std::move(stream.socket);
}

std::optional<std::string> RunBroker::end_pythons() {
  if (pythons_.empty()) return std::nullopt;
  return python_host_->end(std::exchange(pythons_, {}));
}

base::Result<void> RunBroker::stage(const protocol::StageObject& object) {
  if (outputs_.folder != nullptr)
    return outputs_.folder->stage(object.content_id(), object.uri(), object.size());
  if (!unstaged_.contains(object.content_id()))
    return base::failure("the engine's worker staged content {}, which it was not given",
                         object.content_id());
  const lake::ContentId id(object.content_id());
  lake::S3Path path = TRY(parse_path(object.uri()));
  TRY(check_and_start_writing(lake_, id, object));
  batch_.push_back({
      .bucket = std::move(path.bucket),
      .key = std::move(path.key),
      .content = {.id = id,
                  .size = object.size(),
                  .md5 = object.md5(),
                  .checksum = lake::Checksum{.algorithm = "crc64nvme", .value = object.crc64nvme()}},
      .properties = {.content_type = object.content_type()},
  });
  if (batch_.size() < kBatch) return {};
  return flush();
}

base::Result<void> RunBroker::finish() {
  return batch_.empty() ? base::Result<void>() : flush();
}

// Files and folders are synced before the rows that name them.
base::Result<void> RunBroker::flush() {
  std::vector<lake::ContentId> ids;
  for (const lake::StagedObject& object : batch_) ids.push_back(object.content.id);
  TRY(lake_.seal_raw_content(ids));
  for (const lake::ContentId& id : ids) unstaged_.erase(id.str());  // the lake's from here on, whatever comes
  return lake_.stage(outputs_.commit, std::exchange(batch_, {}));
}

}  // namespace engine
