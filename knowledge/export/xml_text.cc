#include "knowledge/export/xml_text.h"

#include <utility>

namespace amtslotse::knowledge {
namespace {

void AppendEscaped(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\r': out += "&#13;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
}

}  // namespace

XmlText& XmlText::Open(std::string_view name, std::initializer_list<Attribute> attributes) {
  out_ += '<';
  open_.push_back(name == "code" ? std::string(name) : "xzufi:" + std::string(name));
  out_ += open_.back();
  for (const Attribute& attribute : attributes) {
    if (attribute.value.empty()) continue;
    out_ += ' ';
    out_ += attribute.name;
    out_ += "=\"";
    AppendEscaped(attribute.value, out_);
    out_ += '"';
  }
  out_ += '>';
  return *this;
}

XmlText& XmlText::Close() {
  out_ += "</" + open_.back() + ">";
  open_.pop_back();
  if (open_.size() <= 1) out_ += '\n';
  return *this;
}

XmlText& XmlText::Text(std::string_view text) {
  AppendEscaped(text, out_);
  return *this;
}

XmlText& XmlText::Leaf(std::string_view name, std::string_view text, std::initializer_list<Attribute> attributes) {
  return text.empty() ? *this : Open(name, attributes).Text(text).Close();
}

XmlText& XmlText::Code(std::string_view name, std::string_view code) {
  return code.empty() ? *this : Open(name).Leaf("code", code).Close();
}

std::string XmlText::Take() { return std::exchange(out_, {}); }

}  // namespace amtslotse::knowledge
