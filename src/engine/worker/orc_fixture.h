#pragma once

#include "engine/orc_file.pb.h"
#include "engine/storage/block_codec.h"
#include "engine/worker/execution_fixture.h"

namespace engine {

// A file of ORC, made by hand so that anything of it may be wrong. As it is, it has one column, `a int`, and
// one stripe of three rows, 1 to 3. Where a stripe lies is as a test says or, without that, as it is.
struct OrcBytesOf {
  OrcBytesOf() {
    postscript.set_compression(orc::NONE);
    postscript.set_magic("ORC");
    auto& rows = *footer.add_types();
    rows.set_kind(orc::Type::STRUCT);
    rows.add_subtypes(1);
    rows.add_fieldnames("a");
    footer.add_types()->set_kind(orc::Type::INT);
    footer.set_calendar(orc::PROLEPTIC_GREGORIAN);
    footer.add_stripes();
    set_rows(3);
    for (int i = 0; i < 2; ++i) stripe.add_columns()->set_kind(orc::ColumnEncoding::DIRECT);
    add(orc::Stream::DATA, "\xfd\x02\x04\x06");  // as they are, three of them
  }

  orc::Type& type() { return *footer.mutable_types(1); }
  orc::StripeInformation& place() { return *footer.mutable_stripes(0); }
  void set_rows(std::uint64_t rows) {
    footer.set_numberofrows(rows);
    place().set_numberofrows(rows);
  }

  // The column, or one of its parts, anew: `kind`, without streams.
  void become(orc::Type::Kind kind) {
    type().set_kind(kind);
    stripe.clear_streams();
    data.clear();
  }
  void add_part(orc::Type::Kind kind) {
    type().add_subtypes(static_cast<std::uint32_t>(footer.types_size()));
    footer.add_types()->set_kind(kind);
    stripe.add_columns()->set_kind(orc::ColumnEncoding::DIRECT);
  }
  void add(orc::Stream::Kind kind, const std::string& bytes, std::uint32_t column = 1) {
    auto& stream = *stripe.add_streams();
    stream.set_kind(kind);
    stream.set_column(column);
    stream.set_length(bytes.size());
    data += bytes;
  }

  std::string bytes() const {
    const std::string stripe_end = section(stripe.SerializeAsString());
    orc::Footer filled = footer;
    for (auto& place : *filled.mutable_stripes()) {
      if (!place.has_offset()) place.set_offset(3);
      if (!place.has_datalength()) place.set_datalength(data.size());
      if (!place.has_footerlength()) place.set_footerlength(stripe_end.size());
    }
    const std::string end = section(filled.SerializeAsString());
    orc::PostScript last = postscript;
    last.set_footerlength(end.size());
    const std::string last_bytes = last.SerializeAsString();
    return "ORC" + data + stripe_end + end + last_bytes + static_cast<char>(last_bytes.size());
  }

  // What is compressed stands in chunks; this one is as it was.
  static std::string chunk(const std::string& held, bool original) {
    const std::size_t header = held.size() << 1 | (original ? 1U : 0U);
    std::string bytes;
    for (int shift = 0; shift < 24; shift += 8) bytes += static_cast<char>(header >> shift & 0xff);
    return bytes + held;
  }
  std::string section(const std::string& held) const {
    return postscript.compression() == orc::NONE ? held : chunk(held, true);
  }

  orc::PostScript postscript;
  orc::Footer footer;
  orc::StripeFooter stripe;
  std::string data;
};

// Sets a field to a kind that is newer than orc_file.proto.
inline void set_unknown_kind(google::protobuf::Message& message, int field, std::uint64_t kind) {
  message.GetReflection()->ClearField(&message, message.GetDescriptor()->FindFieldByNumber(field));
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(field, kind);
}

class OrcReadTest : public ExecutionTest {
 protected:
  // The rows of the file; an error is its code and message.
  std::string read(const std::string& schema = "a int", const std::string& format = "orc") {
    program_.clear_inputs();
    pin(1, file_.bytes(), {}, "s3://lake/a.orc");
    return rows(plan::read(format, schema, {}, 1));
  }
  static std::string damaged(const std::string& what) {
    return "BadData\ns3://lake/a.orc: Malformed ORC file. " + what;
  }

  OrcBytesOf file_;
};

}  // namespace engine
