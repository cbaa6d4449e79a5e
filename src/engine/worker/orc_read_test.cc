// ORC sources: files that are not what they say they are. None crashes, hangs, or loses rows silently.
#include "engine/sinks/orc_encoders.h"
#include "engine/sources/orc_files.h"
#include "engine/worker/orc_fixture.h"

namespace engine {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
const std::string kEndless(32, '\x80');  // a number whose bytes all say that more come

// A run of it.
std::string one_number(std::uint64_t number) {
  std::string run = "\xff";
  append_varint(run, number);
  return run;
}

TEST_F(OrcReadTest, AFileWithoutFaultsIsRead) {
  EXPECT_EQ(read(), "\"1\"\n\"2\"\n\"3\"\n");
  EXPECT_EQ(read(""), "\"1\"\n\"2\"\n\"3\"\n");
}

TEST_F(OrcReadTest, MoreRowsThanThereCanBeAreRefused) {
  file_.set_rows(kHalf);
  EXPECT_EQ(read(), damaged("Its stripes have more rows than there can be."));
}

TEST_F(OrcReadTest, StripesTogetherHaveNoMoreRowsThanThereCanBe) {
  file_.set_rows(std::uint64_t{1} << 40);
  *file_.footer.add_stripes() = file_.footer.stripes(0);
  EXPECT_EQ(read(), damaged("Its stripes have more rows than there can be."));
}

TEST_F(OrcReadTest, StripesHaveAsManyRowsAsTheFile) {
  file_.footer.set_numberofrows(4);
  EXPECT_EQ(read(), damaged("Its stripes have 3 rows, and it says it has 4."));
  file_.footer.clear_stripes();
  EXPECT_EQ(read(), damaged("Its stripes have 0 rows, and it says it has 4."));
}

TEST_F(OrcReadTest, StripesBehindTheFileAreNotPassedOver) {
  for (const std::uint64_t offset : {std::uint64_t{1000}, kHalf, ~std::uint64_t{0}}) {
    file_.place().set_offset(offset);
    EXPECT_EQ(read(), damaged("A stripe ends behind the file."));
  }
}

TEST_F(OrcReadTest, StripesWhoseLengthsWrapAroundAreRefused) {
  file_.place().set_indexlength(~std::uint64_t{0} - 2);
  EXPECT_EQ(read(), damaged("A stripe ends behind the file."));
}

TEST_F(OrcReadTest, StreamsEndWithTheirStripe) {
  file_.stripe.mutable_streams(0)->set_length(100);
  EXPECT_EQ(read(), damaged("A stream is longer than its stripe."));
}

TEST_F(OrcReadTest, RowsWithoutValuesAreMissed) {
  file_.set_rows(4);
  EXPECT_EQ(read(), damaged("A stream ends too early."));
}

TEST_F(OrcReadTest, TypesNestAsDeepAsRecursionMayWalk) {
  file_.become(orc::Type::LIST);
  for (std::uint32_t id = 2; id < 30000; ++id) {
    file_.footer.mutable_types(static_cast<int>(id) - 1)->add_subtypes(id);
    file_.footer.add_types()->set_kind(orc::Type::LIST);
  }
  EXPECT_EQ(read(""), damaged("Its types nest more than 100 levels deep."));
}

TEST_F(OrcReadTest, TypesAreNoMoreThanAnyFileHas) {
  for (int id = 1; id <= 32768; ++id) {
    file_.footer.mutable_types(0)->add_subtypes(static_cast<std::uint32_t>(id));
    file_.footer.add_types()->set_kind(orc::Type::INT);
  }
  EXPECT_EQ(read(""), damaged("It has more than 32768 types."));
}

TEST_F(OrcReadTest, TypesArePartsOfOneThatStandsBeforeThem) {
  file_.become(orc::Type::LIST);
  for (const auto part : {0U, 1U, 2U}) {  // the rows, itself, none
    file_.type().clear_subtypes();
    file_.type().add_subtypes(part);
    EXPECT_EQ(read(""), damaged("Its types are no tree."));
  }
}

TEST_F(OrcReadTest, NamesAreTexts) {
  file_.footer.mutable_types(0)->set_fieldnames(0, "\xff");
  EXPECT_EQ(read(""), damaged("A name of a column is no text."));
}

TEST_F(OrcReadTest, ADictionaryIsNoLargerThanItsTexts) {
  file_.become(orc::Type::STRING);
  file_.stripe.mutable_columns(1)->set_kind(orc::ColumnEncoding::DICTIONARY);
  file_.stripe.mutable_columns(1)->set_dictionarysize(0xffffffff);
  file_.add(orc::Stream::DICTIONARY_DATA, "x");
  file_.add(orc::Stream::LENGTH, std::string("\x7f\x00\x00", 3));  // 130 times none
  EXPECT_EQ(read("a string"), damaged("A dictionary is cut off."));
}

TEST_F(OrcReadTest, TextsOfADictionaryEndWithIt) {
  file_.become(orc::Type::STRING);
  file_.stripe.mutable_columns(1)->set_kind(orc::ColumnEncoding::DICTIONARY);
  file_.stripe.mutable_columns(1)->set_dictionarysize(1);
  file_.add(orc::Stream::DICTIONARY_DATA, "x");
  file_.add(orc::Stream::LENGTH, "\xff\x02");
  EXPECT_EQ(read("a string"), damaged("A dictionary is cut off."));
}

TEST_F(OrcReadTest, PlacesOfTextsAreInTheirDictionary) {
  file_.become(orc::Type::STRING);
  file_.stripe.mutable_columns(1)->set_kind(orc::ColumnEncoding::DICTIONARY);
  file_.stripe.mutable_columns(1)->set_dictionarysize(1);
  file_.add(orc::Stream::DICTIONARY_DATA, "x");
  file_.add(orc::Stream::LENGTH, "\xff\x01");
  file_.add(orc::Stream::DATA, std::string("\xfd\x00\x00\x01", 4));
  EXPECT_EQ(read("a string"), damaged("A text is not in its dictionary."));
}

TEST_F(OrcReadTest, TextsAreNoLongerThanABlock) {
  file_.become(orc::Type::STRING);
  file_.add(orc::Stream::DATA, "x");
  file_.add(orc::Stream::LENGTH, one_number(~0ULL));
  EXPECT_EQ(read("a string"), damaged("A value is too long."));
}

TEST_F(OrcReadTest, ListsAreNoLongerThanAChunk) {
  file_.become(orc::Type::LIST);
  file_.add_part(orc::Type::INT);
  file_.add(orc::Stream::LENGTH, one_number(~0ULL));
  EXPECT_EQ(read("a array<int>"), damaged("A list is too long."));
}

TEST_F(OrcReadTest, KeysOfMapsAreNotMissing) {
  file_.become(orc::Type::MAP);
  file_.add_part(orc::Type::INT);
  file_.add_part(orc::Type::INT);
  file_.add(orc::Stream::LENGTH, "\xfd\x01\x01\x01");
  file_.add(orc::Stream::PRESENT, std::string("\xff\x00", 2), 2);
  EXPECT_EQ(read("a map<int,int>"), damaged("A key of a map is NULL."));
}

TEST_F(OrcReadTest, ColumnsThatDifferInCaseAloneAreRefused) {
  EXPECT_THAT(read("a int, A int"), HasSubstr("COLUMN_ALREADY_EXISTS"));
}

TEST_F(OrcReadTest, AKindOfCompressionThatIsNotKnownIsNamed) {
  set_unknown_kind(file_.postscript, orc::PostScript::kCompressionFieldNumber, 9);
  EXPECT_THAT(read(), HasSubstr("the ORC compression 9 of s3://lake/a.orc"));
}

TEST_F(OrcReadTest, AColumnOfATypeThatIsNotKnownIsNamed) {
  set_unknown_kind(file_.type(), orc::Type::kKindFieldNumber, 19);
  EXPECT_THAT(read(""), HasSubstr("the type of the column a of the ORC file s3://lake/a.orc"));
  EXPECT_THAT(read("a boolean"), HasSubstr("the column a of the ORC file s3://lake/a.orc is of a type that "
                                           "is not known and cannot be read as boolean"));
}

TEST_F(OrcReadTest, AnEncodingThatIsNotKnownIsNamed) {
  set_unknown_kind(*file_.stripe.mutable_columns(1), orc::ColumnEncoding::kKindFieldNumber, 4);
  EXPECT_THAT(read(), HasSubstr("the encoding of the column 1 of s3://lake/a.orc"));
}

TEST_F(OrcReadTest, NumbersEnd) {
  file_.become(orc::Type::LONG);
  file_.add(orc::Stream::DATA, "\xfd" + kEndless);
  EXPECT_EQ(read("a bigint"), damaged("A number has no end."));
}

TEST_F(OrcReadTest, NumbersOfDecimalsEnd) {
  file_.become(orc::Type::DECIMAL);
  file_.type().set_precision(38);
  file_.add(orc::Stream::DATA, kEndless);
  EXPECT_EQ(read("a decimal(38,0)"), damaged("A number has no end."));
}

TEST_F(OrcReadTest, TimesAreThoseThatThereAreNumbersFor) {
  file_.become(orc::Type::TIMESTAMP);
  file_.add(orc::Stream::DATA, one_number(~0ULL - 1));
  file_.add(orc::Stream::SECONDARY, std::string("\xff\x00", 2));
  EXPECT_EQ(read("a timestamp"), damaged("A timestamp is out of range."));
}

TEST_F(OrcReadTest, FractionsOfTimesAreLessThanASecond) {
  file_.become(orc::Type::TIMESTAMP);
  file_.add(orc::Stream::DATA, std::string("\xff\x00", 2));
  file_.add(orc::Stream::SECONDARY, one_number(1ULL << 62));
  EXPECT_EQ(read("a timestamp"), damaged("A fraction is out of range."));
}

// Five, of which eight zeros were taken off: the lowest three bits say seven.
TEST_F(OrcReadTest, FractionsBefore1970MayBeNegative) {
  constexpr std::int64_t kBaseSeconds = 1420070400, kMinusHalf = -5 * 8 + 7;
  file_.become(orc::Type::TIMESTAMP);
  file_.set_rows(1);
  file_.add(orc::Stream::DATA, one_number(to_zigzag(-1 - kBaseSeconds)));
  file_.add(orc::Stream::SECONDARY, one_number(static_cast<std::uint64_t>(kMinusHalf)));
  EXPECT_THAT(read("a timestamp"), HasSubstr("1969-12-31 23:59:58.5"));
}

TEST_F(OrcReadTest, AZoneThatIsNotKnownIsNamed) {
  file_.become(orc::Type::TIMESTAMP);
  file_.stripe.set_writertimezone("Mars/\xff");
  EXPECT_EQ(read("a timestamp"), "BadData\ns3://lake/a.orc: the time zone Mars/\xef\xbf\xbd is not known");
}

TEST_F(OrcReadTest, AFileWithoutColumnsDoesNotHideThoseOfTheNext) {
  OrcBytesOf empty;
  empty.footer.mutable_types()->RemoveLast();
  empty.footer.mutable_types(0)->clear_subtypes();
  empty.footer.mutable_types(0)->clear_fieldnames();
  empty.footer.clear_stripes();
  empty.footer.set_numberofrows(0);
  pin(1, empty.bytes(), {}, "s3://lake/1.orc");
  pin(1, file_.bytes(), {}, "s3://lake/2.orc");
  EXPECT_EQ(rows(plan::read("orc", "", {}, 1)), "\"1\"\n\"2\"\n\"3\"\n");
}

// Texts of a megabyte, of which a chunk of as many rows as there may be would hold two gigabytes.
TEST_F(OrcReadTest, ChunksHaveFewRowsWhereValuesAreLarge) {
  constexpr std::size_t kText = 1 << 20, kRows = 100;
  file_.become(orc::Type::STRING);
  file_.postscript.set_compression(orc::ZSTD);
  file_.postscript.set_compressionblocksize(kText);
  file_.set_rows(kRows);
  const std::string text =
      OrcBytesOf::chunk(shrink(BlockCodec::Zstandard, std::string(kText, 'x')).value(), false);
  std::string texts;
  for (std::size_t row = 0; row < kRows; ++row) texts += text;
  file_.add(orc::Stream::DATA, texts);
  file_.add(orc::Stream::LENGTH, file_.section(std::string("\x61\x00\x80\x80\x40", 5)));  // 100 times

  const std::string bytes = file_.bytes();
  const auto size = static_cast<std::int64_t>(bytes.size());
  const auto counters = std::make_shared<ReadCounters>();
  RunStorage storage(broker_);
  const std::string path = storage.pin(1, {"s3://lake/a.orc", broker_.add(bytes), size}, counters);
  OrcFiles files(storage, {{.path = path, .size = size}}, {}, counters, OrcFiles::Columns::ByName);
  files.set_columns({{"a", Type::VARCHAR}});
  const auto rows = files.open({0, 0, size}, {0});
  std::vector<duckdb::idx_t> counts;
  do {
    duckdb::Vector texts_of_chunk(Type::VARCHAR);
    counts.push_back(rows->next({&texts_of_chunk}));
  } while (counts.back() != 0);
  EXPECT_THAT(counts, testing::ElementsAre(64, 15, 15, 6, 0));
}

}  // namespace
}  // namespace engine
