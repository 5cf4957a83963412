#include "booking/town_profile.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "booking/message_texts.h"
#include "booking/store_parts.h"

namespace amtslotse::booking {
namespace {

using nlohmann::json;

constexpr sql::Statement kRead{"SELECT profile FROM town_profile WHERE municipality = ?1"};
constexpr sql::Statement kWrite{
    "INSERT INTO town_profile (municipality, profile) VALUES (?1, ?2) ON CONFLICT (municipality) DO UPDATE SET profile "
    "= ?2"};

TownProfile ParseProfile(const std::string& text) {
  TownProfile profile;
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return profile;
  profile.name = object.value("name", "");
  profile.hosts = object.value("hosts", std::vector<std::string>{});
  profile.telephone = object.value("telephone", "");
  profile.sender_name = object.value("sender_name", "");
  profile.sender_address = object.value("sender_address", "");
  profile.reply_to = object.value("reply_to", "");
  profile.public_url = object.value("public_url", "");
  profile.texts = object.value("texts", std::map<std::string, std::string>{});
  return profile;
}

std::string FormatProfile(const TownProfile& profile) {
  return json{{"name", profile.name},
              {"hosts", profile.hosts},
              {"telephone", profile.telephone},
              {"sender_name", profile.sender_name},
              {"sender_address", profile.sender_address},
              {"reply_to", profile.reply_to},
              {"public_url", profile.public_url},
              {"texts", profile.texts}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

absl::StatusOr<TownProfile> Profiles::Get(const MunicipalityId& municipality) {
  TownProfile profile;
  const absl::Status read = store_.parts().database.Read([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kRead, {municipality.value});
    if (rows.ok() && !rows->empty()) profile = ParseProfile(rows->Text(0, 0));
    return rows.status();
  });
  if (!read.ok()) return read;
  return profile;
}

absl::Status Profiles::Change(const MunicipalityId& municipality, const Actor& actor,
                              const std::function<void(TownProfile&)>& change) {
  auto& parts = store_.parts();
  return parts.Write([&](sql::Transaction& transaction) -> absl::Status {
    const auto rows = transaction.Run(kRead, {municipality.value});
    if (!rows.ok()) return rows.status();
    TownProfile profile = rows->empty() ? TownProfile{} : ParseProfile(rows->Text(0, 0));
    change(profile);
    const auto written = transaction.Run(kWrite, {municipality.value, FormatProfile(profile)});
    if (!written.ok()) return written.status();
    const Pen pen = parts.PenFor(transaction);
    return Audit(pen, {municipality, actor, "town-profile", 0, pen.now, "", ""});
  });
}

absl::Status Profiles::SetTown(const MunicipalityId& municipality, const TownProfile& town) {
  return Change(municipality, {"system"}, [&](TownProfile& profile) {
    profile.name = town.name;
    profile.hosts = town.hosts;
    profile.telephone = town.telephone;
  });
}

absl::Status Profiles::SetTexts(const MunicipalityId& municipality, const TownProfile& texts, const Actor& actor) {
  if (const absl::Status valid = CheckTexts(texts); !valid.ok()) return valid;
  return Change(municipality, actor, [&](TownProfile& profile) {
    profile.sender_name = texts.sender_name;
    profile.sender_address = texts.sender_address;
    profile.reply_to = texts.reply_to;
    profile.public_url = texts.public_url;
    profile.texts = texts.texts;
  });
}

std::string PublicUrl(const TownProfile& profile, const std::string& installation_url) {
  if (!profile.public_url.empty()) return profile.public_url;
  const std::size_t scheme = installation_url.find("://");
  if (scheme == std::string::npos || profile.hosts.empty()) return installation_url;
  const std::size_t begin = scheme + 3;
  const std::size_t end = std::min(installation_url.find_first_of(":/", begin), installation_url.size());
  const std::string host = installation_url.substr(begin, end - begin);
  if (std::find(profile.hosts.begin(), profile.hosts.end(), host) != profile.hosts.end()) return installation_url;
  return installation_url.substr(0, begin) + profile.hosts.front() + installation_url.substr(end);
}

}  // namespace amtslotse::booking
