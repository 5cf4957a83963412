#include "knowledge/import/dldb.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "knowledge/import/fields.h"
#include "knowledge/markdown.h"

namespace amtslotse::knowledge {
namespace {

using nlohmann::json;

// A text, or a number as text; empty for null, false, objects and what is absent.
std::string Text(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  if (!object.is_object() || found == object.end()) return {};
  if (found->is_string()) return Trim(found->get<std::string>());
  if (found->is_number()) return found->dump();
  return {};
}

const json& Part(const json& object, const char* key) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(key);
  return found == object.end() ? nothing : *found;
}

bool Flag(const json& object, const char* key, bool otherwise) {
  const json& value = Part(object, key);
  return value.is_boolean() ? value.get<bool>() : otherwise;
}

std::optional<int> Number(const json& object, const char* key) {
  const json& value = Part(object, key);
  if (value.is_number_integer()) return value.get<int>();
  const std::string text = Text(object, key);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> Degrees(const json& object, const char* key) {
  const json& value = Part(object, key);
  if (value.is_number()) return value.get<double>();
  const std::string text = Text(object, key);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end == text.data()) return std::nullopt;
  return number;
}

std::optional<std::chrono::minutes> Minutes(const json& object, const char* key) {
  const auto number = Number(object, key);
  if (!number || *number <= 0 || *number > 24 * 60) return std::nullopt;
  return std::chrono::minutes(*number);
}

// "{serviceId}" stands in the addresses of some exports.
std::string PageUrl(const json& meta, std::string_view placeholder, const std::string& id) {
  std::string url = Text(meta, "url");
  if (const std::size_t at = url.find(placeholder); at != std::string::npos) url.replace(at, placeholder.size(), id);
  return IsSafeUrl(url) ? url : std::string();
}

std::vector<Link> ReadLinks(const json& links) {
  std::vector<Link> result;
  if (!links.is_array()) return result;
  for (const json& link : links) {
    const std::string url = Text(link, "link");
    const std::string name = Text(link, "name");
    if (IsSafeUrl(url)) result.push_back({name.empty() ? url : name, url});
  }
  return result;
}

// A text, or the list of {name, description, link} that Berlin uses.
void AddModule(const json& service, const char* key, ModuleKind kind, Service& result) {
  const json& value = Part(service, key);
  TextModule module{kind, key, "de", {}, {}};
  if (value.is_string()) module.text = HtmlToMarkdown(value.get<std::string>());
  if (value.is_array()) {
    for (const json& item : value) {
      const std::string name = MarkdownToPlain(HtmlToMarkdown(Text(item, "name")));
      const std::string more = MarkdownToPlain(HtmlToMarkdown(Text(item, "description")));
      if (name.empty() && more.empty()) continue;
      module.text += (module.text.empty() ? "- " : "\n- ") + name + (more.empty() || name.empty() ? "" : ": ") + more;
    }
    module.links = ReadLinks(value);
  }
  if (!module.text.empty() || !module.links.empty()) result.modules.push_back(std::move(module));
}

void AddModules(const json& service, Service& result) {
  AddModule(service, "description", ModuleKind::kDescription, result);
  AddModule(service, "prerequisites", ModuleKind::kRequirements, result);
  AddModule(service, "requirements", ModuleKind::kDocuments, result);
  AddModule(service, "fees", ModuleKind::kFee, result);
  AddModule(service, "process_time", ModuleKind::kDuration, result);
  AddModule(service, "legal", ModuleKind::kLegalBasis, result);
  AddModule(service, "forms", ModuleKind::kForms, result);
  std::vector<Link> links = ReadLinks(Part(service, "links"));
  for (const TextModule& module : result.modules) {
    if (module.kind == ModuleKind::kForms && module.links == links) links.clear();
  }
  if (!links.empty()) result.modules.push_back({ModuleKind::kFurther, "links", "de", {}, std::move(links)});
}

absl::Status PutOffering(const Offering& offering, CatalogueSink& sink) {
  ResponsibilityRule rule;
  rule.id = offering.service.value + "@" + offering.office.value;
  rule.service = offering.service;
  rule.office = offering.office;
  rule.role = Role::kAccepts;
  rule.source = offering.source;
  absl::Status status = sink.Put(offering);
  if (status.ok()) status = sink.Put(rule);
  return status;
}

absl::Status PutService(const json& object, CatalogueSink& sink) {
  Service service;
  service.id.value = Text(object, "id");
  service.name = Text(object, "name");
  if (service.id.value.empty() || service.name.empty()) {
    sink.Note({Remark::Severity::kError, "Leistung " + service.id.value, "Ohne id oder Namen; übersprungen.", 0});
    return absl::OkStatus();
  }
  AddModules(object, service);
  const json& meta = Part(object, "meta");
  service.synonyms = SplitTrimmed(Text(meta, "keywords"), ',');
  for (std::string& key : SplitTrimmed(Text(object, "leika"), ',')) service.leika_keys.push_back(std::move(key));
  const std::string page = Text(Part(object, "onlineprocessing"), "link");
  if (IsSafeUrl(page)) service.online_services.push_back({service.id.value + "/online", service.name, page, ""});
  service.location_independent = true;
  // "public" tells whether the appointment is offered online. What has neither that nor a text is an internal
  // queue.
  service.is_public = Flag(object, "public", true) || !service.modules.empty() || !service.leika_keys.empty();
  service.url = PageUrl(meta, "{serviceId}", service.id.value);
  service.changed = ParseIsoTime(Text(meta, "lastupdate"));
  service.appointment_duration = Minutes(object, "duration");
  service.max_quantity = Number(object, "maxQuantity").value_or(1);
  if (const json& others = Part(object, "combinable"); others.is_array()) {
    for (const json& other : others)
      service.combinable.push_back({other.is_string() ? other.get<std::string>() : other.dump()});
  }
  service.source = "dldb";
  return sink.Put(service);
}

Office ReadOffice(const json& object) {
  Office office;
  office.id.value = Text(object, "id");
  office.name = Text(object, "displayName");
  const std::string full_name = Text(object, "name");
  if (office.name.empty()) office.name = full_name;
  if (office.name != full_name) office.aliases.push_back(full_name);
  if (const json& others = Part(object, "displayNameAlternatives"); others.is_array()) {
    for (const json& other : others) {
      if (other.is_string()) office.aliases.push_back(other.get<std::string>());
    }
  }
  office.qualifier = Text(object, "organizationUnit");
  if (office.qualifier.empty()) office.qualifier = Text(Part(object, "authority"), "name");
  office.is_public = Flag(object, "public", true);
  const json& place = Part(object, "address");
  const json& point = Part(object, "geo");
  Address address{"002",
                  Text(place, "street"),
                  Text(place, "house_number"),
                  Text(place, "postal_code"),
                  Text(place, "city"),
                  Text(place, "hint"),
                  Degrees(point, "lat"),
                  Degrees(point, "lon")};
  if (!address.street.empty()) office.addresses.push_back(std::move(address));
  const json& contact = Part(object, "contact");
  const auto add = [&](const char* key, Contact::Kind kind) {
    if (std::string value = Text(contact, key); !value.empty()) office.contacts.push_back({kind, std::move(value), ""});
  };
  add("phone", Contact::Kind::kPhone);
  add("fax", Contact::Kind::kFax);
  add("email", Contact::Kind::kEmail);
  if (std::string page = Text(contact, "webinfo"); IsSafeUrl(page)) {
    office.url = page;
    office.contacts.push_back({Contact::Kind::kWeb, std::move(page), ""});
  }
  const json& meta = Part(object, "meta");
  if (office.url.empty()) office.url = PageUrl(meta, "{locationId}", office.id.value);
  office.hours.text = HtmlToMarkdown(Text(object, "opening_times"));
  office.hours.spans = ParseOpeningHours(office.hours.text);
  office.changed = ParseIsoTime(Text(meta, "lastupdate"));
  office.source = "dldb";
  return office;
}

absl::Status PutLocation(const json& object, CatalogueSink& sink) {
  const Office office = ReadOffice(object);
  if (office.id.value.empty() || office.name.empty()) {
    sink.Note({Remark::Severity::kError, "Standort " + office.id.value, "Ohne id oder Namen; übersprungen.", 0});
    return absl::OkStatus();
  }
  absl::Status status = sink.Put(office);
  const json& services = Part(object, "services");
  if (!services.is_array()) return status;
  for (const json& item : services) {
    Offering offering;
    offering.service.value = Text(item, "service");
    offering.office = office.id;
    const json& appointment = Part(item, "appointment");
    offering.bookable = Flag(appointment, "allowed", false) && !Flag(appointment, "external", false);
    offering.duration = Minutes(item, "duration");
    offering.max_quantity = Number(item, "maxQuantity").value_or(1);
    offering.is_public = Flag(item, "public", true);
    if (std::string url = Text(item, "url"); IsSafeUrl(url)) offering.url = std::move(url);
    offering.source = "dldb";
    if (status.ok() && !offering.service.value.empty()) status = PutOffering(offering, sink);
  }
  return status;
}

bool IsLocation(const json& object) { return object.contains("address") || object.contains("services"); }

// Thrown out of the parser's callback to end the reading; caught in ReadDldb.
struct Stopped {
  absl::Status status;
};

class Elements {
 public:
  Elements(CatalogueSink& sink, const JsonLimits& limits) : sink_(sink), limits_(limits) {}

