#include "world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "knowledge/responsibility/csv.h"

namespace amtslotse::responsibility {
namespace {

const std::vector<std::string> kFolders{"knowledge/data/areas", "knowledge/data/demo"};
constexpr std::chrono::sys_days kToday{std::chrono::year(2026) / 11 / 21};

std::chrono::sys_days Day(const std::string& text) {
  int y = 0, m = 0, d = 0;
  std::sscanf(text.c_str(), "%d-%d-%d", &y, &m, &d);
  return std::chrono::year(y) / std::chrono::month(static_cast<unsigned>(m)) /
         std::chrono::day(static_cast<unsigned>(d));
}

std::string Strip(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

AreaTable MustLoad(const AreaRows& rows) {
  auto table = BuildAreaTable(rows);
  if (!table.ok()) ADD_FAILURE() << table.status();
  return std::move(table).value();
}

const AreaRows& Rows() {
  static const AreaRows rows = ReadAreaRows(kFolders).value();
  return rows;
}

}  // namespace

const AreaTable& Germany() {
  static const AreaTable table = MustLoad(Rows());
  return table;
}

AreaIndex AreaOf(std::string_view key) {
  const auto area = Germany().FindKey(key);
  EXPECT_TRUE(area) << key;
  return area.value_or(kWholeCountry);
}

World::World(std::string_view home_key, const std::vector<std::string>& lines, std::string_view streets_csv)
    : areas_(&Germany()) {
  if (!streets_csv.empty()) {
    const auto list = ReadStreetsCsv("streets.csv", streets_csv);
    EXPECT_TRUE(list.ok()) << list.status();
    AreaRows rows = Rows();
    for (DistrictRow& row : OrtsteileOf(*list, home_key)) rows.districts.push_back(std::move(row));
    own_areas_ = std::make_shared<const AreaTable>(MustLoad(rows));
    areas_ = own_areas_.get();
    streets_ = StreetTable::Build(*areas_, home_key, *list);
  }
  std::string text;
  EXPECT_TRUE(ReadFile("knowledge/data/areas/place_kinds.csv", text).ok());
  kinds_ = PlaceKinds::Read("place_kinds.csv", text).value();
  for (const std::string& line : lines) AddLine(line);
  RuleBookInput input;
  input.areas = areas_;
  input.streets = &streets_;
  input.place_kinds = &kinds_;
  input.home = areas_->FindKey(home_key).value_or(kNoArea);
  input.services = services_;
  input.offices = offices_;
  input.offerings = offerings_;
  input.rules = rules_;
  book_ = std::make_unique<RuleBook>(input);
}

void World::AddLine(const std::string& line) {
  const auto colon = line.find(':');
  const std::string kind = line.substr(0, colon);
  const std::string rest = Strip(line.substr(colon + 1));
  if (kind == "rule") return AddRule(rest);
  const auto equals = rest.find('=');
  const std::string id = Strip(rest.substr(0, equals));
  std::string value = Strip(rest.substr(equals + 1));
  const auto service = [&]() -> knowledge::ServiceHead& {
    return *std::find_if(services_.begin(), services_.end(), [&](const auto& head) { return head.id.value == id; });
  };
  if (kind == "service") {
    knowledge::ServiceHead head;
    head.id.value = id;
    if (const auto any = value.find(";any"); any != std::string::npos) {
      head.location_independent = true;
      value = Strip(value.substr(0, any));
    }
    head.name = value;
    services_.push_back(std::move(head));
  } else if (kind == "leika") {
    service().leika_keys.push_back(value);
  } else if (kind == "valid") {
    service().areas.push_back({value});
  } else if (kind == "offering") {
    offerings_.push_back({.service = {id}, .office = {value}});
  } else if (kind == "office") {
    knowledge::Office office;
    office.id.value = id;
    if (const auto parent = value.find('<'); parent != std::string::npos) {
      office.parent = knowledge::OfficeId{Strip(value.substr(parent + 1))};
      value = Strip(value.substr(0, parent));
    }
    if (const auto intern = value.find("(intern)"); intern != std::string::npos) {
      office.is_public = false;
      value = Strip(value.substr(0, intern));
    }
    office.name = value;
    office.addresses.push_back(
        {.kind = "002", .street = "Am " + value, .house_number = "1", .postcode = "24201", .place = "Erlenfurt"});
    offices_.push_back(std::move(office));
  } else {
    ADD_FAILURE() << "unknown line: " << line;
  }
}

void World::AddRule(std::string line) {
  Rule rule;
  rule.id = "r" + std::to_string(rules_.size());
  if (const auto none = line.find("none:"); none != std::string::npos) {
    rule.not_applicable = true;
    rule.note = Strip(line.substr(none + 5));
    line.resize(none);
  }
  std::istringstream words(line);
  std::string word;
  words >> word;
  if (word.back() == '*')
    rule.leika_prefix = word.substr(0, word.size() - 1);
  else
    rule.service = knowledge::ServiceId{word};
  while (words >> word) {
    if (word == "@") {
      words >> rule.area;
      if (const auto hash = rule.area.find('#'); hash != std::string::npos) {
        rule.segment = rule.area.substr(hash + 1);
        rule.area.resize(hash);
      }
    } else if (word == "->") {
      if (!rule.not_applicable) words >> rule.office.value;
    } else if (word.front() == '[') {
      const auto dash = word.find('-');
      rule.initial_from = word.substr(1, dash - 1);
      rule.initial_to = word.substr(dash + 1, word.size() - dash - 2);
    } else if (word == "town") {
      rule.town = true;
    } else if (word == "from") {
      words >> word;
      rule.valid_from = Day(word);
    } else if (word == "to") {
      words >> word;
      rule.valid_to = Day(word);
    } else if (const auto role = RoleFromId(word)) {
      rule.role = *role;
    } else {
      ADD_FAILURE() << "unknown word in rule: " << word;
    }
  }
  rules_.push_back(std::move(rule));
}

Resolution World::Resolve(const std::string& service, const PlaceInput& place, std::string_view role) const {
  const Resolver resolver(*areas_, streets_, *book_);
  return resolver.Resolve({{service}, place, RoleFromId(role), kToday});
}

std::string World::Short(const std::string& service, const PlaceInput& place, std::string_view role) const {
  const Resolution resolution = Resolve(service, place, role);
  std::string text(OutcomeId(resolution));
  if (const auto* unique = std::get_if<Unique>(&resolution.outcome)) text += " " + unique->office.office->id.value;
  if (const auto* several = std::get_if<Several>(&resolution.outcome)) {
    for (const auto& office : several->offices) text += " " + office.office->id.value;
  }
  if (const auto* need = std::get_if<NeedInput>(&resolution.outcome)) {
    text = "need " + std::string(FieldId(need->field));
    for (std::size_t i = 0; i < need->choices.size(); ++i)
      text += (i == 0 ? " " : "|") + areas_->at(need->choices[i]).name;
  }
  return text;
}

}  // namespace amtslotse::responsibility
