// The call display of a waiting room, and the staff's private calendar feed.
#include "amtslotse/booking/v1/booking.grpc.pb.h"
#include "gateways/web/pages/booking_view.h"
#include "gateways/web/pages/catalogue_read.h"
#include "gateways/web/pages/pages.h"
#include "services/rpc/call.h"

namespace amtslotse::gateways::web {
namespace {

namespace v1 = booking::v1;
using BookingStub = v1::Booking::StubInterface;

constexpr std::size_t kLongestId = 200;

template <class Ask, class Answer>
absl::StatusOr<Answer> CallBooking(const Shared& shared, const Request& request, Ask& ask, const char* name,
                                   grpc::Status (BookingStub::*method)(grpc::ClientContext*, const Ask&, Answer*)) {
  ask.set_municipality_id(request.town->id());
  return rpc::Call(*shared.backends.booking, method, ask, request.caller, {.method = name, .repeatable = true},
                   &shared.backends.metrics);
}

std::string WhoWaits(std::uint32_t people) {
  return people == 0   ? "Niemand wartet."
         : people == 1 ? "Eine Person wartet."
                       : fmt::format("{} Personen warten.", people);
}

}  // namespace

Reply CallDisplayPage(const Shared& shared, const Request& request) {
  v1::GetCallDisplayRequest ask;
  ask.set_location_id(request.Variable("location").substr(0, kLongestId));
  const auto answer = CallBooking(shared, request, ask, "Booking/GetCallDisplay", &BookingStub::GetCallDisplay);
  if (absl::IsNotFound(answer.status())) return ErrorPage(shared, request, 404);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  const Markup calls = Each(answer->calls(), [](const v1::Call& call) {
    return Fill(R"(<tr data-call="{}-{}"><th scope="row">{}</th><td>{}</td></tr>)", call.number(), call.called_unix(),
                call.number(), call.counter());
  });
  const Markup wait =
      Fill("<p>{} Wer jetzt eine Nummer zieht, wartet etwa {} bis {} Minuten.</p>", WhoWaits(answer->waiting()),
           answer->expected_minutes_low(), answer->expected_minutes_high());
  return HtmlReply(Fill(R"(<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Aufruf – {0}</title><link rel="stylesheet" href="/aufruf.css"><noscript><meta http-equiv="refresh" content="10"></noscript><script type="module" src="/aufruf.js"></script></head>
<body><main><h1>{0}</h1><button id="sound" type="button">Ton einschalten</button>
<table aria-label="Aufgerufene Nummern"><thead><tr><th scope="col">Nummer</th><th scope="col">Platz</th></tr></thead><tbody id="calls">{1}</tbody></table>
<p id="said" role="alert" class="unseen"></p>
<div id="wait">{2}</div></main></body></html>
)",
                        answer->location_name(), calls, wait)
                       .html);
}

// The page fetches itself and takes over what is new; a gong for each new call, once somebody switched it on.
Reply CallDisplayScript(const Shared&, const Request&) {
  Reply reply{.status = 200,
              .content_type = "text/javascript; charset=utf-8",
              .body = R"js(let audio;
document.getElementById('sound').addEventListener('click', (event) => {
  audio = new AudioContext();
  event.currentTarget.hidden = true;
});
const gong = () => {
  if (!audio) return;
  [660, 520].forEach((pitch, index) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const begin = audio.currentTime + index * 0.35;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.4, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.6);
  });
};
const update = async () => {
  try {
    const answer = await fetch(location.href, { cache: 'no-store' });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const body = document.getElementById('calls');
    const known = new Set([...body.rows].map((row) => row.dataset.call));
    const rows = [...fresh.getElementById('calls').rows];
    const wanted = new Set(rows.map((row) => row.dataset.call));
    [...body.rows].filter((row) => !wanted.has(row.dataset.call)).forEach((row) => row.remove());
    const added = rows.filter((row) => !known.has(row.dataset.call));
    added.reverse().forEach((row) => { row.className = 'new'; body.prepend(document.adoptNode(row)); });
    if (added.length > 0) {
      gong();
      // Read aloud as a sentence, one for each new call, and nothing else.
      document.getElementById('said').textContent = added.map((row) => `Nummer ${row.cells[0].textContent}, ${row.cells[1].textContent}.`).join(' ');
    }
    document.getElementById('wait').replaceChildren(...fresh.getElementById('wait').childNodes);
  } catch { /* the next time */ }
};
setInterval(update, 3000);
)js",
              .headers = {},
              .stream = {}};
  return reply.With("Cache-Control", "public, max-age=3600");
}

Reply CallDisplayStyle(const Shared&, const Request&) {
  Reply reply{.status = 200,
              .content_type = "text/css; charset=utf-8",
              .body = R"css(body { margin: 0; background: #111; color: #fff; font-family: sans-serif; }
main { padding: 2vw 3vw; }
h1 { font-size: 3vw; margin: 0 0 1vw; }
table { width: 100%; border-collapse: collapse; font-size: clamp(2rem, 7vw, 9rem); font-variant-numeric: tabular-nums; }
thead { font-size: 2.5vw; text-align: left; color: #ccc; }
th, td { padding: .1em .2em; text-align: left; border-bottom: 2px solid #444; }
tr.new { background: #ffd400; color: #111; }
#wait { font-size: 2.2vw; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button { font-size: 1.6vw; padding: .4em 1em; }
button:focus-visible { outline: 4px solid #ffd400; }
@media (prefers-reduced-motion: no-preference) { tr.new { animation: call 1s 5 alternate; } }
@keyframes call { from { background: #ffd400; } to { background: #ffec8b; } }
)css",
              .headers = {},
              .stream = {}};
  return reply.With("Cache-Control", "public, max-age=3600");
}

Reply FeedFile(const Shared& shared, const Request& request) {
  v1::GetFeedRequest ask;
  ask.set_token(request.Variable("token").substr(0, kLongestId));
  const auto answer = CallBooking(shared, request, ask, "Booking/GetFeed", &BookingStub::GetFeed);
  if (absl::IsNotFound(answer.status())) return ErrorPage(shared, request, 404);
  if (!answer.ok()) return FaultPage(shared, request, answer.status());
  return Reply{.status = 200,
               .content_type = "text/calendar; charset=utf-8",
               .body = answer->ics(),
               .headers = {},
               .stream = {}};
}

}  // namespace amtslotse::gateways::web
