#include "knowledge/responsibility/place_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "nlu/text/tokens.h"

namespace amtslotse::responsibility {
namespace {

using Words = std::vector<std::string>;

std::string Join(const Words& words) { return fmt::format("{}", fmt::join(words, " ")); }

Words Split(std::string_view text) {
  Words words = nlu::FoldedWords(text);
  for (std::string& word : words) {
    if (word == "st") word = "sankt";
  }
  return words;
}

template <std::size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Behind these stands what only tells the place from others.
constexpr std::array<std::string_view, 19> kConnectors{"am",  "an",     "in",     "im",    "bei",  "b",    "a",
                                                       "i",   "ob",     "o",      "unter", "vor",  "vorm", "v",
                                                       "auf", "unterm", "hinter", "d",     "oberm"};
constexpr std::array<std::string_view, 8> kTitlesBefore{"bad",    "insel",      "nordseeinsel", "ostseebad",
                                                        "seebad", "nordseebad", "markt",        "stadt"};
constexpr std::array<std::string_view, 12> kNoPartAlone{"land",  "stadt", "nord",  "sued",  "ost",      "west",
                                                        "mitte", "bad",   "gross", "klein", "neustadt", "altstadt"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kAbbreviations{
    {{"opf", "oberpfalz"},     {"ob", "oberbayern"},
     {"obb", "oberbayern"},    {"nb", "niederbayern"},
     {"ndb", "niederbayern"},  {"ofr", "oberfranken"},
     {"of", "oberfranken"},    {"ufr", "unterfranken"},
     {"ufr.", "unterfranken"}, {"mfr", "mittelfranken"},
     {"schw", "schwaben"},     {"odw", "odenwald"},
     {"rhld", "rheinland"},    {"westf", "westfalen"},
     {"holst", "holstein"},    {"oldb", "oldenburg"},
     {"thuer", "thueringen"},  {"vogtl", "vogtland"},
     {"erzgeb", "erzgebirge"}, {"br", "breisgau"},
     {"hann", "hannoversch"},  {"i", "in"}}};

// "weiden i d opf" → "weiden in der oberpfalz". Empty when nothing was short.
Words Expanded(const Words& words) {
  Words out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool article = i + 1 < words.size() && words[i + 1] == "d";
    const std::string& word = words[i];
    if (i > 0 && word == "a")
      out.emplace_back(article ? "an" : "am");
    else if (i > 0 && word == "b")
      out.emplace_back("bei");
    else if (i > 0 && word == "v")
      out.emplace_back(article ? "vor" : "vorm");
    else if (i > 0 && word == "o" && article)
      out.emplace_back("ob");
    else if (i > 0 && word == "d")
      out.emplace_back("der");
    else if (i == 0 && word != "hann")
      out.push_back(word);
    else {
      const auto* found = std::find_if(kAbbreviations.begin(), kAbbreviations.end(),
                                       [&](const auto& entry) { return entry.first == word; });
      // "ob" means "above" inside a name and Oberbayern at its end.
      const bool usable =
          found != kAbbreviations.end() && (word != "ob" || (i + 1 == words.size() && words[i - 1] == "i"));
      out.push_back(usable ? std::string(found->second) : word);
    }
  }
  return out == words ? Words{} : out;
}

Words Head(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (IsOneOf(words[i], kConnectors)) return {words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i)};
  }
  return {};
}

// "neustadt in holstein" → "neustadt holstein".
Words WithoutConnectors(const Words& words) {
  Words out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool article = words[i] == "der" || words[i] == "dem" || words[i] == "den";
    if (i == 0 || (!IsOneOf(words[i], kConnectors) && !article)) out.push_back(words[i]);
  }
  return out;
}

std::string WithoutParentheses(std::string_view name) {
  std::string out;
  int depth = 0;
  for (const char c : name) {
    if (c == '(') ++depth;
    if (depth == 0) out.push_back(c);
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

// A letter that German does not have: a Sorbian or Danish name beside the German one.
bool HasForeignLetter(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80 || (lead & 0xC0u) == 0x80u) continue;
    const std::string_view letter = text.substr(i, 2);
    constexpr std::array<std::string_view, 7> kGerman{"ä", "ö", "ü", "Ä", "Ö", "Ü", "ß"};
    if (!IsOneOf(letter, kGerman)) return true;
  }
  return false;
}

class VariantList {
 public:
  void Add(const Words& words, NameKind kind) {
    std::string text = Join(words);
    if (text.empty()) return;
    const bool known = std::any_of(list_.begin(), list_.end(), [&](const NameVariant& v) { return v.words == text; });
    if (!known) list_.push_back({std::move(text), kind});
  }
  std::vector<NameVariant> Take() { return std::move(list_); }

 private:
  std::vector<NameVariant> list_;
};

void AddParts(std::string_view plain, const Words& words, VariantList& list) {
  if (words.size() > 1 && IsOneOf(words.front(), kTitlesBefore))
    list.Add({words.begin() + 1, words.end()}, NameKind::kPart);
  plain = plain.substr(0, plain.find('/'));  // behind it a landscape stands: Garz/Rügen
  if (plain.find('-') == std::string_view::npos) return;
  while (!plain.empty()) {
    const std::size_t end = std::min(plain.find('-'), plain.size());
    const Words part = Split(plain.substr(0, end));
    const std::string compact = Compact(Join(part));
    if (compact.size() >= 4 && !IsOneOf(compact, kNoPartAlone)) list.Add(part, NameKind::kPart);
    plain.remove_prefix(std::min(end + 1, plain.size()));
  }
}

