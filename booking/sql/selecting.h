#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

// One table's columns, selected by different conditions. Each statement is made once and kept. Thread-safe.
class Selecting {
 public:
  // `head`: "SELECT … FROM … WHERE ".
  explicit Selecting(std::string head) : head_(std::move(head)) {}

  // `where`: a condition, with what follows it.
  const Statement& By(const char* where) {
    const std::lock_guard guard(mutex_);
    auto [entry, fresh] = made_.try_emplace(where);
    auto& [text, statement] = entry->second;
    if (fresh) {
      text = head_ + where;
      statement = {text.c_str()};
    }
    return statement;
  }

 private:
  const std::string head_;
  std::mutex mutex_;
  std::map<std::string, std::pair<std::string, Statement>> made_;
};

}  // namespace amtslotse::booking::sql
