#include "nlu/entities/places.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>

#include "nlu/classify/bytes.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::nlu {
namespace {

constexpr std::uint32_t kFormat = 0x31504C41;  // "ALP1"
constexpr std::size_t kLongestName = 4;        // words
constexpr std::size_t kFilterSize = 1u << 17;
// After these the next word is a place, whatever else it may mean.
constexpr std::array<std::string_view, 8> kSurely = {"gemeinde", "stadt",   "ort",      "landkreis",
                                                     "kreis",    "wohnort", "ortsteil", "geburtsort"};
constexpr std::array<std::string_view, 18> kProbably = {
    "in",  "nach",   "aus",      "bei", "von",      "standesamt", "rathaus", "buergeramt", "buergerbuero",
    "amt", "bezirk", "wohnhaft", "um",  "gemeldet", "ueber",      "ab",      "fuer",       "und"};

template <std::size_t Size>
bool Contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::uint32_t AddWord(std::uint32_t hash, std::string_view word) { return StableHash(" ", StableHash(word, hash)); }

constexpr std::uint32_t kEmpty = 2166136261u;

bool IsCapital(std::string_view text, const Token& token) {
  const std::string_view original = Slice(text, token.span);
  return !original.empty() && (std::isupper(static_cast<unsigned char>(original.front())) != 0 ||
                               static_cast<unsigned char>(original.front()) >= 0x80);
}

void SortAndUnite(std::vector<std::uint32_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

}  // namespace

PlaceNames::PlaceNames(const std::vector<std::string>& names, const std::vector<std::string>& common_words) {
  const std::unordered_set<std::string> common(common_words.begin(), common_words.end());
  for (const std::string& name : names) {
    const std::vector<std::string> words = FoldedWords(name);
    if (words.empty() || words.size() > kLongestName) continue;
    std::uint32_t hash = kEmpty;
    for (const std::string& word : words) hash = AddWord(hash, word);
    const bool is_common = words.size() == 1 && (words[0].size() < 3 || common.contains(words[0]));
    (is_common ? common_ : names_).push_back(hash);
  }
  SortAndUnite(names_);
  SortAndUnite(common_);
  FillFilter();
}

void PlaceNames::FillFilter() {
  filter_.assign(kFilterSize, false);
  for (const auto* hashes : {&names_, &common_}) {
    for (const std::uint32_t hash : *hashes) filter_[hash % kFilterSize] = true;
  }
}

PlaceNames::Match PlaceNames::Lookup(std::uint32_t hash) const {
  if (!filter_[hash % kFilterSize]) return Match::kNone;
  if (std::binary_search(names_.begin(), names_.end(), hash)) return Match::kName;
  return std::binary_search(common_.begin(), common_.end(), hash) ? Match::kCommonWord : Match::kNone;
}

void PlaceNames::Find(std::string_view text, std::span<const Token> tokens, Expecting expecting, Found& found) const {
  if (names_.empty() && common_.empty()) return;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::kWord) continue;
    std::uint32_t hash = kEmpty;
    Match match = Match::kNone;
    std::size_t end = i;
    std::size_t words = 0;
    for (std::size_t k = i; k < tokens.size() && words < kLongestName; ++k) {
      if (tokens[k].text == "-" || tokens[k].text == "/") continue;
      if (tokens[k].kind != TokenKind::kWord) break;
      hash = AddWord(hash, tokens[k].text);
      ++words;
      if (const Match longer = Lookup(hash); longer != Match::kNone) {
        match = words > 1 ? Match::kName : longer;
        end = k + 1;
      }
    }
    if (match == Match::kNone) continue;
    const std::string_view before = i > 0 ? tokens[i - 1].text : std::string_view();
    const bool after_postcode = i > 0 && tokens[i - 1].kind == TokenKind::kNumber && before.size() == 5;
    const bool surely = Contains(kSurely, before) || after_postcode || expecting == Expecting::kPlace;
    const bool capital = IsCapital(text, tokens[i]);
    const bool probably = Contains(kProbably, before) || (capital && i > 0) || tokens.size() <= end - i + 1;
    if (!surely && !(match == Match::kName && probably)) continue;
    const Span span{tokens[i].span.begin, tokens[end - 1].span.end};
    if (!found.IsFree(span)) continue;
    found.Add(EntityKind::kPlace, span, std::string(Slice(text, span)));
    i = end - 1;
  }
}

std::string PlaceNames::Write() const {
  ByteWriter out;
  out.Put(kFormat);
  out.PutAll(names_);
  out.PutAll(common_);
  return out.Take();
}

absl::StatusOr<PlaceNames> PlaceNames::Read(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.Get<std::uint32_t>() != kFormat) return absl::FailedPreconditionError("not a list of places of this format");
  PlaceNames places;
  places.names_ = in.GetAll<std::uint32_t>();
  places.common_ = in.GetAll<std::uint32_t>();
  if (!in.ok() || !in.at_end()) return absl::DataLossError("damaged list of places");
  places.FillFilter();
  return places;
}

}  // namespace amtslotse::nlu
