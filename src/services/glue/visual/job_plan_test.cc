#include "services/glue/visual/job_plan.h"

#include "lake/test_lake.h"
#include "plan/printer.h"
#include "plan/program.h"

namespace services::glue::visual {
namespace {

using api::glue::ApplyMapping;
using api::glue::DropDuplicates;
using api::glue::DropNullFields;
using api::glue::Mapping;
using api::glue::S3CsvSource;
using api::glue::S3DirectSourceAdditionalOptions;
using api::glue::S3GlueParquetTarget;
using api::glue::SelectFromCollection;
using api::glue::SplitFields;
using api::glue::Union;
using lake::must;

// Visual jobs over a lake of its own: what is planned, as text.
class JobPlanTest : public lake::LakeTest {
 protected:
  static Node source(std::string path = "s3://lake/in/") {
    return {.s3_csv_source = S3CsvSource{.name = "In",
                                         .paths = {std::move(path)},
                                         .recurse = true,
                                         .separator = "comma",
                                         .quote_char = "quote",
                                         .with_header = true}};
  }
  static Mapping column(std::string from, std::string to, std::string type) {
    return {.to_key = to, .from_path = std::vector<std::string>{from}, .to_type = type};
  }
  static Node mapping(std::vector<Mapping> mappings) {
    return {.apply_mapping = ApplyMapping{.name = "Map", .inputs = {"in"}, .mapping = std::move(mappings)}};
  }
  static Node distinct(std::vector<std::vector<std::string>> columns) {
    return {.drop_duplicates = DropDuplicates{.name = "Distinct", .inputs = {"in"}, .columns = columns}};
  }
  static Node pick(std::string input, int index) {
    return {.select_from_collection =
                SelectFromCollection{.name = "Pick", .inputs = {std::move(input)}, .index = index}};
  }
  static Node target(std::string input, std::string path = "s3://lake/out") {
    return {.s3_glue_parquet_target =
                S3GlueParquetTarget{.name = "Out", .inputs = {std::move(input)}, .path = std::move(path)}};
  }

  base::Result<JobPlan> plan(Nodes nodes, const std::optional<BookmarkWindow>& window = std::nullopt) {
    const Graph graph = must(Graph::check(std::move(nodes)));
    const lake::Lease lease = must(lake_->lease());
    CatalogTables tables(*journal_, Scope{.account = "000000000000", .region = "us-east-1"});
    SourceReader reader(
        *lake_, "000000000000", lease, window, clock_.now(), tables,
        [this](const plan::Program& program) { return run_aside(program); }, stop_.get_token());
    return plan_job(graph, reader);
  }

  // Answers as the engine would: the columns of files, and the rows that a write has.
  base::Result<plan::Report> run_aside(const plan::Program& program) {
    must(plan::validate(program));
    plan::Report report;
    if (!program.described().empty()) {
      auto& description = *report.add_descriptions();
      for (const Field& field : described_) {
        auto& column = *description.add_columns();
        column.set_name(field.name);
        column.set_type(field.type);
      }
      return report;
    }
    aside_ = plan::to_text(program);
    for (int write = 0; write < program.writes_size(); ++write)
      report.add_writes()->set_rows(write < null_columns_ ? 1 : 0);
    return report;
  }

  // The keys that a job of a source and a target would read.
  std::vector<std::string> read_by(Node source, const std::optional<BookmarkWindow>& window = std::nullopt) {
    const JobPlan job = must(plan({{"in", std::move(source)}, {"out", target("in")}}, window));
    states_ = job.states;
    std::vector<std::string> keys;
    for (const auto& input : job.program.inputs())
      for (const auto& object : input.objects())
        keys.push_back(object.uri().substr(std::string_view("s3://lake/").size()));
    return keys;
  }

  static std::string text(const JobPlan& job) { return plan::to_text(job.program); }

