#include "services/dialogue/session_codec.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace amtslotse::dialogue {
namespace {

using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

// Numbers stay: a new member takes the next one, that of a removed one is not taken again.
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Choice> {
  v(1, x.id), v(2, x.label), v(3, x.description), v(4, x.url);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Link> {
  v(1, x.label), v(2, x.url);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Source> {
  v(1, x.title), v(2, x.url), v(3, x.date);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Card> {
  v(1, x.kind), v(2, x.title), v(3, x.lines), v(4, x.links), v(5, x.step_free);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, File> {
  v(1, x.name), v(2, x.media_type), v(3, x.content);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Field> {
  v(1, x.id), v(2, x.label), v(3, x.kind), v(4, x.required), v(5, x.autocomplete);
  v(6, x.hint), v(7, x.error), v(8, x.value);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Prompt> {
  v(1, x.kind), v(2, x.label), v(3, x.fields), v(4, x.expires);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Message> {
  v(1, x.sequence), v(2, x.author), v(3, x.text), v(4, x.kind), v(5, x.choices);
  v(6, x.cards), v(7, x.files), v(8, x.links), v(9, x.sources), v(10, x.prompt);
  v(11, x.time), v(12, x.answer_version), v(13, x.urgent), v(14, x.author_label);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, ServiceRef> {
  v(1, x.id), v(2, x.name);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Area> {
  v(1, x.ars), v(2, x.name), v(3, x.qualifier), v(4, x.position.latitude), v(5, x.position.longitude);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Slot> {
  v(1, x.location_id), v(2, x.location_name), v(3, x.begin), v(4, x.minutes);
  v(5, x.local_begin), v(6, x.metres);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Held> {
  v(1, x.hold_id), v(2, x.slot), v(3, x.expires), v(4, x.required_contact);
  v(5, x.attendee_names);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, AppointmentKey> {
  v(1, x.link_token), v(2, x.code), v(3, x.surname);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Appointment> {
  v(1, x.number), v(2, x.slot), v(3, x.services), v(4, x.address), v(5, x.cancelled), v(6, x.people);
  v(7, x.counts);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Contact> {
  v(1, x.name), v(2, x.email), v(3, x.telephone), v(4, x.attendees);
  v(5, x.needs.interpreter), v(6, x.needs.wheelchair), v(7, x.needs.more_time), v(8, x.needs.note);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Option> {
  v(1, x.id), v(2, x.label), v(3, x.action), v(4, x.value);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, SlotWish> {
  v(1, x.from_date), v(2, x.to_date), v(3, x.from_minute), v(4, x.to_minute);
  v(5, x.location_ids), v(6, x.weekdays);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, BookingDraft> {
  v(1, x.services), v(2, x.quantity), v(3, x.wish), v(4, x.offered), v(5, x.held);
  v(6, x.contact), v(7, x.rebooking), v(8, x.code_sent), v(9, x.half_name);
  v(10, x.near.latitude), v(11, x.near.longitude), v(12, x.counts);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, KnownAppointment> {
  v(1, x.key), v(2, x.appointment);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, HandledEvent> {
  v(1, x.event_id), v(2, x.first_sequence), v(3, x.last_sequence);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, HandOver> {
  v(1, x.id), v(2, x.office_id), v(3, x.office_name), v(4, x.connected);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Callback> {
  v(1, x.office_id), v(2, x.office_name), v(3, x.due_date), v(4, x.due);
  v(5, x.name), v(6, x.telephone), v(7, x.wanted_time);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, DataRequest> {
  v(1, x.to), v(2, x.text), v(3, x.name), v(4, x.email);
}
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Session> {
  v(1, x.conversation_id), v(2, x.municipality_id), v(3, x.channel);
  v(4, x.account), v(5, x.peer), v(6, x.language), v(7, x.data_level), v(8, x.begun);
  v(9, x.sequence), v(10, x.prompt_number), v(11, x.events);
  v(12, x.service), v(13, x.pending_acts), v(14, x.place), v(15, x.place_text);
  v(16, x.awaiting), v(17, x.options), v(18, x.booking), v(19, x.appointment);
  v(20, x.pending_action), v(21, x.pending_code), v(22, x.unclear_in_a_row);
  v(24, x.hand_over), v(25, x.callback);  // 23 was handed_over
  v(26, x.together), v(27, x.place_need), v(28, x.initial), v(29, x.hours_asked), v(30, x.last_acts);
  v(31, x.spoken), v(32, x.offices), v(33, x.together_counts);
  v(34, x.talked_of), v(35, x.people), v(36, x.people_for), v(37, x.needs.interpreter), v(38, x.needs.wheelchair);
  v(39, x.needs.more_time), v(40, x.needs.note), v(41, x.discarded), v(42, x.overview_of);
  v(43, x.pending_text), v(44, x.data_request), v(45, x.foreign_language), v(46, x.foreign_replies),
      v(47, x.words_only_told);
}

// What a type becomes on the wire.
enum Wire : std::uint32_t { kVarint = 0, kDelimited = 2 };

template <class T>
constexpr bool kIsNumber = std::is_integral_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::chrono::sys_seconds>;

template <class T>
std::uint64_t ToVarint(const T& value) {
  if constexpr (std::is_same_v<T, std::chrono::sys_seconds>) {
    return static_cast<std::uint64_t>(value.time_since_epoch().count());
  } else {
    return static_cast<std::uint64_t>(value);
  }
}

template <class T>
void FromVarint(std::uint64_t number, T& value) {
  if constexpr (std::is_same_v<T, std::chrono::sys_seconds>) {
    value = std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(number)));
  } else {
    value = static_cast<T>(number);
  }
}

template <class T>
std::string Write(const T& value);

struct Writer {
  CodedOutputStream& out;

  template <class T>
  void operator()(std::uint32_t number, const T& value) {
    if constexpr (requires { value.empty(); }) {
      if (value.empty()) return;
    } else if constexpr (std::is_integral_v<T>) {
      if (value == T()) return;
    }
    Put(number, value);
  }

  template <class T>
  void Put(std::uint32_t number, const std::vector<T>& values) {
    for (const T& value : values) Put(number, value);
  }
  template <class T>
  void Put(std::uint32_t number, const std::optional<T>& value) {
    if (value) Put(number, *value);
  }
  template <class T>
  void Put(std::uint32_t number, const T& value) {
    if constexpr (kIsNumber<T>) {
      out.WriteTag(number << 3 | kVarint);
      out.WriteVarint64(ToVarint(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
      PutBytes(number, value);
    } else {
      PutBytes(number, Write(value));
    }
  }
  void PutBytes(std::uint32_t number, const std::string& bytes) {
    out.WriteTag(number << 3 | kDelimited);
    out.WriteVarint32(static_cast<std::uint32_t>(bytes.size()));
    out.WriteString(bytes);
  }
};

template <class T>
bool Read(CodedInputStream& in, T& value);

// Takes the one member that has the number.
struct Reader {
  CodedInputStream& in;
  const std::uint32_t tag;
  bool known = false;
  bool good = true;

  template <class T>
  void operator()(std::uint32_t number, T& value) {
    if (number != tag >> 3) return;
    known = true;
    good = Get(value);
  }

 private:
  template <class T>
  bool Get(std::vector<T>& values) {
    return Get(values.emplace_back());
  }
  template <class T>
  bool Get(std::optional<T>& value) {
    return Get(value.emplace());
  }
  template <class T>
  bool Get(T& value) {
    if constexpr (kIsNumber<T>) {
      std::uint64_t number = 0;
      if ((tag & 7) != kVarint || !in.ReadVarint64(&number)) return false;
      FromVarint(number, value);
      return true;
    } else {
      std::uint32_t size = 0;
      if ((tag & 7) != kDelimited || !in.ReadVarint32(&size)) return false;
      if constexpr (std::is_same_v<T, std::string>) {
        return in.ReadString(&value, static_cast<int>(size));
      } else {
        const auto end = in.PushLimit(static_cast<int>(size));
        const bool whole = Read(in, value) && in.BytesUntilLimit() == 0;
        in.PopLimit(end);
        return whole;
      }
    }
  }
};

bool Skip(CodedInputStream& in, std::uint32_t tag) {
  std::uint64_t number = 0;
  std::uint32_t size = 0;
  switch (tag & 7) {
    case kVarint: return in.ReadVarint64(&number);
    case kDelimited: return in.ReadVarint32(&size) && in.Skip(static_cast<int>(size));
    default: return false;
  }
}

template <class T>
std::string Write(const T& value) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  CodedOutputStream out(&stream);
  Writer writer{out};
  Visit(writer, value);
  out.Trim();
  return bytes;
}

// Until the end or the limit.
template <class T>
bool Read(CodedInputStream& in, T& value) {
  while (const std::uint32_t tag = in.ReadTag()) {
    Reader reader{in, tag};
    Visit(reader, value);
    if (!(reader.known ? reader.good : Skip(in, tag))) return false;
  }
  return in.ConsumedEntireMessage();
}

template <class T>
absl::StatusOr<T> Parse(const std::string& bytes) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  T value;
  if (!Read(in, value)) return absl::DataLossError("not what this program writes");
  return value;
}

struct Said {
  std::vector<Message> messages;
};
template <class V, class T>
void Visit(V& v, T& x) requires std::is_same_v<std::remove_const_t<T>, Said> {
  v(1, x.messages);
}

}  // namespace

std::string Serialize(const Session& session) { return Write(session); }
absl::StatusOr<Session> ParseSession(const std::string& bytes) { return Parse<Session>(bytes); }

std::string Serialize(const std::vector<Message>& messages) { return Write(Said{messages}); }
absl::StatusOr<std::vector<Message>> ParseMessages(const std::string& bytes) {
  auto said = Parse<Said>(bytes);
  if (!said.ok()) return said.status();
  return std::move(said->messages);
}

}  // namespace amtslotse::dialogue
