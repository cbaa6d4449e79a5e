#include "engine/storage/text_input.h"

#include <bzlib.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <zlib.h>

#include "base/file.h"
#include "engine/sources/csv_reader.h"

namespace engine {
namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string bzip2(const std::string& text) {
  std::string out(text.size() * 2 + 600, '\0');
  auto size = static_cast<unsigned>(out.size());
  BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                           static_cast<unsigned>(text.size()), 9, 0, 0);
  out.resize(size);
  return out;
}

std::shared_ptr<TextInput> input_of(const std::string& bytes, const std::string& uri,
                                    std::optional<Compression> said = std::nullopt) {
  base::Fd file(memfd_create("text", MFD_CLOEXEC));
  EXPECT_TRUE(base::write_fully(file.get(), bytes).ok());
  return TextInput::open(
             std::make_shared<const InputFile>(uri, std::move(file), static_cast<std::int64_t>(bytes.size()),
                                               std::make_shared<ReadCounters>()),
             said)
      .value();
}

base::Result<std::string> all_of(TextInput& input, std::int64_t from = 0) {
  std::string text(1 << 22, '\0');
  text.resize(TRY(input.read_at(text, from)));
  return text;
}

std::string message_of(const base::Result<std::string>& result) {
  return result.ok() ? "read: " + *result : result.error().message;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + ",some text\n";
  return text;
}

TEST(TextInput, TheNameSaysHowItIsCompressed) {
  const auto text = long_text();
  EXPECT_EQ(*all_of(*input_of(gzip(text), "s3://lake/a.csv.gz")), text);
  EXPECT_EQ(*all_of(*input_of(bzip2(text), "s3://lake/a.csv.BZ2")), text);
  EXPECT_EQ(*all_of(*input_of(text, "s3://lake/a.gz/a.csv")), text);
  EXPECT_EQ(compression_by_name("s3://lake/a.csv.xz").error().message,
            "s3://lake/a.csv.xz: files compressed as .xz are not supported yet.");
}

TEST(TextInput, WhatIsSaidWinsOverTheName) {
  EXPECT_EQ(*all_of(*input_of(gzip("a\n"), "s3://lake/a.csv", Compression::Gzip)), "a\n");
  EXPECT_EQ(*all_of(*input_of("a\n", "s3://lake/a.gz", Compression::None)), "a\n");
}

TEST(TextInput, SeveralMembersAreOneText) {
  EXPECT_EQ(*all_of(*input_of(gzip("a\n") + gzip("") + gzip("b\n"), "s3://lake/a.gz")), "a\nb\n");
  EXPECT_EQ(*all_of(*input_of(bzip2("a\n") + bzip2("b\n"), "s3://lake/a.bz2")), "a\nb\n");
}

TEST(TextInput, ItIsReadFromAnyPlace) {
  const auto text = long_text();
  for (const auto& input : {input_of(gzip(text), "s3://lake/a.gz"), input_of(bzip2(text), "s3://lake/a.bz2")})
    for (const std::int64_t from : {700'000, 3, 900'000, 0})
      EXPECT_EQ(*all_of(*input, from), text.substr(static_cast<std::size_t>(from)));
}

TEST(TextInput, NothingIsAnEmptyText) {
  EXPECT_EQ(*all_of(*input_of("", "s3://lake/a.gz")), "");
  EXPECT_EQ(*all_of(*input_of(gzip(""), "s3://lake/a.gz")), "");
}

TEST(TextInput, DamageIsTheDatasFaultAndNamesTheFile) {
  const auto whole = gzip(long_text());
  EXPECT_EQ(message_of(all_of(*input_of(whole.substr(0, whole.size() / 2), "s3://lake/a.gz"))),
            "s3://lake/a.gz: the file ends inside of what gzip compressed.");
  EXPECT_EQ(message_of(all_of(*input_of("a,b\n1,2\n", "s3://lake/a.gz"))),
            "s3://lake/a.gz: the bytes are no gzip, or damaged");
  EXPECT_EQ(message_of(all_of(*input_of("a,b\n1,2\n", "s3://lake/a.bz2"))),
            "s3://lake/a.bz2: the bytes are no bzip2, or damaged");
}

TEST(TextInput, RecordsOfACompressedFileAreReadInWindows) {
  const auto options = parse_csv_options("glue.csv", {}).value();
  CsvReader reader(input_of(bzip2(long_text()), "s3://lake/a.bz2"), options,
                   {0, std::numeric_limits<std::int64_t>::max()});
  int rows = 0;
  while (*reader.next()) ++rows;
  EXPECT_EQ(rows, 100'000);
}

TEST(TextInput, WhatIsCompressedUnsaidIsNotReadAsText) {
  const auto options = parse_csv_options("glue.csv", {}).value();
  for (const auto& [bytes, name] : {std::pair(gzip("a\n"), "gzip"), std::pair(bzip2("a\n"), "bzip2")})
    EXPECT_EQ(
        CsvReader::read_head(input_of(bytes, "s3://lake/a.csv"), options).error().message,
        fmt::format("s3://lake/a.csv line 1: the file is compressed with {}, which neither its name nor an "
                    "option says.",
                    name));
}

}  // namespace
}  // namespace engine
