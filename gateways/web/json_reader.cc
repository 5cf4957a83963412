#include "gateways/web/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>

namespace amtslotse::gateways::web {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Json = nlohmann::json;

absl::Status Expected(const std::string& place, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}: erwartet wird {}", place, what));
}

// "staff" for AUTHOR_STAFF of an enum whose zero is AUTHOR_UNSPECIFIED.
const EnumValueDescriptor* FindEnum(const FieldDescriptor& field, const Json& json) {
  if (!json.is_string()) return nullptr;
  const auto* type = field.enum_type();
  constexpr std::string_view kZero = "UNSPECIFIED";
  std::string name = type->value(0)->name();
  name = name.ends_with(kZero) ? name.substr(0, name.size() - kZero.size()) : "";
  for (const char c : json.get_ref<const std::string&>())
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return type->FindValueByName(name);
}

template <class Number>
bool Fits(const Json& json) {
  if (json.is_number_unsigned())
    return json.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<Number>::max());
  if (!json.is_number_integer()) return false;
  const auto number = json.get<std::int64_t>();
  return number >= 0 || static_cast<std::int64_t>(std::numeric_limits<Number>::min()) <= number;
}

absl::Status ReadMessage(const Json& json, Message& message, const std::string& place);

// Sets a single field or appends to a list.
class Place {
 public:
  Place(Message& message, const FieldDescriptor& field, const std::string& name)
      : message_(message), field_(field), name_(name) {}

  absl::Status Put(const Json& json) {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field_.type() != FieldDescriptor::TYPE_STRING || !json.is_string()) return Expected(name_, "ein Text");
        Set(&Reflection::SetString, &Reflection::AddString, json.get<std::string>());
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!json.is_boolean()) return Expected(name_, "true oder false");
        Set(&Reflection::SetBool, &Reflection::AddBool, json.get<bool>());
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_INT32:
        return Whole<std::int32_t>(json, &Reflection::SetInt32, &Reflection::AddInt32);
      case FieldDescriptor::CPPTYPE_INT64:
        return Whole<std::int64_t>(json, &Reflection::SetInt64, &Reflection::AddInt64);
      case FieldDescriptor::CPPTYPE_UINT32:
        return Whole<std::uint32_t>(json, &Reflection::SetUInt32, &Reflection::AddUInt32);
      case FieldDescriptor::CPPTYPE_UINT64:
        return Whole<std::uint64_t>(json, &Reflection::SetUInt64, &Reflection::AddUInt64);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (!json.is_number()) return Expected(name_, "eine Zahl");
        Set(&Reflection::SetDouble, &Reflection::AddDouble, json.get<double>());
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = FindEnum(field_, json);
        if (value == nullptr) return Expected(name_, "einer der festen Werte");
        Set(&Reflection::SetEnum, &Reflection::AddEnum, value);
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        const auto* at = message_.GetReflection();
        return ReadMessage(
            json, field_.is_repeated() ? *at->AddMessage(&message_, &field_) : *at->MutableMessage(&message_, &field_),
            name_);
      }
      default: return Expected(name_, "nichts");
    }
  }

 private:
  using Reflection = google::protobuf::Reflection;

  template <class SetOne, class AddOne, class Value>
  void Set(SetOne set, AddOne add, Value value) {
    const auto* at = message_.GetReflection();
    if (field_.is_repeated())
      (at->*add)(&message_, &field_, std::move(value));
    else
      (at->*set)(&message_, &field_, std::move(value));
  }
  template <class Number, class SetOne, class AddOne>
  absl::Status Whole(const Json& json, SetOne set, AddOne add) {
    if (!Fits<Number>(json)) return Expected(name_, "eine ganze Zahl");
    Set(set, add, json.get<Number>());
    return absl::OkStatus();
  }

  Message& message_;
  const FieldDescriptor& field_;
  const std::string& name_;
};

const FieldDescriptor* FindField(const Message& message, const std::string& name) {
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i)
    if (descriptor->field(i)->json_name() == name) return descriptor->field(i);
  return nullptr;
}

// An object as a map with texts as keys.
absl::Status ReadMap(const Json& json, Message& message, const FieldDescriptor& field, const std::string& place) {
  const FieldDescriptor* key = field.message_type()->map_key();
  if (!json.is_object() || key->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return Expected(place, "ein Objekt");
  for (const auto& [name, value] : json.items()) {
    Message* entry = message.GetReflection()->AddMessage(&message, &field);
    entry->GetReflection()->SetString(entry, key, name);
    if (auto put = Place(*entry, *field.message_type()->map_value(), place + "." + name).Put(value); !put.ok())
      return put;
  }
  return absl::OkStatus();
}

absl::Status ReadMessage(const Json& json, Message& message, const std::string& place) {
  if (!json.is_object()) return Expected(place.empty() ? "Inhalt" : place, "ein Objekt");
  for (const auto& [name, value] : json.items()) {
    const std::string inner = place.empty() ? name : place + "." + name;
    const FieldDescriptor* field = FindField(message, name);
    if (field == nullptr) return absl::InvalidArgumentError(fmt::format("{}: unbekannt", inner));
    if (field->real_containing_oneof() != nullptr &&
        message.GetReflection()->HasOneof(message, field->real_containing_oneof()))
      return absl::InvalidArgumentError(fmt::format("{}: nicht neben einem anderen", inner));
    if (value.is_null()) continue;
    if (field->is_map()) {
      if (auto read = ReadMap(value, message, *field, inner); !read.ok()) return read;
      continue;
    }
    if (!field->is_repeated()) {
      if (auto put = Place(message, *field, inner).Put(value); !put.ok()) return put;
      continue;
    }
    if (!value.is_array()) return Expected(inner, "eine Liste");
    for (const Json& item : value)
      if (auto put = Place(message, *field, inner).Put(item); !put.ok()) return put;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FromJson(const Json& json, Message& message) { return ReadMessage(json, message, ""); }

}  // namespace amtslotse::gateways::web
