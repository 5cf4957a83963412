#include "knowledge/own_texts.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kMost = 1000;
constexpr std::size_t kLongestKey = 100;
constexpr std::size_t kLongestText = 2000;

}  // namespace

absl::Status CheckOwnTexts(const std::vector<OwnText>& texts) {
  if (texts.size() > kMost) return absl::InvalidArgumentError("own_texts: expected up to 1000");
  for (const OwnText& own : texts) {
    const bool language = own.language == "de" || own.language == "en";
    if (!language || own.key.empty() || own.key.size() > kLongestKey || own.text.empty() ||
        own.text.size() > kLongestText)
      return absl::InvalidArgumentError("own_texts: expected de or en, a key, and a text of up to 2000 bytes");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<OwnText>> ReadOwnTexts(const Database& database, const MunicipalityId& municipality) {
  std::vector<OwnText> texts;
  const absl::Status read = database.Read([&](Sql& sql) {
    texts.clear();
    return sql.Query(
        "SELECT language, text_key, content FROM own_text WHERE municipality_id = $1 ORDER BY language, text_key",
        {municipality.value}, [&](const SqlRow& row) {
          texts.push_back({AsText(row[0]), AsText(row[1]), AsText(row[2])});
          return true;
        });
  });
  if (!read.ok()) return read;
  return texts;
}

absl::Status SaveOwnTexts(Database& database, const MunicipalityId& municipality, const std::vector<OwnText>& texts) {
  return database.Write([&](Sql& sql) -> absl::Status {
    const auto emptied = sql.Run("DELETE FROM own_text WHERE municipality_id = $1", {municipality.value});
    if (!emptied.ok()) return emptied.status();
    for (const OwnText& own : texts) {
      const auto added = sql.Run(
          "INSERT INTO own_text (municipality_id, language, text_key, content) VALUES ($1, $2, $3, $4) "
          "ON CONFLICT (municipality_id, language, text_key) DO NOTHING",
          {municipality.value, own.language, own.key, own.text});
      if (!added.ok()) return added.status();
    }
    return absl::OkStatus();
  });
}

}  // namespace amtslotse::knowledge
