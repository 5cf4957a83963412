#include "knowledge/search/segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "knowledge/search/segment_format.h"

namespace amtslotse::knowledge {

Posting::Posting(std::uint32_t document, float impact)
    : packed_((document << 12) | static_cast<std::uint32_t>(std::clamp(impact * kImpactScale, 1.0f, 4095.0f))) {}

Segment::~Segment() {
  if (mapped_) munmap(mapped_, mapped_size_);
}

absl::StatusOr<std::shared_ptr<const Segment>> Segment::Open(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return absl::ErrnoToStatus(errno, "opening " + path);
  struct stat status {};
  void* mapped = MAP_FAILED;
  if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
    mapped = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
  }
  close(descriptor);
  if (mapped == MAP_FAILED) return absl::DataLossError(path + ": not a search index");
  std::shared_ptr<Segment> segment(new Segment());
  segment->mapped_ = mapped;
  segment->mapped_size_ = static_cast<std::size_t>(status.st_size);
  const absl::Status attached = segment->Attach({static_cast<const char*>(mapped), segment->mapped_size_});
  if (!attached.ok()) return absl::DataLossError(path + ": " + std::string(attached.message()));
  return segment;
}

absl::StatusOr<std::shared_ptr<const Segment>> Segment::FromBytes(std::string bytes) {
  std::shared_ptr<Segment> segment(new Segment());
  segment->owned_ = std::move(bytes);
  const absl::Status attached = segment->Attach(segment->owned_);
  if (!attached.ok()) return attached;
  return segment;
}

absl::Status Segment::Attach(std::string_view bytes) {
  SegmentHeader header{};
  if (bytes.size() < sizeof(header)) return absl::DataLossError("the search index is cut off");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kSegmentMagic, sizeof(header.magic)) != 0) {
    return absl::DataLossError("the search index is of another release");
  }
  std::size_t at = sizeof(header);
  for (const std::uint64_t& size : header.section_bytes) {
    const bool last = &size == &header.section_bytes.back();
    if (size > bytes.size() - at || (size % 8 != 0 && !last)) return absl::DataLossError("the search index is cut off");
    at += size;
  }
  if (at != bytes.size() || SegmentChecksum(bytes.substr(sizeof(header))) != header.checksum) {
    return absl::DataLossError("the search index is damaged");
  }
  at = sizeof(header);
  const auto section = [&](std::size_t number) {
    const std::string_view part = bytes.substr(at, header.section_bytes[number]);
    at += part.size();
    return part;
  };
  const auto as_span = [](std::string_view part, auto* type) {
    using T = std::remove_pointer_t<decltype(type)>;
    return std::span<const T>(reinterpret_cast<const T*>(part.data()), part.size() / sizeof(T));
  };
  terms_ = as_span(section(0), static_cast<TermSlot*>(nullptr));
  names_ = as_span(section(1), static_cast<std::uint64_t*>(nullptr));
  postings_ = as_span(section(2), static_cast<Posting*>(nullptr));
  documents_ = as_span(section(3), static_cast<DocumentSlot*>(nullptr));
  texts_ = section(4);
  document_count_ = static_cast<std::uint32_t>(documents_.size());
  if (!PlacesAreInside()) return absl::DataLossError("the search index is damaged");
  return ReadVocabulary(section(5));
}

// A checksum that fits does not make a file ours: whatever it says, nothing is read beside it.
bool Segment::PlacesAreInside() const {
  const std::size_t slots = terms_.size();
  if (slots > 0 && !std::has_single_bit(slots)) return false;
  std::size_t free = 0;
  for (const TermSlot& slot : terms_) {
    free += slot.count == 0 ? 1 : 0;
    if (std::uint64_t{slot.first} + slot.count > postings_.size() || slot.count > document_count_) return false;
  }
  if (slots > 0 && free == 0) return false;  // looking for a term ends at a free slot
  for (const DocumentSlot& slot : documents_) {
    const std::uint64_t text_end = std::uint64_t{slot.text_begin} + slot.id_size + slot.title_size;
    const bool inside = text_end <= texts_.size() && slot.name_begin <= slot.name_end && slot.name_end <= names_.size();
    if (!inside || slot.kind > static_cast<std::uint32_t>(HitKind::kOffice) || !(slot.prior >= 0 && slot.prior <= 1))
      return false;
  }
  return std::all_of(postings_.begin(), postings_.end(),
                     [&](const Posting& posting) { return posting.document() < document_count_; });
}

// Lines "P folded stem" and "W folded count".
absl::Status Segment::ReadVocabulary(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t middle = line.size() < 3 ? std::string_view::npos : line.find(' ', 2);
    if (middle == std::string_view::npos) return absl::DataLossError("the search index is damaged");
    const std::string first(line.substr(2, middle - 2));
    const std::string second(line.substr(middle + 1));
    if (line[0] == 'P') {
      vocabulary_.AddPart(first, second);
    } else {
      vocabulary_.AddWord(first, static_cast<std::uint32_t>(std::strtoul(second.c_str(), nullptr, 10)));
    }
  }
  return absl::OkStatus();
}

SegmentDocument Segment::document(std::uint32_t number) const {
  const DocumentSlot& slot = documents_[number];
  return {static_cast<HitKind>(slot.kind), slot.prior, texts_.substr(slot.text_begin, slot.id_size),
          texts_.substr(slot.text_begin + slot.id_size, slot.title_size)};
}

std::span<const std::uint64_t> Segment::names(std::uint32_t number) const {
  const DocumentSlot& slot = documents_[number];
  return names_.subspan(slot.name_begin, slot.name_end - slot.name_begin);
}

std::span<const Posting> Segment::postings(std::uint64_t term) const {
  if (terms_.empty()) return {};
  const std::size_t mask = terms_.size() - 1;  // a power of two
  for (std::size_t at = term & mask;; at = (at + 1) & mask) {
    const TermSlot& slot = terms_[at];
    if (slot.count == 0) return {};
    if (slot.key == term) return postings_.subspan(slot.first, slot.count);
  }
}

}  // namespace amtslotse::knowledge
