#include "gateways/splitting.h"

#include <unicode/brkiter.h>
#include <unicode/filteredbrk.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <memory>

namespace amtslotse::gateways {
namespace {

std::size_t UnitsOf(UChar32 c, Unit unit) {
  switch (unit) {
    case Unit::kUtf16: return static_cast<std::size_t>(U16_LENGTH(c));
    case Unit::kCodePoints: return 1;
    case Unit::kUtf8Bytes: return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }
  return 1;
}

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string ToUtf8(const icu::UnicodeString& text, std::int32_t begin, std::int32_t end) {
  std::string utf8;
  text.tempSubStringBetween(begin, end).toUTF8String(utf8);
  return utf8;
}

// The end of the longest prefix from `begin` that fits; at least one code point.
std::int32_t Fitting(const icu::UnicodeString& text, std::int32_t begin, std::size_t limit, Unit unit) {
  std::size_t used = 0;
  std::int32_t at = begin;
  while (at < text.length()) {
    const UChar32 c = text.char32At(at);
    used += UnitsOf(c, unit);
    if (used > limit && at > begin) break;
    at += U16_LENGTH(c);
  }
  return at;
}

bool IsSpace(UChar32 c) { return u_isUWhiteSpace(c) != 0; }

// Where to cut in (begin, most]. Candidates are tried from coarse to fine; a paragraph's or a line's end in the first
// third would leave a short part, so finer cuts are preferred to it.
class Cuts {
 public:
  explicit Cuts(const icu::UnicodeString& text) : text_(text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale german("de");
    std::unique_ptr<icu::BreakIterator> sentences(icu::BreakIterator::createSentenceInstance(german, status));
    std::unique_ptr<icu::FilteredBreakIteratorBuilder> builder(
        icu::FilteredBreakIteratorBuilder::createInstance(german, status));
    for (const char16_t* abbreviation :
         {u"z.", u"B.",   u"Dr.",   u"Nr.",  u"Str.", u"bzw.", u"ca.",  u"d.",   u"h.",   u"u.",
          u"a.", u"ggf.", u"inkl.", u"max.", u"min.", u"Tel.", u"usw.", u"Abs.", u"Art.", u"St."})
      builder->suppressBreakAfter(abbreviation, status);
    sentences_.reset(builder->build(sentences.release(), status));
    lines_.reset(icu::BreakIterator::createLineInstance(german, status));
    graphemes_.reset(icu::BreakIterator::createCharacterInstance(german, status));
    for (icu::BreakIterator* iterator : {sentences_.get(), lines_.get(), graphemes_.get()}) iterator->setText(text_);
  }

  std::int32_t Find(std::int32_t begin, std::int32_t most) {
    const std::int32_t third = begin + (most - begin) / 3;
    for (const char16_t* mark : {u"\n\n", u"\n"}) {
      if (const std::int32_t cut = LastMark(mark, begin, most); cut > third) return cut;
    }
    if (const std::int32_t cut = LastBreak(*sentences_, begin, most); cut > third) return cut;
    // Between words first, so that an address on the web stays whole; a break inside of a word is the exception.
    if (const std::int32_t cut = LastSpace(begin, most); cut > begin) return cut;
    for (icu::BreakIterator* iterator : {lines_.get(), graphemes_.get()}) {
      if (const std::int32_t cut = LastBreak(*iterator, begin, most); cut > begin) return cut;
    }
    return most;
  }

  std::int32_t Grapheme(std::int32_t begin, std::int32_t most) {
    const std::int32_t cut = LastBreak(*graphemes_, begin, most);
    return cut > begin ? cut : most;
  }

 private:
  std::int32_t LastMark(const char16_t* mark, std::int32_t begin, std::int32_t most) const {
    const icu::UnicodeString wanted(mark);
    // The mark itself is dropped, so it may stand just behind what fits.
    const std::int32_t end = std::min(most + wanted.length(), text_.length());
    return text_.lastIndexOf(wanted, begin, end - begin);
  }
  std::int32_t LastSpace(std::int32_t begin, std::int32_t most) const {
    std::int32_t at = most;
    while (at > begin && !IsSpace(text_.char32At(at))) --at;
    return at;
  }
  static std::int32_t LastBreak(icu::BreakIterator& iterator, std::int32_t begin, std::int32_t most) {
    if (iterator.isBoundary(most) != 0) return most;
    const std::int32_t cut = iterator.preceding(most);
    return cut == icu::BreakIterator::DONE ? begin : cut;
  }

  const icu::UnicodeString& text_;
  std::unique_ptr<icu::BreakIterator> sentences_;
  std::unique_ptr<icu::BreakIterator> lines_;
  std::unique_ptr<icu::BreakIterator> graphemes_;
};

}  // namespace

std::size_t Length(std::string_view text, Unit unit) {
  const icu::UnicodeString wide = FromUtf8(text);
  if (unit == Unit::kUtf16) return static_cast<std::size_t>(wide.length());
  std::size_t length = 0;
  for (std::int32_t at = 0; at < wide.length(); at = wide.moveIndex32(at, 1))
    length += UnitsOf(wide.char32At(at), unit);
  return length;
}

std::vector<std::string> Split(std::string_view text, std::size_t limit, Unit unit) {
  std::vector<std::string> parts;
  const icu::UnicodeString wide = FromUtf8(text);
  std::int32_t begin = 0;
  std::int32_t end = wide.length();
  while (end > 0 && IsSpace(wide.char32At(end - 1))) --end;
  std::unique_ptr<Cuts> cuts;  // most texts need no cut
  while (begin < end) {
    if (IsSpace(wide.char32At(begin))) {
      ++begin;
      continue;
    }
    const std::int32_t most = std::min(Fitting(wide, begin, limit, unit), end);
    std::int32_t cut = end;
    if (most < end) {
      if (cuts == nullptr) cuts = std::make_unique<Cuts>(wide);
      cut = cuts->Find(begin, most);
    }
    std::int32_t last = cut;
    while (last > begin && IsSpace(wide.char32At(last - 1))) --last;
    parts.push_back(ToUtf8(wide, begin, last));
    begin = cut;
  }
  return parts;
}

std::string Shorten(std::string_view text, std::size_t limit, Unit unit) {
  if (Length(text, unit) <= limit) return std::string(text);
  static constexpr std::string_view kEllipsis = "…";
  const std::size_t ellipsis = Length(kEllipsis, unit);
  const icu::UnicodeString wide = FromUtf8(text);
  if (limit <= ellipsis) return ToUtf8(wide, 0, Fitting(wide, 0, limit, unit));
  Cuts cuts(wide);
  std::int32_t cut = cuts.Grapheme(0, Fitting(wide, 0, limit - ellipsis, unit));
  while (cut > 0 && IsSpace(wide.char32At(cut - 1))) --cut;
  return ToUtf8(wide, 0, cut) + std::string(kEllipsis);
}

}  // namespace amtslotse::gateways
