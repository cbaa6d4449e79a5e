#include "engine/storage/run_storage.h"

#include "base/assert.h"
#include "base/file.h"
#include "plan/write_failed.h"

namespace engine {
namespace {

// pinned:PLAN:CONTENT.NUMBER:URI of a Read's input, pinned::CONTENT:URI of the content whichever Read it is
// of. The URI comes last, for it may hold any character.
constexpr std::string_view kPinnedScheme = "pinned:";

// A content's id without what ends it in a pinned path; that of a local file is its own path and more.
std::string escaped(std::string_view content_id) {
  std::string text;
  for (const char c : content_id)
    if (c == ':' || c == '.' || c == '%')
      fmt::format_to(std::back_inserter(text), "%{:02X}", c);
    else
      text += c;
  return text;
}

}  // namespace

OutputFile::OutputFile(Broker& broker, std::string uri, std::string content_type, Broker::NewContent content,
                       OnClose on_close)
    : broker_(broker),
      uri_(std::move(uri)),
      content_type_(std::move(content_type)),
      content_(std::move(content)),
      on_close_(std::move(on_close)),
      md5_(base::make_digest(base::DigestAlgorithm::Md5)),
      crc64nvme_(base::make_digest(base::DigestAlgorithm::Crc64Nvme)) {}

base::Result<void> OutputFile::write(std::string_view bytes) {
  ASSERT(content_.file.valid(), "nothing is written to an object after it was closed");
  if (auto done = base::write_fully(content_.file.get(), bytes); !done.ok())
    return uri_.starts_with("file:") ? plan::write_failed(uri_, done.error().message)
                                     : std::move(done).error();
  md5_->update(bytes);
  crc64nvme_->update(bytes);
  size_ += static_cast<std::int64_t>(bytes.size());
  return {};
}

// Staged only now, with its digests: what is not closed has no row anywhere, and its content goes with the
// run.
base::Result<void> OutputFile::close() {
  if (!content_.file.valid()) return {};
  content_.file.reset();
  TRY(broker_.stage_object({.uri = uri_,
                            .content_id = content_.id,
                            .size = size_,
                            .md5 = md5_->finish(),
                            .crc64nvme = crc64nvme_->finish(),
                            .content_type = content_type_}));
  on_close_(*this);
  return {};
}

std::string RunStorage::pin(std::int64_t plan_id, PinnedFile file, std::shared_ptr<ReadCounters> counters) {
  std::lock_guard lock(mutex_);
  // Numbered: partitions of one location pin the same object, each with values of its own.
  std::string path = fmt::format("{}{}:{}.{}:{}", kPinnedScheme, plan_id, escaped(file.content_id),
                                 pinned_.size(), file.uri);
  Pinned pinned{std::move(file), std::move(counters), std::make_shared<ReadExtents>()};
  pinned_.emplace(path_of_content(path), pinned);
  pinned_.insert_or_assign(path, std::move(pinned));
  return path;
}

std::string RunStorage::path_of_content(const std::string& pinned_path) {
  ASSERT(is_pinned_path(pinned_path), "only inputs have contents");
  const auto begin = pinned_path.find(':', kPinnedScheme.size()) + 1, end = pinned_path.find(':', begin);
  const std::string_view content = std::string_view(pinned_path).substr(begin, end - begin);
  return fmt::format("{}:{}{}", kPinnedScheme, content.substr(0, content.find('.')), pinned_path.substr(end));
}

std::string RunStorage::shown(std::string message) {
  for (auto at = message.find(kPinnedScheme); at != message.npos; at = message.find(kPinnedScheme, at)) {
    const auto plan_id_end = message.find(':', at + kPinnedScheme.size());
    const auto content_end = plan_id_end == message.npos ? message.npos : message.find(':', plan_id_end + 1);
    if (content_end == message.npos) break;
    message.erase(at, content_end + 1 - at);
  }
  return message;
}

bool RunStorage::is_pinned_path(std::string_view path) {
  return path.starts_with(kPinnedScheme);
}

base::Result<std::unique_ptr<InputFile>> RunStorage::open(const std::string& pinned_path) const {
  Pinned pinned;
  {
    std::lock_guard lock(mutex_);
    const auto found = pinned_.find(pinned_path);
    if (found == pinned_.end()) return base::failure("{} is not among the inputs of this run", pinned_path);
    pinned = found->second;
  }
  auto file = TRY(broker_.open_content(pinned.file.content_id));
  return std::make_unique<InputFile>(pinned.file.uri, std::move(file), pinned.file.size,
                                     std::move(pinned.counters), std::move(pinned.extents), budget_);
}

base::Result<std::unique_ptr<OutputFile>> RunStorage::create(const std::string& uri,
                                                             const std::string& content_type) {
  const auto note = [this](const OutputFile& file) {
    std::lock_guard lock(mutex_);
    written_[file.uri()] = file.size();
  };
  return std::make_unique<OutputFile>(broker_, uri, content_type, TRY(broker_.create_content()), note);
}

std::int64_t RunStorage::written_size(const std::string& uri) const {
  std::lock_guard lock(mutex_);
  const auto found = written_.find(uri);
  ASSERT(found != written_.end(), "sizes are asked of closed objects");
  return found->second;
}

}  // namespace engine
