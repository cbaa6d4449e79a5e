#pragma once

#include <string>
#include <string_view>

namespace wire {

// Writes an XML document from left to right. Elements are closed by whoever opened them. Text is escaped;
// characters that XML 1.0 cannot hold are written as references all the same, as S3 does for keys listed
// without encoding-type.
class XmlWriter {
 public:
  XmlWriter() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

  void open(std::string_view name, std::string_view xml_namespace = {});
  void open_with(std::string_view name,
                 std::string_view attributes);  // attributes: as attribute() makes them
  void close(std::string_view name);
  void text(std::string_view text);
  void element(std::string_view name, std::string_view text);

  static std::string attribute(std::string_view name, std::string_view value);  // with a space before

  std::string document() && { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace wire
