#include "services/dialogue/hand_over_pdf.h"

#include <fmt/format.h>
#include <hpdf.h>

#include <memory>

#include "services/dialogue/core/german.h"

namespace amtslotse::dialogue {
namespace {

constexpr const char* kFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
constexpr const char* kBoldFont = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";
constexpr float kLeft = 56, kTop = 786, kBottom = 64, kWidth = 483;  // points on A4
constexpr float kSize = 10, kLead = 14;

struct Close {
  void operator()(HPDF_Doc document) const { HPDF_Free(document); }
};
using Document = std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Close>;

// The library's errors stay in the document, where Save reads them.
void Ignore(HPDF_STATUS, HPDF_STATUS, void*) {}

// Writes paragraphs from top to bottom, on as many pages as it takes.
class Paper {
 public:
  Paper(HPDF_Doc document, HPDF_Font plain, HPDF_Font bold) : document_(document), plain_(plain), bold_(bold) {
    NewPage();
  }

  // Not at the foot of a page: what it stands over begins beneath it.
  void Heading(const std::string& text, float size) {
    if (y_ < kBottom + 2 * kLead) NewPage();
    Paragraph(text, true, size);
  }
  void Paragraph(const std::string& raw, bool bold = false, float size = kSize) {
    const std::string text = PrintableText(raw);
    std::size_t from = 0;
    while (from <= text.size()) {
      const std::size_t end = std::min(text.find('\n', from), text.size());
      Wrap(text.substr(from, end - from), bold ? bold_ : plain_, size);
      from = end + 1;
    }
  }
  void Space(float points) { y_ -= points; }

  void NumberPages(const std::string& foot) {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      HPDF_Page_SetFontAndSize(pages_[i], plain_, 8);
      HPDF_Page_BeginText(pages_[i]);
      HPDF_Page_TextOut(pages_[i], kLeft, 36, fmt::format("{} · Seite {} von {}", foot, i + 1, pages_.size()).c_str());
      HPDF_Page_EndText(pages_[i]);
    }
  }

