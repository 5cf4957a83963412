// Values to JSON and back from one list of fields per type:
//   void Fields(auto& f, Of<Link> auto& link) { f("title", link.title); f("url", link.url); }
// Empty texts, lists and optionals are left out when writing; what is absent keeps its default when reading.
#pragma once

#include <chrono>
#include <concepts>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "knowledge/catalogue.h"
#include "knowledge/entry.h"

namespace amtslotse::knowledge {

// T or const T.
template <typename V, typename T>
concept Of = std::same_as<std::remove_const_t<V>, T>;

template <typename V>
concept NamedId = Of<V, MunicipalityId> || Of<V, ServiceId> || Of<V, OfficeId> || Of<V, AreaKey> || Of<V, EntryId>;

template <typename V>
concept Plain = std::is_arithmetic_v<V> || std::same_as<V, std::string>;

template <typename T>
struct JsonCodec;

template <typename T>
nlohmann::json ToJson(const T& value) {
  return JsonCodec<T>::Write(value);
}
template <typename T>
T FromJson(const nlohmann::json& j) {
  return JsonCodec<T>::Read(j);
}

class JsonWriter {
 public:
  template <typename T>
  void operator()(const char* key, const T& value) {
    if constexpr (requires { value.empty(); }) {
      if (value.empty()) return;
    }
    if constexpr (requires { value.has_value(); }) {
      if (!value.has_value()) return;
    }
    object_[key] = ToJson(value);
  }
  nlohmann::json Take() { return std::move(object_); }

 private:
  nlohmann::json object_ = nlohmann::json::object();
};

class JsonReader {
 public:
  explicit JsonReader(const nlohmann::json& object) : object_(object) {
    if (!object.is_object()) throw nlohmann::json::type_error::create(302, "expected an object", &object);
  }
  template <typename T>
  void operator()(const char* key, T& value) {
    known_.insert(key);
    const auto found = object_.find(key);
    if (found != object_.end() && !found->is_null()) value = FromJson<T>(*found);
  }
  const std::set<std::string>& known() const { return known_; }

 private:
  const nlohmann::json& object_;
  std::set<std::string> known_;
};

// Structs with a list of fields.
template <typename T>
struct JsonCodec {
  static nlohmann::json Write(const T& value) {
    JsonWriter writer;
    Fields(writer, value);
    return writer.Take();
  }
  static T Read(const nlohmann::json& j) {
    T value;
    JsonReader reader(j);
    Fields(reader, value);
    return value;
  }
};

template <Plain T>
struct JsonCodec<T> {
  static nlohmann::json Write(const T& value) { return value; }
  static T Read(const nlohmann::json& j) { return j.get<T>(); }
};

template <NamedId T>
struct JsonCodec<T> {
  static nlohmann::json Write(const T& id) { return id.value; }
  static T Read(const nlohmann::json& j) { return T{j.get<std::string>()}; }
};

template <typename T>
requires std::is_enum_v<T>
struct JsonCodec<T> {
  static nlohmann::json Write(T value) { return static_cast<int>(value); }
  static T Read(const nlohmann::json& j) { return static_cast<T>(j.get<int>()); }
};

template <>
struct JsonCodec<ModuleKind> {
  static nlohmann::json Write(ModuleKind kind) { return ModuleKindId(kind); }
  static ModuleKind Read(const nlohmann::json& j) { return ModuleKindFromId(j.get<std::string>()); }
};

template <>
struct JsonCodec<std::chrono::sys_seconds> {
  static nlohmann::json Write(std::chrono::sys_seconds time) { return time.time_since_epoch().count(); }
  static std::chrono::sys_seconds Read(const nlohmann::json& j) {
    return std::chrono::sys_seconds(std::chrono::seconds(j.get<std::int64_t>()));
  }
};

template <>
struct JsonCodec<std::chrono::sys_days> {
  static nlohmann::json Write(std::chrono::sys_days day) { return day.time_since_epoch().count(); }
  static std::chrono::sys_days Read(const nlohmann::json& j) {
    return std::chrono::sys_days(std::chrono::days(j.get<int>()));
  }
};

template <>
struct JsonCodec<std::chrono::minutes> {
  static nlohmann::json Write(std::chrono::minutes span) { return span.count(); }
  static std::chrono::minutes Read(const nlohmann::json& j) { return std::chrono::minutes(j.get<int>()); }
};

template <>
struct JsonCodec<OpeningSpan> {  // [ISO weekday, opens, closes, by appointment]
  static nlohmann::json Write(const OpeningSpan& span) {
    return nlohmann::json::array(
        {span.day.iso_encoding(), span.opens.count(), span.closes.count(), span.by_appointment ? 1 : 0});
  }
  static OpeningSpan Read(const nlohmann::json& j) {
    return {std::chrono::weekday(j.at(0).get<unsigned>()), std::chrono::minutes(j.at(1).get<int>()),
            std::chrono::minutes(j.at(2).get<int>()), j.at(3).get<int>() != 0};
  }
};

template <typename T>
struct JsonCodec<std::optional<T>> {
  static nlohmann::json Write(const std::optional<T>& value) { return ToJson(*value); }
  static std::optional<T> Read(const nlohmann::json& j) { return FromJson<T>(j); }
};

template <typename T>
struct JsonCodec<std::vector<T>> {
  static nlohmann::json Write(const std::vector<T>& values) {
    nlohmann::json array = nlohmann::json::array();
    for (const T& value : values) array.push_back(ToJson(value));
    return array;
  }
  static std::vector<T> Read(const nlohmann::json& j) {
    std::vector<T> values;
    values.reserve(j.size());
    for (const nlohmann::json& element : j) values.push_back(FromJson<T>(element));
    return values;
  }
};

}  // namespace amtslotse::knowledge