  // nlohmann's callback: true keeps the value; elements of "data" are used and dropped.
  bool On(int depth, json::parse_event_t event, json& parsed) {
    if (depth > limits_.depth) throw Stopped{absl::InvalidArgumentError("Die Werte sind zu tief verschachtelt.")};
    if (event == json::parse_event_t::key && depth == 1) in_data_ = parsed == "data";
    if (event != json::parse_event_t::object_end || depth != 2 || !in_data_) return true;
    ++count_;
    const absl::Status status = IsLocation(parsed) ? PutLocation(parsed, sink_) : PutService(parsed, sink_);
    if (!status.ok()) throw Stopped{status};
    return false;
  }
  int count() const { return count_; }

 private:
  CatalogueSink& sink_;
  const JsonLimits& limits_;
  bool in_data_ = false;
  int count_ = 0;
};

}  // namespace

DldbFile DetectDldb(std::istream& input) {
  std::string head(8192, '\0');
  input.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(input.gcount()));
  input.clear();
  input.seekg(0);
  if (head.find("\"data\"") == std::string::npos) return DldbFile::kOther;
  const bool location =
      head.find("\"address\"") != std::string::npos || head.find("\"displayName\"") != std::string::npos;
  if (location) return DldbFile::kLocations;
  // The list of authorities names locations, too, and how to reach each; services have no contact.
  if (head.find("\"contact\"") != std::string::npos) return DldbFile::kOther;
  return head.find("\"locations\"") != std::string::npos || head.find("\"description\"") != std::string::npos ||
                 head.find("\"fees\"") != std::string::npos
             ? DldbFile::kServices
             : DldbFile::kOther;
}

