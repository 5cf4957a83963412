#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// The seam between booking and its database. Statements are written once, in the SQL that SQLite and PostgreSQL share,
// with ?1, ?2 … for parameters; where the two differ, booking/sql/dialect.h says how.
namespace amtslotse::booking::sql {

struct Blob {
  std::string bytes;
};

struct Null {};

// A parameter or a cell.
class Value {
 public:
  enum class Kind : std::uint8_t { kNull, kNumber, kText, kBlob };

  Value(Null = {}) {}                                                       // NOLINT: implicit by intent
  Value(std::int64_t number) : kind_(Kind::kNumber), number_(number) {}     // NOLINT
  Value(std::string text) : kind_(Kind::kText), bytes_(std::move(text)) {}  // NOLINT
  Value(Blob blob) : kind_(Kind::kBlob), bytes_(std::move(blob.bytes)) {}   // NOLINT

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  std::int64_t number() const { return number_; }      // 0 unless kNumber
  const std::string& bytes() const { return bytes_; }  // empty unless kText or kBlob

 private:
  Kind kind_ = Kind::kNull;
  std::int64_t number_ = 0;
  std::string bytes_;
};

// A literal with static storage; its address is its identity in the cache of prepared statements.
struct Statement {
  const char* text;
};

// What a statement returned. Columns are read by position; reading a NULL as a number is 0, as a text "".
class Rows {
 public:
  explicit Rows(int columns = 0) : columns_(columns) {}
  std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / static_cast<std::size_t>(columns_); }
  bool empty() const { return size() == 0; }
  std::int64_t Int(std::size_t row, int column) const;
  const std::string& Text(std::size_t row, int column) const;
  const std::string& Bytes(std::size_t row, int column) const { return Text(row, column); }
  bool IsNull(std::size_t row, int column) const;

  void Add(Value value) { cells_.push_back(std::move(value)); }
  // Rows an INSERT, UPDATE or DELETE touched.
  std::int64_t touched = 0;

 private:
  const Value& At(std::size_t row, int column) const;
  int columns_;
  std::vector<Value> cells_;
};

struct Call {
  const Statement* statement;
  std::vector<Value> parameters;
};

// What a transaction serialises on. Kinds keep uses apart; the same key taken twice is taken once.
struct LockKey {
  enum class Kind { kLocation, kDay, kPerson, kOther };
  Kind kind;
  std::int64_t first = 0;
  std::int64_t second = 0;
  bool shared = false;
};

// One transaction, used from one thread, valid inside of the function it was handed to.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // What is run after this waits until no other transaction holds a conflicting key; held to the end. Keys are taken in
  // one global order, so call it once, before reading what it protects.
  virtual absl::Status Lock(std::vector<LockKey> keys) = 0;

  virtual absl::StatusOr<Rows> Run(const Statement& statement, std::vector<Value> parameters) = 0;
  // Several in order, in one round trip where the database has any.
  virtual absl::StatusOr<std::vector<Rows>> RunAll(std::vector<Call> calls) = 0;
  // Several statements without parameters, for the schema.
  virtual absl::Status Script(const std::string& text) = 0;

  // Days of locations whose free places change with this transaction, by the start of the slot.
  struct Touched {
    std::int64_t location;
    std::int64_t start;
  };
  std::vector<Touched> touched;

  // Like Run, no later than the commit; a failure fails the transaction.
  virtual absl::Status Later(const Statement& statement, std::vector<Value> parameters) = 0;
};

using Work = std::function<absl::Status(Transaction&)>;

// Thread-safe.
class Database {
 public:
  virtual ~Database() = default;

  // Runs `work` in one transaction and returns when it is durable. An error from `work` rolls back and is returned.
  // After a conflict (serialisation, deadlock, a key or check the tables refuse) the work is run again, so it must
  // start from scratch.
  virtual absl::Status Write(const Work& work) = 0;
  // A consistent view; `work` must not write.
  virtual absl::Status Read(const Work& work) = 0;

  // What other processes have changed since the last call, as far as it can be known. May be asked often: where it
  // costs a query it looks at most ten times a second.
  virtual absl::StatusOr<std::vector<Transaction::Touched>> TouchedElsewhere() = 0;

  virtual bool is_postgres() const = 0;
  // A consistent copy while running; the file or directory must not exist yet.
  virtual absl::Status BackUp(const std::string& path) = 0;
};

}  // namespace amtslotse::booking::sql
