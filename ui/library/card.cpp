#include "library/card.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include "base/json.h"

namespace heddle::ui {
namespace {

QString translate(const char* text) { return QCoreApplication::translate("library", text); }

QString qt(const std::string& text) { return QString::fromStdString(text); }

Section sectionOf(const protocol::LibraryEntry& entry) {
  static const QHash<QString, Section> sections = {
      {"checkpoint", Section::models},     {"unet", Section::models},        {"ip_adapter", Section::adapters},
      {"image_encoder", Section::encoders}, {"clip", Section::encoders},      {"text_encoder", Section::encoders},
      {"vae", Section::vaes},              {"vae_tiny", Section::vaes},      {"lora", Section::loras},
      {"controlnet", Section::controls},
      {"t2i_adapter", Section::controls},  {"embedding", Section::embeddings}};
  return entry.problem.empty() ? sections.value(qt(entry.kind), Section::unreadable) : Section::unreadable;
}

// Where the heading does not say it already.
QString kindLabel(const QString& kind) {
  if (kind == "unet") return translate(QT_TRANSLATE_NOOP("library", "network alone"));
  if (kind == "text_encoder") return translate(QT_TRANSLATE_NOOP("library", "for text"));
  if (kind == "image_encoder") return translate(QT_TRANSLATE_NOOP("library", "for pictures"));
  if (kind == "clip") return translate(QT_TRANSLATE_NOOP("library", "for text and pictures"));
  if (kind == "vae_tiny") return translate(QT_TRANSLATE_NOOP("library", "for previews"));
  if (kind == "t2i_adapter") return QStringLiteral("T2I-Adapter");
  if (kind == "controlnet") return QStringLiteral("ControlNet");
  return {};
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
    case Section::models: return translate(QT_TRANSLATE_NOOP("library", "Models"));
    case Section::adapters: return translate(QT_TRANSLATE_NOOP("library", "Image prompts"));
    case Section::encoders: return translate(QT_TRANSLATE_NOOP("library", "Encoders"));
    case Section::vaes: return translate(QT_TRANSLATE_NOOP("library", "VAEs"));
    case Section::loras: return translate(QT_TRANSLATE_NOOP("library", "LoRAs"));
    case Section::controls: return translate(QT_TRANSLATE_NOOP("library", "Controls"));
    case Section::embeddings: return translate(QT_TRANSLATE_NOOP("library", "Embeddings"));
    case Section::starters: return translate(QT_TRANSLATE_NOOP("library", "Starters"));
    case Section::unreadable: return translate(QT_TRANSLATE_NOOP("library", "Cannot be used"));
  }
  return {};
}

CardNode nodeFor(const QString& kind) {
  if (kind == "checkpoint" || kind == "unet") return {"model.load", "model"};
  if (kind == "vae") return {"model.load", "vae"};
  if (kind == "text_encoder") return {"model.load", "text_encoder"};
  if (kind == "ip_adapter") return {"adapter.load", "adapter"};
  if (kind == "image_encoder" || kind == "clip") return {"image_encoder.load", "encoder"};
  if (kind == "lora") return {"lora.apply", "lora"};
  if (kind == "embedding") return {"embedding.apply", "embedding"};
  return {};
}

QString familyBadge(const QString& family) {
  static const QHash<QString, QString> names = {
      {"sd1", "SD 1.5"}, {"sd2", "SD 2"}, {"sdxl", "SDXL"}, {"bobbin", "Bobbin"}};
  return family.isEmpty() ? QString() : names.value(family, translate(QT_TRANSLATE_NOOP("library", "unknown")));
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
  card.hasPicture = entry.has_preview;
  if (!card.isBroken) card.node = nodeFor(kind);
  const QString badge =
      family.isEmpty() && entry.use.starts_with("bobbin") ? QStringLiteral("Bobbin") : familyBadge(family);
  const QString size =
      entry.bytes > 0 ? QLocale().formattedDataSize(static_cast<qint64>(entry.bytes), 1) : QString();
  card.subtitle =
      card.isBroken ? problem : joined({badge, kindLabel(kind), variant, size}, QStringLiteral(" · "));
  const bool needsNode = kind != "vae_tiny";  // it is found by the models beside it
  const bool hasNoNode = needsNode && !card.isBroken && card.node.type.isEmpty();
  card.details = joined({path, card.isBroken ? problem : qt(entry.what), qt(entry.note),
                         hasNoNode ? translate(QT_TRANSLATE_NOOP("library", "Heddle has no node for this kind yet.")) : QString()},
                        QStringLiteral("\n"));
  card.sought = joined({card.title, badge, sectionTitle(card.section), kindLabel(kind), variant, path},
                       QStringLiteral(" ")).toLower();
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
  card.hasPicture = true;
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
  if (a.section == Section::starters) return false;  // they teach in their own order
  const int titles = QString::compare(a.title, b.title, Qt::CaseInsensitive);
  return titles != 0 ? titles < 0 : a.key < b.key;
}

}  // namespace heddle::ui
