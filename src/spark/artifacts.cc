#include "spark/artifacts.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/errors.h"

namespace spark_door {
namespace {

using spark::connect::AddArtifactsRequest;

// Whose files are rows, or user Python's; the others are a JVM's or a cluster's.
constexpr std::string_view kKinds[] = {engine::kCachedRows, "pyfiles/", "files/", "archives/"};

bool leads_out(std::string_view name) {
  const std::filesystem::path path(name);
  return path.is_absolute() || name.find('\0') != name.npos ||
         std::ranges::any_of(path, [](const auto& part) { return part == ".." || part.empty(); });
}

// Of an archive, what stands behind `#` names the folder that it becomes.
base::Result<void> check_name(const std::string& name) {
  const std::string_view whole = name, file = whole.substr(0, whole.find('#'));
  if (leads_out(file) || (file.size() < whole.size() && leads_out(whole.substr(file.size() + 1))))
    return plan::spark_error(
        "INVALID_ARTIFACT_PATH",
        "Artifact with name <name> is invalid. The name must be a relative path and cannot "
        "reference parent/sibling/nephew directories.",
        {{"name", name}});
  for (const std::string_view kind : kKinds)
    if (name.starts_with(kind)) return {};
  return not_supported(
      fmt::format("the artifact '{}': rows and Python's files, archives and data are kept", name));
}

base::Error not_as_announced(const std::string& name, std::string_view what) {
  return plan::illegal_argument(fmt::format("The artifact '{}' is not whole: {}.", name, what));
}

bool is_intact(const AddArtifactsRequest::ArtifactChunk& chunk) {
  std::uint32_t crc = 0;
  for (const char byte : base::digest(base::DigestAlgorithm::Crc32, chunk.data()))
    crc = crc << 8 | static_cast<std::uint8_t>(byte);
  return crc == static_cast<std::uint32_t>(chunk.crc());
}

}  // namespace

base::Result<void> ArtifactUpload::take(const AddArtifactsRequest& request) {
  if (open_ && !request.has_chunk()) return not_as_announced(open_->name, "chunks are missing");
  switch (request.payload_case()) {
    case AddArtifactsRequest::kBatch:
      for (const auto& artifact : request.batch().artifacts()) {
        TRY(begin(artifact.name(), std::ssize(artifact.data().data()), 1));
        TRY(add(artifact.data()));
      }
      return {};
    case AddArtifactsRequest::kBeginChunk: {
      const auto& first = request.begin_chunk();
      TRY(begin(first.name(), first.total_bytes(), first.num_chunks()));
      return add(first.initial_chunk());
    }
    case AddArtifactsRequest::kChunk:
      if (!open_) return not_as_announced("", "a chunk came before its name");
      return add(request.chunk());
    case AddArtifactsRequest::PAYLOAD_NOT_SET:
      break;
  }
  return not_supported("a request for artifacts without any");
}

base::Result<void> ArtifactUpload::begin(const std::string& name, std::int64_t total_bytes,
                                         std::int64_t chunks) {
  TRY(check_name(name));
  if (chunks < 1) return not_as_announced(name, "it has no chunks");
  base::Fd file = TRY(base::open_file(folder_, O_RDWR | O_TMPFILE));
  open_ = Open{.name = name,
               .total_bytes = total_bytes,
               .chunks_left = chunks,
               .file = {.file = std::move(file)},
               .digest = base::make_digest(base::DigestAlgorithm::Sha256)};
  return {};
}

base::Result<void> ArtifactUpload::add(const AddArtifactsRequest::ArtifactChunk& chunk) {
  open_->intact = open_->intact && is_intact(chunk);
  TRY(base::write_fully(open_->file.file.get(), chunk.data()));
  open_->digest->update(chunk.data());
  open_->file.size += std::ssize(chunk.data());
  return --open_->chunks_left == 0 ? end() : base::Result<void>();
}

base::Result<void> ArtifactUpload::end() {
  Open done = *std::exchange(open_, std::nullopt);
  if (done.file.size != done.total_bytes)
    return not_as_announced(done.name, fmt::format("of {} bytes, {} came", done.total_bytes, done.file.size));
  auto& summary = summaries_.emplace_back();
  summary.set_name(done.name);
  summary.set_is_crc_successful(done.intact);
  if (!done.intact) return {};
  done.file.sha256 = done.digest->finish();
  return keep_(done.name, std::move(done.file));
}

base::Result<void> ArtifactUpload::finish(spark::connect::AddArtifactsResponse& response) {
  if (open_) return not_as_announced(open_->name, "the stream ended before its last chunk");
  for (auto& summary : summaries_) *response.add_artifacts() = std::move(summary);
  return {};
}

}  // namespace spark_door
