// What a municipality knows: services, offices, and who is responsible where.
// Plain values without behaviour. Importers parse and validate them at the edge; nothing is validated twice.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace amtslotse::knowledge {

struct MunicipalityId {
  std::string value;
  auto operator<=>(const MunicipalityId&) const = default;
};

// A source's id, prefixed "<agency>:" when the agency (XZuFi schemeAgencyID) is not the municipality's own,
// because an XZuFi id is unique only together with its agency.
struct ServiceId {
  std::string value;
  auto operator<=>(const ServiceId&) const = default;
};

struct OfficeId {
  std::string value;
  auto operator<=>(const OfficeId&) const = default;
};

// Amtlicher Regionalschlüssel, 12 digits, leading zeros kept; Bund is "000000000000". A key below the
// Gemeinde (Bezirk, Ortsteil) is longer: the Gemeinde's 12 digits, '-', and its own part. An 8-digit AGS of a
// Gemeinde stays as the source wrote it, because its Verband is only known to the area tables.
struct AreaKey {
  std::string value;
  auto operator<=>(const AreaKey&) const = default;
};

struct Link {
  std::string title;
  std::string url;  // http, https, mailto or tel; anything else was dropped at import
  bool operator==(const Link&) const = default;
};

// What a text module tells. The XZuFi code (leikaTextmodul) stands behind each.
enum class ModuleKind : std::uint8_t {
  kTeaser,             // 24
  kSummary,            // 05 Kurztext
  kDescription,        // 06 Volltext
  kLegalBasis,         // 07
  kDocuments,          // 08
  kRequirements,       // 09
  kFee,                // 10, modulKosten
  kProcedure,          // 11
  kDuration,           // 12, modulBearbeitungsdauer
  kDeadline,           // 13, modulFrist
  kForms,              // 14
  kFurther,            // 15
  kHints,              // 16
  kAuthor,             // 18
  kResponsibleOffice,  // 22
  kContact,            // 23
  kRemedy,             // 25 Rechtsbehelf
  kOther,              // kept with its code
};

struct TextModule {
  ModuleKind kind = ModuleKind::kOther;
  std::string code;             // the source's own code or element name
  std::string language = "de";  // BCP 47; Leichte Sprache is "de-LS"
  std::string text;             // Markdown; all HTML was turned into it or removed
  std::vector<Link> links;
  bool operator==(const TextModule&) const = default;
};

struct OnlineService {
  std::string id;
  std::string name;
  std::string url;
  std::string trust_level;  // vertrauensniveau/code, empty when unknown
  bool operator==(const OnlineService&) const = default;
};

struct TranslatedName {
  std::string language;
  std::string name;
  bool operator==(const TranslatedName&) const = default;
};

struct Service {
  ServiceId id;
  std::string name;           // as citizens read it: Bezeichnung II before Bezeichnung I
  std::string official_name;  // Bezeichnung I, empty when equal to name
  std::vector<TranslatedName> translations;
  std::vector<std::string> synonyms;
  std::vector<std::string> leika_keys;  // 14 digits
  std::vector<std::string> life_situations;
  std::vector<TextModule> modules;  // in display order
  std::vector<OnlineService> online_services;
  std::vector<AreaKey> areas;         // where it is valid; empty: the municipality's whole area
  bool location_independent = false;  // every office offering it serves everybody
  bool is_public = true;              // false: kept and resolvable by id, never found by search
  std::string url;                    // the service's own page
  std::optional<std::chrono::sys_seconds> changed;
  std::optional<std::chrono::minutes> appointment_duration;
  int max_quantity = 1;               // how many of it one appointment may hold
  std::vector<ServiceId> combinable;  // services that may share an appointment with it
  std::string source;                 // the import source that wrote it
  bool operator==(const Service&) const = default;
};

struct Address {
  std::string kind;  // XZuFi: 001 Haus, 002 Besucher, 003 Postfach, 004 Großempfänger, 005 Liefer, 006 Post
  std::string street;
  std::string house_number;
  std::string postcode;
  std::string place;
  std::string addition;
  std::optional<double> latitude;  // WGS 84, degrees
  std::optional<double> longitude;
  bool operator==(const Address&) const = default;
};

struct Contact {
  enum class Kind : std::uint8_t { kPhone, kFax, kEmail, kWeb, kOther };
  Kind kind = Kind::kOther;
  std::string value;
  std::string label;
  bool operator==(const Contact&) const = default;
};

