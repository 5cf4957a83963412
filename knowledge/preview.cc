#include <algorithm>

#include "knowledge/markdown.h"
#include "knowledge/town.h"

namespace amtslotse::knowledge {

absl::StatusOr<AskResult> AskWithEntry(const Town& town, Entry entry, const AskQuestion& question) {
  entry.state = EntryState::kPublished;
  if (entry.id.value.empty()) entry.id.value = "preview";
  if (absl::Status checked = EntryStore::Check({entry}); !checked.ok()) return checked;
  entry.answer = SanitizeMarkdown(entry.answer);
  Town with = town;
  std::erase_if(with.entries, [&](const Entry& other) { return other.id == entry.id; });
  const auto place = std::lower_bound(with.entries.begin(), with.entries.end(), entry,
                                      [](const Entry& a, const Entry& b) { return a.id < b.id; });
  with.entries.insert(place, std::move(entry));
  with.known_questions = KnownQuestionsOf(with.entries, with.utterances);
  auto segment = BuildEntrySegment(with.entries, with.utterances, with.catalogue_segment.get());
  if (!segment.ok()) return segment.status();
  with.search = std::make_shared<const Search>(
      std::vector<std::shared_ptr<const Segment>>{with.catalogue_segment, *std::move(segment)}, with.synonyms);
  return Ask(with, question);
}

}  // namespace amtslotse::knowledge
