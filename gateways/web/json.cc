#include "gateways/web/json.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cmath>
#include <iterator>

namespace amtslotse::gateways::web {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '<': out += "\\u003c"; break;  // never ends a script element
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void AppendBase64(const std::string& bytes, std::string& out) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  out += '"' + text + '"';
}

// AUTHOR_STAFF of an enum whose zero is AUTHOR_UNSPECIFIED: "staff".
void AppendEnum(const EnumValueDescriptor& value, std::string& out) {
  constexpr std::string_view kZero = "UNSPECIFIED";
  std::string_view name = value.name();
  const std::string& zero = value.type()->value(0)->name();
  if (zero.ends_with(kZero)) name.remove_prefix(zero.size() - kZero.size());
  out += '"';
  for (const char c : name) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  out += '"';
}

void AppendMessage(const Message& message, bool outermost, std::string& out);

void AppendDouble(double value, std::string& out) {
  if (std::isfinite(value)) {
    fmt::format_to(std::back_inserter(out), "{}", value);
  } else {
    out += "null";
  }
}

// `index` < 0: the field is single.
void AppendValue(const Message& message, const FieldDescriptor& field, int index, std::string& out) {
  const auto* at = message.GetReflection();
  const bool one = index < 0;
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text = one ? at->GetStringReference(message, &field, &scratch)
                                    : at->GetRepeatedStringReference(message, &field, index, &scratch);
      if (field.type() == FieldDescriptor::TYPE_BYTES) return AppendBase64(text, out);
      return AppendQuoted(text, out);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      out += (one ? at->GetBool(message, &field) : at->GetRepeatedBool(message, &field, index)) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      out += std::to_string(one ? at->GetInt32(message, &field) : at->GetRepeatedInt32(message, &field, index));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      out += std::to_string(one ? at->GetUInt32(message, &field) : at->GetRepeatedUInt32(message, &field, index));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      out += std::to_string(one ? at->GetInt64(message, &field) : at->GetRepeatedInt64(message, &field, index));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      out += std::to_string(one ? at->GetUInt64(message, &field) : at->GetRepeatedUInt64(message, &field, index));
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendDouble(one ? at->GetDouble(message, &field) : at->GetRepeatedDouble(message, &field, index), out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendDouble(one ? at->GetFloat(message, &field) : at->GetRepeatedFloat(message, &field, index), out);
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendEnum(one ? *at->GetEnum(message, &field) : *at->GetRepeatedEnum(message, &field, index), out);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(one ? at->GetMessage(message, &field) : at->GetRepeatedMessage(message, &field, index),
                           false, out);
  }
}

void AppendList(const Message& message, const FieldDescriptor& field, std::string& out) {
  const int size = message.GetReflection()->FieldSize(message, &field);
  out += '[';
  for (int i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    AppendValue(message, field, i, out);
  }
  out += ']';
}

// A map with texts as keys, as an object.
void AppendMap(const Message& message, const FieldDescriptor& field, std::string& out) {
  const auto* at = message.GetReflection();
  out += '{';
  for (int i = 0; i < at->FieldSize(message, &field); ++i) {
    const Message& entry = at->GetRepeatedMessage(message, &field, i);
    if (i > 0) out += ',';
    AppendValue(entry, *field.message_type()->map_key(), -1, out);
    out += ':';
    AppendValue(entry, *field.message_type()->map_value(), -1, out);
  }
  out += '}';
}

void AppendMessage(const Message& message, bool outermost, std::string& out) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  bool first = true;
  out += '{';
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor& field = *descriptor->field(i);
    const bool filled = field.is_repeated() ? outermost || reflection->FieldSize(message, &field) > 0
                                            : reflection->HasField(message, &field);
    if (!filled) continue;
    if (!first) out += ',';
    first = false;
    out += '"' + field.json_name() + "\":";
    if (field.is_map()) {
      AppendMap(message, field, out);
    } else if (field.is_repeated()) {
      AppendList(message, field, out);
    } else {
      AppendValue(message, field, -1, out);
    }
  }
  out += '}';
}

}  // namespace

std::string ToJson(const Message& message) {
  std::string out;
  out.reserve(512);
  AppendMessage(message, true, out);
  return out;
}

std::string Quoted(std::string_view text) {
  std::string out;
  AppendQuoted(text, out);
  return out;
}

absl::StatusOr<nlohmann::json> ParseObject(std::string_view text) {
  bool too_deep = false;
  const auto watch_depth = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    too_deep = too_deep || depth > kMaxJsonDepth;
    return !too_deep;  // false drops the value: nothing deep is ever built
  };
  auto json = nlohmann::json::parse(text.begin(), text.end(), watch_depth, /*allow_exceptions=*/false);
  if (too_deep)
    return absl::InvalidArgumentError(fmt::format("Das JSON ist tiefer als {} Ebenen verschachtelt.", kMaxJsonDepth));
  if (json.is_discarded()) return absl::InvalidArgumentError("Der Inhalt ist kein gültiges JSON in UTF-8.");
  if (!json.is_object()) return absl::InvalidArgumentError("Erwartet wird ein JSON-Objekt.");
  return json;
}

}  // namespace amtslotse::gateways::web
