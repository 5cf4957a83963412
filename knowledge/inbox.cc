#include "knowledge/inbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "knowledge/reopen.h"
#include "knowledge/retention.h"
#include "knowledge/search/analysis.h"
#include "nlu/text/fold.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kLongestText = 500;
constexpr std::int64_t kMostQuestions = 20'000;
constexpr double kSimilar = 0.45;  // shared share of words and n-grams

std::string KeyOf(const std::string& text) {
  std::string key;
  for (const Word& word : QueryWords(text)) key += (key.empty() ? "" : " ") + word.text;
  return key;
}

// Whether a request with this key was carried out before; notes it when not.
absl::StatusOr<bool> IsRepeated(Sql& sql, const MunicipalityId& municipality, const Change& change) {
  if (change.idempotency_key.empty()) return false;
  const auto noted = sql.Run(
      "INSERT INTO done_request (municipality_id, request_key, at, result) VALUES ($1, $2, $3, '') "
      "ON CONFLICT (municipality_id, request_key) DO NOTHING",
      {municipality.value, change.idempotency_key, std::int64_t{change.now.time_since_epoch().count()}});
  if (!noted.ok()) return noted.status();
  return *noted == 0;
}

std::set<std::uint32_t> GramsOf(const std::string& text) {
  std::set<std::uint32_t> grams;
  for (const Word& word : QueryWords(text)) {
    grams.insert(nlu::StableHash(word.stem, 1));
    nlu::ForEachCharacterNgram(word.text, 4, 4, [&](std::string_view gram) { grams.insert(nlu::StableHash(gram)); });
  }
  return grams;
}

double Similarity(const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t shared = 0;
  for (const std::uint32_t gram : a) shared += b.count(gram);
  return 2.0 * static_cast<double>(shared) / static_cast<double>(a.size() + b.size());
}

struct StoredQuestion {
  std::string key;
  UnansweredQuestion question;
};

absl::StatusOr<std::vector<StoredQuestion>> ReadOpen(Sql& sql, const MunicipalityId& municipality, Questions which) {
  std::vector<StoredQuestion> questions;
  const absl::Status status = sql.Query(
      fmt::format("SELECT question_key, question, reason, count, last FROM unanswered WHERE municipality_id = $1 AND "
                  "target_kind = '' AND reason {} $2 ORDER BY count DESC, last DESC, question_key LIMIT 5000",
                  which == Questions::kDeclined ? "=" : "<>"),
      {municipality.value, std::string(kDeclinedReason)}, [&](const SqlRow& row) {
        questions.push_back({AsText(row[0]),
                             {AsText(row[1]), AsText(row[2]), static_cast<int>(AsInteger(row[3])),
                              std::chrono::sys_seconds(std::chrono::seconds(AsInteger(row[4])))}});
        return true;
      });
  if (!status.ok()) return status;
  return questions;
}

// Greedy: each question joins the group whose first (most frequent) question it resembles most.
std::vector<std::vector<StoredQuestion>> Grouped(const std::vector<StoredQuestion>& questions) {
  std::vector<std::vector<StoredQuestion>> groups;
  std::vector<std::size_t> sizes;     // of each group's first question, in n-grams
  std::vector<std::uint32_t> shared;  // by group, with the question at hand; zero between questions
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> groups_with;
  for (const StoredQuestion& question : questions) {
    const std::set<std::uint32_t> grams = GramsOf(question.question.text);
    std::vector<std::size_t> near;
    for (const std::uint32_t gram : grams) {
      const auto found = groups_with.find(gram);
      if (found == groups_with.end()) continue;
      for (const std::size_t group : found->second)
        if (shared[group]++ == 0) near.push_back(group);
    }
    std::size_t best = groups.size();
    double most = kSimilar;
    for (const std::size_t group : near) {
      const double similarity = 2.0 * shared[group] / static_cast<double>(grams.size() + sizes[group]);
      shared[group] = 0;
      const bool first_of_equals = similarity == most && best < groups.size() && group < best;
      if (similarity <= most && !first_of_equals) continue;
      most = similarity;
      best = group;
    }
    if (best == groups.size()) {
      for (const std::uint32_t gram : grams) groups_with[gram].push_back(groups.size());
      groups.emplace_back();
      sizes.push_back(grams.size());
      shared.push_back(0);
    }
    groups[best].push_back(question);
  }
  return groups;
}

