// Transactions of one store, counted: like calls out to it ("Sql/booking_write": how many, how long, with what
// outcome), and how often one was begun again after a conflict (amtslotse_sql_retries_total).
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <functional>

#include "services/rpc/metrics.h"

namespace amtslotse::rpc {

// With static storage, as Metrics wants them.
struct StoreNames {
  const char* store;  // "booking"
  const char* read;   // "Sql/booking_read"
  const char* write;  // "Sql/booking_write"
};

// Thread-safe. The metrics live longer. Counting costs a look-up and two increments, and allocates nothing.
class Transactions {
 public:
  Transactions(Metrics& metrics, const StoreNames& names);

  // What `run` answers to the work that it is given, which is `work`.
  template <class Transaction, class Run>
  absl::Status Read(const std::function<absl::Status(Transaction&)>& work, Run&& run) const {
    return Count<Transaction>(names_.read, work, run);
  }
  template <class Transaction, class Run>
  absl::Status Write(const std::function<absl::Status(Transaction&)>& work, Run&& run) const {
    return Count<Transaction>(names_.write, work, run);
  }

 private:
  template <class Transaction, class Run>
  absl::Status Count(const char* method, const std::function<absl::Status(Transaction&)>& work, Run& run) const {
    int runs = 0;
    const auto counting = [&work, &runs](Transaction& transaction) {
      ++runs;
      return work(transaction);
    };
    static_assert(sizeof(counting) <= 2 * sizeof(void*), "std::function keeps it in itself, on no heap");
    const auto begin = std::chrono::steady_clock::now();
    absl::Status outcome = run(std::function<absl::Status(Transaction&)>(counting));
    Note(method, outcome, runs, std::chrono::steady_clock::now() - begin);
    return outcome;
  }
  void Note(const char* method, const absl::Status& outcome, int runs, std::chrono::steady_clock::duration took) const;

  Metrics& metrics_;
  const StoreNames names_;
  prometheus::Counter* retries_;
};

}  // namespace amtslotse::rpc
