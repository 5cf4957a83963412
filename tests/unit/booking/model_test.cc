#include <map>
#include <random>

#include "tests/unit/booking/backends.h"
#include "tests/unit/booking/invariants.h"

// Random sequences of operations and clock jumps against a model that a reader can check by eye.
namespace amtslotse::booking {
namespace {

using std::chrono::minutes;

constexpr int kSlotsPerDay = 12;
constexpr int kDays = 2;

// What one citizen has: places from `slot` on, and how long they count.
struct Entry {
  enum class Kind { kHeld, kConfirmed, kWithheld, kGone } kind = Kind::kHeld;
  int day = 0;
  int slot = 0;
  int slots = 1;
  bool is_public = true;
  Instant until = Instant::max();  // held or withheld
  bool released = false;           // expired, and somebody else's transaction gave its places back
  HoldId hold;
  LinkToken token;

  bool Covers(int on_day, int on_slot) const { return day == on_day && slot <= on_slot && on_slot < slot + slots; }
};

class Model {
 public:
  int capacity = 2;
  int public_capacity = 2;
  bool second_day_closed = false;
  std::vector<Entry> entries;

  bool Live(const Entry& entry, Instant now) const {
    return entry.kind != Entry::Kind::kGone && !entry.released && now < entry.until;
  }
  bool Open(int day, int slot) const { return slot >= 0 && slot < kSlotsPerDay && !(day == 1 && second_day_closed); }
  // Whether these places can be taken, not counting `except`.
  bool Free(const Entry& wanted, Instant now, const Entry* except) const {
    for (int slot = wanted.slot; slot < wanted.slot + wanted.slots; ++slot) {
      int taken = 0;
      int public_taken = 0;
      for (const Entry& entry : entries) {
        if (&entry == except || !Live(entry, now) || !entry.Covers(wanted.day, slot)) continue;
        ++taken;
        public_taken += entry.is_public;
      }
      if (!Open(wanted.day, slot) || taken >= capacity) return false;
      if (wanted.is_public && public_taken >= public_capacity) return false;
    }
    return true;
  }
  // Who takes gives back what has expired there, for good.
  void ReleaseAround(const Entry& taken, Instant now) {
    for (Entry& entry : entries) {
      const bool touches =
          entry.day == taken.day && entry.slot < taken.slot + taken.slots && taken.slot < entry.slot + entry.slots;
      if (&entry != &taken && touches) Release(entry, now);
    }
  }
  void ReleaseAll(Instant now) {
    for (Entry& entry : entries) Release(entry, now);
  }

 private:
  static void Release(Entry& entry, Instant now) {
    if (entry.until > now) return;
    if (entry.kind == Entry::Kind::kWithheld) entry.kind = Entry::Kind::kGone;
    entry.released = true;
  }
};

template <typename Backend>
class Run {
 public:
  explicit Run(unsigned seed) : random_(seed) { Apply(); }

  void Step() {
    switch (Below(16)) {
      case 0:
      case 1:
      case 2:
      case 3: return Hold();
      case 4:
      case 5:
      case 6: return Confirm();
      case 7:
      case 8: return Cancel();
      case 9:
      case 10: return Rebook();
      case 11: return Release();
      case 12: return Extend();
      case 13: return MoveClock();
      case 14: return Below(3) == 0 ? Change() : MoveClock();
      default: return Below(3) == 0 ? Tidy() : Hold();
    }
  }

  void CheckFree() {
    for (int day = 0; day < kDays; ++day) {
      for (const int slots : {1, 2, 3}) {
        std::vector<int> expected;
        for (int slot = 0; slot < kSlotsPerDay; ++slot) {
          Entry wanted;
          wanted.day = day;
          wanted.slot = slot;
          wanted.slots = slots;
          if (model_.Free(wanted, world_.clock.Now(), nullptr)) expected.push_back(8 * 60 + slot * 10);
        }
        ASSERT_EQ(
            world_.FreeOn(Date{std::chrono::sys_days{Day(2026, 11, 24)} + std::chrono::days{day}}, "melden", slots),
            expected)
            << "day " << day << " slots " << slots;
      }
    }
  }