std::string Collapsed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' &&
        (out.empty() || out.back() == ' ' || (out.back() == '/' && out.size() > 1 && out[out.size() - 2] != ' ')))
      continue;
    out.push_back(c);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool StartsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kVerbandPrefixes{
    {{"VVG der ", "Vereinbarte Verwaltungsgemeinschaft der "},
     {"GVV ", "Gemeindeverwaltungsverband "},
     {"VG ", "Verwaltungsgemeinschaft "}}};
constexpr std::array<std::string_view, 15> kKindWords{"Kreis ",
                                                      "Landkreis ",
                                                      "Regierungsbezirk ",
                                                      "Region ",
                                                      "Städteregion ",
                                                      "Regionalverband ",
                                                      "Amt ",
                                                      "Samtgemeinde ",
                                                      "Verbandsgemeinde ",
                                                      "Verwaltungsgemeinschaft ",
                                                      "Kirchspielslandgemeinde ",
                                                      "Verwaltungsverband ",
                                                      "Gemeindeverwaltungsverband ",
                                                      "Erfüllende Gemeinde ",
                                                      "Vereinbarte Verwaltungsgemeinschaft der "};

}  // namespace

std::string PlaceWords(std::string_view text) { return Join(Split(text)); }

std::string Compact(std::string_view words) {
  std::string compact;
  compact.reserve(words.size());
  for (const char c : words) {
    if (c != ' ') compact.push_back(c);
  }
  return compact;
}

std::vector<NameVariant> NameVariants(std::string_view name) {
  VariantList list;
  const Words full = Split(name);
  list.Add(full, NameKind::kOfficial);
  list.Add(Expanded(full), NameKind::kOfficial);
  const std::string plain = WithoutParentheses(name);
  const Words words = Split(plain);
  list.Add(words, NameKind::kShort);
  if (const auto slash = plain.find('/'); slash != std::string::npos) {
    const Words left = Split(plain.substr(0, slash));
    list.Add(left, NameKind::kShort);
    list.Add(Head(left), NameKind::kShort);
    if (HasForeignLetter(std::string_view(plain).substr(slash + 1)))
      list.Add(Split(plain.substr(slash + 1)), NameKind::kShort);
  }
  list.Add(Head(words), NameKind::kShort);
  list.Add(WithoutConnectors(full), NameKind::kShort);
  AddParts(plain, words, list);
  return list.Take();
}

TitledName SplitTitle(std::string_view official) {
  const auto comma = official.find(',');
  if (comma == std::string_view::npos) return {Collapsed(official), ""};
  return {Collapsed(official.substr(0, comma)), Collapsed(official.substr(comma + 1))};
}

bool IsPartOfName(std::string_view title) {
  for (const std::string_view part : {"stadt", "Stadt", "Kurort", "bad"}) {
    if (title != part && title.find(part) != std::string_view::npos) return true;
  }
  return false;
}

std::string KreisName(std::string_view official, int text_kind) {
  const std::string name = SplitTitle(official).name;
  constexpr int kKreis = 43;
  for (const std::string_view part : {"kreis", "Kreis ", "Region", "region ", "Regionalverband"}) {
    if (name.find(part) != std::string::npos) return name;
  }
  if (name.find("Kreis") != std::string::npos) return name;
  return (text_kind == kKreis ? "Kreis " : "Landkreis ") + name;
}

std::string VerbandName(std::string_view official, int text_kind) {
  std::string name = SplitTitle(official).name;
  if (const auto mark = name.find(" (VGem)"); mark != std::string::npos) name.erase(mark);
  for (const auto& [shorthand, full] : kVerbandPrefixes) {
    if (StartsWith(name, shorthand)) return std::string(full) + name.substr(shorthand.size());
  }
  std::string_view kind;
  switch (text_kind) {
    case 51: kind = "Amt "; break;
    case 52: kind = "Samtgemeinde "; break;
    case 53: kind = "Verbandsgemeinde "; break;
    case 54: kind = "Verwaltungsgemeinschaft "; break;
    case 55: kind = "Kirchspielslandgemeinde "; break;
    case 56: kind = "Verwaltungsverband "; break;
    case 58: kind = "Erfüllende Gemeinde "; break;
    default: break;
  }
  if (StartsWith(name, kind) || StartsWith(name, "KLG ")) return name;
  return std::string(kind) + name;
}

std::optional<std::string_view> WithoutKreisAtTheEnd(std::string_view name) {
  constexpr std::string_view kEnd = "-Kreis";
  if (!name.ends_with(kEnd)) return std::nullopt;
  name.remove_suffix(kEnd.size());
  return name.find('-') == std::string_view::npos ? std::nullopt : std::optional(name);
}

std::string_view WithoutKindWord(std::string_view name) {
  for (const std::string_view word : kKindWords) {
    if (StartsWith(name, word)) return name.substr(word.size());
  }
  return name;
}

}  // namespace amtslotse::responsibility
