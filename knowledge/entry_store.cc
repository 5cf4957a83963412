#include "knowledge/entry_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "knowledge/catalogue_json.h"
#include "knowledge/markdown.h"
#include "nlu/text/fold.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kLongestAnswer = 20'000;
constexpr std::size_t kMostQuestions = 200;
constexpr std::size_t kLongestQuestion = 500;
constexpr std::size_t kKeptChanges = 500;

absl::Status CheckOne(const Entry& entry) {
  if (entry.questions.empty() || entry.questions[0].empty()) return absl::InvalidArgumentError("question: missing");
  if (entry.questions.size() > kMostQuestions) return absl::InvalidArgumentError("variants: at most 200");
  for (const std::string& question : entry.questions) {
    if (question.size() > kLongestQuestion) return absl::InvalidArgumentError("question: at most 500 bytes");
  }
  if (entry.answer.empty() && entry.by_street.empty()) return absl::InvalidArgumentError("answer: missing");
  if (entry.answer.size() > kLongestAnswer) return absl::InvalidArgumentError("answer: at most 20000 bytes");
  if (entry.replaces_catalogue && (!entry.service || entry.act.empty())) {
    return absl::InvalidArgumentError("replaces_catalogue: needs a service and an act");
  }
  for (const Link& link : entry.links) {
    if (!IsSafeLink(link.url)) return absl::InvalidArgumentError("links: expected http, https, mailto or tel");
  }
  if (entry.valid_from && entry.valid_until && *entry.valid_until < *entry.valid_from) {
    return absl::InvalidArgumentError("valid_until: before valid_from");
  }
  return absl::OkStatus();
}

Entry Sanitised(Entry entry) {
  for (std::string& question : entry.questions) question = nlu::Nfc(question);
  std::erase(entry.questions, "");
  entry.answer = SanitizeMarkdown(entry.answer);
  for (StreetAnswer& answer : entry.by_street) answer.text = SanitizeMarkdown(answer.text);
  return entry;
}

absl::StatusOr<std::optional<Entry>> Newest(Sql& sql, const MunicipalityId& municipality, const EntryId& id) {
  const auto rows = sql.Rows("SELECT content FROM entry WHERE municipality_id = $1 AND newest = 1 AND entry_id = $2",
                             {municipality.value, id.value});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Entry>();
  auto entry = DecodeEntry(AsText((*rows)[0][0]));
  if (!entry.ok()) return entry.status();
  return std::optional<Entry>(*std::move(entry));
}

absl::Status WriteVersion(Sql& sql, const MunicipalityId& municipality, const Entry& entry) {
  const auto older = sql.Run("UPDATE entry SET newest = 0 WHERE municipality_id = $1 AND newest = 1 AND entry_id = $2",
                             {municipality.value, entry.id.value});
  if (!older.ok()) return older.status();
  const auto written = sql.Run(
      "INSERT INTO entry (municipality_id, entry_id, version, newest, state, content) VALUES ($1, $2, $3, 1, "
      "$4, $5)",
      {municipality.value, entry.id.value, entry.version, std::int64_t{static_cast<int>(entry.state)}, Encode(entry)});
  if (!written.ok()) return written.status();
  return BumpChangeMark(sql, municipality);
}

absl::StatusOr<EntryId> NewId(Sql& sql, const MunicipalityId& municipality) {
  const auto rows =
      sql.Rows("SELECT COUNT(*) FROM entry WHERE municipality_id = $1 AND newest = 1", {municipality.value});
  if (!rows.ok()) return rows.status();
  for (std::int64_t number = AsInteger((*rows)[0][0]) + 1;; ++number) {
    const EntryId id{fmt::format("entry-{}", number)};
    const auto taken = Newest(sql, municipality, id);
    if (!taken.ok()) return taken.status();
    if (!taken->has_value()) return id;
  }
}

// The result of an earlier call with the same key.
absl::StatusOr<std::optional<std::string>> Done(Sql& sql, const MunicipalityId& municipality, const Change& change) {
  if (change.idempotency_key.empty()) return std::optional<std::string>();
  const auto rows = sql.Rows("SELECT result FROM done_request WHERE municipality_id = $1 AND request_key = $2",
                             {municipality.value, change.idempotency_key});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<std::string>();
  return std::optional<std::string>(AsText((*rows)[0][0]));
}

absl::Status MarkDone(Sql& sql, const MunicipalityId& municipality, const Change& change, const std::string& result) {
  if (change.idempotency_key.empty()) return absl::OkStatus();
  return sql
      .Run("INSERT INTO done_request (municipality_id, request_key, at, result) VALUES ($1, $2, $3, $4)",
           {municipality.value, change.idempotency_key, std::int64_t{change.now.time_since_epoch().count()}, result})
      .status();
}

// As it would be stored: published, and with the answers by street that only another file has.
Entry AsLoaded(const Entry& entry, const std::optional<Entry>& stored) {
  Entry clean = Sanitised(entry);
  clean.state = EntryState::kPublished;
  if (clean.by_street.empty() && stored) clean.by_street = stored->by_street;
  return clean;
}

