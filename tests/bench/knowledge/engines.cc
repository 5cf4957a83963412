#include "tests/bench/knowledge/engines.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <xapian.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "knowledge/search.h"
#include "knowledge/search/analysis.h"
#include "knowledge/search/synonyms.h"
#include "nlu/text/ngrams.h"

namespace amtslotse::bench {
namespace {

namespace fs = std::filesystem;
namespace kn = knowledge;

constexpr std::array<double, 4> kWeights = {1.1, 0.7, 0.14, 0.31};  // names, body, grams of names, all grams
constexpr std::array<const char*, 4> kFields = {"N", "B", "G", "A"};

// The terms of a text: stems, and 4-grams.
struct Terms {
  std::vector<std::string> stems;
  std::vector<std::string> grams;
};

Terms TermsOf(const std::vector<kn::Word>& words) {
  Terms terms;
  for (const kn::Word& word : words) {
    terms.stems.push_back(word.stem);
    nlu::ForEachCharacterNgram(word.text, kn::kGramLength, kn::kGramLength, [&](std::string_view gram) {
      std::string plain = "x";  // letters only, so that every tokenizer leaves it whole
      for (const char c : gram) plain += c == '<' ? 'q' : c == '>' ? 'j' : c;
      terms.grams.push_back(std::move(plain));
    });
  }
  return terms;
}

std::array<std::vector<std::string>, 4> FieldsOf(const kn::SearchDocument& document) {
  std::string names;
  for (const std::string& name : document.names) names += name + " ";
  const Terms name = TermsOf(kn::AnalyseWords(names)), body = TermsOf(kn::AnalyseWords(document.body));
  std::vector<std::string> all = name.grams;
  all.insert(all.end(), body.grams.begin(), body.grams.end());
  return {name.stems, body.stems, name.grams, all};
}

double SizeOf(const fs::path& path) {
  double bytes = 0;
  if (fs::is_regular_file(path)) return static_cast<double>(fs::file_size(path)) / 1e6;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  return bytes / 1e6;
}

class Own final : public Engine {
 public:
  Own(const std::vector<kn::SearchDocument>& documents, const std::string& folder, bool synonyms)
      : path_(folder + "/own.seg") {
    std::ofstream(path_, std::ios::binary) << kn::BuildSegment(documents, nullptr);
    auto words =
        std::make_shared<kn::Synonyms>(synonyms ? *kn::Synonyms::Parse(kn::ShippedSynonymsText()) : kn::Synonyms());
    search_ =
        std::make_unique<kn::Search>(std::vector<std::shared_ptr<const kn::Segment>>{*kn::Segment::Open(path_)}, words);
  }
  std::vector<std::string> Find(const std::string& query, int limit) override {
    kn::SearchOptions options;
    options.limit = limit;
    options.reasons = false;
    std::vector<std::string> ids;
    for (kn::Hit& hit : search_->Find(query, options).hits) ids.push_back(std::move(hit.id));
    return ids;
  }
  double MegabytesOnDisk() const override { return SizeOf(path_); }

 private:
  std::string path_;
  std::unique_ptr<kn::Search> search_;
};

class InXapian final : public Engine {
 public:
  InXapian(const std::vector<kn::SearchDocument>& documents, const std::string& folder) : path_(folder + "/xapian") {
    Xapian::WritableDatabase writer(path_, Xapian::DB_CREATE_OR_OVERWRITE);
    for (const kn::SearchDocument& document : documents) {
      Xapian::Document indexed;
      const auto fields = FieldsOf(document);
      for (std::size_t f = 0; f < fields.size(); ++f) {
        for (const std::string& term : fields[f])
          if (term.size() < 60) indexed.add_term(kFields[f] + term);
      }
      indexed.set_data(document.id);
      writer.add_document(indexed);
    }
    writer.commit();
    writer.close();
    database_ = Xapian::Database(path_);
  }
  std::vector<std::string> Find(const std::string& query, int limit) override {
    const Terms terms = TermsOf(kn::QueryWords(query));
    std::vector<Xapian::Query> parts;
    for (std::size_t f = 0; f < kFields.size(); ++f) {
      for (const std::string& term : f < 2 ? terms.stems : terms.grams)
        parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(kFields[f] + term), kWeights[f]);
    }
    Xapian::Enquire enquire(database_);
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0));
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end()));
    const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(limit));
    std::vector<std::string> ids;
    for (auto hit = found.begin(); hit != found.end(); ++hit) ids.push_back(hit.get_document().get_data());
    return ids;
  }
  double MegabytesOnDisk() const override { return SizeOf(path_); }

 private:
  std::string path_;
  Xapian::Database database_;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

class InFts5 final : public Engine {
 public:
  InFts5(const std::vector<kn::SearchDocument>& documents, const std::string& folder) : path_(folder + "/fts5.db") {
    sqlite3_open(path_.c_str(), &database_);
    Run("CREATE VIRTUAL TABLE t USING fts5(N, B, G, A, id UNINDEXED, tokenize = 'ascii')");
    Run("BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database_, "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)", -1, &insert, nullptr);
    for (const kn::SearchDocument& document : documents) {
      const auto fields = FieldsOf(document);
      for (int f = 0; f < 4; ++f)
        sqlite3_bind_text(insert, f + 1, Joined(fields[static_cast<std::size_t>(f)]).c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(insert, 5, document.id.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    Run("COMMIT");
    Run("INSERT INTO t(t) VALUES ('optimize')");
    const std::string select =
        fmt::format("SELECT id FROM t WHERE t MATCH ?1 ORDER BY bm25(t, {}, {}, {}, {}) LIMIT ?2", kWeights[0],
                    kWeights[1], kWeights[2], kWeights[3]);
    sqlite3_prepare_v2(database_, select.c_str(), -1, &select_, nullptr);
  }
  InFts5(const InFts5&) = delete;
  InFts5& operator=(const InFts5&) = delete;
  ~InFts5() override {
    sqlite3_finalize(select_);
    sqlite3_close(database_);
  }
  std::vector<std::string> Find(const std::string& query, int limit) override {
    const Terms terms = TermsOf(kn::QueryWords(query));
    std::set<std::string> distinct(terms.stems.begin(), terms.stems.end());
    distinct.insert(terms.grams.begin(), terms.grams.end());
    std::string match;
    for (const std::string& term : distinct) match += fmt::format("{}\"{}\"", match.empty() ? "" : " OR ", term);
    std::vector<std::string> ids;
    if (match.empty()) return ids;
    sqlite3_bind_text(select_, 1, match.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(select_, 2, limit);
    while (sqlite3_step(select_) == SQLITE_ROW)
      ids.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(select_, 0)));
    sqlite3_reset(select_);
    return ids;
  }
  double MegabytesOnDisk() const override { return SizeOf(path_); }

 private:
  void Run(const char* statement) { sqlite3_exec(database_, statement, nullptr, nullptr, nullptr); }
  std::string path_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
};

}  // namespace

std::unique_ptr<Engine> OwnEngine(const std::vector<kn::SearchDocument>& documents, const std::string& folder,
                                  bool synonyms) {
  return std::make_unique<Own>(documents, folder, synonyms);
}
std::unique_ptr<Engine> XapianEngine(const std::vector<kn::SearchDocument>& documents, const std::string& folder) {
  return std::make_unique<InXapian>(documents, folder);
}
std::unique_ptr<Engine> Fts5Engine(const std::vector<kn::SearchDocument>& documents, const std::string& folder) {
  return std::make_unique<InFts5>(documents, folder);
}

}  // namespace amtslotse::bench
