#include "wire/xml_writer.h"

#include <fmt/format.h>

namespace wire {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // Readers would turn a bare carriage return into a line feed.
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') {
          out += fmt::format("&#x{:x};", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
}

}  // namespace

std::string XmlWriter::attribute(std::string_view name, std::string_view value) {
  std::string out = fmt::format(" {}=\"", name);
  append_escaped(out, value);
  return out + '"';
}

void XmlWriter::open(std::string_view name, std::string_view xml_namespace) {
  open_with(name, xml_namespace.empty() ? std::string() : attribute("xmlns", xml_namespace));
}

void XmlWriter::open_with(std::string_view name, std::string_view attributes) {
  out_ += '<';
  out_ += name;
  out_ += attributes;
  out_ += '>';
}

void XmlWriter::close(std::string_view name) {
  out_ += "</";
  out_ += name;
  out_ += '>';
}

void XmlWriter::text(std::string_view text) {
  append_escaped(out_, text);
}

void XmlWriter::element(std::string_view name, std::string_view value) {
  open(name);
  text(value);
  close(name);
}

}  // namespace wire