// One published span on one weekday, local wall time; closes > opens, at most 24:00.
struct OpeningSpan {
  std::chrono::weekday day;
  std::chrono::minutes opens{0};
  std::chrono::minutes closes{0};
  bool by_appointment = false;
  bool operator==(const OpeningSpan&) const = default;
};

struct OpeningHours {
  std::vector<OpeningSpan> spans;  // by weekday from Monday, then by time; empty: only the text is known
  std::string text;                // as the source wrote it
  bool operator==(const OpeningHours&) const = default;
};

struct Office {
  OfficeId id;
  std::optional<OfficeId> parent;  // never part of a cycle
  std::string name;
  std::string qualifier;  // tells offices of one name apart: a place, a district, the parent's name
  std::vector<std::string> aliases;
  std::vector<TranslatedName> translations;
  bool is_public = true;  // internal units are kept for the tree, never shown to citizens
  std::vector<Address> addresses;
  std::vector<Contact> contacts;
  OpeningHours hours;
  std::string accessibility;      // Markdown
  std::optional<bool> step_free;  // nothing: unknown
  std::string public_transport;   // Markdown, as the next two
  std::string parking;
  std::string payment;
  std::string description;     // Markdown
  std::vector<AreaKey> areas;  // administrative keys of its addresses
  std::string url;
  std::optional<std::chrono::sys_seconds> changed;
  std::string source;
  bool operator==(const Office&) const = default;
};

enum class Role : std::uint8_t {
  kResponsible,  // XZuFi 01 zuständige Stelle
  kAccepts,      // takes applications
  kContact,      // XZuFi 03 Ansprechpunkt
};

// One row of responsibility as imported. Exactly one of `service` and `leika_prefix` is set.
struct ResponsibilityRule {
  std::string id;
  std::optional<ServiceId> service;
  std::string leika_prefix;
  std::optional<AreaKey> area;  // nothing: everywhere the office works
  OfficeId office;
  Role role = Role::kResponsible;
  std::string source;
  bool operator==(const ResponsibilityRule&) const = default;
};

// That an office takes appointments for a service, with what the source says about their length.
struct Offering {
  ServiceId service;
  OfficeId office;
  std::optional<std::chrono::minutes> duration;
  int max_quantity = 1;
  bool bookable = true;
  bool is_public = true;
  std::string url;
  std::string source;
  bool operator==(const Offering&) const = default;
};

// Where an act of a service leads outside the bot, e.g. a status portal. Without one the bot says that it
// cannot see files, and names the office.
struct Target {
  std::string act;                   // application_status, defect_report, payment, form_online, …
  std::optional<ServiceId> service;  // nothing: for every service without its own
  Link link;
  bool operator==(const Target&) const = default;
};

// A municipality as municipality.json describes it and staff edit it.
struct Municipality {
  MunicipalityId id;
  std::int64_t version = 0;  // counts up with every change by staff or file
  std::string name;
  AreaKey ars;
  std::string ags;
  std::string land;  // two letters, ISO 3166-2:DE without "DE-"
  std::vector<std::string> hosts;
  std::vector<std::string> postcodes;
  std::string time_zone = "Europe/Berlin";
  std::string agency_id;  // the schemeAgencyID whose objects keep their plain ids
  std::string website;
  std::string search_page;  // "{query}" is replaced
  std::string telephone;
  std::string email;
  std::string address;
  std::string opening_hours_text;
  std::string greeting;
  bool informal = false;   // "du"
  std::string human_text;  // how to reach a person
  std::string data_protection_email;
  std::string imprint;  // Markdown, as the next two
  std::string privacy_notice;
  std::string accessibility_statement;
  std::string enforcement_body;
  std::string primary_colour;  // "#rrggbb"
  bool demo = false;
  std::vector<std::string> embedding_origins;
  std::vector<Target> targets;
  bool operator==(const Municipality&) const = default;
};

// The stable ids and XZuFi codes of module kinds, and back. Unknown ids give kOther.
std::string_view ModuleKindId(ModuleKind kind);
ModuleKind ModuleKindFromId(std::string_view id);
ModuleKind ModuleKindFromXzufiCode(std::string_view code);
// Empty for kOther.
std::string_view XzufiCode(ModuleKind kind);

}  // namespace amtslotse::knowledge
