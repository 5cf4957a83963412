#include <algorithm>
#include <unordered_map>

#include "knowledge/search/segment.h"
#include "knowledge/search/segment_format.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::knowledge {
namespace {

constexpr float kSaturation = 1.2f;  // BM25 k1
constexpr float kNameLengthPart = 0.3f;
constexpr float kBodyLengthPart = 0.75f;
constexpr float kNameGramLengthPart = 0.4f;
// A compound's part tells less than the word itself.
constexpr float kPartInName = 0.5f;
constexpr float kPartInBody = 0.4f;
constexpr std::uint32_t kOftenEnough = 2;  // a body word in so many documents may be part of compounds
constexpr std::size_t kLongestWord = 60;

using WordNumber = std::uint32_t;

// Each distinct word once; documents hold numbers, which keeps building 10 000 services small.
struct DistinctWord {
  Word word;
  std::uint32_t body_documents = 0;
  std::uint32_t grams = 0;
  std::vector<std::string> parts;
};

struct AnalysedDocument {
  std::vector<std::vector<WordNumber>> names;
  std::vector<WordNumber> body;
};

struct FieldLengths {
  float names = 0, body = 0, grams = 0, name_grams = 0;
};

float Saturated(float count, float length, float average, float length_part) {
  return count * (kSaturation + 1) / (count + kSaturation * (1 - length_part + length_part * length / average));
}

// Distinct words of a document; true: in one of its names.
std::unordered_map<WordNumber, bool> DistinctWords(const AnalysedDocument& document) {
  std::unordered_map<WordNumber, bool> distinct;
  for (const auto& name : document.names) {
    for (const WordNumber word : name) distinct[word] = true;
  }
  for (const WordNumber word : document.body) distinct.emplace(word, false);
  return distinct;
}

}  // namespace

class SegmentWriter {
 public:
  SegmentWriter(const std::vector<SearchDocument>& documents, const Vocabulary* known) : documents_(documents) {
    if (known) vocabulary_ = *known;
  }

  std::string Build() {
    for (const SearchDocument& document : documents_) Analyse(document);
    CompleteEllipses();
    LearnVocabulary();
    MeasureLengths();
    for (std::uint32_t number = 0; number < analysed_.size(); ++number) AddTerms(number);
    return Assemble();
  }

 private:
  void Analyse(const SearchDocument& document) {
    AnalysedDocument analysed;
    for (const std::string& name : document.names) analysed.names.push_back(Numbers(name));
    analysed.body = Numbers(document.body);
    analysed_.push_back(std::move(analysed));
  }

