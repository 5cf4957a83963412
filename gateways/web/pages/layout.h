// What every page has: head, navigation, footer with the legal pages one step away, and the chat.
#pragma once

#include <string>

#include "gateways/web/gateway.h"
#include "gateways/web/html.h"

namespace amtslotse::gateways::web {

struct Crumb {
  std::string label;
  std::string url;
};

struct Page {
  std::string title;          // without the town's name
  std::string description;    // for search engines; may be empty
  Markup body;                // of <main>
  std::vector<Crumb> crumbs;  // from below the home page, the page itself last
  std::string current;        // path of the navigation's entry that is shown as chosen
  bool chat_launcher = true;  // the floating button; not where the chat already stands
  bool index = true;          // for search engines
  Markup json_ld;             // a <script type="application/ld+json">, or empty
  std::string language = {};  // of <main>, when it is not the interface's
};

// One text of the catalogue, in the request's language.
std::string Say(const Shared& shared, const Request& request, std::string_view key,
                const TextArguments& arguments = {});

Reply RenderPage(const Shared& shared, const Request& request, const Page& page, int status = 200);

// A decorative icon: a class of KERN's set (kern-icon--info) or of page.css (symbol--call).
Markup Icon(std::string_view icon_class);

// Name without "Stadt", "Gemeinde" …: "Erlenfurt".
std::string ShortName(const Town& town);

// "https://host:port" as the citizen's browser knows it.
std::string OwnOrigin(const Shared& shared, const Request& request);

// The chat as an element of the page.
Markup ChatElement(const Shared& shared, const Request& request, std::string_view mode);

// A <script type="application/ld+json"> around JSON that was written with Quoted().
Markup JsonLd(std::string json);

}  // namespace amtslotse::gateways::web
