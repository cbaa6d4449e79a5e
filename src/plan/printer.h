#pragma once

#include <string>

namespace google::protobuf {
class Message;
}

namespace plan {

// A stable text of a Program, a write, a relation or an expression, for tests and for EXPLAIN: a relation a
// line, its inputs below it and indented. Every field of a relation that is set is shown, known to this code
// or not; maps are in the order of their keys. Not meant to be parsed.
//
//   write {source=parquet path=s3://b/out/ mode=OVERWRITE partitioning_columns=[status]}
//     deduplicate {column_names=[id]}
//       project {expressions=[cast(id as bigint) as id, status]}
//         read #1 {data_source={format=csv schema='id string, status string' options={header=true}}}
std::string to_text(const google::protobuf::Message& message);

}  // namespace plan