 private:
  void NewPage() {
    page_ = HPDF_AddPage(document_);
    HPDF_Page_SetSize(page_, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    pages_.push_back(page_);
    y_ = kTop;
  }

  // As much of a line as fits, broken between words; a word wider than the page is broken where it ends.
  void Wrap(std::string line, HPDF_Font font, float size) {
    do {
      if (y_ < kBottom) NewPage();
      HPDF_Page_SetFontAndSize(page_, font, size);
      auto fits = static_cast<std::size_t>(HPDF_Page_MeasureText(page_, line.c_str(), kWidth, HPDF_TRUE, nullptr));
      if (fits == 0)
        fits = static_cast<std::size_t>(HPDF_Page_MeasureText(page_, line.c_str(), kWidth, HPDF_FALSE, nullptr));
      if (fits == 0 || fits > line.size()) fits = line.size();
      HPDF_Page_BeginText(page_);
      HPDF_Page_TextOut(page_, kLeft, y_, line.substr(0, fits).c_str());
      HPDF_Page_EndText(page_);
      y_ -= kLead * size / kSize;
      line.erase(0, fits);
    } while (!line.empty());
  }

  HPDF_Doc document_;
  HPDF_Font plain_, bold_;
  HPDF_Page page_ = nullptr;
  std::vector<HPDF_Page> pages_;
  float y_ = 0;
};

std::string WhoWrote(const Message& message) {
  switch (message.author) {
    case Author::kStaff:
      return message.author_label.empty() ? "Mitarbeitende" : fmt::format("{} (Mensch)", message.author_label);
    case Author::kCitizen: return "Bürgerin oder Bürger";
    case Author::kNotice: return "Hinweis";
    default: return "Automatischer Assistent";
  }
}

std::string Stamp(std::chrono::sys_seconds time, const Municipality& municipality) {
  return fmt::format("{}, {} Uhr", LongDate(LocalDate(time, municipality.time_zone)),
                     LocalClock(time, municipality.time_zone));
}

void Write(Paper& paper, const HandOverRecord& record, const std::vector<Message>& transcript,
           const Municipality& municipality) {
  paper.Paragraph(
      record.office_name.empty() ? "Meldung aus dem Internet" : fmt::format("Chat mit {}", record.office_name), true,
      15);
  paper.Space(6);
  paper.Paragraph(fmt::format("{}\nVorgang: {}\nKanal: {}\nBeginn der Übergabe: {}", municipality.name, record.id,
                              record.channel == "web" ? "Webseite" : record.channel,
                              Stamp(record.since, municipality)));
  if (!record.topic.empty()) paper.Paragraph("Thema: " + record.topic);
  if (record.to_be_ticked_off() && !record.name.empty()) paper.Paragraph("Name: " + record.name);
  if (record.to_be_ticked_off() && !record.telephone.empty()) paper.Paragraph("Kontakt: " + record.telephone);
  paper.Space(10);
  for (const Message& message : transcript) {
    paper.Heading(fmt::format("{} · {}", WhoWrote(message), Stamp(message.time, municipality)), 8.5F);
    paper.Paragraph(message.text);
    for (const Source& source : message.sources)
      paper.Paragraph(fmt::format("Quelle: {} {}", source.title, source.url));
    paper.Space(7);
  }
  if (record.notes.empty()) return;
  paper.Heading("Interne Notizen", 12);
  for (const Note& note : record.notes)
    paper.Paragraph(fmt::format("{}: {}", Stamp(note.time, municipality), note.text));
}

}  // namespace

std::string PrintableText(const std::string& text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\t') shown += ' ';
    if (byte < 0x20 && byte != '\n') continue;
    if (byte < 0xF0 || at + 3 >= text.size()) {
      shown += text[at];
      continue;
    }
    unsigned code = byte & 0x07U;
    for (int i = 0; i < 3; ++i) code = code << 6U | (static_cast<unsigned char>(text[++at]) & 0x3FU);
    shown += fmt::format("[U+{:X}]", code);
  }
  return shown;
}

absl::StatusOr<std::string> HandOverPdf(const HandOverRecord& record, const std::vector<Message>& transcript,
                                        const Municipality& municipality, std::chrono::sys_seconds now) {
  const Document document(HPDF_New(&Ignore, nullptr));
  if (!document) return absl::ResourceExhaustedError("no memory for a PDF");
  HPDF_SetCompressionMode(document.get(), HPDF_COMP_ALL);
  HPDF_UseUTFEncodings(document.get());
  const char* plain_name = HPDF_LoadTTFontFromFile(document.get(), kFont, HPDF_TRUE);
  const char* bold_name = HPDF_LoadTTFontFromFile(document.get(), kBoldFont, HPDF_TRUE);
  if (plain_name == nullptr || bold_name == nullptr)
    return absl::FailedPreconditionError("the font DejaVu Sans (fonts-dejavu-core) is missing");
  Paper paper(document.get(), HPDF_GetFont(document.get(), plain_name, "UTF-8"),
              HPDF_GetFont(document.get(), bold_name, "UTF-8"));
  Write(paper, record, transcript, municipality);
  paper.NumberPages(fmt::format("{} · ausgegeben am {}", municipality.name, Stamp(now, municipality)));
  if (HPDF_SaveToStream(document.get()) != HPDF_OK || HPDF_GetError(document.get()) != HPDF_OK)
    return absl::InternalError(fmt::format("the PDF could not be written ({:#x})", HPDF_GetError(document.get())));
  std::string pdf(HPDF_GetStreamSize(document.get()), '\0');
  HPDF_UINT32 size = static_cast<HPDF_UINT32>(pdf.size());
  HPDF_ReadFromStream(document.get(), reinterpret_cast<HPDF_BYTE*>(pdf.data()), &size);
  pdf.resize(size);
  return pdf;
}

}  // namespace amtslotse::dialogue
