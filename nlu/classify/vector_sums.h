#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace amtslotse::nlu {

// A row of weights and what it counts.
template <typename Weight>
struct RowShare {
  const Weight* weights = nullptr;
  float factor = 0;
};

// sums[i] = the sum of factor · weights[i] over all rows, added in their order, for i < `columns`. Uses AVX2 where the
// processor has it, with the same result to the last bit. Thread-safe.
void SumRows(std::span<const RowShare<std::int8_t>> rows, std::size_t columns, float* sums);
void SumRows(std::span<const RowShare<float>> rows, std::size_t columns, float* sums);

}  // namespace amtslotse::nlu
