#include "engine/sources/csv_reader.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "base/file.h"

namespace engine {
namespace {

using testing::ElementsAre;

using Row = std::vector<std::string>;

std::shared_ptr<TextInput> file_of(std::string_view text, std::shared_ptr<ReadCounters> counters = nullptr,
                                   const std::string& uri = "s3://lake/in.csv") {
  base::Fd file(memfd_create("csv", MFD_CLOEXEC));
  EXPECT_TRUE(base::write_fully(file.get(), text).ok());
  const auto input =
      std::make_shared<const InputFile>(uri, std::move(file), static_cast<std::int64_t>(text.size()),
                                        counters ? counters : std::make_shared<ReadCounters>());
  return TextInput::open(input).value();
}

CsvOptions options_of(const std::string& format, const std::map<std::string, std::string>& options = {}) {
  return parse_csv_options(format, options).value();
}

base::Result<std::vector<Row>> read(const std::shared_ptr<TextInput>& file, const CsvOptions& options,
                                    CsvRange range) {
  CsvReader reader(file, options, range);
  std::vector<Row> rows;
  while (TRY(reader.next())) {
    Row row;
    for (std::size_t i = 0; i < reader.field_count(); ++i) row.emplace_back(reader.fields()[i].text());
    rows.push_back(std::move(row));
  }
  return rows;
}

base::Result<std::vector<Row>> read(std::string_view text, const CsvOptions& options) {
  const auto file = file_of(text);
  const auto head = TRY(CsvReader::read_head(file, options));
  return read(file, options, {head.data_begin, file->size()});
}

TEST(CsvReader, RecordsEndWithAnyLineEndOrTheFile) {
  EXPECT_THAT(*read("a,b\nc,d\r\ne,f\rg,h", options_of("glue.csv")),
              ElementsAre(Row{"a", "b"}, Row{"c", "d"}, Row{"e", "f"}, Row{"g", "h"}));
}

TEST(CsvReader, AFileWithoutRecordsHasNoRows) {
  EXPECT_TRUE(read("", options_of("glue.csv"))->empty());
  EXPECT_TRUE(read("\n\n", options_of("glue.csv"))->empty());
  EXPECT_TRUE(read("id,name\n", options_of("glue.csv", {{"withHeader", "true"}}))->empty());
}

TEST(CsvReader, AByteOrderMarkIsNoData) {
  const auto file = file_of("\xef\xbb\xbfid,name\n1,x\n");
  const auto options = options_of("glue.csv", {{"withHeader", "true"}});
  EXPECT_THAT(CsvReader::read_head(file, options)->columns, ElementsAre("id", "name"));
}

TEST(CsvReader, AFileWithoutHeaderGetsNumberedColumns) {
  EXPECT_THAT(CsvReader::read_head(file_of("1,2,3\n"), options_of("glue.csv"))->columns,
              ElementsAre("col0", "col1", "col2"));
  EXPECT_THAT(CsvReader::read_head(file_of("1,2\n"), options_of("csv"))->columns, ElementsAre("_c0", "_c1"));
}

TEST(CsvReader, QuotesHoldSeparatorsAndDoubledQuotes) {
  EXPECT_THAT(*read("\"a,b\",\"he said \"\"hi\"\"\",\"\"\n", options_of("glue.csv")),
              ElementsAre(Row{"a,b", "he said \"hi\"", ""}));
}

TEST(CsvReader, SparkEscapesWithABackslashAndKeepsDoubledQuotes) {
  EXPECT_THAT(*read(R"("a\"b","he said ""hi""",x)", options_of("csv")),
              ElementsAre(Row{"a\"b", R"("he said ""hi""")", "x"}));
}

TEST(CsvReader, AQuoteInsideAFieldIsPlainText) {
  EXPECT_THAT(*read("a\"b,\"ab\"x,c\n", options_of("csv")), ElementsAre(Row{"a\"b", "\"ab\"x", "c"}));
}

TEST(CsvReader, GlueEscaperWorksOutsideQuotesAndNamesControls) {
  EXPECT_THAT(*read("a\\,b,c\\nd\n", options_of("glue.csv", {{"escaper", "\\"}})),
              ElementsAre(Row{"a,b", "c\nd"}));
}

TEST(CsvReader, QuotesCanBeSwitchedOff) {
  EXPECT_THAT(*read("\"a,b\n", options_of("glue.csv", {{"quoteChar", "-1"}})), ElementsAre(Row{"\"a", "b"}));
}

TEST(CsvReader, AQuotedLineEndBelongsToItsFieldWhenMultiline) {
  EXPECT_THAT(*read("a,\"b\nc\"\nd,e\n", options_of("glue.csv", {{"multiLine", "true"}})),
              ElementsAre(Row{"a", "b\nc"}, Row{"d", "e"}));
}

TEST(CsvReader, AnOpenQuoteIsNamedByFileAndLine) {
  const auto rows = read("a,b\nc,\"d\ne,f\n", options_of("glue.csv"));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().code, "BadData");
  EXPECT_THAT(rows.error().message,
              testing::StartsWith("s3://lake/in.csv line 2: a quote is opened and not closed"));
}

TEST(CsvReader, AnOpenQuoteAtTheEndOfAMultilineFileIsNamedByTheLineWhereItOpens) {
  const auto rows = read("a,b\nc,\"d\ne,f\n", options_of("glue.csv", {{"multiLine", "true"}}));
  ASSERT_FALSE(rows.ok());
  EXPECT_THAT(rows.error().message, testing::StartsWith("s3://lake/in.csv line 2: a quote is opened"));
}

TEST(CsvReader, InvalidUtf8IsNamedByFileAndLine) {
  const auto rows = read("a,grün\nb,\xff\n", options_of("glue.csv"));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message, "s3://lake/in.csv line 2: the text is not valid UTF-8.");
}

TEST(CsvReader, ACompressedFileIsCalledSo) {
  const auto rows = read("\x1f\x8b\x08\xff...", options_of("glue.csv"));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message,
            "s3://lake/in.csv line 1: the file is compressed with gzip, which neither its name nor an option "
            "says.");
}

TEST(CsvReader, AnEndlessLineIsRefusedAfterTheLimit) {
  std::string text = "a,b\n";
  text.append((std::size_t{40} << 20), 'x');
  const auto counters = std::make_shared<ReadCounters>();
  const auto file = file_of(text, counters);
  const auto rows = read(file, options_of("glue.csv"), {0, file->size()});
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message, "s3://lake/in.csv line 2: the record is longer than 16 MiB.");
}

TEST(CsvReader, RangesCutAnywhereReadEveryRecordOnce) {
  std::string text;
  std::vector<Row> all;
  for (int i = 0; i < 40; ++i) {
    const Row row = {std::to_string(i), std::string(static_cast<std::size_t>(i % 7), 'x')};
    text += row[0] + "," + row[1] + (i % 3 == 0 ? "\r\n" : "\n");
    all.push_back(row);
  }
  const auto file = file_of(text);
  for (std::int64_t cut = 1; cut < file->size(); ++cut) {
    auto rows = *read(file, options_of("glue.csv"), {0, cut});
    const auto rest = *read(file, options_of("glue.csv"), {cut, file->size(), CsvRange::Begin::Anywhere});
    rows.insert(rows.end(), rest.begin(), rest.end());
    ASSERT_EQ(rows, all) << "cut at " << cut;
  }
}

TEST(CsvReader, RecordsAcrossWindowsStayWhole) {
  std::string text;
  for (int i = 0; i < 300000; ++i) text += std::to_string(i) + ",\"some \"\"text\"\"\"\n";
  const auto rows = read(text, options_of("glue.csv"));
  ASSERT_EQ(rows->size(), 300000u);
  EXPECT_THAT((*rows)[299999], ElementsAre("299999", "some \"text\""));
}

TEST(CsvReader, BlanksMayFollowAClosingQuoteInSpark) {
  EXPECT_THAT(*read("\"ab\" ,y\n\"c\"\t \n", options_of("csv")), ElementsAre(Row{"ab", "y"}, Row{"c"}));
  EXPECT_THAT(*read("\"ab\" x,y\n", options_of("csv")), ElementsAre(Row{"\"ab\" x", "y"}));
  EXPECT_THAT(*read("\"ab\"\ty\n", options_of("csv", {{"sep", "\t"}})), ElementsAre(Row{"ab", "y"}));
}

TEST(CsvReader, LinesOfBlanksAreNoRowsInSparkUnlessRecordsSpanLines) {
  EXPECT_THAT(*read("a,b\n   \nc,d\n", options_of("csv")), ElementsAre(Row{"a", "b"}, Row{"c", "d"}));
  EXPECT_THAT(*read("a\tb\n\t\nc\td\n", options_of("csv", {{"sep", "\t"}})),
              ElementsAre(Row{"a", "b"}, Row{"c", "d"}));
  EXPECT_THAT(*read("a\n   \n\nb\n", options_of("csv", {{"multiLine", "true"}})),
              ElementsAre(Row{"a"}, Row{"   "}, Row{"b"}));
}

// Else it would depend on where a file is cut into parts what a record is.
TEST(CsvReader, AnEscapeDoesNotTakeTheLineEndAwayUnlessMultiline) {
  EXPECT_FALSE(read("\"a\\\nb\",c\n", options_of("glue.csv")).ok());
  EXPECT_THAT(*read("\"a\\\nb\",c\n", options_of("csv")), ElementsAre(Row{"a\\"}, Row{"b\"", "c"}));
  EXPECT_THAT(*read("\"a\\\nb\",c\n", options_of("csv", {{"multiLine", "true"}})),
              ElementsAre(Row{"a\\\nb", "c"}));
}

TEST(CsvReader, ColumnsThatAHeaderNamesAlikeAreNumberedBySparkAndRefusedElsewhere) {
  EXPECT_THAT(CsvReader::read_head(file_of("a,a,A,b,\n"), options_of("csv", {{"header", "true"}}))->columns,
              ElementsAre("a0", "a1", "A2", "b", "_c4"));
  const auto head =
      CsvReader::read_head(file_of("id,Name,name\n"), options_of("glue.csv", {{"withHeader", "true"}}));
  ASSERT_FALSE(head.ok());
  EXPECT_EQ(head.error().message,
            "s3://lake/in.csv line 1: the header names the column `Name` more than once.");
}

TEST(CsvReader, ARecordHasAsManyFieldsAsSparkAllowsAndNoMore) {
  const std::string most(CsvOptions::kMaxColumns - 1, ',');
  EXPECT_EQ((*read("a\n" + most + "\n", options_of("glue.csv")))[1].size(), CsvOptions::kMaxColumns);
  const auto rows = read("a\n" + most + ",\n", options_of("glue.csv"));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message, "s3://lake/in.csv line 2: the record has more than 20480 fields.");
  EXPECT_FALSE(
      CsvReader::read_head(file_of(std::string(1'000'000, ',')), options_of("csv", {{"header", "true"}}))
          .ok());
}

TEST(CsvReader, InvalidUtf8IsFoundInFilesWhoseLinesEndWithACarriageReturn) {
  std::string text;
  while (text.size() < (std::size_t{3} << 20)) text += "gr\xc3\xbcn,1\r";
  EXPECT_TRUE(read(text, options_of("glue.csv")).ok());
  const auto lines = std::count(text.begin(), text.end(), '\r');
  const auto rows = read(text + "\xff,2\r" + text, options_of("glue.csv"));
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().message,
            fmt::format("s3://lake/in.csv line {}: the text is not valid UTF-8.", lines + 1));
}

TEST(CsvReader, TheBytesOfAFileCountOnceHoweverItIsCut) {
  std::string text;
  while (text.size() < (std::size_t{9} << 20)) text += "some text,and more of it\n";
  const auto counters = std::make_shared<ReadCounters>();
  const auto file = file_of(text, counters);
  const auto options = options_of("glue.csv");
  ASSERT_TRUE(CsvReader::read_head(file, options).ok());
  EXPECT_LE(counters->bytes, 64 << 10) << "a head is a little of a file";
  constexpr std::int64_t kPart = std::int64_t{4} << 20;
  ASSERT_TRUE(read(file, options, {0, kPart}).ok());
  EXPECT_LE(counters->bytes, kPart + (64 << 10)) << "a part is read to its end and hardly further";
  for (std::int64_t at = kPart; at < file->size(); at += kPart)
    ASSERT_TRUE(
        read(file, options, {at, std::min(at + kPart, file->size()), CsvRange::Begin::Anywhere}).ok());
  EXPECT_EQ(counters->bytes, file->size());
}

TEST(ReadExtents, OnlyNewBytesCount) {
  ReadExtents extents;
  EXPECT_EQ(extents.add(10, 20), 10);
  EXPECT_EQ(extents.add(10, 20), 0);
  EXPECT_EQ(extents.add(30, 40), 10);
  EXPECT_EQ(extents.add(15, 35), 10);
  EXPECT_EQ(extents.add(0, 50), 20);
  EXPECT_EQ(extents.add(50, 51), 1);
  EXPECT_EQ(extents.add(5, 5), 0);
  EXPECT_EQ(extents.add(0, 60), 9);
}

TEST(CsvOptions, HiveNamesTheDelimiterByItsCode) {
  EXPECT_EQ(options_of("hive.text").separator, '\1');
  EXPECT_EQ(options_of("hive.text", {{"serialization.format", "1"}}).separator, '\1');
  EXPECT_EQ(options_of("hive.text", {{"field.delim", ","}, {"serialization.format", "1"}}).separator, ',');
}

TEST(CsvOptions, WhatTheReaderDoesNotKnowIsRefusedByName) {
  const auto options = parse_csv_options("csv", {{"coment", "#"}});
  ASSERT_FALSE(options.ok());
  EXPECT_EQ(options.error().message,
            "The CSV option coment = '#' is not supported: this reader has no such option.");
}

TEST(CsvOptions, WhatSaysNothingOfCsvHasNoEffect) {
  EXPECT_TRUE(
      parse_csv_options("csv", {{"MergeSchema", "x"}, {"wholetext", "true"}, {"quoteAll", "true"}}).ok());
  EXPECT_TRUE(parse_csv_options("text", {{"header", "maybe"}}).ok());
}

TEST(CsvReader, SeparatorsAndLineEndsMayHaveSeveralBytes) {
  const auto options = options_of("csv", {{"sep", "||"}, {"lineSep", "\r\n"}});
  EXPECT_THAT(
      *read("a||b|c||d\n\r\n||\"x||y\"||\r\n|1|||2", options),
      ElementsAre(ElementsAre("a", "b|c", "d\n"), ElementsAre("", "x||y", ""), ElementsAre("|1", "|2")));
}

TEST(CsvReader, WhatAWindowCutsIsReadWithTheNextOne) {
  const auto options = options_of("csv", {{"sep", "::"}, {"lineSep", ";;"}});
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "a::\"b\"::c:;;";
  const auto rows = read(text, options);
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(rows->size(), 300'000u);
  EXPECT_THAT(*rows, testing::Each(ElementsAre("a", "b", "c:")));
}

TEST(CsvReader, LinesThatAreCommentsAreNone) {
  EXPECT_THAT(*read("#a,\"\n1,#2\n#\r\n\"#3\",4\n#end", options_of("csv", {{"comment", "#"}})),
              ElementsAre(ElementsAre("1", "#2"), ElementsAre("#3", "4")));
}

TEST(CsvReader, BlanksAroundFieldsWithoutQuotesAreCutWhereTheyAreToBe) {
  const auto options =
      options_of("csv", {{"ignoreLeadingWhiteSpace", "true"}, {"ignoreTrailingWhiteSpace", "true"}});
  EXPECT_THAT(*read(" a , \" b \" ,\tc\n", options), ElementsAre(ElementsAre("a", " b ", "c")));
}

TEST(CsvReader, AQuoteInsideOfQuotesDoesWhatIsSaid) {
  const auto rows = [](const std::string& handling) {
    return *read("\"a\\\"b\"c,1\n", options_of("csv", {{"unescapedQuoteHandling", handling}}));
  };
  EXPECT_THAT(rows("STOP_AT_DELIMITER"), ElementsAre(ElementsAre("\"a\"b\"c", "1")));
  EXPECT_THAT(rows("STOP_AT_CLOSING_QUOTE"), ElementsAre(ElementsAre("a\"b\"c,1")));
  EXPECT_THAT(rows("SKIP_VALUE"), ElementsAre(ElementsAre("", "1")));
}

TEST(CsvReader, ATextOfUtf16IsNotReadAsUtf8) {
  const std::string little(
      "i\0d\0\n\0"
      "1\0\n\0",
      10),
      big("\0i\0d\0\n\0"
          "1\0\n",
          10);
  for (const auto& text : {little, big, "\xff\xfe" + little, "\xfe\xff" + big})
    EXPECT_EQ(read(text, options_of("glue.csv")).error().message,
              "s3://lake/in.csv line 1: the text is UTF-16; only UTF-8 is read.");
}

// What test/trino/test_open_csv.py asks the library itself, of many more lines.
TEST(CsvReader, OpenCsvTakesQuotesWhereverTheyStand) {
  const auto options = options_of("hive.opencsv");
  EXPECT_THAT(*read("1, \"Smith, John\", x\n3,x\"y\"z,p\"q,r\"\n", options),
              ElementsAre(Row{"1", "Smith, John", " x"}, Row{"3", "x\"y\"z", "p\"q,r"}));
  EXPECT_THAT(*read("\"a\",\"b,c\",\"\"\n\"d\"\"e\",x\\\"y\n", options),
              ElementsAre(Row{"a", "b,c", ""}, Row{"d\"e", "x\"y"}));
}

TEST(CsvReader, OpenCsvLeavesOutAFieldWhoseQuoteIsNotClosed) {
  EXPECT_THAT(*read("1,\"abc\n\n2,b\r\n", options_of("hive.opencsv")),
              ElementsAre(Row{"1"}, Row{}, Row{"2", "b"}));
}

TEST(CsvReader, OpenCsvsEscapeIsTheBackslashWhereHiveSaysTheQuote) {
  EXPECT_EQ(options_of("hive.opencsv", {{"escapeChar", "\""}}).escape, '\\');
}

}  // namespace
}  // namespace engine
