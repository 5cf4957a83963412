#include "gateways/web/pages/notices.h"

#include <algorithm>

#include "amtslotse/knowledge/v1/knowledge.pb.h"
#include "gateways/web/markdown.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/layout.h"

namespace amtslotse::gateways::web {
namespace {

bool IsFor(const PageSubject& subject, const knowledge::v1::Notice& notice) {
  const auto any = [](const auto& ids, const std::vector<std::string>& wanted) {
    return std::any_of(ids.begin(), ids.end(), [&wanted](const std::string& id) {
      return std::find(wanted.begin(), wanted.end(), id) != wanted.end();
    });
  };
  const bool everywhere = notice.service_ids().empty() && notice.office_ids().empty();
  return everywhere || any(notice.service_ids(), subject.services) || any(notice.office_ids(), subject.offices);
}

}  // namespace

Markup NoticesOn(const Shared& shared, const Request& request, const PageSubject& subject) {
  Markup items;
  for (const auto& notice : ReadNotices(shared, request)) {
    if (!IsFor(subject, notice)) continue;
    items += Fill(R"(<div class="notice" role="note">{}<div><p><strong>{}</strong></p>{}</div></div>)",
                  Icon("kern-icon--info"), notice.title(), RenderMarkdown(notice.text()));
  }
  return If(!items.html.empty(), Fill(R"(<div class="container">{}</div>)", items));
}

}  // namespace amtslotse::gateways::web
