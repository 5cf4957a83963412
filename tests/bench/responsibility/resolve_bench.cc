// How many resolutions one core makes in a second: all areas and 200 000 street segments loaded, 10 000 distinct
// shuffled inputs, a fifth of them streets or misspelt places, no result remembered. Needs no running product.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "knowledge/responsibility/area_files.h"
#include "knowledge/responsibility/resolve.h"
#include "tests/bench/report.h"

namespace amtslotse::responsibility {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kInputs = 10'000;
constexpr std::size_t kSegments = 200'000;
constexpr std::string_view kHome = "010990001001";

double Seconds(Clock::time_point since) { return std::chrono::duration<double>(Clock::now() - since).count(); }

// Time of this process on a core, whatever else runs on the machine.
double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double ResidentMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.compare(0, 6, "VmRSS:") == 0) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

// A town with 20 000 streets of ten segments each in twenty Ortsteile.
std::string StreetCsv() {
  static constexpr const char* kStems[] = {"Linden", "Birken", "Muehlen", "Garten", "Kirch",
                                           "Wiesen", "Berg",   "Tannen",  "Rosen",  "Schul"};
  std::string csv = "street;from;to;parity;postcode;ortsteil\n";
  for (std::size_t i = 0; i < kSegments; ++i) {
    const std::size_t street = i / 10, part = i % 10;
    std::string name;
    for (std::size_t n = street / 10; n > 0; n /= 26) name += static_cast<char>('a' + n % 26);
    csv += fmt::format("{}{}straße;{};{};all;24201;Teil{}\n", kStems[street % 10], name, part * 20 + 1, part * 20 + 20,
                       (street + part) % 20);
  }
  return csv;
}

// Swaps two letters in the middle.
std::string Misspelt(std::string name, std::mt19937& random) {
  const std::size_t at = 1 + random() % (name.size() - 3);
  std::swap(name[at], name[at + 1]);
  return name;
}

bool IsPlain(const std::string& name) {
  return name.size() >= 7 &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::vector<PlaceInput> Inputs(const AreaTable& areas, const StreetTable& streets) {
  std::mt19937 random(7);
  std::vector<AreaIndex> gemeinden;
  for (AreaIndex i = 0; i < areas.size(); ++i) {
    if (areas.at(i).level == Level::kGemeinde) gemeinden.push_back(i);
  }
  std::vector<PlaceInput> inputs;
  std::unordered_set<std::string> known;
  const auto add = [&](PlaceInput input) {
    if (known.insert(input.text + "|" + input.ars + "|" + input.postcode).second) inputs.push_back(std::move(input));
  };
  while (inputs.size() < kInputs) {
    const AreaIndex area = gemeinden[random() % gemeinden.size()];
    const std::string& name = areas.at(area).name;
    const std::size_t kind = inputs.size() % 10;
    if (kind == 0)
      add({.text = fmt::format("{} {}, 24201 Erlenfurt",
                               streets.street(static_cast<std::uint32_t>(random() % (kSegments / 10))).name,
                               1 + random() % 200)});
    else if (kind == 1 && IsPlain(name))
      add({.text = Misspelt(name, random)});
    else if (kind > 1 && kind < 5)
      add({.text = name});
    else if (kind >= 5 && kind < 7) {
      const auto postcode = static_cast<std::uint32_t>(1000 + random() % 98000);
      if (!areas.PlacesOf(postcode).empty()) add({.postcode = fmt::format("{:05}", postcode)});
    } else if (kind >= 7)
      add({.ars = areas.at(area).key});
  }
  std::shuffle(inputs.begin(), inputs.end(), random);
  return inputs;
}

const std::vector<std::string> kAreaFolders{AMTSLOTSE_DATA "/areas", AMTSLOTSE_DATA "/demo"};

int Run() {
  const double before = ResidentMegabytes();
  const std::string csv = StreetCsv();
  const auto begin = Clock::now();
  const double begin_cpu = CpuSeconds();
  auto rows = ReadAreaRows(kAreaFolders);
  auto list = ReadStreetsCsv("streets", csv);
  if (!rows.ok() || !list.ok()) return 1;
  for (DistrictRow& row : OrtsteileOf(*list, kHome)) rows->districts.push_back(std::move(row));
  const auto areas = BuildAreaTable(*rows);
  if (!areas.ok()) return 1;
  const StreetTable streets = StreetTable::Build(*areas, kHome, *list);
  const double load = Seconds(begin);
  const double load_cpu = CpuSeconds() - begin_cpu;
  *list = {};
  *rows = {};
  const auto areas_begin = Clock::now();
  if (!LoadAreas(kAreaFolders).ok()) return 1;
  const double load_areas = Seconds(areas_begin);

  // Each level has rules: 20 Ortsteile, every Kreis, every Land.
  std::vector<knowledge::ServiceHead> services(1);
  services[0].id.value = "service";
  services[0].name = "Leistung";
  std::vector<knowledge::Office> offices;
  std::vector<Rule> rules;
  for (AreaIndex i = 1; i < areas->size(); ++i) {
    const Area& area = areas->at(i);
    if (area.level != Level::kKreis && area.level != Level::kLand && area.key.compare(0, 13, "010990001001-") != 0)
      continue;
    knowledge::Office& office = offices.emplace_back();
    office.id.value = area.key;
    office.name = area.name;
    Rule& rule = rules.emplace_back();
    rule.id = rule.area = area.key;
    rule.service = services[0].id;
    rule.office = office.id;
  }
  const PlaceKinds kinds;
  RuleBookInput input{&*areas, &streets, &kinds, *areas->FindKey(kHome), services, offices, {}, rules};
  const RuleBook book(input);
  const Resolver resolver(*areas, streets, book);
  const std::vector<PlaceInput> inputs = Inputs(*areas, streets);
  const auto today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
  std::size_t done = 0, answered = 0;
  const auto run = Clock::now();
  const double run_cpu = CpuSeconds();
  while (Seconds(run) < 3) {
    for (const PlaceInput& place : inputs)
      answered +=
          std::string_view(OutcomeId(resolver.Resolve({services[0].id, place, std::nullopt, today}))) == "unique";
    done += inputs.size();
  }
  const double seconds = Seconds(run);
  const double cpu = CpuSeconds() - run_cpu;
  const double streets_and_names = static_cast<double>(areas->names().bytes() + streets.bytes()) / 1e6;
  bench::Print({.name = "responsibility_resolutions",
                .value = static_cast<double>(done) / cpu,
                .unit = "1/s of one core",
                .goal = 100'000,
                .at_most = false});
  bench::Print(
      {.name = "responsibility_resolutions_by_the_clock", .value = static_cast<double>(done) / seconds, .unit = "1/s"});
  bench::Print(
      {.name = "responsibility_unique_share", .value = static_cast<double>(answered) / static_cast<double>(done)});
  bench::Print({.name = "responsibility_tables", .value = ResidentMegabytes() - before, .unit = "MB", .goal = 120});
  bench::Print({.name = "responsibility_tables_names_and_streets", .value = streets_and_names, .unit = "MB"});
  bench::Print({.name = "responsibility_load", .value = load_cpu, .unit = "s of one core", .goal = 1});
  bench::Print({.name = "responsibility_load_by_the_clock", .value = load, .unit = "s"});
  bench::Print({.name = "responsibility_load_areas_by_the_clock", .value = load_areas, .unit = "s"});
  return 0;
}

}  // namespace
}  // namespace amtslotse::responsibility

int main() { return amtslotse::responsibility::Run(); }
