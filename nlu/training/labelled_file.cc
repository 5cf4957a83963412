#include "nlu/training/labelled_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>

namespace amtslotse::nlu {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // as spreadsheets write it

using Visit = std::function<absl::Status(const std::string& line, int number)>;

absl::Status ForEachLine(std::istream& lines, const Visit& visit) {
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (number == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    if (auto status = visit(line, number); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ForEachLineOf(const std::string& path, const Visit& visit) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError("cannot read " + path);
  return ForEachLine(file, visit);
}

}  // namespace

absl::StatusOr<std::vector<LabelledText>> ParseLabelledLines(std::istream& lines, const std::string& name) {
  std::vector<LabelledText> examples;
  const absl::Status status = ForEachLine(lines, [&](const std::string& line, int number) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || tab == 0 || tab + 1 == line.size()) {
      return absl::InvalidArgumentError(name + ":" + std::to_string(number) + ": expected label, tab, text");
    }
    examples.push_back({line.substr(0, tab), line.substr(tab + 1)});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return examples;
}

absl::StatusOr<std::vector<LabelledText>> ReadLabelledFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError("cannot read " + path);
  return ParseLabelledLines(file, path);
}

absl::StatusOr<std::vector<LabelledText>> ReadLabelledDirectory(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".tsv") paths.push_back(entry.path().string());
  }
  if (error) return absl::NotFoundError("cannot read " + directory);
  std::sort(paths.begin(), paths.end());
  std::vector<LabelledText> all;
  for (const std::string& path : paths) {
    absl::StatusOr<std::vector<LabelledText>> part = ReadLabelledFile(path);
    if (!part.ok()) return part.status();
    all.insert(all.end(), part->begin(), part->end());
  }
  return all;
}

absl::StatusOr<std::vector<std::string>> ReadTexts(const std::string& path) {
  std::vector<std::string> texts;
  const absl::Status status = ForEachLineOf(path, [&](const std::string& line, int) {
    const std::size_t tab = line.find('\t');
    texts.push_back(tab == std::string::npos ? line : line.substr(tab + 1));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return texts;
}

}  // namespace amtslotse::nlu
