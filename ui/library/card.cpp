#include "library/card.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <algorithm>
#include <array>

#include "base/json.h"
#include "weights/file_kind.h"

namespace heddle::ui {
namespace {

QString localized(const char* text) { return QCoreApplication::translate("library", text); }

QString qt(const std::string& text) { return QString::fromStdString(text); }

// What the library shows of a kind: its heading, and what it is called where the heading does not say it already.
struct KindRow {
  weights::FileKind kind;
  Section section;
  const char* label;
};
using weights::FileKind;
constexpr std::array<KindRow, 15> kKindRows = {{
    {FileKind::checkpoint, Section::models, ""},
    {FileKind::unet, Section::models, QT_TRANSLATE_NOOP("library", "network alone")},
    {FileKind::vae, Section::vaes, ""},
    {FileKind::vae_tiny, Section::vaes, QT_TRANSLATE_NOOP("library", "for previews")},
    {FileKind::text_encoder, Section::encoders, QT_TRANSLATE_NOOP("library", "for text")},
    {FileKind::image_encoder, Section::encoders, QT_TRANSLATE_NOOP("library", "for pictures")},
    {FileKind::clip, Section::encoders, QT_TRANSLATE_NOOP("library", "for text and pictures")},
    {FileKind::ip_adapter, Section::adapters, ""},
    {FileKind::controlnet, Section::controls, "ControlNet"},
    {FileKind::t2i_adapter, Section::controls, "T2I-Adapter"},
    {FileKind::style_adapter, Section::controls, QT_TRANSLATE_NOOP("library", "style")},
    {FileKind::coadapter_fuser, Section::controls, QT_TRANSLATE_NOOP("library", "fuser")},
    {FileKind::uni_control, Section::controls, "Uni-ControlNet"},
    {FileKind::lora, Section::loras, ""},
    {FileKind::textual_inversion, Section::embeddings, ""},
}};

const weights::FileKindFacts* factsOf(const QString& kind) { return weights::find_file_kind(kind.toStdString()); }

const KindRow* rowOf(const QString& kind) {
  const weights::FileKindFacts* facts = factsOf(kind);
  if (facts == nullptr) return nullptr;
  const auto found = std::ranges::find(kKindRows, facts->kind, &KindRow::kind);
  return found == kKindRows.end() ? nullptr : &*found;
}

Section sectionOf(const protocol::LibraryEntry& entry) {
  const KindRow* row = rowOf(qt(entry.kind));
  return entry.problem.empty() && row != nullptr ? row->section : Section::unreadable;
}

QString kindLabel(const QString& kind) {
  const KindRow* row = rowOf(kind);
  return row == nullptr || *row->label == '\0' ? QString() : localized(row->label);
}

QString iconNameOf(Section section) {
  switch (section) {
    case Section::adapters: return QStringLiteral("adapter");
    case Section::encoders: return QStringLiteral("eye");
    case Section::vaes: return QStringLiteral("vae");
    case Section::loras: return QStringLiteral("layers");
    case Section::controls: return QStringLiteral("control");
    case Section::embeddings: return QStringLiteral("word");
    case Section::unreadable: return QStringLiteral("warning");
    case Section::starters: return QStringLiteral("graph");
    case Section::models: break;
  }
  return QStringLiteral("model");
}

QString joined(QStringList parts, const QString& between) {
  parts.removeAll(QString());
  return parts.join(between);
}

// Bobbin's styles stand beside it as models of their own.
QString titleOf(const protocol::LibraryEntry& entry) {
  const bool isBobbin = entry.kind == "checkpoint" && (entry.use == "bobbin" || entry.use.starts_with("bobbin:"));
  if (!isBobbin) return qt(entry.name);
  return joined({QStringLiteral("Bobbin"), qt(entry.use).section(QLatin1Char(':'), 1)}, QStringLiteral(" · "));
}

}  // namespace

QString sectionTitle(Section section) {
  switch (section) {
    case Section::models: return localized(QT_TRANSLATE_NOOP("library", "Models"));
    case Section::adapters: return localized(QT_TRANSLATE_NOOP("library", "Image prompts"));
    case Section::encoders: return localized(QT_TRANSLATE_NOOP("library", "Encoders"));
    case Section::vaes: return localized(QT_TRANSLATE_NOOP("library", "VAEs"));
    case Section::loras: return localized(QT_TRANSLATE_NOOP("library", "LoRAs"));
    case Section::controls: return localized(QT_TRANSLATE_NOOP("library", "Controls"));
    case Section::embeddings: return localized(QT_TRANSLATE_NOOP("library", "Embeddings"));
    case Section::starters: return localized(QT_TRANSLATE_NOOP("library", "Starters"));
    case Section::unreadable: return localized(QT_TRANSLATE_NOOP("library", "Cannot be used"));
  }
  return {};
}

CardNode nodeFor(const QString& kind) {
  const weights::FileKindFacts* facts = factsOf(kind);
  if (facts == nullptr) return {};
  return {QString::fromUtf8(facts->node.data(), static_cast<qsizetype>(facts->node.size())),
          QString::fromUtf8(facts->param.data(), static_cast<qsizetype>(facts->param.size()))};
}

QString familyBadge(const QString& family) {
  static const QHash<QString, QString> names = {
      {"sd1", "SD 1.5"}, {"sd2", "SD 2"}, {"sdxl", "SDXL"}, {"bobbin", "Bobbin"}};
  return family.isEmpty() ? QString() : names.value(family, localized(QT_TRANSLATE_NOOP("library", "unknown")));
}

Card cardOf(const protocol::LibraryEntry& entry) {
  const QString path = qt(entry.path), kind = qt(entry.kind), family = qt(entry.family), variant = qt(entry.variant),
                problem = qt(entry.problem);
  Card card;
  card.section = sectionOf(entry);
  card.key = card.path = path;
  card.value = entry.use.empty() ? path : qt(entry.use);
  card.isBroken = card.section == Section::unreadable;
  card.title = titleOf(entry);
  card.iconName = iconNameOf(card.section);
  card.hasImage = entry.has_preview;
  if (!card.isBroken) card.node = nodeFor(kind);
  const QString badge =
      family.isEmpty() && entry.use.starts_with("bobbin") ? QStringLiteral("Bobbin") : familyBadge(family);
  const QString size = entry.bytes > 0 ? QLocale().formattedDataSize(static_cast<qint64>(entry.bytes), 1) : QString();
  card.subtitle = card.isBroken ? problem : joined({badge, kindLabel(kind), variant, size}, QStringLiteral(" · "));
  card.details = joined({path, card.isBroken ? problem : qt(entry.what), qt(entry.note)}, QStringLiteral("\n"));
  card.sought =
      joined({card.title, badge, sectionTitle(card.section), kindLabel(kind), variant, path}, QStringLiteral(" "))
          .toLower();
  return card;
}

Card cardOf(const document::Starter& starter) {
  Card card;
  card.section = Section::starters;
  card.key = "starter:" + starter.id;
  card.starter = starter.id;
  card.title = starter.title;
  card.subtitle = card.details = starter.about;
  card.iconName = iconNameOf(card.section);
  card.hasImage = true;
  card.sought = joined({starter.title, starter.about, sectionTitle(card.section)}, QStringLiteral(" ")).toLower();
  return card;
}

QByteArray nodeMimeData(const Card& card) {
  const Json json = {{"type", card.node.type.toStdString()},
                     {"params", {{card.node.param.toStdString(), card.value.toStdString()}}}};
  return QByteArray::fromStdString(dump_json(json));
}

bool comesBefore(const Card& a, const Card& b) {
  if (a.section != b.section) return a.section < b.section;
  if (a.section == Section::starters) return false;  // they keep their teaching order
  const int titles = QString::compare(a.title, b.title, Qt::CaseInsensitive);
  return titles != 0 ? titles < 0 : a.key < b.key;
}

}  // namespace heddle::ui
