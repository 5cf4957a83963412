#include "nlu/classify/vector_sums.h"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace amtslotse::nlu {
namespace {

template <typename Weight>
void SumPlainly(std::span<const RowShare<Weight>> rows, std::size_t begin, std::size_t end, float* sums) {
  std::fill(sums + begin, sums + end, 0.0f);
  for (const RowShare<Weight>& row : rows) {
    for (std::size_t i = begin; i < end; ++i) sums[i] += row.factor * static_cast<float>(row.weights[i]);
  }
}

#if defined(__x86_64__)

constexpr std::size_t kEight = 8;  // floats at a time

[[gnu::target("avx2")]] inline __m256 Load(const float* weights) { return _mm256_loadu_ps(weights); }

[[gnu::target("avx2")]] inline __m256 Load(const std::int8_t* weights) {
  return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadu_si64(weights)));
}

// So many blocks of eight that their sums stay in registers.
template <std::size_t Blocks, typename Weight>
[[gnu::target("avx2")]] void SumBlocks(std::span<const RowShare<Weight>> rows, std::size_t begin, float* sums) {
  __m256 all[Blocks];
#pragma GCC unroll 8
  for (std::size_t block = 0; block < Blocks; ++block) all[block] = _mm256_setzero_ps();
  for (const RowShare<Weight>& row : rows) {
    const __m256 factor = _mm256_set1_ps(row.factor);
#pragma GCC unroll 8
    for (std::size_t block = 0; block < Blocks; ++block) {
      all[block] = _mm256_add_ps(all[block], _mm256_mul_ps(factor, Load(row.weights + begin + kEight * block)));
    }
  }
#pragma GCC unroll 8
  for (std::size_t block = 0; block < Blocks; ++block) _mm256_storeu_ps(sums + begin + kEight * block, all[block]);
}

#endif

template <typename Weight>
void Sum(std::span<const RowShare<Weight>> rows, std::size_t columns, float* sums) {
  std::size_t begin = 0;
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) {
    for (; begin + 5 * kEight <= columns; begin += 5 * kEight) SumBlocks<5>(rows, begin, sums);
    for (; begin + 4 * kEight <= columns; begin += 4 * kEight) SumBlocks<4>(rows, begin, sums);
    for (; begin + kEight <= columns; begin += kEight) SumBlocks<1>(rows, begin, sums);
  }
#endif
  SumPlainly(rows, begin, columns, sums);
}

}  // namespace

void SumRows(std::span<const RowShare<std::int8_t>> rows, std::size_t columns, float* sums) {
  Sum(rows, columns, sums);
}

void SumRows(std::span<const RowShare<float>> rows, std::size_t columns, float* sums) { Sum(rows, columns, sums); }

}  // namespace amtslotse::nlu