  // "Kranken-, Pflege- und Unfallversicherung" also names the Krankenversicherung, if that is a word anywhere here.
  void CompleteEllipses() {
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      for (std::size_t n = 0; n < documents_[i].names.size(); ++n) {
        for (const Ellipsis& ellipsis : EllipsesIn(documents_[i].names[n])) {
          for (std::size_t at = 3; at + 4 <= ellipsis.whole.size(); ++at) {
            const auto word = number_of_.find(ellipsis.start + ellipsis.whole.substr(at));
            if (word == number_of_.end()) continue;
            analysed_[i].names[n].push_back(word->second);
            break;
          }
        }
      }
    }
  }

  std::vector<WordNumber> Numbers(const std::string& text) {
    std::vector<WordNumber> numbers;
    for (std::string& folded : FoldedTopicWords(text)) {
      if (folded.size() > kLongestWord) continue;
      const auto [place, is_new] = number_of_.try_emplace(folded, static_cast<WordNumber>(words_.size()));
      if (is_new) {
        std::string stem = StemOf(folded);
        words_.push_back({{std::move(folded), std::move(stem)}, 0, 0, {}});
      }
      numbers.push_back(place->second);
    }
    return numbers;
  }

  void LearnVocabulary() {
    for (const AnalysedDocument& document : analysed_) {
      std::vector<WordNumber> distinct = document.body;
      std::sort(distinct.begin(), distinct.end());
      distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
      for (const WordNumber number : distinct) ++words_[number].body_documents;
      for (const auto& name : document.names) {
        for (const WordNumber number : name) {
          vocabulary_.AddPart(words_[number].word.text, words_[number].word.stem);
          vocabulary_.AddWord(words_[number].word.text, 2);
        }
      }
    }
    for (const DistinctWord& word : words_) {
      if (word.body_documents < kOftenEnough) continue;
      vocabulary_.AddPart(word.word.text, word.word.stem);
      vocabulary_.AddWord(word.word.text, word.body_documents);
    }
    for (DistinctWord& word : words_) {
      word.parts = vocabulary_.Split(word.word.text);
      nlu::ForEachCharacterNgram(word.word.text, kGramLength, kGramLength, [&](std::string_view) { ++word.grams; });
    }
  }

  void MeasureLengths() {
    FieldLengths sum;
    for (const AnalysedDocument& document : analysed_) {
      FieldLengths length;
      for (const auto& name : document.names) length.names += static_cast<float>(name.size());
      length.body = static_cast<float>(document.body.size());
      for (const auto& [number, in_name] : DistinctWords(document)) {
        length.grams += static_cast<float>(words_[number].grams);
        if (in_name) length.name_grams += static_cast<float>(words_[number].grams);
      }
      sum.names += length.names;
      sum.body += length.body;
      sum.grams += length.grams;
      sum.name_grams += length.name_grams;
      lengths_.push_back(length);
    }
    const float n = std::max<float>(1, static_cast<float>(lengths_.size()));
    const auto average = [n](float total) { return std::max(1.0f, total / n); };
    average_ = {average(sum.names), average(sum.body), average(sum.grams), average(sum.name_grams)};
  }

  // Counts of one field of the document at hand, then their impacts.
  using Counts = std::unordered_map<std::uint64_t, float>;

  void AddTerms(std::uint32_t number) {
    const AnalysedDocument& document = analysed_[number];
    const FieldLengths& length = lengths_[number];
    Counts names, name_parts, body, body_parts, grams, name_grams;
    for (const auto& name : document.names) {
      for (const WordNumber word : name) Count(words_[word], TermField::kName, names, name_parts);
    }
    for (const WordNumber word : document.body) Count(words_[word], TermField::kBody, body, body_parts);
    for (const auto& [word, in_name] : DistinctWords(document)) {
      nlu::ForEachCharacterNgram(words_[word].word.text, kGramLength, kGramLength,
                                 [&, named = in_name](std::string_view gram) {
                                   ++grams[TermKey(TermField::kGram, gram)];
                                   if (named) ++name_grams[TermKey(TermField::kNameGram, gram)];
                                 });
    }
    Counts impacts;
    const auto add = [&](const Counts& counts, float weight, float field, float average, float length_part) {
      for (const auto& [term, count] : counts) impacts[term] += weight * Saturated(count, field, average, length_part);
    };
    add(names, 1, length.names, average_.names, kNameLengthPart);
    add(name_parts, kPartInName, length.names, average_.names, kNameLengthPart);
    add(body, 1, length.body, average_.body, kBodyLengthPart);
    add(body_parts, kPartInBody, length.body, average_.body, kBodyLengthPart);
    add(grams, 1, length.grams, average_.grams, kBodyLengthPart);
    add(name_grams, 1, length.name_grams, average_.name_grams, kNameGramLengthPart);
    for (const auto& [term, impact] : impacts) postings_of_[term].emplace_back(number, impact);
  }

  static void Count(const DistinctWord& word, TermField field, Counts& whole, Counts& parts) {
    ++whole[TermKey(field, word.word.stem)];
    for (const std::string& part : word.parts) ++parts[TermKey(field, part)];
  }

  std::string Assemble() {
    std::string body;
    SegmentHeader header{};
    std::copy(std::begin(kSegmentMagic), std::end(kSegmentMagic), header.magic);
    const auto append = [&](std::size_t section, const void* data, std::size_t bytes) {
      body.append(static_cast<const char*>(data), bytes);
      body.append((8 - bytes % 8) % 8, '\0');
      header.section_bytes[section] = bytes + (8 - bytes % 8) % 8;
    };
    AppendTerms(append);
    AppendDocuments(append);
    const std::string words = VocabularyText();
    body += words;
    header.section_bytes[5] = words.size();
    header.checksum = SegmentChecksum(body);
    body.insert(0, reinterpret_cast<const char*>(&header), sizeof(header));
    return body;
  }

  // An open-addressing table of the terms, and their postings behind each other.
  void AppendTerms(const auto& append) {
    std::size_t size = 16;
    while (size < postings_of_.size() * 2) size *= 2;
    std::vector<Segment::TermSlot> table(size, Segment::TermSlot{0, 0, 0});
    std::vector<Posting> postings;
    for (const auto& [term, list] : postings_of_) {
      std::size_t at = term & (size - 1);
      while (table[at].count != 0) at = (at + 1) & (size - 1);
      table[at] = {term, static_cast<std::uint32_t>(postings.size()), static_cast<std::uint32_t>(list.size())};
      postings.insert(postings.end(), list.begin(), list.end());
    }
    postings_of_.clear();
    append(0, table.data(), table.size() * sizeof(table[0]));
    terms_done_ = std::move(postings);
  }

  void AppendDocuments(const auto& append) {
    std::vector<Segment::DocumentSlot> slots;
    std::vector<std::uint64_t> names;
    std::string texts;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      const SearchDocument& document = documents_[i];
      const auto name_begin = static_cast<std::uint32_t>(names.size());
      for (const auto& name : analysed_[i].names) {
        for (const WordNumber word : name) names.push_back(TermKey(TermField::kName, words_[word].word.stem));
        names.push_back(0);
      }
      slots.push_back({static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(document.id.size()),
                       static_cast<std::uint32_t>(document.title.size()), name_begin,
                       static_cast<std::uint32_t>(names.size()), document.prior,
                       static_cast<std::uint32_t>(document.kind)});
      texts += document.id + document.title;
    }
    append(1, names.data(), names.size() * sizeof(std::uint64_t));
    append(2, terms_done_.data(), terms_done_.size() * sizeof(Posting));
    append(3, slots.data(), slots.size() * sizeof(slots[0]));
    append(4, texts.data(), texts.size());
  }

  std::string VocabularyText() const {
    std::string text;
    for (const auto& [folded, stem] : vocabulary_.parts()) text += "P " + folded + " " + stem + "\n";
    for (const auto& [folded, count] : vocabulary_.words()) text += "W " + folded + " " + std::to_string(count) + "\n";
    return text;
  }

  const std::vector<SearchDocument>& documents_;
  Vocabulary vocabulary_;
  std::vector<DistinctWord> words_;
  std::unordered_map<std::string, WordNumber> number_of_;
  std::vector<AnalysedDocument> analysed_;
  std::vector<FieldLengths> lengths_;
  FieldLengths average_;
  std::unordered_map<std::uint64_t, std::vector<Posting>> postings_of_;
  std::vector<Posting> terms_done_;
};

std::string BuildSegment(const std::vector<SearchDocument>& documents, const Vocabulary* known) {
  return SegmentWriter(documents, known).Build();
}

}  // namespace amtslotse::knowledge
