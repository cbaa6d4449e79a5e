#include <nanoarrow/nanoarrow.h>
#include <nanoarrow/nanoarrow_ipc.h>

#include "engine/worker/execution_fixture.h"

namespace engine {
namespace {

// Reads Arrow's streams as their clients do.
class FetchedRowsTest : public ExecutionTest {
 protected:
  base::Result<plan::Report> fetch(plan::Relation relation) {
    *program_.mutable_fetched() = std::move(relation);
    RunProgress progress;
    const auto take = [&](const plan::Description&, std::string arrow,
                          std::int64_t count) -> base::Result<void> {
      streams_.push_back(std::move(arrow));
      counts_.push_back(count);
      return {};
    };
    return Execution(*database_, broker_, clock_, 0, take).run(program_, session_, progress);
  }

  // Of each stream the format of its columns, as Arrow's C interface writes it, and the number of its rows.
  static std::pair<std::string, std::int64_t> read(const std::string& bytes) {
    ArrowBuffer buffer;
    ArrowBufferInit(&buffer);
    EXPECT_EQ(ArrowBufferAppend(&buffer, bytes.data(), static_cast<std::int64_t>(bytes.size())),
              NANOARROW_OK);
    ArrowIpcInputStream input;
    EXPECT_EQ(ArrowIpcInputStreamInitBuffer(&input, &buffer), NANOARROW_OK);
    ArrowArrayStream stream;
    EXPECT_EQ(ArrowIpcArrayStreamReaderInit(&stream, &input, nullptr), NANOARROW_OK);
    ArrowSchema schema;
    EXPECT_EQ(stream.get_schema(&stream, &schema), 0);
    std::string formats;
    for (std::int64_t i = 0; i < schema.n_children; ++i)
      formats += std::string(i > 0 ? " " : "") + schema.children[i]->name + "=" + schema.children[i]->format;
    schema.release(&schema);
    std::int64_t rows = 0;
    for (;;) {
      ArrowArray batch;
      EXPECT_EQ(stream.get_next(&stream, &batch), 0);
      if (batch.release == nullptr) break;
      rows += batch.length;
      batch.release(&batch);
    }
    stream.release(&stream);
    return {formats, rows};
  }

  std::vector<std::string> streams_;
  std::vector<std::int64_t> counts_;
};

plan::Relation numbers(std::int64_t count) {
  plan::Relation relation;
  relation.mutable_range()->set_end(count);
  relation.mutable_range()->set_step(1);
  return relation;
}

TEST_F(FetchedRowsTest, ColumnsHaveTheArrowTypesThatSparkGivesThem) {
  const auto typed = [](const char* type) { return plan::alias(plan::null_literal(type), type); };
  std::vector<plan::Expression> columns;
  for (const char* type :
       {"boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "string", "binary", "date",
        "timestamp", "timestamp_ntz", "array<int>", "map<string,int>", "struct<a:int>"})
    columns.push_back(typed(type));
  columns.push_back(plan::alias(plan::null_literal("decimal(20,2)"), "decimal"));
  session_.time_zone = "Europe/Berlin";
  const auto report = fetch(plan::project(std::nullopt, columns));
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_EQ(streams_.size(), 1U);
  EXPECT_EQ(
      read(streams_[0]).first,
      "boolean=b tinyint=c smallint=s int=i bigint=l float=f double=g string=u binary=z date=tdD "
      "timestamp=tsu:Europe/Berlin timestamp_ntz=tsu: array<int>=+l map<string,int>=+m struct<a:int>=+s "
      "decimal=d:20,2");
  EXPECT_EQ(report->fetched().rows(), 1);
  EXPECT_EQ(report->fetched().description().columns(10).type(), "timestamp");
}

TEST_F(FetchedRowsTest, NoRowsAreOneStreamOfNone) {
  ASSERT_TRUE(fetch(numbers(0)).ok());
  ASSERT_EQ(counts_, std::vector<std::int64_t>{0});
  EXPECT_EQ(read(streams_[0]), std::make_pair(std::string("id=l"), std::int64_t{0}));
}

// What is sent at once is bounded, however many rows there are, and however large one is.
TEST_F(FetchedRowsTest, ManyRowsAreManyStreamsOfBoundedSize) {
  const auto text = plan::call("concat", {plan::literal(std::string(8192, 'x')), plan::column("id")});
  const auto report = fetch(plan::project(numbers(10'000), {plan::alias(text, "text")}));
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->fetched().rows(), 10'000);
  EXPECT_GT(streams_.size(), 10U);
  std::int64_t rows = 0;
  for (const std::string& stream : streams_) {
    EXPECT_LT(stream.size(), std::size_t{16} << 20);
    rows += read(stream).second;
  }
  EXPECT_EQ(rows, 10'000);
}

TEST_F(FetchedRowsTest, AReaderThatRefusesRowsEndsTheRun) {
  *program_.mutable_fetched() = numbers(10);
  RunProgress progress;
  const auto refuse = [](const plan::Description&, std::string, std::int64_t) -> base::Result<void> {
    return base::refusal("Stopped", 400, "nobody reads");
  };
  const auto report = Execution(*database_, broker_, clock_, 0, refuse).run(program_, session_, progress);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, "Stopped");
}

}  // namespace
}  // namespace engine