absl::Status ReadDldb(std::istream& input, CatalogueSink& sink, const JsonLimits& limits) {
  input.seekg(0, std::ios::end);
  const auto size = static_cast<std::size_t>(input.tellg());
  input.seekg(0);
  if (size > limits.file_bytes) {
    return absl::ResourceExhaustedError(fmt::format("Die Datei ist größer als {} MiB.", limits.file_bytes >> 20));
  }
  Elements elements(sink, limits);
  try {
    const json rest = json::parse(
        input, [&](int depth, json::parse_event_t event, json& parsed) { return elements.On(depth, event, parsed); });
  } catch (const Stopped& stopped) {
    return stopped.status;
  } catch (const json::parse_error& error) {
    return absl::InvalidArgumentError(
        error.byte > size ? "Kein gültiges JSON: Die Datei bricht mittendrin ab."
                          : fmt::format("Kein gültiges JSON: der Fehler liegt beim {}. Byte.", error.byte));
  } catch (const json::exception&) {
    return absl::InvalidArgumentError("Kein gültiges JSON.");
  }
  if (elements.count() == 0)
    return absl::InvalidArgumentError("Die Datei enthält keine Leistungen oder Standorte (\"data\").");
  return absl::OkStatus();
}

}  // namespace amtslotse::knowledge