  World<Backend>& world() { return world_; }

 private:
  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  static Instant Start(const Entry& entry) {
    return kTuesdayAtEight + std::chrono::days{entry.day} + entry.slot * minutes{10};
  }
  static const OpeningRule MorningRule() {
    OpeningRule rule = SmallOffice().opening.front();
    rule.to = rule.from + kSlotsPerDay * minutes{10};
    return rule;
  }

  void Apply() {
    Location location = SmallOffice();
    for (OpeningRule& rule : location.opening) rule.to = rule.from + kSlotsPerDay * minutes{10};
    location.capacity = model_.capacity;
    location.public_capacity = model_.public_capacity;
    location.rules.proof_of_work = ProofOfWork::kNever;
    location.rules.return_delay = {minutes{20}, minutes{20}};
    if (model_.second_day_closed) location.closures.push_back({Day(2026, 11, 25), Day(2026, 11, 25), {}, {}, "zu"});
    world_.Apply(location);
  }

  Entry* Any(Entry::Kind kind) {
    std::vector<Entry*> some;
    for (Entry& entry : model_.entries) {
      if (entry.kind == kind) some.push_back(&entry);
    }
    return some.empty() ? nullptr : some[static_cast<std::size_t>(Below(static_cast<int>(some.size())))];
  }

  void Hold() {
    Entry entry;
    entry.day = Below(kDays);
    entry.slot = Below(kSlotsPerDay);
    entry.slots = 1 + Below(3);
    entry.is_public = Below(4) != 0;
    HoldRequest request = world_.HoldAt(Start(entry), "melden", entry.slots);
    request.audience = entry.is_public ? Audience::kPublic : Audience::kStaff;
    const auto held = world_.Hold(request);
    const Instant now = world_.clock.Now();
    ASSERT_EQ(std::holds_alternative<Held>(held), model_.Free(entry, now, nullptr));
    if (!std::holds_alternative<Held>(held)) return;
    entry.hold = std::get<Held>(held).hold;
    entry.until = std::get<Held>(held).expires;
    model_.entries.push_back(entry);
    model_.ReleaseAround(model_.entries.back(), now);
    ASSERT_EQ(std::get<Held>(world_.Hold(request)).hold, entry.hold);  // repeated
  }

  // A held entry keeps or regains its places when nobody else has them.
  bool CanKeep(const Entry& entry, Instant now) { return !entry.released || model_.Free(entry, now, &entry); }

  void Confirm() {
    Entry* entry = Any(Entry::Kind::kHeld);
    if (entry == nullptr) return;
    const Instant now = world_.clock.Now();
    const bool expected = CanKeep(*entry, now);
    const auto confirmed = world_.Confirm(world_.ConfirmFor(entry->hold));
    ASSERT_EQ(std::holds_alternative<Confirmed>(confirmed), expected);
    if (!expected) return;
    if (entry->released) model_.ReleaseAround(*entry, now);
    entry->kind = Entry::Kind::kConfirmed;
    entry->until = Instant::max();
    entry->released = false;
    entry->token = std::get<Confirmed>(confirmed).token;
  }

  void Cancel() {
    Entry* entry = Any(Entry::Kind::kConfirmed);
    if (entry == nullptr) return;
    ASSERT_TRUE(std::holds_alternative<Cancelled>(world_.Cancel(ByToken{entry->token})));
    entry->kind = Entry::Kind::kWithheld;
    entry->until = world_.clock.Now() + minutes{20};
  }

