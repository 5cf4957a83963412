#include "services/rpc/settings.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <iterator>

extern char** environ;

namespace amtslotse::rpc {
namespace {

std::string_view Trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// A line that is no setting of this process is a mistake like others: what else is wrong is said beside it.
absl::Status ReadFile(const std::string& path, const std::string& prefix, std::map<std::string, std::string>& values,
                      std::vector<std::string>& mistakes) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(fmt::format("{}: cannot be read", path));
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string_view text = Trim(line);
    if (text.empty() || text.front() == '#') continue;
    const auto equals = text.find('=');
    std::string key(Trim(text.substr(0, equals)));
    if (equals == std::string_view::npos) {
      mistakes.push_back(fmt::format("{}:{}: expected KEY=VALUE", path, number));
    } else if (!key.starts_with(prefix + "_")) {
      mistakes.push_back(fmt::format("{}:{}: {}: expected a key that begins with {}_", path, number, key, prefix));
    } else {
      values[std::move(key)] = Trim(text.substr(equals + 1));
    }
  }
  return absl::OkStatus();
}

}  // namespace

SettingsReader::SettingsReader(std::string prefix, std::map<std::string, std::string> values)
    : prefix_(std::move(prefix)), values_(std::move(values)) {}

absl::StatusOr<SettingsReader> SettingsReader::FromCommandLine(std::string prefix, int argc, char** argv) {
  std::map<std::string, std::string> values;
  std::vector<std::string> mistakes;
  bool only_list = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--settings") {
      only_list = true;
      continue;
    }
    if (std::string_view(argv[i]) != "--config" || i + 1 == argc)
      return absl::InvalidArgumentError(fmt::format("{}: expected --config FILE", argv[i]));
    if (auto status = ReadFile(argv[++i], prefix, values, mistakes); !status.ok()) return status;
  }
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && text.starts_with(prefix + "_"))
      values[std::string(text.substr(0, equals))] = text.substr(equals + 1);
  }
  SettingsReader reader(std::move(prefix), std::move(values));
  reader.only_list_ = only_list;
  reader.mistakes_ = std::move(mistakes);
  return reader;
}

const std::string* SettingsReader::Find(std::string_view name, Known known) {
  const std::string key = fmt::format("{}_{}", prefix_, name);
  known_.insert(key);
  listed_[key] = std::move(known);
  const std::string file_key = key + "_FILE";
  if (const auto file = values_.find(file_key); file != values_.end()) {
    known_.insert(file_key);
    std::ifstream stream(file->second, std::ios::binary);
    if (!stream) {
      mistakes_.push_back(fmt::format("{}={}: cannot be read", file_key, file->second));
      return nullptr;
    }
    std::string content((std::istreambuf_iterator<char>(stream)), {});
    while (!content.empty() && (content.back() == '\n' || content.back() == '\r')) content.pop_back();
    return &(values_[key] = std::move(content));
  }
  const auto value = values_.find(key);
  return value == values_.end() ? nullptr : &value->second;
}

bool SettingsReader::Judge(std::string_view name, const std::string& value, const SettingForm& form) {
  const std::string expected = form.expected(value);
  if (expected.empty()) return true;
  const bool shown = !form.secret && !values_.contains(fmt::format("{}_{}_FILE", prefix_, name));
  mistakes_.push_back(
      fmt::format("{}_{}{}: expected {}", prefix_, name, shown ? fmt::format("={}", value) : "", expected));
  return false;
}

std::string SettingsReader::Text(std::string_view name, std::string_view fallback, const SettingForm& form) {
  const std::string* value = Find(name, {form.name, std::string(fallback)});
  if (value == nullptr) return std::string(fallback);
  return value->empty() || Judge(name, *value, form) ? *value : std::string(fallback);
}

std::string SettingsReader::Required(std::string_view name, const SettingForm& form) {
  const std::string* value = Find(name, {form.name, "!"});
  if (value != nullptr && !value->empty()) return Judge(name, *value, form) ? *value : "";
  const std::string key = fmt::format("{}_{}", prefix_, name);
  const bool told = value == nullptr && values_.contains(key + "_FILE");  // that the file cannot be read
  if (!told) mistakes_.push_back(key + ": missing");
  return {};
}

void SettingsReader::Refuse(std::string_view name, std::string_view what) {
  mistakes_.push_back(fmt::format("{}_{}: {}", prefix_, name, what));
}

long SettingsReader::Number(std::string_view name, long fallback, long low, long high) {
  const std::string* value = Find(name, {fmt::format("{}..{}", low, high), std::to_string(fallback)});
  if (value == nullptr) return fallback;
  long number = 0;
  const char* end = value->data() + value->size();
  const auto parsed = std::from_chars(value->data(), end, number);
  if (parsed.ec == std::errc() && parsed.ptr == end && number >= low && number <= high) return number;
  mistakes_.push_back(fmt::format("{}_{}={}: expected {}..{}", prefix_, name, *value, low, high));
  return fallback;
}

bool SettingsReader::Flag(std::string_view name, bool fallback) {
  const std::string* value = Find(name, {"true|false", fallback ? "true" : "false"});
  if (value == nullptr) return fallback;
  if (*value == "true") return true;
  if (*value != "false") mistakes_.push_back(fmt::format("{}_{}={}: expected true or false", prefix_, name, *value));
  return false;
}

std::chrono::seconds SettingsReader::Seconds(std::string_view name, long fallback, long low, long high) {
  return std::chrono::seconds(Number(name, fallback, low, high));
}

std::chrono::milliseconds SettingsReader::Milliseconds(std::string_view name, long fallback, long low, long high) {
  return std::chrono::milliseconds(Number(name, fallback, low, high));
}

absl::Status SettingsReader::Finish() const {
  if (only_list_) {
    std::string list;
    for (const auto& [key, known] : listed_) list += fmt::format("{}\t{}\t{}\n", key, known.form, known.fallback);
    return absl::CancelledError(list);
  }
  std::vector<std::string> mistakes = mistakes_;
  for (const auto& [key, value] : values_) {
    if (!known_.contains(key)) mistakes.push_back(fmt::format("{}: unknown setting", key));
    if (value.starts_with("tls:") && !values_.contains(prefix_ + "_TLS_DIR"))
      mistakes.push_back(fmt::format("{}_TLS_DIR: missing, for {}", prefix_, key));
  }
  if (mistakes.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("{}", fmt::join(mistakes, "\n")));
}

}  // namespace amtslotse::rpc
