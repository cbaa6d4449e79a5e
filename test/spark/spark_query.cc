// spark_query: queries of Spark's dialect over views, planned by the front-end and run by the engine, for
// tests that compare what comes out with Spark's answers (test/spark/test_sql.py).
//
// On standard input, first the number of views, and of each its name, its columns, "name type" with tabs
// between them, and the bytes of a Parquet file; then, again and again, the text of a query. On standard
// output, for each query: "ok", and lines of its columns' names and of their types as Hive spells them, with
// \x1f between them, and the rows as the bytes of a Parquet file, whose columns are c0, c1, ... (nothing:
// there is no row); or "error", a line end and the message. All texts are preceded by their size, and numbers
// are, 32 bits in the machine's order.
#include "sql/spark_query.h"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "engine/testing/framed_text.h"
#include "engine/worker/database.h"
#include "engine/worker/execution.h"
#include "engine/worker/fake_broker.h"
#include "plan/builders.h"
#include "plan/program.h"
#include "plan/program.pb.h"

namespace {

using engine::testing::read_number;
using engine::testing::read_text;
using engine::testing::write_text;

struct Source {
  std::string name;
  std::vector<plan::Column> columns;
  std::string parquet;
};

std::optional<std::vector<Source>> read_sources() {
  std::vector<Source> sources;
  const auto count = read_number();
  for (std::uint32_t i = 0; count && i < *count; ++i) {
    const auto name = read_text(), columns = read_text(), parquet = read_text();
    if (!parquet) return std::nullopt;
    Source source{.name = *name, .parquet = *parquet};
    for (const auto column : base::split(*columns, '\t')) {
      const auto parts = base::split(column, ' ');
      source.columns.push_back({std::string(parts.front()), std::string(parts.back()), ""});
    }
    sources.push_back(std::move(source));
  }
  return count ? std::optional(sources) : std::nullopt;
}

// Each view stands in the program under a plan id, and the query uses it from there, as a node's inputs are.
sql::Views add_views(const std::vector<Source>& sources, engine::FakeBroker& broker, plan::Program& program) {
  sql::Views views;
  for (const Source& source : sources) {
    const auto plan_id = static_cast<std::int64_t>(views.size()) + 1;
    auto& input = *program.add_inputs();
    input.set_plan_id(plan_id);
    auto& object = *input.add_objects();
    object.set_uri("s3://test/" + source.name);
    object.set_content_id(broker.add(source.parquet));
    object.set_size(static_cast<std::int64_t>(source.parquet.size()));
    *program.add_relations() = plan::with_plan_id(plan::read("parquet", "", {}, plan_id), plan_id);
    views.push_back({source.name, plan::shared(plan_id), source.columns});
  }
  return views;
}

std::string answer(engine::Database& database, const std::vector<Source>& sources, const std::string& text) {
  constexpr std::int64_t kFirstId = 1000;
  engine::FakeBroker broker;
  plan::Program program;
  const sql::Views views = add_views(sources, broker, program);
  auto planned = sql::plan_spark_query(text, sql::among(views), kFirstId);
  if (!planned.ok()) return "error\n" + planned.error().message;
  std::vector<plan::Expression> columns;
  std::string names;
  for (const auto& column : planned->columns) {
    names += (columns.empty() ? "" : "\x1f") + column.label;
    columns.push_back(plan::alias(plan::column(column.plan_name), "c" + std::to_string(columns.size())));
  }
  *program.add_writes() = plan::write(plan::project(std::move(planned->relation), std::move(columns)),
                                      "glueparquet", "s3://test/out/");
  const base::SystemClock clock;
  engine::RunProgress progress;
  if (const auto valid = plan::validate(program); !valid.ok()) return "error\n" + valid.error().message;
  const auto report = engine::Execution(database, broker, clock).run(program, engine::Session{}, progress);
  if (!report.ok()) return "error\n" + report.error().message;
  std::string types;
  for (const auto& column : report->writes(0).columns())
    types += (types.empty() ? "" : "\x1f") + column.type();
  const std::string rows = broker.staged.empty() ? "" : broker.text(broker.staged.at(0).content_id);
  return "ok\n" + names + "\n" + types + "\n" + rows;
}

}  // namespace

int main() {
  auto database = engine::Database::open();
  if (!database.ok()) return std::fprintf(stderr, "%s\n", database.error().message.c_str()), 1;
  const auto sources = read_sources();
  if (!sources) return 1;
  while (const auto text = read_text()) write_text(answer(**database, *sources, *text));
}
