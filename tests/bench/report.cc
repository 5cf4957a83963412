#include "tests/bench/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace amtslotse::bench {
namespace {

bool Reached(const Figure& figure) {
  const double judged = figure.ratio != 0 ? figure.ratio : figure.value;
  return figure.at_most ? judged <= figure.goal : judged >= figure.goal;
}

std::string GoalText(const Figure& figure) {
  if (figure.goal == 0) return "-";
  return fmt::format("{} {:.6g}{}", figure.at_most ? "<=" : ">=", figure.goal, Reached(figure) ? "" : " MISSED");
}

}  // namespace

void Print(const Figure& figure) {
  if (std::getenv("AMTSLOTSE_BENCH_JSON") != nullptr) {
    nlohmann::json line{{"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}, {"ratio", nullptr},
                        {"to", figure.to},     {"goal", nullptr},       {"reached", nullptr}};
    if (figure.ratio != 0) line["ratio"] = figure.ratio;
    if (figure.goal != 0) {
      line["goal"] = fmt::format("{} {:.6g}", figure.at_most ? "<=" : ">=", figure.goal);
      line["reached"] = Reached(figure);
    }
    fmt::print("{}\n", line.dump());
  } else {
    fmt::print("{}, {:.4g}, {}, {}, {}, {}\n", figure.name, figure.value, figure.unit,
               figure.ratio == 0 ? "-" : fmt::format("{:.2f}", figure.ratio), figure.to.empty() ? "-" : figure.to,
               GoalText(figure));
  }
  std::fflush(stdout);
}

double Quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

double Median(std::vector<double>& values) { return Quantile(values, 0.5); }

}  // namespace amtslotse::bench