// What a new version does, for the audit: what citizens read changes, goes, or stays while a draft is written.
std::string_view DeedOf(const Entry& next) {
  switch (next.state) {
    case EntryState::kPublished: return "publish_entry";
    case EntryState::kArchived: return "archive_entry";
    case EntryState::kDraft: break;
  }
  return next.version == 1 ? "create_entry" : "draft_entry";
}

std::string Title(const Entry& entry) { return entry.questions.empty() ? entry.id.value : entry.questions[0]; }

// Equal but for who changed it when, and the version.
bool SameContent(Entry a, const Entry& b) {
  a.version = b.version;
  a.changed_by = b.changed_by;
  a.changed = b.changed;
  return a == b;
}

absl::StatusOr<std::vector<Entry>> ReadEntries(const Database& database, std::string_view statement,
                                               const std::vector<SqlValue>& parameters) {
  std::vector<Entry> entries;
  absl::Status damaged;
  const absl::Status status = database.Read([&](Sql& sql) {
    return sql.Query(statement, parameters, [&](const SqlRow& row) {
      auto entry = DecodeEntry(AsText(row[0]));
      damaged.Update(entry.status());
      if (entry.ok()) entries.push_back(*std::move(entry));
      return damaged.ok();
    });
  });
  if (!status.ok()) return status;
  if (!damaged.ok()) return damaged;
  return entries;
}

}  // namespace

absl::Status BumpChangeMark(Sql& sql, const MunicipalityId& municipality) {
  return sql
      .Run(
          "INSERT INTO change_mark (municipality_id, mark) VALUES ($1, 1) "
          "ON CONFLICT (municipality_id) DO UPDATE SET mark = change_mark.mark + 1",
          {municipality.value})
      .status();
}

absl::StatusOr<std::int64_t> ReadChangeMark(const Database& database, const MunicipalityId& municipality) {
  std::int64_t mark = 0;
  const absl::Status status = database.Read([&](Sql& sql) {
    return sql.Query("SELECT mark FROM change_mark WHERE municipality_id = $1", {municipality.value},
                     [&](const SqlRow& row) {
                       mark = AsInteger(row[0]);
                       return false;
                     });
  });
  if (!status.ok()) return status;
  return mark;
}

absl::StatusOr<EntryChange> TakeEntryBack(Sql& sql, const MunicipalityId& municipality, const EntryChange& undone,
                                          const Change& change) {
  auto newest = Newest(sql, municipality, undone.id);
  if (!newest.ok()) return newest.status();
  if (!newest->has_value() || (*newest)->version != undone.after)
    return absl::FailedPreconditionError("Seither geändert; bleibt.");
  Entry next = **newest;
  next.state = EntryState::kArchived;
  if (undone.before > 0) {
    const auto rows =
        sql.Rows("SELECT content FROM entry WHERE municipality_id = $1 AND entry_id = $2 AND version = $3",
                 {municipality.value, undone.id.value, undone.before});
    if (!rows.ok()) return rows.status();
    if (rows->empty()) return absl::NotFoundError("no such version of " + undone.id.value);
    auto before = DecodeEntry(AsText((*rows)[0][0]));
    if (!before.ok()) return before.status();
    next = *std::move(before);
  }
  next.version = undone.after + 1;
  next.changed_by = change.actor;
  next.changed = change.now;
  if (absl::Status written = WriteVersion(sql, municipality, next); !written.ok()) return written;
  return EntryChange{undone.id, undone.after, next.version};
}

absl::StatusOr<SaveOutcome> EntryStore::Save(const MunicipalityId& municipality, Entry entry,
                                             std::int64_t expected_version, const Change& change) {
  if (const absl::Status checked = CheckOne(entry); !checked.ok()) return checked;
  entry = Sanitised(std::move(entry));
  SaveOutcome outcome;
  const absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    const auto done = Done(sql, municipality, change);
    if (!done.ok()) return done.status();
    if (done->has_value()) {
      auto earlier = DecodeEntry(**done);
      if (earlier.ok()) outcome = *std::move(earlier);
      return earlier.status();
    }
    Entry next = entry;
    if (next.id.value.empty()) {
      const auto id = NewId(sql, municipality);
      if (!id.ok()) return id.status();
      next.id = *id;
    }
    auto stored = Newest(sql, municipality, next.id);
    if (!stored.ok()) return stored.status();
    const std::int64_t version = stored->has_value() ? (*stored)->version : 0;
    if (version != expected_version) {
      if (!stored->has_value()) return absl::NotFoundError("no entry " + next.id.value);
      outcome = EditConflict{**std::move(stored)};
      return absl::OkStatus();
    }
    next.version = version + 1;
    next.changed_by = change.actor;
    next.changed = change.now;
    absl::Status written = WriteVersion(sql, municipality, next);
    if (written.ok()) {
      written = AppendAudit(sql, municipality,
                            {change.now, change.actor, std::string(DeedOf(next)), next.id.value, Title(next)});
    }
    if (written.ok()) written = MarkDone(sql, municipality, change, Encode(next));
    outcome = std::move(next);
    return written;
  });
  if (!status.ok()) return status;
  return outcome;
}

