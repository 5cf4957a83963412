#include <nlohmann/json.hpp>

#include "services/dialogue/core/session.h"

namespace amtslotse::dialogue {

using nlohmann::json;

namespace {

// Writing and reading visit the same members in the same order, so that neither can forget one.
struct Writer {
  json& object;
  template <class T>
  void operator()(const char* name, const T& value) {
    if (!IsDefault(value)) Put(object[name], value);
  }
  template <class T>
  static bool IsDefault(const T& value) {
    if constexpr (requires { value.empty(); }) {
      return value.empty();
    } else if constexpr (requires { value.has_value(); }) {
      return !value.has_value();
    } else if constexpr (std::is_integral_v<T>) {
      return value == T();
    } else {
      return false;
    }
  }
  static void Put(json& out, const std::string& value) { out = value; }
  static void Put(json& out, bool value) { out = value; }
  template <class T>
    requires std::is_integral_v<T>
  static void Put(json& out, T value) { out = value; }
  template <class T>
    requires std::is_enum_v<T>
  static void Put(json& out, T value) { out = static_cast<int>(value); }
  static void Put(json& out, std::chrono::sys_seconds value) { out = value.time_since_epoch().count(); }
  template <class T>
  static void Put(json& out, const std::vector<T>& values) {
    out = json::array();
    for (const auto& value : values) Put(out.emplace_back(), value);
  }
  template <class T>
  static void Put(json& out, const std::optional<T>& value) {
    if (value) Put(out, *value);
  }
  template <class T>
    requires std::is_class_v<T>
  static void Put(json& out, const T& value);
};

struct Reader {
  const json& object;
  template <class T>
  void operator()(const char* name, T& value) {
    if (const auto member = object.find(name); member != object.end() && !member->is_null()) Get(*member, value);
  }
  static void Get(const json& in, std::string& value) { value = in.get<std::string>(); }
  static void Get(const json& in, bool& value) { value = in.get<bool>(); }
  template <class T>
    requires std::is_integral_v<T>
  static void Get(const json& in, T& value) { value = in.get<T>(); }
  template <class T>
    requires std::is_enum_v<T>
  static void Get(const json& in, T& value) { value = static_cast<T>(in.get<int>()); }
  static void Get(const json& in, std::chrono::sys_seconds& value) {
    value = std::chrono::sys_seconds(std::chrono::seconds(in.get<std::int64_t>()));
  }
  template <class T>
  static void Get(const json& in, std::vector<T>& values) {
    for (const auto& item : in.get_ref<const json::array_t&>()) Get(item, values.emplace_back());
  }
  template <class T>
  static void Get(const json& in, std::optional<T>& value) { Get(in, value.emplace()); }
  template <class T>
    requires std::is_class_v<T>
  static void Get(const json& in, T& value);
};

template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Choice> {
  v("id", x.id), v("label", x.label), v("description", x.description), v("url", x.url);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Link> {
  v("label", x.label), v("url", x.url);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Source> {
  v("title", x.title), v("url", x.url), v("date", x.date);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Card> {
  v("kind", x.kind), v("title", x.title), v("lines", x.lines), v("links", x.links), v("step_free", x.step_free);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, File> {
  v("name", x.name), v("media_type", x.media_type), v("content", x.content);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Field> {
  v("id", x.id), v("label", x.label), v("kind", x.kind), v("required", x.required), v("autocomplete", x.autocomplete);
  v("hint", x.hint), v("error", x.error), v("value", x.value);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Prompt> {
  v("kind", x.kind), v("label", x.label), v("fields", x.fields), v("expires", x.expires);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Message> {
  v("sequence", x.sequence), v("author", x.author), v("text", x.text), v("kind", x.kind), v("choices", x.choices);
  v("cards", x.cards), v("files", x.files), v("links", x.links), v("sources", x.sources), v("prompt", x.prompt);
  v("time", x.time), v("answer_version", x.answer_version), v("urgent", x.urgent);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, ServiceRef> {
  v("id", x.id), v("name", x.name);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Area> {
  v("ars", x.ars), v("name", x.name), v("qualifier", x.qualifier);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Slot> {
  v("location_id", x.location_id), v("location_name", x.location_name), v("begin", x.begin), v("minutes", x.minutes);
  v("local_begin", x.local_begin);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Held> {
  v("hold_id", x.hold_id), v("slot", x.slot), v("expires", x.expires), v("required_contact", x.required_contact);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, AppointmentKey> {
  v("link_token", x.link_token), v("code", x.code), v("surname", x.surname);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Appointment> {
  v("number", x.number), v("slot", x.slot), v("services", x.services), v("address", x.address), v("cancelled", x.cancelled);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Contact> {
  v("name", x.name), v("email", x.email), v("telephone", x.telephone);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Option> {
  v("id", x.id), v("label", x.label), v("action", x.action), v("value", x.value);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, SlotWish> {
  v("from_date", x.from_date), v("to_date", x.to_date), v("from_minute", x.from_minute), v("to_minute", x.to_minute);
  v("location_ids", x.location_ids);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, BookingDraft> {
  v("services", x.services), v("quantity", x.quantity), v("wish", x.wish), v("offered", x.offered), v("held", x.held);
  v("contact", x.contact), v("rebooking", x.rebooking);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, KnownAppointment> {
  v("key", x.key), v("appointment", x.appointment);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, HandledEvent> {
  v("event_id", x.event_id), v("first_sequence", x.first_sequence), v("last_sequence", x.last_sequence);
}
template <class V, class T> void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Session> {
  v("conversation_id", x.conversation_id), v("municipality_id", x.municipality_id), v("channel", x.channel);
  v("account", x.account), v("peer", x.peer), v("language", x.language), v("data_level", x.data_level), v("begun", x.begun);
  v("sequence", x.sequence), v("prompt_number", x.prompt_number), v("events", x.events);
  v("service", x.service), v("pending_acts", x.pending_acts), v("place", x.place), v("place_text", x.place_text);
  v("awaiting", x.awaiting), v("options", x.options), v("booking", x.booking), v("appointment", x.appointment);
  v("pending_action", x.pending_action), v("pending_code", x.pending_code), v("unclear_in_a_row", x.unclear_in_a_row);
  v("handed_over", x.handed_over);
}

template <class T>
  requires std::is_class_v<T>
void Writer::Put(json& out, const T& value) {
  out = json::object();
  Writer writer{out};
  Visit(writer, value);
}
template <class T>
  requires std::is_class_v<T>
void Reader::Get(const json& in, T& value) {
  (void)in.get_ref<const json::object_t&>();  // throws for what is no object
  Reader reader{in};
  Visit(reader, value);
}

}  // namespace

namespace {

template <class T>
std::string Write(const T& value) {
  json written;
  Writer::Put(written, value);
  return written.dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class T>
absl::StatusOr<T> Read(const std::string& text) {
  const json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_structured()) return absl::DataLossError("neither an object nor a list");
  T value;
  try {
    Reader::Get(parsed, value);
  } catch (const json::exception& error) {
    return absl::DataLossError(error.what());
  }
  return value;
}

}  // namespace

std::string ToJson(const Session& session) { return Write(session); }
absl::StatusOr<Session> SessionFromJson(const std::string& text) { return Read<Session>(text); }
std::string ToJson(const std::vector<Message>& messages) { return Write(messages); }
absl::StatusOr<std::vector<Message>> MessagesFromJson(const std::string& text) { return Read<std::vector<Message>>(text); }

}  // namespace amtslotse::dialogue
