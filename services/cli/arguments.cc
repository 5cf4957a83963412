#include "services/cli/arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <regex>
#include <utility>
#include <vector>

namespace amtslotse::cli {
namespace {

constexpr char kOptions[] = "Optionen";
constexpr char kIsAnOption[] = "is an option";
constexpr char kWrongCallMark[] = "amtslotse/wrong-call";

// Names the kind of a value as a reader would, not as CLI11 does ("INT:INT in [0 - 400]").
class GermanFormatter : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    static const std::regex kRange(R"(INT:INT in \[(-?\d+) - (-?\d+)\])");
    static const std::regex kOneOf(R"(TEXT:\{([^}]*)\})");
    const std::string ranged =
        std::regex_replace(CLI::Formatter::make_option_opts(option), kRange, "Zahl von $1 bis $2");
    return std::regex_replace(ranged, kOneOf, "Text");  // the description names them
  }
};

// The command that was understood last: its help is what the operator needs.
const CLI::App& Deepest(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : Deepest(*chosen.back());
}

std::vector<std::string> SubcommandsOf(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* subcommand : command.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(subcommand->get_name());
  return names;
}

// What it is for, in brackets; a name alone tells little.
std::string Explained(const CLI::App& command, const std::string& option) {
  for (const CLI::App* each = &command; each != nullptr; each = each->get_parent()) {
    const CLI::Option* known = each->get_option_no_throw(option);
    if (known != nullptr) return fmt::format("{} ({})", option, known->get_description());
  }
  return option;
}

// The parts of CLI11's English message that are names and values.
struct Pattern {
  std::regex english;
  const char* german;  // {0}, {1} … are its groups
};

std::optional<std::string> Translated(const std::string& english) {
  static const std::array kPatterns{
      Pattern{std::regex(R"((\S+): Value (.*) not in range (\S+) to (\S+))"),
              "{0} muss eine Zahl zwischen {2} und {3} sein."},
      Pattern{std::regex(R"((\S+): (.*) not in \{(.*)\})"), "{0}: „{1}“ gibt es nicht; möglich sind: {2}."},
      Pattern{std::regex(R"((\S+): .*: (.*) does not exist|(\S+): (.*) does not exist)"), "{1}: das gibt es nicht."},
      Pattern{std::regex(R"((\S+): At Most 1 required but received \d+)"), "{0} darf nur einmal angegeben werden."},
      Pattern{std::regex(R"(Expected exactly 1 arguments to (\S+), got \d+)"), "{0} darf nur einmal angegeben werden."},
      Pattern{std::regex(fmt::format(R"((\S+): {})", kIsAnOption)), "Nach {0} fehlt die Angabe."},
      Pattern{std::regex(R"((\S+): (?:At least )?\d+ required.*)"), "Nach {0} fehlt die Angabe."},
      Pattern{std::regex(R"(Could not convert: (\S+) = ?(.*))"), "{0}: „{1}“ passt hier nicht."},
      Pattern{std::regex(R"(The value (.*) is not an allowed value for (\S+))"), "{1}: „{0}“ passt hier nicht."},
      Pattern{std::regex(R"((\S+) was given a disallowed flag override)"), "{0} bekommt keinen Wert."},
  };
  static const std::regex kComma(",(?! )");
  for (const Pattern& pattern : kPatterns) {
    std::smatch found;
    if (!std::regex_match(english, found, pattern.english)) continue;
    std::array<std::string, 4> groups;
    for (std::size_t i = 1, to = 0; i < found.size() && to < groups.size(); ++i) {
      if (found[i].matched) groups[to++] = std::regex_replace(found[i].str(), kComma, ", ");
    }
    return fmt::format(fmt::runtime(pattern.german), groups[0], groups[1], groups[2], groups[3]);
  }
  return std::nullopt;
}

std::string InGerman(const CLI::App& command, const CLI::ParseError& error, const std::vector<std::string>& unknown) {
  if (!unknown.empty())
    return fmt::format("„{}“ {} hier unbekannt.", fmt::join(unknown, "“, „"), unknown.size() == 1 ? "ist" : "sind");
  const std::string what = error.what();
  if (error.get_name() == "RequiredError") {
    const auto names = SubcommandsOf(command);
    return names.empty() ? fmt::format("Es fehlt: {}.", Explained(command, what.substr(0, what.find(' '))))
                         : fmt::format("Es fehlt der Befehl, einer von: {}.", fmt::join(names, ", "));
  }
  return Translated(what).value_or("Dieser Aufruf passt nicht.");
}

int Say(const CLI::App& app, const std::string& message) {
  std::string words;
  for (const CLI::App* each = &Deepest(app); each != nullptr; each = each->get_parent())
    words = each->get_name() + (words.empty() ? "" : " " + words);
  fmt::print(stderr, "amtslotse: {} Hilfe: {} --help\n", message, words);
  return kWrongCall;
}

}  // namespace

void SpeakGerman(CLI::App& app) {
  app.formatter(std::make_shared<GermanFormatter>());
  app.set_help_flag("-h,--help", "Zeigt diese Hilfe")->group(kOptions);
  app.option_defaults()->group(kOptions);  // every command's too
  const auto formatter = app.get_formatter();
  formatter->label("Usage", "Aufruf");
  formatter->label("OPTIONS", kOptions);
  formatter->label("Options", kOptions);
  formatter->label("SUBCOMMAND", "Befehl");
  formatter->label("SUBCOMMANDS", "Befehle");
  formatter->label("Subcommands", "Befehle");
  formatter->label("Positionals", "Angaben");
  formatter->label("REQUIRED", "nötig");
  formatter->label("TEXT", "Text");
  formatter->label("INT", "Zahl");
  formatter->column_width(34);
}

void SpeakGermanToo(CLI::App& command) { command.set_help_flag("-h,--help", "Zeigt diese Hilfe")->group(kOptions); }

void ExpectValues(CLI::App& app) {
  const CLI::Validator value(
      [](const std::string& given) { return std::string(given.starts_with("--") ? kIsAnOption : ""); }, "");
  for (CLI::Option* option : app.get_options()) {
    if (option->get_expected_max() > 0) option->check(value);
  }
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) ExpectValues(*command);
}

int Refuse(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help
  return Say(app, InGerman(Deepest(app), error, app.remaining(true)));
}

absl::Status WrongCall(const std::string& message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kWrongCallMark, absl::Cord());
  return status;
}

bool IsWrongCall(const absl::Status& status) { return status.GetPayload(kWrongCallMark).has_value(); }

int Refuse(const CLI::App& app, const absl::Status& wrong_call) { return Say(app, std::string(wrong_call.message())); }

}  // namespace amtslotse::cli
