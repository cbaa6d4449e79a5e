#pragma once

#include <filesystem>
#include <functional>

#include "base/digest.h"
#include "base/result.h"
#include "engine/session_files.h"
#include "spark/connect/base.pb.h"

namespace spark_door {

// AddArtifacts of Spark Connect: takes the requests of one call, in which small artifacts come together and a
// large one in chunks, into files without names below a folder. What is whole goes to `keep`; of what arrived
// damaged, the answer says so. Refused: names that lead out of the session's folder (INVALID_ARTIFACT_PATH),
// chunks that are not those that were announced, and kinds that nobody here reads (jars). One thread.
class ArtifactUpload {
 public:
  using Keep = std::function<base::Result<void>(const std::string& name, engine::SessionFile file)>;

  ArtifactUpload(std::filesystem::path folder, Keep keep)
      : folder_(std::move(folder)), keep_(std::move(keep)) {}

  base::Result<void> take(const spark::connect::AddArtifactsRequest& request);
  // What became of each artifact; an error where one is not whole.
  base::Result<void> finish(spark::connect::AddArtifactsResponse& response);

 private:
  struct Open {
    std::string name;
    std::int64_t total_bytes = 0;
    std::int64_t chunks_left = 0;
    bool intact = true;
    engine::SessionFile file;
    std::unique_ptr<base::Digest> digest;
  };
  base::Result<void> begin(const std::string& name, std::int64_t total_bytes, std::int64_t chunks);
  base::Result<void> add(const spark::connect::AddArtifactsRequest::ArtifactChunk& chunk);
  base::Result<void> end();

  const std::filesystem::path folder_;
  const Keep keep_;
  std::optional<Open> open_;
  std::vector<spark::connect::AddArtifactsResponse::ArtifactSummary> summaries_;
};

}  // namespace spark_door
