// The layout of a segment's file. Internal to search/.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace amtslotse::knowledge {

// The number changes with the layout, and with what a word's stem is.
inline constexpr char kSegmentMagic[8] = {'A', 'L', 'S', 'E', 'G', '0', '0', '2'};

// Then, in this order and eight-byte aligned: terms, names, postings, documents, texts, vocabulary. The
// machine's byte order: the file is a cache that another machine builds anew.
struct SegmentHeader {
  char magic[8];
  std::uint64_t checksum;
  std::array<std::uint64_t, 6> section_bytes;
};

inline std::uint64_t SegmentChecksum(std::string_view bytes) {
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL ^ bytes.size();
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdULL;
    hash ^= hash >> 32;
  }
  for (; at < bytes.size(); ++at) hash = (hash ^ static_cast<unsigned char>(bytes[at])) * 1099511628211ULL;
  return hash;
}

}  // namespace amtslotse::knowledge
