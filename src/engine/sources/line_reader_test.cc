#include "engine/sources/line_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "base/file.h"

namespace engine {
namespace {

using Lines = std::vector<std::string>;

std::shared_ptr<TextInput> input_of(std::string_view text) {
  base::Fd file(memfd_create("lines", MFD_CLOEXEC));
  EXPECT_TRUE(base::write_fully(file.get(), text).ok());
  return TextInput::open(std::make_shared<const InputFile>("s3://lake/in.json", std::move(file),
                                                           static_cast<std::int64_t>(text.size()),
                                                           std::make_shared<ReadCounters>()))
      .value();
}

Lines read(std::string_view text, std::int64_t begin, std::int64_t end, std::size_t longest = 1 << 20) {
  LineReader reader(input_of(text), begin, end, longest);
  Lines lines;
  for (;;) {
    const auto next = reader.next();
    if (!next.ok()) return {next.error().message};
    if (!*next) return lines;
    lines.emplace_back(reader.line());
  }
}

TEST(LineReader, LinesEndInThreeWaysOrWithTheText) {
  EXPECT_EQ(read("a\nb\r\nc\rd", 0, 100), (Lines{"a", "b", "c", "d"}));
  EXPECT_EQ(read("\n\r\n\r", 0, 100), (Lines{"", "", ""}));
  EXPECT_EQ(read("", 0, 100), Lines{});
  EXPECT_EQ(read("\xef\xbb\xbf"
                 "a\n",
                 0, 100),
            Lines{"a"});
}

// However a text is cut into ranges, each line is read once.
TEST(LineReader, ALineBelongsToTheRangeThatItStartsIn) {
  const std::string text = "one\r\ntwo\n\n\rthree\r\r\nfour\nfive";
  const Lines all = read(text, 0, static_cast<std::int64_t>(text.size()));
  for (std::int64_t size = 1; size <= static_cast<std::int64_t>(text.size()); ++size) {
    Lines parts;
    for (std::int64_t at = 0; at < static_cast<std::int64_t>(text.size()); at += size)
      for (auto& line : read(text, at, std::min(at + size, static_cast<std::int64_t>(text.size()))))
        parts.push_back(line);
    EXPECT_EQ(parts, all) << "in ranges of " << size;
  }
}

TEST(LineReader, ALineThatIsTooLongOrNoUtf8IsNamedByItsNumber) {
  EXPECT_EQ(read("a\n" + std::string(3 << 20, 'x') + "\n", 0, 4 << 20, 2 << 20),
            Lines{"s3://lake/in.json line 2: the line is longer than 2 MiB."});
  EXPECT_EQ(read("a\nb\n\xff\n", 0, 100), Lines{"s3://lake/in.json line 3: the text is not valid UTF-8."});
}

}  // namespace
}  // namespace engine
