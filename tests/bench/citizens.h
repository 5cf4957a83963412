// Questions as citizens ask them, no two alike, so that no cache of answers can help.
#pragma once

#include <cstddef>
#include <string>

namespace amtslotse::bench {

// Thousands of distinct ones; repeats after that.
std::string Question(std::size_t number);
// What that question is about, without its article.
std::string TopicOf(std::size_t number);

}  // namespace amtslotse::bench