  BookmarkStates states_;
  std::vector<Field> described_;  // what the engine says that files hold
  std::stop_source stop_;
  int null_columns_ = 0;  // so many of the first ones have no value
  std::string aside_;     // the program that asked for them
};

using Keys = std::vector<std::string>;

TEST_F(JobPlanTest, ColumnsAreThoseOfAllHeaders) {
  put("in/1.csv", "a,b\n1,2\n");
  put("in/2.csv", "b,c\n3,4\n");
  const JobPlan job = must(plan({{"in", source()}, {"out", target("in")}}));
  EXPECT_THAT(text(job), testing::HasSubstr("a string, b string, c string"));
}

TEST_F(JobPlanTest, ColumnsThatDifferInCaseAreOne) {
  put("in/1.csv", "Id,b\n1,2\n");
  put("in/2.csv", "ID,B,c\n3,4,5\n");
  const JobPlan job = must(plan({{"in", source()}, {"out", target("in")}}));
  EXPECT_THAT(text(job), testing::HasSubstr("Id string, b string, c string"));
}

TEST_F(JobPlanTest, AStopEndsThePlanning) {
  put("in/1.csv", "a\n1\n");
  stop_.request_stop();
  const auto job = plan({{"in", source()}, {"out", target("in")}});
  ASSERT_FALSE(job.ok());
  EXPECT_EQ(job.error().code, "Stopped");
}

TEST_F(JobPlanTest, AMappingRenamesCastsDropsAndReorders) {
  put("in/1.csv", "a,b,c\n1,2,3\n");
  Mapping dropped = column("c", "c", "string");
  dropped.dropped = true;
  const JobPlan job =
      must(plan({{"in", source()},
                 {"map", mapping({column("b", "second", "string"), column("a", "first", "long"), dropped})},
                 {"out", target("map")}}));
  EXPECT_THAT(text(job), testing::HasSubstr("expressions=[b as second, legacy_cast(a as bigint) as first]"));
}

TEST_F(JobPlanTest, ADecimalWithoutPrecisionIsSparksDefault) {
  put("in/1.csv", "a\n1\n");
  const JobPlan job =
      must(plan({{"in", source()}, {"map", mapping({column("a", "a", "decimal")})}, {"out", target("map")}}));
  EXPECT_THAT(text(job), testing::HasSubstr("decimal(10,2)"));
}

TEST_F(JobPlanTest, ASourceTypeThatIsNotTheColumnsIsRefused) {
  put("in/1.csv", "a\n1\n");
  Mapping typed = column("a", "b", "int");
  typed.from_type = "String";
  must(plan({{"in", source()}, {"map", mapping({typed})}, {"out", target("map")}}));
  typed.from_type = "long";
  EXPECT_EQ(plan({{"in", source()}, {"map", mapping({typed})}, {"out", target("map")}}).error().message,
            "ApplyMapping node 'Map' (map): 'a' is string and not long, as FromType says");
}

TEST_F(JobPlanTest, AFieldOfWhatIsNoStructIsRefused) {
  put("in/1.csv", "a\n1\n");
  Mapping nested = column("a", "b", "string");
  nested.from_path->push_back("b");
  const auto job = plan({{"in", source()}, {"map", mapping({nested})}, {"out", target("map")}});
  ASSERT_FALSE(job.ok());
  EXPECT_EQ(job.error().message, "ApplyMapping node 'Map' (map): string has no field 'b'");
}

TEST_F(JobPlanTest, ANodeThatFeedsTwoTargetsIsComputedOnce) {
  put("in/1.csv", "a\n1\n");
  const JobPlan job = must(plan({{"in", source()},
                                 {"d", distinct({})},
                                 {"x", target("d", "s3://lake/x")},
                                 {"y", target("d", "s3://lake/y")}}));
  EXPECT_EQ(job.program.relations_size(), 1);
  EXPECT_EQ(job.program.writes_size(), 2);
  EXPECT_EQ(job.targets.size(), 2u);
}

TEST_F(JobPlanTest, TheInputOfACollectionStandsInTheProgramOnce) {
  put("in/1.csv", "a,b\n1,2\n");
  const Node split{.split_fields = SplitFields{.name = "Split", .inputs = {"in"}, .paths = {{"b"}}}};
  const JobPlan job = must(plan({{"in", source()},
                                 {"s", split},
                                 {"p", pick("s", 0)},
                                 {"q", pick("s", 1)},
                                 {"x", target("p", "s3://lake/x")},
                                 {"y", target("q", "s3://lake/y")}}));
  must(plan::validate(job.program));
  EXPECT_EQ(job.program.relations_size(), 1);
  for (const char* half : {"project #3 {expressions=[b]}", "project #4 {expressions=[a]}"})
    EXPECT_THAT(text(job),
                testing::HasSubstr(half + std::string("\n    cached_remote_relation {relation_id=1}")));
}

TEST_F(JobPlanTest, FieldsWithoutAValueAreFoundByAProgramOfItsOwn) {
  put("in/1.csv", "a,b,c\n,1,2\n");
  null_columns_ = 1;
  Node drop{.drop_null_fields = DropNullFields{.name = "Drop", .inputs = {"in"}}};
  drop.drop_null_fields->null_check_box_list =
      api::glue::NullCheckBoxList{.is_empty = true, .is_null_string = true};
  const JobPlan job = must(plan({{"in", source()}, {"d", drop}, {"out", target("d")}}));
  EXPECT_THAT(aside_, testing::HasSubstr("[bool_or(not(in(btrim(a, ' \\x09"));
  EXPECT_THAT(aside_, testing::HasSubstr("filter {condition=not((answer2 <=> true))}"));
  EXPECT_THAT(text(job), testing::HasSubstr("project #2 {expressions=[b, c]}"));
}

TEST_F(JobPlanTest, AUnionWithAnInputThatHasNothingToReadIsTheOther) {
  put("in/1.csv", "a\n1\n");
  Node other = source("s3://lake/other/");
  other.s3_csv_source->name = "Other";
  const Node both{.union_ = Union{.name = "Both", .inputs = {"other", "in"}, .union_type = "ALL"}};
  const JobPlan job = must(plan({{"in", source()}, {"other", other}, {"u", both}, {"z", target("u")}}));
  must(plan::validate(job.program));
  EXPECT_THAT(text(job), testing::HasSubstr("project #3 {expressions=[*]}\n    read #1 "));
}

TEST_F(JobPlanTest, AQuestionTakesAlongWhatItsFrameUsesAndNothingElse) {
  put("in/1.csv", "a\n1\n");
  put("other/1.csv", "a\n1\n");
  Node other = source("s3://lake/other/");
  other.s3_csv_source->name = "Other";
  const auto drop = [](std::string input) {
    return Node{.drop_null_fields = DropNullFields{.name = "Drop", .inputs = {std::move(input)}}};
  };
  const auto asked_of = [&](std::string input) {
    must(plan({{"in", source()},
               {"other", other},
               {"u", target("in", "s3://lake/u")},
               {"v", target("in", "s3://lake/v")},
               {"x", target("other", "s3://lake/x")},
               {"y", target("other", "s3://lake/y")},
               {"z", drop(input)},
               {"zz", target("z", "s3://lake/z")}}));
    return aside_;
  };
  EXPECT_THAT(asked_of("in"), testing::AllOf(testing::HasSubstr("s3://lake/in/1.csv"),
                                             testing::Not(testing::HasSubstr("s3://lake/other/1.csv"))));
  EXPECT_THAT(asked_of("other"), testing::AllOf(testing::HasSubstr("s3://lake/other/1.csv"),
                                                testing::Not(testing::HasSubstr("s3://lake/in/1.csv"))));
}

TEST_F(JobPlanTest, WithoutAnyFieldThatHasAValueThereIsNothingToWrite) {
  put("in/1.csv", "a,b\n,\n");
  null_columns_ = 2;
  const Node drop{.drop_null_fields = DropNullFields{.name = "Drop", .inputs = {"in"}}};
  EXPECT_EQ(must(plan({{"in", source()}, {"d", drop}, {"out", target("d")}})).program.writes_size(), 0);
}

TEST_F(JobPlanTest, ADatatypeOfNullValuesThatIsNotKnownIsRefused) {
  Node drop{.drop_null_fields = DropNullFields{.name = "Drop", .inputs = {"in"}}};
  const auto refusal_of = [&](std::string value, std::string type) {
    drop.drop_null_fields->null_text_list = {{.value = value, .datatype = {.id = type, .label = type}}};
    return Graph::check({{"in", source()}, {"d", drop}, {"out", target("d")}}).error().message;
  };
  EXPECT_EQ(refusal_of("x", "date"),
            "DropNullFields node 'Drop' (d): NullTextList: the Datatype date is not supported: string, "
            "integer, long and double are.");
  EXPECT_EQ(refusal_of("x", "long"), "DropNullFields node 'Drop' (d): NullTextList: 'x' is no number.");
}

TEST_F(JobPlanTest, AKeyThatIsNoColumnIsRefusedByTheNodesName) {
  put("in/1.csv", "a,b\n1,2\n");
  const auto job = plan({{"in", source()}, {"d", distinct({{"c"}})}, {"out", target("d")}});
  ASSERT_FALSE(job.ok());
  EXPECT_EQ(job.error().message,
            "DropDuplicates node 'Distinct' (d): there is no column 'c'; the input has: a, b");
}

TEST_F(JobPlanTest, APartitionKeyThatIsNoColumnIsRefused) {
  put("in/1.csv", "a,b\n1,2\n");
  Node out = target("in");
  out.s3_glue_parquet_target->partition_keys = {{"c"}};
  EXPECT_EQ(plan({{"in", source()}, {"out", out}}).error().message,
            "S3GlueParquetTarget node 'Out' (out): the partition key 'c' is no column; the input has: a, b");
}

TEST_F(JobPlanTest, WhatFeedsNoTargetIsNeitherReadNorMarkedAsRead) {
  put("in/1.csv", "a\n1\n");
  Node idle = source();
  idle.s3_csv_source->name = "Idle";
  const JobPlan job = must(plan({{"in", source()}, {"idle", idle}, {"out", target("in")}}));
  EXPECT_EQ(job.program.inputs_size(), 1);
  EXPECT_EQ(job.states.size(), 1u);
}

TEST_F(JobPlanTest, ASourceWithNothingToReadLeavesItsTargetOut) {
  const JobPlan job = must(plan({{"in", source()}, {"out", target("in")}}));
  EXPECT_EQ(job.program.writes_size(), 0);
  EXPECT_EQ(job.states.count("In_node"), 1u);
}

TEST_F(JobPlanTest, APathIsAFolderOrOneObjectAndNotAPrefixOfLetters) {
  put("in/1.csv", "a\n1\n");
  put("inside.csv", "a\n1\n");
  EXPECT_EQ(read_by(source("s3://lake/in")), Keys{"in/1.csv"});
  EXPECT_EQ(read_by(source("s3://lake/in/1.csv")), Keys{"in/1.csv"});
}

TEST_F(JobPlanTest, SubfoldersAreReadWhenAsked) {
  put("in/1.csv", "a\n1\n");
  put("in/deep/2.csv", "a\n1\n");
  EXPECT_EQ(read_by(source()), (Keys{"in/1.csv", "in/deep/2.csv"}));
  Node flat = source();
  flat.s3_csv_source->recurse = false;
  EXPECT_EQ(read_by(flat), Keys{"in/1.csv"});
}

TEST_F(JobPlanTest, HiddenNamesMarkersAndExclusionsAreNotRead) {
  for (const char* key : {"in/_temporary/0/2.csv", "in/deep/.staging/2.csv", "in/_SUCCESS", "in/.crc",
                          "in/x_$folder$", "in/", "in/a.bak", "in/1.csv"})
    put(key, "a\n1\n");
  Node node = source();
  node.s3_csv_source->exclusions = {R"(["**.bak"])"};
  EXPECT_EQ(read_by(node), Keys{"in/1.csv"});
}

TEST_F(JobPlanTest, ABoundTakesTheOldestFirstAndTheNextRunGoesOn) {
  put("in/b.csv", "a\n1\n");
  put("in/a.csv", "a\n1\n");
  put("in/c.csv", "a\n1\n");
  Node node = source();
  node.s3_csv_source->additional_options = S3DirectSourceAdditionalOptions{.bounded_files = 2};
  EXPECT_EQ(read_by(node, BookmarkWindow{}), (Keys{"in/b.csv", "in/a.csv"}));
  EXPECT_EQ(read_by(node, BookmarkWindow{.after = states_}), Keys{"in/c.csv"});
  EXPECT_EQ(read_by(node, BookmarkWindow{.after = states_}), Keys{});
}

TEST_F(JobPlanTest, ABoundInsideOneCommitIsRememberedByTheName) {
  const lake::CommitId commit = must(lake_->begin_commit());
  std::vector<lake::StagedObject> objects;
  for (const char* key : {"in/a.csv", "in/b.csv", "in/c.csv"})
    objects.push_back({.bucket = "lake", .key = key, .content = write("a\n1\n")});
  must(lake_->stage(commit, std::move(objects)));
  publish(commit);
  Node node = source();
  node.s3_csv_source->additional_options = S3DirectSourceAdditionalOptions{.bounded_size = 9};
  EXPECT_EQ(read_by(node, BookmarkWindow{}), (Keys{"in/a.csv", "in/b.csv"}));
  EXPECT_EQ(read_by(node, BookmarkWindow{.after = states_}), Keys{"in/c.csv"});
}

TEST_F(JobPlanTest, ARangeOfTheBookmarkReadsWhatTheRunsInItRead) {
  put("in/1.csv", "a\n1\n");
  read_by(source(), BookmarkWindow{});
  const BookmarkStates first = states_;
  put("in/2.csv", "a\n1\n");
  read_by(source(), BookmarkWindow{.after = first});
  const BookmarkStates second = states_;
  put("in/3.csv", "a\n1\n");
  EXPECT_EQ(read_by(source(), BookmarkWindow{.after = first, .until = second}), Keys{"in/2.csv"});
}

Node parquet_source() {
  return {.s3_parquet_source = api::glue::S3ParquetSource{.name = "In", .paths = {"s3://lake/in/"}}};
}

TEST_F(JobPlanTest, FoldersOfParquetFilesAreColumnsBehindThoseOfTheFiles) {
  put("in/k=a%2Fb/j=1/1.parquet");
  put("in/k=__HIVE_DEFAULT_PARTITION__/j=/1.parquet");
  described_ = {{"id", "int"}, {"at", "timestamp_ntz"}, {"k", "string"}, {"j", "string"}};
  const JobPlan job = must(plan({{"in", parquet_source()}, {"out", target("in")}}));
  EXPECT_THAT(text(job), testing::HasSubstr("schema='id int, at timestamp'}"));
  const auto& input = job.program.inputs(0);
  EXPECT_THAT(input.partition_columns(), testing::ElementsAre("k", "j"));
  EXPECT_EQ(input.objects(0).partition_values(0).value(), "a/b");
  EXPECT_FALSE(input.objects(1).partition_values(0).has_value());
  EXPECT_TRUE(input.objects(1).partition_values(1).has_value());
}

TEST_F(JobPlanTest, FoldersOfOtherColumnsAreRefused) {
  put("in/k=a/1.parquet");
  put("in/j=a/1.parquet");
  const auto job = plan({{"in", parquet_source()}, {"out", target("in")}});
  ASSERT_FALSE(job.ok());
  EXPECT_THAT(job.error().message, testing::HasSubstr("Conflicting partition column names detected"));
}

TEST_F(JobPlanTest, TheFoldersOfThePathItselfAreNoColumns) {
  put("in/k=a/1.parquet");
  Node node = parquet_source();
  node.s3_parquet_source->paths = {"s3://lake/in/k=a/"};
  described_ = {{"id", "int"}};
  const JobPlan job = must(plan({{"in", node}, {"out", target("in")}}));
  EXPECT_EQ(job.program.inputs(0).partition_columns_size(), 0);
}

TEST_F(JobPlanTest, AnObjectThatIsWrittenAgainIsReadAgain) {
  put("in/1.csv", "a\n1\n");
  read_by(source(), BookmarkWindow{});
  put("in/1.csv", "a\n2\n");
  EXPECT_EQ(read_by(source(), BookmarkWindow{.after = states_}), Keys{"in/1.csv"});
}

}  // namespace
}  // namespace services::glue::visual
