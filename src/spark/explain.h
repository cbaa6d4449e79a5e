#pragma once

#include <string>

#include "spark/connect/base.pb.h"

namespace spark_door {

// What df.explain(mode) prints, under Spark's headings.
struct Explained {
  std::string parsed;    // what the client sent
  std::string analyzed;  // what it stands for
  std::string columns;   // of the result: id: bigint, name: string
  std::string physical;  // how the engine would compute it
};
std::string explain_text(const Explained& explained,
                         spark::connect::AnalyzePlanRequest::Explain::ExplainMode mode);

}  // namespace spark_door