absl::StatusOr<SaveOutcome> EntryStore::SetState(const MunicipalityId& municipality, const EntryId& id,
                                                 EntryState state, std::int64_t expected_version,
                                                 const Change& change) {
  absl::StatusOr<Entry> current = Find(municipality, id);
  if (!current.ok()) return current.status();
  if (current->state == state) return SaveOutcome(*std::move(current));
  current->state = state;
  return Save(municipality, *std::move(current), expected_version, change);
}

absl::Status EntryStore::Check(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const absl::Status checked = CheckOne(entry);
    if (!checked.ok()) return absl::InvalidArgumentError(entry.id.value + ": " + std::string(checked.message()));
  }
  return absl::OkStatus();
}

absl::StatusOr<EntryStore::LoadCount> EntryStore::Load(const MunicipalityId& municipality,
                                                       const std::vector<Entry>& entries, const Change& change) {
  LoadCount count;
  if (absl::Status checked = Check(entries); !checked.ok()) return checked;
  const absl::Status status = database_.Write([&](Sql& sql) -> absl::Status {
    count = {};
    for (const Entry& read : entries) {
      const auto stored = Newest(sql, municipality, read.id);
      if (!stored.ok()) return stored.status();
      Entry entry = AsLoaded(read, *stored);
      if (stored->has_value() && SameContent(entry, **stored)) {
        ++count.unchanged;
        continue;
      }
      const std::int64_t before = stored->has_value() ? (*stored)->version : 0;
      entry.version = before + 1;
      entry.changed_by = change.actor;
      entry.changed = change.now;
      ++(before > 0 ? count.changed : count.added);
      count.written.push_back({entry.id, before, entry.version});
      if (count.changes.size() < kKeptChanges)
        count.changes.push_back(
            fmt::format("{} Eintrag {} – {}", before > 0 ? "geändert" : "neu", entry.id.value, Title(entry)));
      const absl::Status written = WriteVersion(sql, municipality, entry);
      if (!written.ok()) return written;
    }
    if (count.added + count.changed == 0) return absl::OkStatus();
    return AppendAudit(
        sql, municipality,
        {change.now, change.actor, "load_entries", "", fmt::format("{} neu, {} geändert", count.added, count.changed)});
  });
  if (!status.ok()) return status;
  return count;
}

absl::StatusOr<EntryStore::LoadCount> EntryStore::Compare(const MunicipalityId& municipality,
                                                          const std::vector<Entry>& entries) const {
  LoadCount count;
  for (const Entry& entry : entries) {
    const auto stored = Find(municipality, entry.id);
    if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
    const Entry loaded = AsLoaded(entry, stored.ok() ? std::optional<Entry>(*stored) : std::nullopt);
    ++(!stored.ok() ? count.added : SameContent(loaded, *stored) ? count.unchanged : count.changed);
  }
  return count;
}

absl::StatusOr<Entry> EntryStore::Find(const MunicipalityId& municipality, const EntryId& id) const {
  auto found =
      ReadEntries(database_, "SELECT content FROM entry WHERE municipality_id = $1 AND newest = 1 AND entry_id = $2",
                  {municipality.value, id.value});
  if (!found.ok()) return found.status();
  if (found->empty()) return absl::NotFoundError("no entry " + id.value);
  return std::move(found->front());
}

absl::StatusOr<std::vector<Entry>> EntryStore::Versions(const MunicipalityId& municipality, const EntryId& id) const {
  return ReadEntries(database_,
                     "SELECT content FROM entry WHERE municipality_id = $1 AND entry_id = $2 ORDER BY version DESC",
                     {municipality.value, id.value});
}

absl::StatusOr<std::vector<Entry>> EntryStore::List(const MunicipalityId& municipality,
                                                    const EntryFilter& filter) const {
  auto entries =
      ReadEntries(database_, "SELECT content FROM entry WHERE municipality_id = $1 AND newest = 1 ORDER BY entry_id",
                  {municipality.value});
  if (!entries.ok()) return entries;
  const std::string wanted = nlu::Fold(filter.text);
  std::erase_if(*entries, [&](const Entry& entry) {
    if (filter.state && entry.state != *filter.state) return true;
    if (filter.overdue_on && !(entry.review_on && *entry.review_on < *filter.overdue_on)) return true;
    if (wanted.empty()) return false;
    std::string text = entry.answer;
    for (const std::string& question : entry.questions) text += "\n" + question;
    return nlu::Fold(text).find(wanted) == std::string::npos;
  });
  return entries;
}

absl::StatusOr<std::vector<Entry>> EntryStore::Published(const MunicipalityId& municipality) const {
  return ReadEntries(database_,
                     "SELECT e.content FROM entry e WHERE e.municipality_id = $1 AND e.state = 1 AND e.version = "
                     "(SELECT MAX(n.version) FROM entry n WHERE n.municipality_id = $1 AND n.entry_id = e.entry_id "
                     "AND n.state <> 0) ORDER BY e.entry_id",
                     {municipality.value});
}

}  // namespace amtslotse::knowledge
