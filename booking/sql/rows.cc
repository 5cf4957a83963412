#include "booking/sql/database.h"

namespace amtslotse::booking::sql {

const Value& Rows::At(std::size_t row, int column) const {
  return cells_.at(row * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column));
}

std::int64_t Rows::Int(std::size_t row, int column) const { return At(row, column).number(); }
const std::string& Rows::Text(std::size_t row, int column) const { return At(row, column).bytes(); }
bool Rows::IsNull(std::size_t row, int column) const { return At(row, column).is_null(); }

}  // namespace amtslotse::booking::sql
