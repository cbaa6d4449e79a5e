#include "spark/engine_errors.h"

#include <gmock/gmock.h>

namespace spark_door {
namespace {

using testing::ElementsAre;
using testing::Pair;

base::Error bad_data(std::string message) {
  return base::refusal("BadData", 400, std::move(message));
}

TEST(EngineErrorsTest, AnOptionThatIsNotSupportedIsAFeatureThatIsNone) {
  const auto error =
      in_sparks_terms(base::refusal("UnsupportedOption", 400, "The CSV option x = 'y' is not."));
  EXPECT_EQ(error.code, "UNSUPPORTED_FEATURE");
  EXPECT_EQ(error.message, "The feature is not supported: The CSV option x = 'y' is not.");
}

TEST(EngineErrorsTest, BadDataOfAFileNamesTheFile) {
  for (const char* behind : {" line 2: a quote is opened.", ": the bytes are no gzip, or damaged",
                             " ends before byte 9.", " is damaged: it points to byte 1 of 0.", "."}) {
    const auto error = in_sparks_terms(bad_data(std::string("s3://lake/in a/b.csv") + behind));
    EXPECT_EQ(error.code, "FAILED_READ_FILE.NO_HINT");
    EXPECT_EQ(error.message, std::string("Encountered error while reading file s3://lake/in a/b.csv. "
                                         "s3://lake/in a/b.csv") +
                                 behind);
    EXPECT_THAT(error.details, ElementsAre(Pair("path", "s3://lake/in a/b.csv")));
  }
}

TEST(EngineErrorsTest, AFileMayBeOnTheClientsDisks) {
  EXPECT_THAT(in_sparks_terms(bad_data("the column a of file:/data/a.orc is int")).details,
              ElementsAre(Pair("path", "file:/data/a.orc")));
}

TEST(EngineErrorsTest, AFileInQuotesEndsWithThem) {
  EXPECT_THAT(
      in_sparks_terms(bad_data("No magic bytes in file 's3://lake/a is b.parquet', says it.")).details,
      ElementsAre(Pair("path", "s3://lake/a is b.parquet")));
}

TEST(EngineErrorsTest, BadDataOfNoFileIsAValueThatCannotBeConverted) {
  EXPECT_EQ(in_sparks_terms(bad_data("Could not convert it.")).code, "CONVERSION_INVALID_INPUT");
}

TEST(EngineErrorsTest, RowsThatCannotBeWrittenFailTheTaskThatWritesThem) {
  const auto error = in_sparks_terms_of_write(bad_data("The Avro field a cannot be null."), "s3://lake/out");
  EXPECT_EQ(error.code, "TASK_WRITE_FAILED");
  EXPECT_THAT(error.message, testing::HasSubstr("rows to s3://lake/out. Caused by: The Avro field a cannot"));
  EXPECT_EQ(in_sparks_terms_of_write(bad_data("s3://lake/in.csv line 1: no."), "s3://lake/out").code,
            "FAILED_READ_FILE.NO_HINT");
}

TEST(EngineErrorsTest, ErrorsOfSparksOwnNamesAndOfTheWorldAreAsTheyWere) {
  EXPECT_EQ(in_sparks_terms(base::refusal("DIVIDE_BY_ZERO", 400, "Division.")).message, "Division.");
  EXPECT_EQ(in_sparks_terms(base::failure("the disk is full")).message, "the disk is full");
}

}  // namespace
}  // namespace spark_door
