#pragma once

#include <functional>

#include "lake/s3_path.h"
#include "spark/execution_context.h"

namespace spark_door {

// One write into a folder of S3: all its files become visible in one transaction, which also removes what
// they overwrite; until then nothing is to be seen of it. Hadoop's marker _SUCCESS is among them.
struct FolderWrite {
  enum class Overwrites { Nothing, Everything, WrittenPartitions };

  spark::connect::WriteOperation operation;  // its input resolved; path and mode are the folder's
  lake::S3Path folder;
  Overwrites overwrites = Overwrites::Nothing;
  // What else happens in that transaction.
  std::function<base::Result<void>(store::Transaction&, const plan::WriteReport&)> also = nullptr;

  base::Result<void> run(const ExecutionContext& context);

 private:
  base::Result<void> remove_overwritten(store::Transaction& transaction, lake::Lake& lake,
                                        const plan::WriteReport& report) const;
};

}  // namespace spark_door
