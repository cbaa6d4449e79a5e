#pragma once

#include "spark/connect/relations.pb.h"
#include "spark/file_listing.h"

namespace spark_door {

// Takes what says which files are meant off a reader's options, whatever its format
// (https://spark.apache.org/docs/latest/sql-data-sources-generic-options.html): path, basePath,
// pathGlobFilter, recursiveFileLookup, modifiedBefore, modifiedAfter (in UTC, where they name no zone).
// ignoreMissingFiles is always so: files are pinned before they are read. ignoreCorruptFiles stays, for the
// format to refuse, unless it is false.
base::Result<FileQuery> take_file_query(spark::connect::Read::DataSource& source);

}  // namespace spark_door