// "Ich heiße «Name»" says "Ich heiße": what stands for something else is no word that citizens search with.
std::string WithoutMasks(const std::string& text) {
  constexpr std::string_view kBegin = "«", kEnd = "»";
  std::string rest;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find(kBegin, at);
    rest += text.substr(at, begin - at);
    const std::size_t end = begin == std::string::npos ? begin : text.find(kEnd, begin);
    if (end == std::string::npos) break;
    at = end + kEnd.size();
  }
  return rest;
}

std::string_view TargetKindId(AssignTarget::Kind kind) {
  switch (kind) {
    case AssignTarget::Kind::kService: return "service";
    case AssignTarget::Kind::kEntry: return "entry";
    case AssignTarget::Kind::kOutOfScope: break;
  }
  return "out_of_scope";
}

}  // namespace

absl::Status Inbox::Record(const MunicipalityId& municipality, const std::string& masked_text,
                           const std::string& reason, const Change& change) {
  const std::string text(nlu::Truncated(masked_text, kLongestText));
  const std::string key = KeyOf(text);
  if (key.empty()) return absl::OkStatus();
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto repeated = IsRepeated(sql, municipality, change);
    if (!repeated.ok() || *repeated) return repeated.status();
    const auto written = sql.Run(
        "INSERT INTO unanswered (municipality_id, question_key, question, reason, count, last, target_kind, "
        "target_id) "
        "VALUES ($1, $2, $3, $4, 1, $5, '', '') ON CONFLICT (municipality_id, question_key) DO UPDATE SET "
        "count = unanswered.count + 1, last = excluded.last, reason = excluded.reason",
        {municipality.value, key, text, reason, std::int64_t{change.now.time_since_epoch().count()}});
    if (!written.ok()) return written.status();
    if (auto forgotten = ForgetOldQuestions(sql, change.now); !forgotten.ok()) return forgotten;
    return sql
        .Run(
            "DELETE FROM unanswered WHERE municipality_id = $1 AND "
            "(SELECT COUNT(*) FROM unanswered u WHERE u.municipality_id = $1) > $2 AND question_key = "
            "(SELECT v.question_key FROM unanswered v WHERE v.municipality_id = $1 AND v.target_kind = '' AND "
            "v.count = 1 ORDER BY CASE WHEN v.reason = $3 THEN 0 ELSE 1 END, v.last, v.question_key LIMIT 1)",
            {municipality.value, kMostQuestions, std::string(kDeclinedReason)})
        .status();
  });
}

absl::StatusOr<std::vector<UnansweredGroup>> Inbox::Groups(const MunicipalityId& municipality, Questions which) const {
  std::vector<StoredQuestion> open;
  const absl::Status status = database_.Read([&](Sql& sql) {
    auto read = ReadOpen(sql, municipality, which);
    if (read.ok()) open = *std::move(read);
    return read.status();
  });
  if (!status.ok()) return status;
  std::vector<UnansweredGroup> groups;
  for (const auto& members : Grouped(open)) {
    UnansweredGroup group{members.front().key, {}, 0, {}};
    for (const StoredQuestion& member : members) {
      group.questions.push_back(member.question);
      group.count += member.question.count;
      group.last = std::max(group.last, member.question.last);
    }
    groups.push_back(std::move(group));
  }
  std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  return groups;
}

