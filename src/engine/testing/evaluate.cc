// engine_evaluate: rows through plans, for tests that compare what comes out with another engine's answers
// (test/spark).
//
// On standard input, again and again: the text of a CSV file and a serialized spark.connect.Relation, which
// reads it by a Read of plan id 1. On standard output, for each: "ok" and the columns' types as Hive spells
// them, separated by tabs, a line end, and the rows as Athena's CSV; or "error", a line end, code and
// message. All texts are preceded by their size, 32 bits in the machine's order.
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "engine/testing/framed_text.h"
#include "engine/worker/database.h"
#include "engine/worker/execution.h"
#include "engine/worker/fake_broker.h"
#include "plan/builders.h"
#include "plan/program.pb.h"

namespace {

using engine::testing::read_text;
using engine::testing::write_text;

std::string evaluate(engine::Database& database, const std::string& csv, const std::string& bytes) {
  engine::FakeBroker broker;
  plan::Program program;
  auto& input = *program.add_inputs();
  input.set_plan_id(1);
  auto& object = *input.add_objects();
  object.set_uri("s3://test/in.csv");
  object.set_content_id(broker.add(csv));
  object.set_size(static_cast<std::int64_t>(csv.size()));
  plan::Relation relation;
  if (!relation.ParseFromString(bytes)) return "error\nno Relation came";
  *program.add_writes() = plan::write(std::move(relation), "dovetail.athena_result", "s3://test/out.csv");

  const base::SystemClock clock;
  engine::RunProgress progress;
  const auto report = engine::Execution(database, broker, clock).run(program, engine::Session{}, progress);
  if (!report.ok()) return "error\n" + report.error().code + " " + report.error().message;
  std::string answer = "ok";
  for (const auto& column : report->writes(0).columns()) answer += "\t" + column.type();
  const auto text = broker.text(broker.staged.at(0).content_id);
  return answer + text.substr(text.find('\n'));
}

}  // namespace

int main() {
  auto database = engine::Database::open();
  if (!database.ok()) return std::fprintf(stderr, "%s\n", database.error().message.c_str()), 1;
  while (const auto csv = read_text()) {
    const auto relation = read_text();
    if (!relation) return 1;
    write_text(evaluate(**database, *csv, *relation));
  }
}
