#include "booking/sql/postgres_connection.h"

#include <fmt/format.h>

#include <cstring>

namespace amtslotse::booking::sql {
namespace {

constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kBytea = 17;

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// "?1" → "$1", counted from `offset` on. Statements hold no question mark elsewhere.
std::string WithDollars(const char* text, std::size_t offset = 0) {
  std::string dollars;
  for (const char* c = text; *c != '\0'; ++c) {
    if (*c != '?') {
      dollars += *c;
      continue;
    }
    char* end = nullptr;
    dollars += '$' + std::to_string(std::strtoul(c + 1, &end, 10) + offset);
    c = end - 1;
  }
  return dollars;
}

// One after another as they are; rows for the same table that follow each other as one statement's.
std::vector<std::string> Statements(const std::vector<const Call*>& inserts) {
  constexpr std::string_view kValues = " VALUES ";
  std::vector<std::string> texts;
  std::size_t offset = 0;
  for (std::size_t i = 0; i < inserts.size(); ++i) {
    const std::string_view text = inserts[i]->statement->text;
    const std::size_t values = text.find(kValues);
    const bool joins = i > 0 && inserts[i - 1]->statement == inserts[i]->statement &&
                       values != std::string_view::npos && text.find(" ON CONFLICT ") == std::string_view::npos;
    if (joins) {
      texts.back() += ", " + WithDollars(text.data() + values + kValues.size(), offset);
    } else {
      texts.push_back(WithDollars(text.data(), offset));
    }
    offset += inserts[i]->parameters.size();
  }
  return texts;
}

// Each but the last as a query in front of it: the server runs them all.
std::string Joined(const std::vector<const Call*>& inserts) {
  const std::vector<std::string> texts = Statements(inserts);
  std::string joined;
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
    joined += fmt::format("{} i{} AS ({})", i == 0 ? "WITH" : ",", i, texts[i]);
  }
  return joined.empty() ? texts.back() : joined + " " + texts.back();
}

// Fixed when the statement is prepared, so that "?2 - 28801" does not become 32 bit.
Oid TypeOf(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNumber: return kInt8;
    case Value::Kind::kText: return kText;
    case Value::Kind::kBlob: return kBytea;
    default: return 0;
  }
}

std::int64_t BigEndian(const char* bytes, int length) {
  std::uint64_t value = 0;
  for (int i = 0; i < length; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return length == 4 ? static_cast<std::int32_t>(value) : static_cast<std::int64_t>(value);
}

Value Cell(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return Null{};
  const char* bytes = PQgetvalue(result, row, column);
  const int length = PQgetlength(result, row, column);
  const Oid type = PQftype(result, column);
  if (type == kInt8 || type == kInt4) return BigEndian(bytes, length);
  if (type == kBytea) return Blob{std::string(bytes, static_cast<std::size_t>(length))};
  return std::string(bytes, static_cast<std::size_t>(length));
}

Rows RowsOf(const PGresult* result) {
  const int columns = PQnfields(result);
  Rows rows(columns);
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < columns; ++column) rows.Add(Cell(result, row, column));
  }
  rows.touched = std::atoll(PQcmdTuples(const_cast<PGresult*>(result)));
  return rows;
}

// Parameters as libpq wants them; points into the values.
struct Parameters {
  explicit Parameters(const std::vector<const Value*>& given) {
    numbers.reserve(given.size());
    for (const Value* each : given) {
      const Value& value = *each;
      const bool number = value.kind() == Value::Kind::kNumber;
      if (number) numbers.push_back(std::to_string(value.number()));
      const std::string& bytes = number ? numbers.back() : value.bytes();
      values.push_back(value.is_null() ? nullptr : bytes.data());
      lengths.push_back(static_cast<int>(bytes.size()));
      formats.push_back(value.kind() == Value::Kind::kBlob ? 1 : 0);
      types.push_back(TypeOf(value));
    }
  }
  int count() const { return static_cast<int>(values.size()); }

  std::vector<std::string> numbers;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  std::vector<Oid> types;
};