  void Rebook() {
    Entry* entry = Any(Entry::Kind::kConfirmed);
    if (entry == nullptr) return;
    const Instant now = world_.clock.Now();
    Entry moved = *entry;
    moved.day = Below(kDays);
    moved.slot = Below(kSlotsPerDay);
    moved.is_public = true;
    const bool expected = model_.Free(moved, now, entry);
    ASSERT_EQ(std::holds_alternative<Rebooked>(world_.Rebook(ByToken{entry->token}, Start(moved))), expected);
    if (!expected) return;
    const Entry old = *entry;
    *entry = moved;
    model_.ReleaseAround(*entry, now);
    // What the move leaves behind comes back after the delay, each stretch by itself.
    bool stretch = false;
    for (int slot = old.slot; slot < old.slot + old.slots; ++slot) {
      if (moved.Covers(old.day, slot)) {
        stretch = false;
      } else if (stretch) {
        ++model_.entries.back().slots;
      } else {
        Entry left = old;
        left.kind = Entry::Kind::kWithheld;
        left.slot = slot;
        left.slots = 1;
        left.until = now + minutes{20};
        model_.entries.push_back(left);
        stretch = true;
      }
    }
  }

  void Release() {
    Entry* entry = Any(Entry::Kind::kHeld);
    if (entry == nullptr) return;
    ASSERT_EQ(world_.store->Release({world_.town, entry->hold}), absl::OkStatus());
    if (!entry->released) entry->kind = Entry::Kind::kGone;
  }

  void Extend() {
    Entry* entry = Any(Entry::Kind::kHeld);
    if (entry == nullptr) return;
    const Instant now = world_.clock.Now();
    const bool expected = CanKeep(*entry, now);
    const auto extended = *world_.store->Extend({world_.town, entry->hold});
    if (std::holds_alternative<NoFurtherExtension>(extended)) return;
    ASSERT_EQ(std::holds_alternative<Held>(extended), expected);
    if (!expected) return;
    if (entry->released) model_.ReleaseAround(*entry, now);
    entry->released = false;
    entry->until = std::get<Held>(extended).expires;
  }

  void MoveClock() {
    world_.clock.Advance(minutes{Below(25) - 5});
    if (world_.clock.Now() > kTuesdayAtEight - std::chrono::hours{3}) world_.clock.Set(kMondayMorning);
  }

  void Change() {
    const auto before = std::tuple(model_.capacity, model_.public_capacity, model_.second_day_closed);
    model_.capacity = 1 + Below(3);
    model_.public_capacity = 1 + Below(model_.capacity);
    model_.second_day_closed = Below(4) == 0;
    // Applying the same calendar again is no change; a change counts anew, without what has expired.
    if (before != std::tuple(model_.capacity, model_.public_capacity, model_.second_day_closed)) {
      model_.ReleaseAll(world_.clock.Now());
    }
    Apply();
  }

  void Tidy() {
    ASSERT_TRUE(world_.store->Tidy(1000).ok());
    model_.ReleaseAll(world_.clock.Now());
  }

  std::mt19937 random_;
  World<Backend> world_;
  Model model_;
};

template <typename Backend>
class ModelTest : public testing::Test {};
TYPED_TEST_SUITE(ModelTest, Backends, BackendNames);

TYPED_TEST(ModelTest, RandomOperationsAgreeWithTheModel) {
  const bool is_long = std::getenv("AMTSLOTSE_LONG") != nullptr && *std::getenv("AMTSLOTSE_LONG") != '\0';
  const bool fast = std::is_same_v<TypeParam, OnSqlite>;
  const unsigned seeds = (is_long ? 5 : 1) * (fast ? 12 : 3);
  for (unsigned seed = 1; seed <= seeds && !this->HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Run<TypeParam> run(seed);
    for (int step = 0; step < 250 && !this->HasFatalFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      run.Step();
      if (!this->HasFatalFailure()) run.CheckFree();
    }
    ExpectCountsMatch(*run.world().backend.database);
  }
}

}  // namespace
}  // namespace amtslotse::booking
