#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace amtslotse::nlu {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

// Writes numbers and arrays of numbers as they lie in memory.
class ByteWriter {
 public:
  template <typename Number>
  void Put(Number number) {
    static_assert(std::is_arithmetic_v<Number>);
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }

  template <typename Number>
  void PutAll(const std::vector<Number>& numbers) {
    static_assert(std::is_arithmetic_v<Number>);
    Put<std::uint64_t>(numbers.size());
    bytes_.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number));
  }

  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads them back. Once something is missing, `ok()` is false and everything read is zero or empty.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Number>
  Number Get() {
    static_assert(std::is_arithmetic_v<Number>);
    Number number{};
    if (!Has(sizeof number)) return number;
    std::memcpy(&number, bytes_.data(), sizeof number);
    bytes_.remove_prefix(sizeof number);
    return number;
  }

  template <typename Number>
  std::vector<Number> GetAll() {
    static_assert(std::is_arithmetic_v<Number>);
    const auto count = Get<std::uint64_t>();
    if (!ok_ || count > bytes_.size() / sizeof(Number)) {
      ok_ = false;
      return {};
    }
    std::vector<Number> numbers(count);
    if (count > 0) std::memcpy(numbers.data(), bytes_.data(), count * sizeof(Number));
    bytes_.remove_prefix(count * sizeof(Number));
    return numbers;
  }

  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }
  std::string_view rest() const { return bytes_; }

 private:
  bool Has(std::size_t size) {
    ok_ = ok_ && bytes_.size() >= size;
    return ok_;
  }

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace amtslotse::nlu
