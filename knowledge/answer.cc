#include "knowledge/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "knowledge/act_texts.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

constexpr std::string_view kPlainLanguage = "de-LS";

// The module for a kind in the asked language; Leichte Sprache and other languages fall back to German.
const TextModule* FindModule(const Service& service, ModuleKind kind, std::string_view language) {
  const TextModule* german = nullptr;
  const TextModule* links_only = nullptr;
  for (const TextModule& module : service.modules) {
    if (module.kind != kind) continue;
    if (module.text.empty()) {
      if (!links_only) links_only = &module;
      continue;
    }
    if (module.language == language) return &module;
    if (module.language == "de" && !german) german = &module;
  }
  return german ? german : links_only;
}

const TextModule* FindFirst(const Service& service, const std::vector<ModuleKind>& kinds, std::string_view language) {
  for (const ModuleKind kind : kinds) {
    const TextModule* module = FindModule(service, kind, language);
    if (module && !module->text.empty()) return module;
  }
  return nullptr;
}

// At most `longest` bytes, to the end of a word.
std::string CutAtWord(std::string text, std::size_t longest) {
  const std::size_t end = text.size() > longest ? text.rfind(' ', longest) : std::string::npos;
  return end == std::string::npos ? text : text.substr(0, end) + " …";
}

// The first laws of a list, or the first sentence: as many as one line under an answer bears.
std::string LawsIn(std::string_view markdown) {
  constexpr std::size_t kLongest = 240;
  std::string laws;
  std::string_view rest = markdown;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::string law = MarkdownToPlain(Shorten(line, 1, 1).text);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (law.empty() || law.ends_with(':')) continue;
    const std::string_view bare = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    const bool listed = bare.starts_with("- ") || line.find("§") != std::string_view::npos;
    if (laws.empty()) {
      laws = CutAtWord(law, kLongest);
    } else if (!listed) {
      return laws;
    } else if (laws.size() + law.size() > kLongest) {
      return laws + " u. a.";
    } else {
      laws += "; " + law;
    }
  }
  return laws;
}

Source SourceOf(const Service& service) {
  Source source{fmt::format("Leistungskatalog: {}", service.name), service.url, {}, {}};
  if (service.changed) source.date = std::chrono::floor<std::chrono::days>(*service.changed);
  if (const TextModule* basis = FindModule(service, ModuleKind::kLegalBasis, "de"); basis && !basis->text.empty()) {
    source.legal_basis = LawsIn(basis->text);
  }
  return source;
}

void TakeModule(const TextModule& module, const ActText& act, Answer& answer) {
  Shortened parts = Shorten(module.text, act.sentences, act.list_items);
  answer.text = std::move(parts.text);
  answer.details = std::move(parts.rest);
  answer.language = module.language;
  answer.links = module.links;
}

// Acts that this service can answer from a module of its own.
std::vector<std::string> AvailableActs(const Service& service) {
  std::vector<std::string> acts;
  for (const ActText& act : kActTexts) {
    if (act.id == "overview") continue;
    const bool online = act.id == "form_online" && !service.online_services.empty();
    if (online || FindFirst(service, act.kinds, "de")) acts.emplace_back(act.id);
  }
  return acts;
}

// Sentences and list items of the description that speak of the act, in the text's order, but those that `told_already`
// has.
std::string MentionsIn(const Service& service, const ActText& act, const std::string& told_already) {
  std::string found;
  int sentences = 0;
  for (const TextModule& module : service.modules) {
    const bool told = module.kind == ModuleKind::kDescription || module.kind == ModuleKind::kSummary ||
                      module.kind == ModuleKind::kHints || module.kind == ModuleKind::kProcedure;
    if (!told || module.language != "de") continue;
    for (const std::string_view sentence : SplitSentences(module.text)) {
      const bool speaks = std::any_of(act.cues.begin(), act.cues.end(), [&](std::string_view cue) {
        return sentence.find(cue) != std::string_view::npos;
      });
      const bool again = found.find(sentence) != std::string::npos || told_already.find(sentence) != std::string::npos;
      if (!speaks || sentence.size() < 15 || again) continue;
      found += (found.empty() ? "" : sentence.starts_with("- ") ? "\n" : " ") + std::string(sentence);
      if (++sentences == 3) return found;
    }
  }
  return found;
}

// Answered from the texts about the responsible office.
bool IsOfOffice(const ActText& act) {
  return std::find(act.kinds.begin(), act.kinds.end(), ModuleKind::kContact) != act.kinds.end();
}

