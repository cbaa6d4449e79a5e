#pragma once

#include "spark/connect/commands.pb.h"
#include "spark/session.h"

namespace spark_door {

// The compression of files in the write's format, as the session's settings have it
// (spark.sql.parquet.compression.codec), where the write says nothing of it.
void complete_codec(spark::connect::WriteOperation& write, Session& session);

}  // namespace spark_door
