// What staff write themselves: FAQ entries and notices. Town entries win over imported text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/catalogue.h"

namespace amtslotse::knowledge {

struct EntryId {
  std::string value;
  auto operator<=>(const EntryId&) const = default;
};

enum class EntryState : std::uint8_t { kDraft, kPublished, kArchived };

// An answer that depends on the address, e.g. waste dates by street. Street names match folded and expanded
// ("Bahnhofstr." = "Bahnhofstraße").
struct StreetAnswer {
  std::string street;
  std::string house_numbers;  // "", "1-20", "1-19 ungerade", "ab 30"
  std::string text;           // Markdown
  bool operator==(const StreetAnswer&) const = default;
};

struct Entry {
  EntryId id;
  std::int64_t version = 0;  // 0: not saved yet; counts up by one with every save
  EntryState state = EntryState::kDraft;
  std::vector<std::string> questions;  // the first is the title, the others are variants
  std::string answer;                  // Markdown, sanitised when saved
  std::vector<StreetAnswer> by_street;
  std::vector<Link> links;
  std::optional<ServiceId> service;
  std::string act;
  bool replaces_catalogue = false;  // answers (service, act) in place of the imported text, however it is asked
  std::string language = "de";
  std::optional<std::chrono::sys_days> valid_from;
  std::optional<std::chrono::sys_days> valid_until;  // inclusive
  std::string owner;
  std::optional<std::chrono::sys_days> review_on;
  std::string changed_by;
  std::chrono::sys_seconds changed{};
  bool operator==(const Entry&) const = default;
};

// What an import did to an entry.
struct EntryChange {
  EntryId id;
  std::int64_t before = 0;  // version until then; 0: there was none
  std::int64_t after = 0;
  bool operator==(const EntryChange&) const = default;
};

// Closures, elections, disruptions: shown first, everywhere, from `starts` until `ends`.
struct Notice {
  std::string id;
  std::int64_t version = 0;
  std::string title;
  std::string text;  // Markdown
  std::chrono::sys_seconds starts{};
  std::optional<std::chrono::sys_seconds> ends;
  std::vector<OfficeId> offices;    // empty: the whole municipality
  std::vector<ServiceId> services;  // empty: every service
  bool closes_office = false;       // the offices are closed in that time: answers to "open now?" say so
  bool operator==(const Notice&) const = default;
};

}  // namespace amtslotse::knowledge