std::string LackText(const Service& service, const ActText& act, const std::vector<std::string>& available) {
  std::string text = fmt::format("{}, steht bei „{}“ leider nicht.", act.asked, service.name);
  const bool tells_office = std::find(available.begin(), available.end(), "responsible_office") != available.end();
  std::vector<std::string> names;
  for (const std::string& id : available) {
    const ActText* other = FindActText(id);
    const bool same_text = other && other->id != "responsible_office" && IsOfOffice(*other) && tells_office;
    if (other && other->id != act.id && !same_text && std::find(names.begin(), names.end(), other->name) == names.end())
      names.emplace_back(other->name);
  }
  if (names.size() == 1) text += fmt::format(" Ich kann Ihnen etwas sagen zu: {}.", names[0]);
  if (names.size() > 1) {
    const std::string last = names.back();
    names.pop_back();
    text += fmt::format(" Ich kann Ihnen etwas sagen zu: {} und {}.", fmt::join(names, ", "), last);
  }
  return text;
}

// Acts that the service's modules and the town's own texts answer.
std::vector<std::string> AvailableActs(const Service& service, const TownTexts& texts, std::chrono::sys_seconds now) {
  std::vector<std::string> acts = AvailableActs(service);
  if (!texts.entries) return acts;
  for (const Entry& entry : *texts.entries) {
    const bool tells = entry.replaces_catalogue && entry.service == service.id && IsInForce(entry, now);
    if (tells && std::find(acts.begin(), acts.end(), entry.act) == acts.end()) acts.push_back(entry.act);
  }
  return acts;
}

const Entry* ReplacingEntry(const TownTexts& texts, const ServiceQuestion& question) {
  if (!texts.entries) return nullptr;
  const Entry* german = nullptr;
  for (const Entry& entry : *texts.entries) {
    if (!entry.replaces_catalogue || entry.service != question.service || entry.act != question.act) continue;
    if (!IsInForce(entry, question.now)) continue;
    if (entry.language == question.language) return &entry;
    if (entry.language == "de") german = &entry;
  }
  return german;
}

const Target* FindTarget(const TownTexts& texts, const std::string& act, const std::optional<ServiceId>& service) {
  const Target* general = nullptr;
  if (!texts.targets) return nullptr;
  for (const Target& target : *texts.targets) {
    if (target.act != act) continue;
    if (target.service == service) return &target;
    if (!target.service) general = &target;
  }
  return general;
}

// What other systems do, never the catalogue's texts.
bool IsOutside(std::string_view act) { return act != "form_online" && MayHaveTarget(act); }

void TakeTarget(const Target& target, Answer& answer) {
  answer.text = fmt::format("Das geht hier: [{}]({}).", target.link.title, target.link.url);
  answer.links.push_back(target.link);
}

// Status, complaints and the like live in other systems: a link where there is one, honesty where there is
// none.
bool AnswerByTarget(const TownTexts& texts, const Service& service, Answer& answer) {
  if (!MayHaveTarget(answer.act)) return false;
  // A form for this service wins over the catalogue's; one for all is for those that the catalogue says nothing of.
  const Target* target = FindTarget(texts, answer.act, service.id);
  if (target && (IsOutside(answer.act) || target->service)) return TakeTarget(*target, answer), true;
  if (answer.act == "application_status") {
    answer.outcome = Answer::Outcome::kLacksThis;
    answer.text = fmt::format(
        "Ich kann Ihre Akten nicht sehen und den Stand Ihres Antrags deshalb nicht nennen. "
        "Bitte fragen Sie bei der zuständigen Stelle für „{}“ nach.",
        service.name);
    return true;
  }
  return false;
}

void AddCompanions(const Service& service, const ServiceQuestion& question, Answer& answer) {
  answer.online = service.online_services;
  if (const TextModule* forms = FindModule(service, ModuleKind::kForms, question.language)) answer.forms = forms->links;
  const auto short_of = [&](ModuleKind kind) {
    const TextModule* module = FindModule(service, kind, question.language);
    return module ? Shorten(module->text, 2, 6).text : std::string();
  };
  if (question.act != "fee") answer.fee = short_of(ModuleKind::kFee);
  if (question.act != "documents") answer.what_to_bring = short_of(ModuleKind::kDocuments);
}

void AnswerOnline(const Service& service, Answer& answer) {
  if (answer.act != "form_online" || !answer.text.empty() || service.online_services.empty()) return;
  answer.outcome = Answer::Outcome::kAnswered;
  const OnlineService& first = service.online_services.front();
  answer.text = fmt::format("Ja, das geht online: [{}]({}).", first.name, first.url);
}

