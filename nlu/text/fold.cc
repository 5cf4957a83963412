#include "nlu/text/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <array>
#include <cstddef>

namespace amtslotse::nlu {
namespace {

constexpr UChar32 kDiaeresis = 0x0308;
constexpr int kMaxMarksKept = 4;

// What one code point becomes.
struct Folding {
  std::string text;
  bool drop = false;
};

bool IsInvisible(UChar32 c) {
  if (c == 0x00AD || c == 0x034F || c == 0x180E) return true;  // soft hyphen, joiners
  if (c >= 0xFE00 && c <= 0xFE0F) return true;                 // variation selectors
  return u_charType(c) == U_FORMAT_CHAR;                       // ZWSP, ZWJ, LRM, RLO, BOM …
}

bool IsCombining(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

char TypographicAscii(UChar32 c) {
  if (c >= 0x2010 && c <= 0x2015) return '-';
  if (c == 0x2212 || c == 0xFE58 || c == 0xFE63) return '-';
  if (c >= 0x2018 && c <= 0x201B) return '\'';
  if (c == 0x00B4 || c == 0x0060 || c == 0x2032) return '\'';
  if (c >= 0x201C && c <= 0x201F) return '"';
  if (c == 0x00AB || c == 0x00BB || c == 0x2039 || c == 0x203A) return '"';
  return 0;
}

void AppendUtf8(std::string& out, UChar32 c) {
  char buffer[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, c);
  out.append(buffer, static_cast<std::size_t>(length));
}

const char* UmlautAscii(UChar32 base) {
  switch (base) {
    case 'a': return "ae";
    case 'o': return "oe";
    case 'u': return "ue";
    default: return nullptr;
  }
}

// Without a decomposition in Unicode, but written for the plain letter.
UChar32 PlainLetter(UChar32 c) {
  switch (c) {
    case 0x0142: return 'l';  // ł
    case 0x0131: return 'i';  // ı
    case 0x0111: return 'd';  // đ
    default: return c;
  }
}

// Case folding, compatibility decomposition, German umlauts spelt out, other marks dropped.
Folding ComputeFolding(UChar32 c) {
  Folding result;
  if (const char ascii = TypographicAscii(c)) {
    result.text.push_back(ascii);
    return result;
  }
  if (IsInvisible(c)) {
    result.drop = true;
    return result;
  }
  if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
    result.text.push_back(static_cast<char>('0' + u_charDigitValue(c)));
    return result;
  }
  if (u_iscntrl(c) || u_isUWhiteSpace(c) || c == 0xFFFD) {
    result.text.assign(1, ' ');
    return result;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* casefold = unorm2_getNFKCCasefoldInstance(&status);
  const UNormalizer2* decompose = unorm2_getNFKDInstance(&status);
  std::array<UChar, 2> in{};
  int32_t in_length = 0;
  U16_APPEND_UNSAFE(in.data(), in_length, c);
  std::array<UChar, 64> folded{};
  std::array<UChar, 64> parts{};
  const int32_t folded_length =
      unorm2_normalize(casefold, in.data(), in_length, folded.data(), static_cast<int32_t>(folded.size()), &status);
  const int32_t length = U_FAILURE(status) ? 0
                                           : unorm2_normalize(decompose, folded.data(), folded_length, parts.data(),
                                                              static_cast<int32_t>(parts.size()), &status);
  if (U_FAILURE(status)) {
    AppendUtf8(result.text, c);
    return result;
  }
  for (int32_t i = 0; i < length;) {
    UChar32 part = 0;
    U16_NEXT(parts.data(), i, length, part);
    UChar32 following = 0;
    if (i < length) {
      int32_t peek = i;
      U16_NEXT(parts.data(), peek, length, following);
      if (following == kDiaeresis && UmlautAscii(part)) {
        result.text += UmlautAscii(part);
        i = peek;
        continue;
      }
    }
    if (!IsCombining(part)) AppendUtf8(result.text, PlainLetter(part));
  }
  result.drop = result.text.empty();
  return result;
}

constexpr UChar32 kTableSize = 0x2100;

const Folding& TabledFolding(UChar32 c) {
  static const std::vector<Folding> table = [] {
    std::vector<Folding> all(kTableSize);
    for (UChar32 i = 0; i < kTableSize; ++i) all[static_cast<std::size_t>(i)] = ComputeFolding(i);
    return all;
  }();
  return table[static_cast<std::size_t>(c)];
}

// Latin letters that Cyrillic and Greek small letters can be mistaken for; 0 for none.
char LatinLookalike(UChar32 c) {
  switch (c) {
    case 0x0430:
    case 0x03B1: return 'a';
    case 0x0441:
    case 0x03F2: return 'c';
    case 0x0435:
    case 0x03B5: return 'e';
    case 0x0456:
    case 0x03B9: return 'i';
    case 0x0458: return 'j';
    case 0x043A:
    case 0x03BA: return 'k';
    case 0x043C: return 'm';
    case 0x043D: return 'h';
    case 0x043E:
    case 0x03BF: return 'o';
    case 0x0440:
    case 0x03C1: return 'p';
    case 0x0455: return 's';
    case 0x0442:
    case 0x03C4: return 't';
    case 0x0443:
    case 0x03C5: return 'y';
    case 0x0445:
    case 0x03C7: return 'x';
    case 0x0432: return 'b';
    case 0x0501: return 'd';
    case 0x051B: return 'q';
    case 0x051D: return 'w';
    case 0x03BD: return 'v';
    default: return 0;
  }
}

bool IsAsciiLetter(char c) { return c >= 'a' && c <= 'z'; }

// Collects one word at a time, so that look-alikes are replaced only next to Latin letters.
class Folder {
 public:
  explicit Folder(std::size_t expected) {
    out_.text.reserve(expected + expected / 8);
    out_.origin.reserve(expected + expected / 8 + 1);
    out_.origin_end.reserve(expected + expected / 8);
  }

  void Append(UChar32 c, std::size_t begin, std::size_t end) {
    if (c < 0x80) {
      AppendAscii(c, begin, end);
      return;
    }
    if (IsCombining(c)) {
      AppendMark(c, end);
      return;
    }
    if (c < kTableSize) {
      Emit(TabledFolding(c), c, begin, end);
    } else {
      Emit(ComputeFolding(c), c, begin, end);
    }
  }

  FoldedText Finish(std::size_t original_size) {
    EndWord();
    out_.origin.push_back(static_cast<std::uint32_t>(original_size));
    return std::move(out_);
  }

 private:
  void AppendAscii(UChar32 c, std::size_t begin, std::size_t end) {
    char ascii = static_cast<char>(c);
    if (ascii >= 'A' && ascii <= 'Z') ascii = static_cast<char>(ascii - 'A' + 'a');
    if (c < 0x20 || c == 0x7F) ascii = ' ';
    if (ascii == '`') ascii = '\'';
    if (IsAsciiLetter(ascii)) {
      latin_in_word_ = true;
    } else {
      EndWord();
    }
    Push(ascii, begin, end);
  }

  void AppendMark(UChar32 c, std::size_t end) {
    if (out_.text.empty()) return;
    const char last = out_.text.back();
    if (c == kDiaeresis && UmlautAscii(last) && out_.origin_end.back() == mark_anchor_) {
      Push('e', out_.origin.back(), end);
    }
    out_.origin_end.back() = static_cast<std::uint32_t>(end);
  }

  void Emit(const Folding& folding, UChar32 c, std::size_t begin, std::size_t end) {
    if (folding.drop) return;
    const bool letter = u_isalpha(c);
    if (!letter) EndWord();
    for (const char byte : folding.text) {
      if (letter && IsAsciiLetter(byte)) latin_in_word_ = true;
      Push(byte, begin, end);
    }
    if (letter && folding.text.size() == 2) {
      UChar32 folded = 0;
      U8_GET_UNSAFE(folding.text.data(), 0, folded);
      if (LatinLookalike(folded)) foreign_.push_back(out_.text.size() - 2);
    }
  }

  void Push(char byte, std::size_t begin, std::size_t end) {
    out_.text.push_back(byte);
    out_.origin.push_back(static_cast<std::uint32_t>(begin));
    out_.origin_end.push_back(static_cast<std::uint32_t>(end));
    mark_anchor_ = static_cast<std::uint32_t>(end);
  }

  void EndWord() {
    if (latin_in_word_ && !foreign_.empty()) ReplaceLookalikes();
    latin_in_word_ = false;
    foreign_.clear();
    word_begin_ = out_.text.size();
  }

  // Each look-alike takes two bytes and becomes one; the word is rebuilt in place.
  void ReplaceLookalikes() {
    std::size_t write = word_begin_;
    std::size_t next = 0;
    for (std::size_t read = word_begin_; read < out_.text.size();) {
      if (next < foreign_.size() && foreign_[next] == read) {
        UChar32 c = 0;
        U8_GET_UNSAFE(out_.text.data(), read, c);
        Move(read, write, LatinLookalike(c));
        read += 2;
        ++next;
      } else {
        Move(read, write, out_.text[read]);
        ++read;
      }
      ++write;
    }
    out_.text.resize(write);
    out_.origin.resize(write);
    out_.origin_end.resize(write);
  }

  void Move(std::size_t from, std::size_t to, char byte) {
    out_.text[to] = byte;
    out_.origin[to] = out_.origin[from];
    out_.origin_end[to] = out_.origin_end[from];
  }

  FoldedText out_;
  std::vector<std::size_t> foreign_;
  std::size_t word_begin_ = 0;
  std::uint32_t mark_anchor_ = 0;
  bool latin_in_word_ = false;
};

}  // namespace

Span FoldedText::OriginalSpan(std::size_t begin, std::size_t end) const {
  if (begin >= end || end > text.size()) return {};
  return {origin[begin], origin_end[end - 1]};
}

FoldedText FoldWithOrigin(std::string_view text) {
  Folder folder(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, text.size(), c);
    folder.Append(c < 0 ? UChar32{0xFFFD} : c, begin, at);
  }
  return folder.Finish(text.size());
}

std::string Fold(std::string_view text) { return FoldWithOrigin(text).text; }

std::string Nfc(std::string_view text) {
  std::u16string kept;
  kept.reserve(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  int marks = 0;
  for (std::size_t at = 0; at < text.size();) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, text.size(), c);
    if (c < 0) c = 0xFFFD;
    if (c >= 0x80 && IsInvisible(c) && c != 0x200D && c != 0xFE0F) continue;  // emoji need these two
    marks = c >= 0x300 && IsCombining(c) ? marks + 1 : 0;
    if (marks > kMaxMarksKept) continue;
    UChar buffer[2];
    int32_t length = 0;
    U16_APPEND_UNSAFE(buffer, length, c);
    kept.append(buffer, static_cast<std::size_t>(length));
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfc = unorm2_getNFCInstance(&status);
  std::u16string composed(kept.size() * 3 + 8, u'\0');
  const int32_t length = unorm2_normalize(nfc, kept.data(), static_cast<int32_t>(kept.size()), composed.data(),
                                          static_cast<int32_t>(composed.size()), &status);
  const std::u16string& result = U_FAILURE(status) ? kept : composed;
  const int32_t count = U_FAILURE(status) ? static_cast<int32_t>(kept.size()) : length;
  std::string out;
  out.reserve(text.size());
  for (int32_t i = 0; i < count;) {
    UChar32 c = 0;
    U16_NEXT(result.data(), i, count, c);
    AppendUtf8(out, c);
  }
  return out;
}

std::string_view Truncated(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && max_bytes - end < 4 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return text.substr(0, end);
}

}  // namespace amtslotse::nlu
