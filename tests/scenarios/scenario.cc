#include "tests/scenarios/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

namespace amtslotse::scenarios {
namespace {

std::string Trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

absl::StatusOr<Step> Bracket(const std::string& text, int line) {
  if (text == "[neues Gespräch]") return Step{Step::Kind::kNewConversation, "", line};
  const auto number_at = text.find_first_of("0123456789");
  if (number_at != std::string::npos) {
    const std::string number = text.substr(number_at, text.find_first_not_of("0123456789", number_at) - number_at);
    if (text.ends_with("Minuten vergehen]")) return Step{Step::Kind::kWait, number, line};
    if (text.starts_with("[jemand anderes bucht Wahl")) return Step{Step::Kind::kOtherBooks, number, line};
  }
  return absl::InvalidArgumentError(fmt::format("line {}: unknown stage direction {}", line, text));
}

class Run {
 public:
  Run(const Scenario& scenario, Player& player, Player& other, std::string& transcript)
      : scenario_(scenario), player_(player), other_(other), transcript_(transcript) {}

  absl::Status All() {
    if (auto status = Take(player_.Begin(scenario_.municipality)); !status.ok()) return status;
    for (const Step& step : scenario_.steps) {
      if (auto status = One(step); !status.ok())
        return absl::FailedPreconditionError(
            fmt::format("line {}: {}", step.line, std::string(status.message().data(), status.message().size())));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status One(const Step& step) {
    switch (step.kind) {
      case Step::Kind::kSay: {
        const std::string text = Filled(step.text);
        transcript_ += "> " + text + "\n";
        return Take(player_.Say(text));
      }
      case Step::Kind::kTap: {
        const OfferedChoice* choice = Find(step.text);
        if (choice == nullptr) return absl::NotFoundError(fmt::format("no such choice: {}", step.text));
        transcript_ += "* " + choice->label + "\n";
        return Take(player_.Tap(std::string(choice->id)));
      }
      case Step::Kind::kForm: {
        const auto form = FormOf(Filled(step.text));
        transcript_ += "= " + step.text + "\n";
        return Take(player_.Send(form));
      }
      case Step::Kind::kExpect: return Expect(step.text);
      case Step::Kind::kForbid:
        return replies_.text.find(Filled(step.text)) == std::string::npos
                   ? absl::OkStatus()
                   : absl::FailedPreconditionError(fmt::format("must not say: {}", step.text));
      case Step::Kind::kWait: return player_.Wait(std::stoi(step.text));
      case Step::Kind::kNewConversation:
        transcript_ += "--- new conversation ---\n";
        return Take(player_.Begin(scenario_.municipality));
      case Step::Kind::kOtherBooks: return OtherBooks(step.text);
    }
    return absl::InternalError("step");
  }

  absl::Status Take(absl::StatusOr<Replies> replies) {
    if (!replies.ok()) return replies.status();
    replies_ = *std::move(replies);
    transcript_ += replies_.text + "\n";
    return absl::OkStatus();
  }

  // "a | b {name}": one alternative is enough.
  absl::Status Expect(const std::string& wanted) {
    std::size_t begin = 0;
    for (;;) {
      const auto bar = wanted.find(" | ", begin);
      if (Holds(Trimmed(wanted.substr(begin, bar == std::string::npos ? bar : bar - begin)))) return absl::OkStatus();
      if (bar == std::string::npos) break;
      begin = bar + 3;
    }
    return absl::FailedPreconditionError(fmt::format("expected: {}", wanted));
  }

  bool Holds(const std::string& wanted) {
    const auto open = wanted.find('{');
    if (open == std::string::npos || kept_.contains(wanted.substr(open + 1, wanted.find('}') - open - 1)))
      return replies_.text.find(Filled(wanted)) != std::string::npos;
    const std::string before = wanted.substr(0, open);
    const auto at = replies_.text.find(before);
    if (at == std::string::npos) return false;
    const auto begin = at + before.size();
    const auto end = replies_.text.find_first_of(" \n,;", begin);
    kept_[wanted.substr(open + 1, wanted.find('}') - open - 1)] = replies_.text.substr(begin, end - begin);
    return true;
  }

  std::string Filled(std::string text) const {
    for (const auto& [name, value] : kept_) {
      const std::string mark = "{" + name + "}";
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, mark.size(), value);
    }
    return text;
  }

  const OfferedChoice* Find(const std::string& wanted) const {
    std::size_t number = 0;
    const auto parsed = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == wanted.data() + wanted.size())
      return number >= 1 && number <= replies_.choices.size() ? &replies_.choices[number - 1] : nullptr;
    const auto found = std::find_if(replies_.choices.begin(), replies_.choices.end(), [&](const OfferedChoice& choice) {
      return choice.label.find(wanted) != std::string::npos || choice.description.find(wanted) != std::string::npos;
    });
    return found == replies_.choices.end() ? nullptr : &*found;
  }