// Why there is no connection. Of an address that it cannot read libpq repeats parts, which may be the password's: then
// it has no host, or one with the rest of a password that an @ cut in two.
std::string WhyNoConnection(PGconn* handle) {
  const std::string host = PQhost(handle) == nullptr ? "" : PQhost(handle);
  if (host.empty() || host.find('@') != std::string::npos)
    return "PostgreSQL: the address cannot be read; in one with postgresql:// an @ in the password is written %40, "
           "a % is %25";
  return std::string("PostgreSQL: ") + PQerrorMessage(handle);
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(const std::string& connection) {
  std::unique_ptr<PostgresConnection> opened(new PostgresConnection(PQconnectdb(connection.c_str())));
  PGconn* handle = opened->handle_.get();
  if (PQstatus(handle) != CONNECTION_OK) {
    return absl::UnavailableError(WhyNoConnection(handle));
  }
  PQsetNoticeProcessor(
      handle, [](void*, const char*) {}, nullptr);
  // Every statement of ours has an index and always the same plan; planning anew would cost more than running it.
  const Result set(PQexec(handle,
                          "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off; "
                          "SET synchronous_commit = on; SET statement_timeout = '10s'; SET lock_timeout = '8s'; "
                          "SET idle_in_transaction_session_timeout = '30s'"));
  if (PQresultStatus(set.get()) != PGRES_COMMAND_OK || PQenterPipelineMode(handle) == 0) {
    return absl::UnavailableError(fmt::format("PostgreSQL: {}", PQerrorMessage(handle)));
  }
  return opened;
}

absl::Status PostgresConnection::FromResult(const PGresult* result) const {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string code = state == nullptr ? "08000" : state;
  const std::string message = fmt::format(
      "PostgreSQL {}: {}", code, result == nullptr ? PQerrorMessage(handle_.get()) : PQresultErrorMessage(result));
  if (code == "40001" || code == "40P01" || code.starts_with("23")) return absl::AbortedError(message);
  if (code == "57014" || code == "55P03") return absl::DeadlineExceededError(message);
  if (code.starts_with("08") || code.starts_with("57P") || code.starts_with("53")) {
    return absl::UnavailableError(message);
  }
  return absl::InternalError(message);
}

void PostgresConnection::Queue(const Statement& statement, const std::vector<Value>& values) {
  const Texts texts{statement.text};
  std::vector<const Value*> given;
  given.reserve(values.size());
  for (const Value& value : values) given.push_back(&value);
  QueueAs(texts, prepared_.contains(texts) ? "" : WithDollars(statement.text), given);
}

void PostgresConnection::QueueTogether(const std::vector<const Call*>& inserts) {
  Texts texts;
  std::vector<const Value*> values;
  for (const Call* insert : inserts) {
    texts.push_back(insert->statement->text);
    for (const Value& value : insert->parameters) values.push_back(&value);
  }
  QueueAs(texts, prepared_.contains(texts) ? "" : Joined(inserts), values);
}

// `text` is needed the first time only.
void PostgresConnection::QueueAs(const Texts& texts, const std::string& text, const std::vector<const Value*>& values) {
  const Parameters parameters(values);
  std::string& name = prepared_[texts];
  if (name.empty()) {
    name = "s" + std::to_string(++names_);
    preparing_.push_back(texts);
    send_failed_ |=
        PQsendPrepare(handle_.get(), name.c_str(), text.c_str(), parameters.count(), parameters.types.data()) == 0;
    pending_.push_back({/*rows=*/false});
  }
  send_failed_ |= PQsendQueryPrepared(handle_.get(), name.c_str(), parameters.count(), parameters.values.data(),
                                      parameters.lengths.data(), parameters.formats.data(), /*resultFormat=*/1) == 0;
  pending_.push_back({/*rows=*/true});
}

void PostgresConnection::QueueCommand(const Statement& statement) {
  Queue(statement, {});
  pending_.back().rows = false;
}

absl::Status PostgresConnection::ReadOne(bool rows, std::vector<Rows>& all) {
  absl::Status status;
  const Result result(PQgetResult(handle_.get()));
  switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      if (rows) all.push_back(RowsOf(result.get()));
      break;
    case PGRES_PIPELINE_ABORTED: status = absl::CancelledError("an earlier statement failed"); break;
    default: status = FromResult(result.get());
  }
  if (result != nullptr) {
    const Result end(PQgetResult(handle_.get()));  // the null between two statements
  }
  return status;
}

absl::StatusOr<std::vector<Rows>> PostgresConnection::Flush() {
  std::vector<Rows> all;
  if (pending_.empty()) return all;
  absl::Status first;
  if (send_failed_ || PQpipelineSync(handle_.get()) == 0) first = FromResult(nullptr);
  send_failed_ = false;
  for (const Pending& pending : pending_) {
    if (broken()) break;
    const absl::Status read = ReadOne(pending.rows, all);
    if (first.ok()) first = read;
  }
  pending_.clear();
  if (!broken()) {
    const Result sync(PQgetResult(handle_.get()));
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC && first.ok()) first = FromResult(sync.get());
  }
  if (broken() && first.ok()) first = FromResult(nullptr);
  if (!first.ok()) {
    // A preparation behind the failed statement never happened; forgetting the name is cheap, guessing is not.
    for (const Texts& texts : preparing_) prepared_.erase(texts);
  }
  preparing_.clear();
  if (!first.ok()) return first;
  return all;
}

absl::Status PostgresConnection::Script(const std::string& text) {
  if (PQexitPipelineMode(handle_.get()) == 0) return FromResult(nullptr);
  const Result done(PQexec(handle_.get(), text.c_str()));
  const absl::Status status =
      PQresultStatus(done.get()) == PGRES_COMMAND_OK ? absl::OkStatus() : FromResult(done.get());
  if (PQenterPipelineMode(handle_.get()) == 0) return FromResult(nullptr);
  return status;
}

}  // namespace amtslotse::booking::sql
