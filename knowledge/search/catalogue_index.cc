#include "knowledge/search/catalogue_index.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>

#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::size_t kMostOffices = 3;
constexpr std::size_t kMostBody = 20'000;  // bytes of text per document that search reads

void AppendPlain(const std::string& markdown, std::string& body) {
  if (markdown.empty() || body.size() >= kMostBody) return;
  if (!body.empty()) body += ' ';
  body += MarkdownToPlain(markdown);
}

void AddName(std::string name, std::vector<std::string>& names) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

bool IsSearched(ModuleKind kind) { return kind != ModuleKind::kAuthor && kind != ModuleKind::kRemedy; }

absl::Status WriteWhole(const std::filesystem::path& path, const std::string& bytes) {
  // Other processes, and other threads of this one, may be writing the same.
  const std::filesystem::path beside = path.string() + fmt::format(".{}-{}.new", getpid(), gettid());
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  std::error_code error;
  if (!file) {
    std::filesystem::remove(beside, error);
    return absl::ResourceExhaustedError(path.string() + ": cannot be written");
  }
  std::filesystem::rename(beside, path, error);
  return error ? absl::InternalError(path.string() + ": " + error.message()) : absl::OkStatus();
}

// What another process is just writing beside its own is not touched, unless it was left behind.
void RemoveOthers(const std::filesystem::path& directory, const std::string& municipality, const std::string& keep) {
  std::error_code error;
  const auto left_behind = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  for (const auto& file : std::filesystem::directory_iterator(directory, error)) {
    const std::string name = file.path().filename().string();
    const bool ours =
        name.starts_with(municipality + "-") && name.find_first_of("0123456789") == municipality.size() + 1;
    if (!ours || name == keep) continue;
    if (name.ends_with(".new") && std::filesystem::last_write_time(file.path(), error) > left_behind) continue;
    std::filesystem::remove(file.path(), error);
  }
}

// The offices that a service belongs to, by name: "Standesamt" also leads to what the Standesamt does.
void AppendOffices(const Catalogue& catalogue, const ServiceId& service, std::string& body) {
  std::set<std::string> names;
  const auto add = [&](const OfficeId& id) {
    const Office* office = catalogue.FindOffice(id);
    if (office && names.size() < kMostOffices) names.insert(office->name);
  };
  for (const ResponsibilityRule* rule : catalogue.RulesFor(service)) add(rule->office);
  for (const Offering* offering : catalogue.OfferingsFor(service)) add(offering->office);
  for (const std::string& name : names) AppendPlain(name, body);
}

}  // namespace

SearchDocument ServiceDocument(const Service& service) {
  SearchDocument document{HitKind::kService, service.id.value, service.name, {}, {}, 0};
  AddName(service.name, document.names);
  AddName(service.official_name, document.names);
  for (const TranslatedName& name : service.translations) AddName(name.name, document.names);
  for (const std::string& synonym : service.synonyms) AddName(synonym, document.names);
  bool has_text = false, has_fee = false;
  for (const TextModule& module : service.modules) {
    if (!IsSearched(module.kind)) continue;
    has_text = has_text || module.kind == ModuleKind::kDescription || module.kind == ModuleKind::kSummary;
    has_fee = has_fee || module.kind == ModuleKind::kFee;
    AppendPlain(module.text, document.body);
    for (const Link& link : module.links) AppendPlain(link.title, document.body);
  }
  for (const std::string& situation : service.life_situations) AppendPlain(situation, document.body);
  // A service that is described at length is more likely meant than an internal one with a name only.
  document.prior = (has_text ? 0.55f : 0) + (service.leika_keys.empty() ? 0 : 0.27f) + (has_fee ? 0.18f : 0);
  return document;
}

SearchDocument OfficeDocument(const Office& office) {
  SearchDocument document{HitKind::kOffice, office.id.value, office.name, {}, {}, 0.5f};
  AddName(office.name, document.names);
  for (const std::string& alias : office.aliases) AddName(alias, document.names);
  for (const TranslatedName& name : office.translations) AddName(name.name, document.names);
  AppendPlain(office.qualifier, document.body);
  AppendPlain(office.description, document.body);
  for (const Address& address : office.addresses) AppendPlain(address.street + " " + address.place, document.body);
  return document;
}

SearchDocument EntryDocument(const Entry& entry) {
  SearchDocument document{HitKind::kEntry,
                          entry.id.value,
                          entry.questions.empty() ? entry.id.value : entry.questions[0],
                          entry.questions,
                          {},
                          1};
  AppendPlain(entry.answer, document.body);
  for (const StreetAnswer& answer : entry.by_street) AppendPlain(answer.street, document.body);
  return document;
}

absl::StatusOr<std::vector<SearchDocument>> CatalogueDocuments(const Catalogue& catalogue) {
  std::vector<SearchDocument> documents;
  const absl::Status status = catalogue.ForEachService([&](const Service& service) {
    if (!service.is_public) return true;
    documents.push_back(ServiceDocument(service));
    AppendOffices(catalogue, service.id, documents.back().body);
    return true;
  });
  if (!status.ok()) return status;
  for (const Office& office : catalogue.offices()) {
    if (office.is_public) documents.push_back(OfficeDocument(office));
  }
  return documents;
}

absl::StatusOr<std::shared_ptr<const Segment>> OpenCatalogueSegment(const IndexFiles& files, const Catalogue& catalogue,
                                                                    const Synonyms& synonyms) {
  const std::string town = catalogue.municipality().value;
  const std::string name = fmt::format("{}-{}.{:x}.seg", town, catalogue.version(), synonyms.DigestOfWords());
  const std::filesystem::path path = std::filesystem::path(files.directory) / name;
  if (!files.directory.empty()) {
    auto kept = Segment::Open(path.string());
    if (kept.ok()) return kept;
  }
  const auto documents = CatalogueDocuments(catalogue);
  if (!documents.ok()) return documents.status();
  Vocabulary known;
  for (const Word& word : synonyms.AllWords()) known.AddPart(word.text, word.stem);
  std::string bytes = BuildSegment(*documents, &known);
  if (!files.directory.empty() && files.write) {
    std::error_code error;
    std::filesystem::create_directories(files.directory, error);
    const absl::Status written = WriteWhole(path, bytes);
    if (!written.ok()) return written;
    RemoveOthers(files.directory, town, name);
    // A process that knows a newer version may have removed it again.
    if (auto mapped = Segment::Open(path.string()); mapped.ok()) return mapped;
  }
  return Segment::FromBytes(std::move(bytes));
}

absl::StatusOr<std::shared_ptr<const Segment>> BuildEntrySegment(const std::vector<Entry>& entries,
                                                                 const std::vector<LearntUtterance>& utterances,
                                                                 const Segment* catalogue) {
  std::vector<SearchDocument> documents;
  for (const Entry& entry : entries) documents.push_back(EntryDocument(entry));
  for (const LearntUtterance& utterance : utterances) {
    documents.push_back({utterance.kind, utterance.id, utterance.title, {utterance.text}, {}, 0.8f});
  }
  return Segment::FromBytes(BuildSegment(documents, catalogue ? &catalogue->vocabulary() : nullptr));
}

}  // namespace amtslotse::knowledge