  static std::map<std::string, std::string> FormOf(const std::string& text) {
    std::map<std::string, std::string> form;
    std::size_t begin = 0;
    while (begin < text.size()) {
      const auto end = std::min(text.find(';', begin), text.size());
      const std::string pair = Trimmed(text.substr(begin, end - begin));
      if (const auto equals = pair.find('='); equals != std::string::npos)
        form[pair.substr(0, equals)] = pair.substr(equals + 1);
      begin = end + 1;
    }
    return form;
  }

  // The other citizen asks for the same and holds the slot with the same label first.
  absl::Status OtherBooks(const std::string& number) {
    const OfferedChoice* wanted = Find(number);
    if (wanted == nullptr) return absl::NotFoundError("no such choice for the other citizen");
    auto replies = other_.Begin(scenario_.municipality);
    if (replies.ok()) replies = other_.Say(last_booking_);
    if (!replies.ok()) return replies.status();
    for (const OfferedChoice& choice : replies->choices) {
      if (choice.label == wanted->label && choice.description == wanted->description)
        return other_.Tap(choice.id).status();
    }
    return absl::NotFoundError(fmt::format("the other citizen is not offered {}", wanted->label));
  }

 public:
  std::string last_booking_;

 private:
  const Scenario& scenario_;
  Player& player_;
  Player& other_;
  Replies replies_;
  std::map<std::string, std::string> kept_;
  std::string& transcript_;
};

}  // namespace

absl::StatusOr<Scenario> Load(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return absl::NotFoundError(file.string());
  Scenario scenario;
  std::string text;
  for (int line = 1; std::getline(stream, text); ++line) {
    text = Trimmed(text);
    if (text.empty()) continue;
    const auto rest = [&] { return Trimmed(text.substr(1)); };
    switch (text.front()) {
      case '#':
        if (scenario.title.empty()) scenario.title = rest();
        break;
      case '>': scenario.steps.push_back({Step::Kind::kSay, rest(), line}); break;
      case '*': scenario.steps.push_back({Step::Kind::kTap, rest(), line}); break;
      case '=': scenario.steps.push_back({Step::Kind::kForm, rest(), line}); break;
      case '<': scenario.steps.push_back({Step::Kind::kExpect, rest(), line}); break;
      case '!': scenario.steps.push_back({Step::Kind::kForbid, rest(), line}); break;
      case '[': {
        auto step = Bracket(text, line);
        if (!step.ok()) return step.status();
        scenario.steps.push_back(*step);
        break;
      }
      default:
        if (!text.starts_with("Stadt: "))
          return absl::InvalidArgumentError(fmt::format("{}:{}: {}", file.string(), line, text));
        scenario.municipality = text.substr(7);
    }
  }
  if (scenario.title.empty() || scenario.steps.empty())
    return absl::InvalidArgumentError(fmt::format("{}: no title or no steps", file.string()));
  return scenario;
}

std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status Play(const Scenario& scenario, Player& player, Player& other, std::string& transcript) {
  Run run(scenario, player, other, transcript);
  // What the other citizen asks for: the message that brought the slots.
  for (std::size_t i = 1; i < scenario.steps.size(); ++i) {
    if (scenario.steps[i].kind != Step::Kind::kOtherBooks) continue;
    for (std::size_t before = i; before-- > 0;) {
      if (scenario.steps[before].kind == Step::Kind::kSay) {
        run.last_booking_ = scenario.steps[before].text;
        break;
      }
    }
  }
  return run.All();
}

}  // namespace amtslotse::scenarios
