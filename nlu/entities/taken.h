#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "nlu/understanding.h"

namespace amtslotse::nlu {

// Entities found so far; what overlaps an earlier one is left out.
class Found {
 public:
  explicit Found(std::string_view text) : text_(text) {}

  bool IsFree(const Span& span) const {
    return std::none_of(entities_.begin(), entities_.end(), [&](const Entity& e) { return e.span.Overlaps(span); });
  }

  template <typename Value>
  void Add(EntityKind kind, const Span& span, Value&& value) {
    if (span.empty() || !IsFree(span)) return;
    Entity entity;
    entity.kind = kind;
    entity.span = span;
    entity.surface = std::string(Slice(text_, span));
    entity.value = std::forward<Value>(value);
    entities_.push_back(std::move(entity));
  }

  void AddAll(std::vector<Entity> entities) {
    for (Entity& entity : entities) {
      if (IsFree(entity.span)) entities_.push_back(std::move(entity));
    }
  }

  const std::vector<Entity>& all() const { return entities_; }

  std::vector<Entity> Take() {
    std::sort(entities_.begin(), entities_.end(),
              [](const Entity& a, const Entity& b) { return a.span.begin < b.span.begin; });
    return std::move(entities_);
  }

 private:
  std::string_view text_;
  std::vector<Entity> entities_;
};

}  // namespace amtslotse::nlu
