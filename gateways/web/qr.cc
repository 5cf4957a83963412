#include "gateways/web/qr.h"

#include <qrencode.h>

#include <memory>

namespace amtslotse::gateways::web {
namespace {

constexpr int kQuiet = 4;
constexpr std::size_t kLongest = 2000;

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

// One stroke for each run of dark modules in a row.
std::string PathOf(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width; ++x) {
      const auto dark = [&](int at) { return at < code.width && (code.data[y * code.width + at] & 1) != 0; };
      if (!dark(x)) continue;
      int run = 1;
      while (dark(x + run)) ++run;
      path += fmt::format("M{} {}h{}v1h-{}z", x + kQuiet, y + kQuiet, run, run);
      x += run;
    }
  }
  return path;
}

}  // namespace

std::optional<Markup> QrSvg(const std::string& text, const std::string& label) {
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  const std::unique_ptr<QRcode, Free> code(QRcode_encodeData(
      static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (code == nullptr) return std::nullopt;
  const int size = code->width + 2 * kQuiet;
  return Fill(
      R"(<svg class="qr__code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges"><rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>)",
      size, label, PathOf(*code));
}

}  // namespace amtslotse::gateways::web