absl::Status Inbox::Assign(const MunicipalityId& municipality, const std::string& group_id, const AssignTarget& target,
                           const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto reason = sql.Rows("SELECT reason FROM unanswered WHERE municipality_id = $1 AND question_key = $2",
                                 {municipality.value, group_id});
    if (!reason.ok()) return reason.status();
    const bool declined = !reason->empty() && AsText((*reason)[0][0]) == kDeclinedReason;
    const auto open = ReadOpen(sql, municipality, declined ? Questions::kDeclined : Questions::kOpen);
    if (!open.ok()) return open.status();
    const std::vector<std::vector<StoredQuestion>> groups = Grouped(*open);
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.front().key == group_id; });
    if (group == groups.end()) {
      const auto done = sql.Rows(
          "SELECT 1 FROM unanswered WHERE municipality_id = $1 AND question_key = $2 AND "
          "target_kind = $3 AND target_id = $4",
          {municipality.value, group_id, std::string(TargetKindId(target.kind)), target.id});
      if (!done.ok()) return done.status();
      return done->empty() ? absl::NotFoundError("no such group") : absl::OkStatus();
    }
    for (const StoredQuestion& member : *group) {
      const auto assigned = sql.Run(
          "UPDATE unanswered SET target_kind = $3, target_id = $4 WHERE municipality_id = $1 AND "
          "question_key = $2",
          {municipality.value, member.key, std::string(TargetKindId(target.kind)), target.id});
      if (!assigned.ok()) return assigned.status();
    }
    absl::Status done = BumpChangeMark(sql, municipality);
    if (done.ok()) {
      done = AppendAudit(sql, municipality,
                         {change.now, change.actor, "assign_unanswered", target.id,
                          fmt::format("„{}“{} → {}", group->front().question.text,
                                      group->size() > 1 ? fmt::format(" und {} ähnliche", group->size() - 1) : "",
                                      target.title.empty() ? target.id : target.title)});
    }
    return done;
  });
}

absl::Status ReopenQuestions(Database& database, const MunicipalityId& municipality, const std::string& group_id,
                             const Change& change) {
  return database.Write([&](Sql& sql) -> absl::Status {
    const auto head = sql.Rows(
        "SELECT question, target_kind, target_id FROM unanswered WHERE municipality_id = $1 AND question_key = $2",
        {municipality.value, group_id});
    if (!head.ok()) return head.status();
    if (head->empty()) return absl::NotFoundError("no such group");
    const std::string kind = AsText((*head)[0][1]), target = AsText((*head)[0][2]);
    if (kind.empty()) return absl::OkStatus();  // open already
    const auto alike = sql.Rows(
        "SELECT question_key, question FROM unanswered WHERE municipality_id = $1 AND target_kind = $2 AND target_id = "
        "$3",
        {municipality.value, kind, target});
    if (!alike.ok()) return alike.status();
    const std::set<std::uint32_t> grams = GramsOf(AsText((*head)[0][0]));
    for (const auto& row : *alike) {
      if (AsText(row[0]) != group_id && Similarity(grams, GramsOf(AsText(row[1]))) <= kSimilar) continue;
      const auto opened = sql.Run(
          "UPDATE unanswered SET target_kind = '', target_id = '' WHERE municipality_id = $1 AND question_key = $2",
          {municipality.value, AsText(row[0])});
      if (!opened.ok()) return opened.status();
    }
    absl::Status done = BumpChangeMark(sql, municipality);
    if (done.ok())
      done = AppendAudit(sql, municipality,
                         {change.now, change.actor, "reopen_unanswered", target, AsText((*head)[0][0])});
    return done;
  });
}

absl::StatusOr<std::vector<LearntUtterance>> Inbox::Utterances(const MunicipalityId& municipality) const {
  std::vector<LearntUtterance> utterances;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT question, target_kind, target_id FROM unanswered WHERE municipality_id = $1 AND "
        "target_kind IN ('service', 'entry') AND reason <> $2 ORDER BY question_key",
        {municipality.value, std::string(kCommentReason)}, [&](const SqlRow& row) {
          const bool entry = AsText(row[1]) == "entry";
          utterances.push_back(
              {entry ? HitKind::kEntry : HitKind::kService, AsText(row[2]), "", WithoutMasks(AsText(row[0]))});
          return true;
        });
  });
  if (!status.ok()) return status;
  return utterances;
}

