#pragma once

#include "spark/connect/base.pb.h"
#include "spark/executor.h"
#include "spark/session.h"

namespace spark_door {

// Config of Spark Connect, and SQL's SET: what a client reads and changes of its session's settings.

base::Result<void> answer_config(const spark::connect::ConfigRequest& request, Session& session,
                                 Executor& executor, spark::connect::ConfigResponse& response);

// Beside what Settings::set() refuses, a time zone that the engine does not know.
base::Result<void> set_setting(Session& session, Executor& executor, const std::string& key,
                               const std::string& value, std::stop_token stop = {});

}  // namespace spark_door
