// How a benchmark says what it measured. `./amtslotse bench` runs every `*_bench` program of tests/bench.
//
// A figure is a ratio to something measured in the same run, on the same machine, at the same time; its value alone
// says little about another machine.
#pragma once

#include <string>
#include <vector>

namespace amtslotse::bench {

struct Figure {
  std::string name;  // chat_turn_p50_1_client
  double value = 0;
  std::string unit;     // µs, MB, 1/s
  double ratio = 0;     // value / what it is compared with; 0: compared with nothing
  std::string to;       // what it is compared with
  double goal = 0;      // of the ratio, or of the value when there is no ratio; 0: none
  bool at_most = true;  // false: at least
};

// One line: "name, value, unit, ratio, to what, goal", or a JSON object when $AMTSLOTSE_BENCH_JSON is set.
void Print(const Figure& figure);

// The middle one; sorts. 0 for none.
double Median(std::vector<double>& values);
double Quantile(std::vector<double>& values, double share);

}  // namespace amtslotse::bench