absl::StatusOr<std::vector<std::string>> Inbox::OutOfScope(const MunicipalityId& municipality) const {
  std::vector<std::string> texts;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query(
        "SELECT question FROM unanswered WHERE municipality_id = $1 AND target_kind = 'out_of_scope' "
        "AND reason <> $2 ORDER BY question_key",
        {municipality.value, std::string(kCommentReason)}, [&](const SqlRow& row) {
          texts.push_back(AsText(row[0]));
          return true;
        });
  });
  if (!status.ok()) return status;
  return texts;
}

absl::Status Inbox::Rate(const MunicipalityId& municipality, const std::string& answer_key, bool helpful,
                         const Change& change) {
  return database_.Write([&](Sql& sql) -> absl::Status {
    const auto repeated = IsRepeated(sql, municipality, change);
    if (!repeated.ok() || *repeated) return repeated.status();
    return sql
        .Run(
            "INSERT INTO rating (municipality_id, answer_key, helpful, unhelpful) VALUES ($1, $2, $3, $4) "
            "ON CONFLICT (municipality_id, answer_key) DO UPDATE SET helpful = rating.helpful + "
            "excluded.helpful, "
            "unhelpful = rating.unhelpful + excluded.unhelpful",
            {municipality.value, answer_key, std::int64_t{helpful ? 1 : 0}, std::int64_t{helpful ? 0 : 1}})
        .status();
  });
}

absl::StatusOr<RatingCount> Inbox::Rating(const MunicipalityId& municipality, const std::string& answer_key) const {
  RatingCount count;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query("SELECT helpful, unhelpful FROM rating WHERE municipality_id = $1 AND answer_key = $2",
                     {municipality.value, answer_key}, [&](const SqlRow& row) {
                       count = {static_cast<int>(AsInteger(row[0])), static_cast<int>(AsInteger(row[1]))};
                       return false;
                     });
  });
  if (!status.ok()) return status;
  return count;
}

absl::StatusOr<std::vector<Inbox::Synonym>> Inbox::TownSynonyms(const MunicipalityId& municipality) const {
  std::vector<Synonym> synonyms;
  const absl::Status status = database_.Read([&](Sql& sql) {
    return sql.Query("SELECT term, means FROM synonym WHERE municipality_id = $1 ORDER BY term, means",
                     {municipality.value}, [&](const SqlRow& row) {
                       synonyms.emplace_back(AsText(row[0]), AsText(row[1]));
                       return true;
                     });
  });
  if (!status.ok()) return status;
  return synonyms;
}

absl::Status Inbox::SaveSynonyms(const MunicipalityId& municipality, const std::vector<Synonym>& add,
                                 const std::vector<Synonym>& remove, const Change& change) {
  for (const auto& [term, means] : add) {
    if (QueryWords(term).empty() || QueryWords(means).empty() || term.size() > 200 || means.size() > 200) {
      return absl::InvalidArgumentError("synonym: expected one to 200 bytes of words on both sides");
    }
  }
  return database_.Write([&](Sql& sql) -> absl::Status {
    for (const auto& [term, means] : remove) {
      const auto done = sql.Run("DELETE FROM synonym WHERE municipality_id = $1 AND term = $2 AND means = $3",
                                {municipality.value, term, means});
      if (!done.ok()) return done.status();
    }
    for (const auto& [term, means] : add) {
      const auto done = sql.Run(
          "INSERT INTO synonym (municipality_id, term, means) VALUES ($1, $2, $3) "
          "ON CONFLICT (municipality_id, term, means) DO NOTHING",
          {municipality.value, term, means});
      if (!done.ok()) return done.status();
    }
    absl::Status done = BumpChangeMark(sql, municipality);
    if (done.ok()) {
      done = AppendAudit(
          sql, municipality,
          {change.now, change.actor, "save_synonyms", "", fmt::format("{} dazu, {} weg", add.size(), remove.size())});
    }
    return done;
  });
}

}  // namespace amtslotse::knowledge