void AnswerFromService(const Service& service, const TownTexts& texts, const ServiceQuestion& question,
                       Answer& answer) {
  const ActText* act = FindActText(question.act);
  if (!act) act = FindActText("overview");
  if (AnswerByTarget(texts, service, answer)) return;
  AnswerOnline(service, answer);
  if (!answer.text.empty()) return;
  if (const TextModule* module = FindFirst(service, act->kinds, question.language))
    return TakeModule(*module, *act, answer);
  if (std::string mentions = MentionsIn(service, *act, ""); !mentions.empty()) {
    // Whether somebody may or must is seldom said in so many words: what it is about goes first.
    const TextModule* about =
        act->id == "eligibility" ? FindFirst(service, FindActText("overview")->kinds, "de") : nullptr;
    answer.text = about ? Shorten(about->text, 2, 3).text : "";
    const std::string beside = answer.text.empty() ? std::move(mentions) : MentionsIn(service, *act, answer.text);
    answer.text += (answer.text.empty() || beside.empty() ? "" : "\n\n") + beside;
    answer.by_text = true;
    return;
  }
  if (act->id == "form_online" && !answer.forms.empty()) {
    answer.text = "Diese Formulare und Seiten helfen weiter:";
    for (const Link& link : answer.forms) answer.text += fmt::format("\n- [{}]({})", link.title, link.url);
    return;
  }
  if (act->id == "overview") {
    answer.text = fmt::format("**{}**", service.name);
    return;
  }
  if (const Target* target = act->id == "form_online" ? FindTarget(texts, answer.act, service.id) : nullptr)
    return TakeTarget(*target, answer);
  answer.outcome = Answer::Outcome::kLacksThis;
  answer.text = LackText(service, *act, answer.available);
}

}  // namespace

bool MayHaveTarget(std::string_view act) {
  static constexpr std::array<std::string_view, 5> kActs = {"application_status", "defect_report", "payment",
                                                            "legal_declaration", "form_online"};
  return std::find(kActs.begin(), kActs.end(), act) != kActs.end();
}

bool HasTarget(const TownTexts& texts, const std::string& act, const std::optional<ServiceId>& service) {
  return FindTarget(texts, act, service) != nullptr;
}

std::optional<Answer> AnswerByTownsTarget(const TownTexts& texts, const std::string& act) {
  const Target* target = IsOutside(act) ? FindTarget(texts, act, std::nullopt) : nullptr;
  if (!target) return std::nullopt;
  Answer answer;
  answer.act = act;
  TakeTarget(*target, answer);
  answer.source.title = "Auskunft der Kommune";
  return answer;
}

bool IsInForce(const Entry& entry, std::chrono::sys_seconds now) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  return entry.state == EntryState::kPublished && (!entry.valid_from || *entry.valid_from <= today) &&
         (!entry.valid_until || today <= *entry.valid_until);
}

std::vector<Notice> NoticesFor(const std::vector<Notice>& notices, const std::optional<ServiceId>& service,
                               const std::optional<OfficeId>& office, std::chrono::sys_seconds now) {
  std::vector<Notice> found;
  for (const Notice& notice : notices) {
    if (now < notice.starts || (notice.ends && *notice.ends <= now)) continue;
    const bool general = notice.services.empty() && notice.offices.empty();
    const bool of_service =
        service && std::find(notice.services.begin(), notice.services.end(), *service) != notice.services.end();
    const bool of_office =
        office && std::find(notice.offices.begin(), notice.offices.end(), *office) != notice.offices.end();
    if (general || of_service || of_office) found.push_back(notice);
  }
  return found;
}

Answer AnswerFromEntry(const Entry& entry) {
  Answer answer;
  answer.act = entry.act;
  answer.service = entry.service;
  answer.entry = entry.id;
  answer.entry_version = entry.version;
  answer.title = entry.questions.empty() ? "" : entry.questions[0];
  Shortened parts = Shorten(entry.answer, 4, 10);
  answer.text = std::move(parts.text);
  answer.details = std::move(parts.rest);
  answer.links = entry.links;
  answer.language = entry.language;
  answer.source.title = "Auskunft der Kommune";
  if (!entry.links.empty()) answer.source.url = entry.links[0].url;
  if (entry.changed != std::chrono::sys_seconds{})
    answer.source.date = std::chrono::floor<std::chrono::days>(entry.changed);
  return answer;
}

absl::StatusOr<Answer> AnswerAboutService(const Catalogue& catalogue, const TownTexts& texts,
                                          const ServiceQuestion& question) {
  const absl::StatusOr<std::shared_ptr<const Service>> found = catalogue.FindService(question.service);
  if (!found.ok()) return found.status();
  const Service& service = **found;
  Answer answer;
  if (const Entry* entry = ReplacingEntry(texts, question)) {
    answer = AnswerFromEntry(*entry);
    answer.act = question.act;
    answer.available = AvailableActs(service, texts, question.now);
    AddCompanions(service, question, answer);
  } else {
    answer.act = question.act;
    answer.service = service.id;
    answer.title = service.name;
    answer.language = "de";
    answer.source = SourceOf(service);
    AddCompanions(service, question, answer);
    answer.available = AvailableActs(service, texts, question.now);
    AnswerFromService(service, texts, question, answer);
  }
  if (texts.notices) answer.notices = NoticesFor(*texts.notices, service.id, std::nullopt, question.now);
  return answer;
}

}  // namespace amtslotse::knowledge
