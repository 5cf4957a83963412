#include "gateways/matrix/sync.h"

#include <algorithm>

#include "gateways/commands.h"
#include "gateways/json_reading.h"

namespace amtslotse::gateways::matrix {
namespace {

using nlohmann::json;

// A reply repeats what it answers, line by line behind "> ", up to an empty line.
std::string WithoutQuote(const std::string& body) {
  if (!body.starts_with("> ")) return body;
  std::size_t line = 0;
  while (line < body.size() && body.compare(line, 1, ">") == 0) {
    const auto end = body.find('\n', line);
    if (end == std::string::npos) return "";
    line = end + 1;
  }
  if (line < body.size() && body[line] == '\n') ++line;
  return body.substr(line);
}

std::optional<Content> ContentOf(const json& event) {
  const std::string type = TextAt(event, "type");
  if (type == "m.room.encrypted") return CannotRead{};
  if (type == "m.sticker") return SentUnsupported{"sticker"};
  if (type != "m.room.message") return std::nullopt;
  const json& content = ObjectAt(event, "content");
  if (content.empty()) return std::nullopt;  // taken back by its author
  const json& relation = ObjectAt(content, "m.relates_to");
  if (TextAt(relation, "rel_type") == "m.replace") return SentUnsupported{"edit"};
  const std::string kind = TextAt(content, "msgtype");
  if (kind == "m.notice") return std::nullopt;  // another program
  if (kind != "m.text" && kind != "m.emote")
    return SentUnsupported{kind.starts_with("m.") ? kind.substr(2) : "unknown"};
  const std::string body = TextAt(content, "body");
  return ReadText(relation.contains("m.in_reply_to") ? WithoutQuote(body) : body);
}

bool IsMembership(const json& event, const std::string& user, const char* membership) {
  return TextAt(event, "type") == "m.room.member" && TextAt(event, "state_key") == user &&
         TextAt(ObjectAt(event, "content"), "membership") == membership;
}

// Not a new name or picture.
bool IsOurComing(const json& event, const std::string& own_user) {
  const json& before = ObjectAt(ObjectAt(event, "unsigned"), "prev_content");
  return IsMembership(event, own_user, "join") && TextAt(before, "membership") != "join";
}

// Who leaves takes the conversation away; when we have just come, it begins.
std::optional<Content> MembershipOf(const json& event, const std::string& own_user, bool encrypted) {
  const std::string membership = TextAt(ObjectAt(event, "content"), "membership");
  const bool own = TextAt(event, "state_key") == own_user;
  if (own && membership == "join") {
    if (!IsOurComing(event, own_user)) return std::nullopt;
    if (encrypted) return CannotRead{};
    return GaveCommand{Command::kStart};
  }
  if (membership == "leave" || membership == "ban") return Blocked{};
  return std::nullopt;
}

using Events = std::vector<const json*>;

// Of a room that we have just come to the timeline begins long before: what was written since the invitation is meant
// for us. Whether we have just come.
bool KeepSinceInvitation(Events& events, const std::string& own_user) {
  const auto is = [&](auto&& matches) {
    const auto found = std::find_if(events.rbegin(), events.rend(), [&](const json* event) { return matches(*event); });
    return found == events.rend() ? events.end() : std::prev(found.base());
  };
  if (is([&](const json& event) { return IsOurComing(event, own_user); }) == events.end()) return false;
  const auto invited = is([&](const json& event) { return IsMembership(event, own_user, "invite"); });
  if (invited != events.end()) events.erase(events.begin(), invited);
  return true;
}

void ReadRoom(const std::string& room, const json& joined, const std::string& own_user, Sync& sync) {
  const json& timeline = ObjectAt(joined, "timeline");
  Events events;
  for (const json* part : {&ObjectAt(joined, "state"), &timeline}) {
    for (const json& event : ArrayAt(*part, "events")) events.push_back(&event);
  }
  const bool encrypted = std::any_of(events.begin(), events.end(),
                                     [](const json* event) { return TextAt(*event, "type") == "m.room.encryption"; });
  const bool just_come = KeepSinceInvitation(events, own_user);
  bool asked = false;  // in words, so that no greeting is needed
  for (const json* event : events) {
    if (TextAt(*event, "type") == "m.room.member") {
      auto content = MembershipOf(*event, own_user, encrypted);
      if (!content || (asked && std::holds_alternative<GaveCommand>(*content))) continue;
      sync.events.push_back({EventId("mx", room + TextAt(*event, "event_id")), room, "", *std::move(content)});
    } else if (auto read = ParseEvent(*event, room, own_user)) {
      asked = true;
      sync.events.push_back(*std::move(read));
    }
  }
  if (TrueAt(timeline, "limited") && !just_come) sync.gaps.push_back({room, TextAt(timeline, "prev_batch")});
  if (const auto members = NumberAt(ObjectAt(joined, "summary"), "m.joined_member_count"))
    sync.members[room] = static_cast<int>(*members);
}

bool IsDirect(const json& invited, const std::string& own_user) {
  const json& events = ArrayAt(ObjectAt(invited, "invite_state"), "events");
  return std::any_of(events.begin(), events.end(), [&](const json& event) {
    return TextAt(event, "type") == "m.room.member" && TextAt(event, "state_key") == own_user &&
           TrueAt(ObjectAt(event, "content"), "is_direct");
  });
}

}  // namespace

std::optional<Inbound> ParseEvent(const json& event, const std::string& room, const std::string& own_user) {
  if (!event.is_object() || event.contains("state_key") || TextAt(event, "sender") == own_user) return std::nullopt;
  const std::string id = TextAt(event, "event_id");
  if (id.empty()) return std::nullopt;
  auto content = ContentOf(event);
  if (!content) return std::nullopt;
  return Inbound{EventId("mx", room + id), room, "", *std::move(content)};
}

Sync ParseSync(const json& answer, const std::string& own_user) {
  Sync sync;
  if (!answer.is_object()) return sync;
  sync.next = TextAt(answer, "next_batch");
  const json& rooms = ObjectAt(answer, "rooms");
  for (const auto& [room, invited] : ObjectAt(rooms, "invite").items()) {
    if (invited.is_object()) sync.invitations.push_back({room, IsDirect(invited, own_user)});
  }
  for (const auto& [room, joined] : ObjectAt(rooms, "join").items()) {
    if (joined.is_object()) ReadRoom(room, joined, own_user, sync);
  }
  for (const auto& [room, left] : ObjectAt(rooms, "leave").items()) {
    sync.events.push_back({EventId("mx", room + "left" + sync.next), room, "", Blocked{}});
  }
  return sync;
}

json SyncFilter() {
  const json nothing{{"not_types", json::array({"*"})}};
  const json types =
      json::array({"m.room.message", "m.room.encrypted", "m.sticker", "m.room.member", "m.room.encryption"});
  return {{"presence", nothing},
          {"account_data", nothing},
          {"room",
           {{"timeline", {{"limit", 50}, {"types", types}}},
            {"state", {{"types", json::array({"m.room.member", "m.room.encryption"})}, {"lazy_load_members", true}}},
            {"ephemeral", nothing},
            {"account_data", nothing}}}};
}

}  // namespace amtslotse::gateways::matrix
