#include "graph_view/param_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "graph/image_refs.h"
#include "support/choice_label.h"
#include "support/slider_facts.h"

namespace heddle::ui {
namespace {

QString localized(const char* text) { return QCoreApplication::translate("heddle::ui::GraphView", text); }

// At most three decimals, without trailing zeros.
QString formatNumber(double value) {
  QString text = QString::number(value, 'f', std::abs(value) < 10 ? 3 : 1);
  while (text.contains('.') && (text.endsWith('0') || text.endsWith('.'))) {
    const bool point = text.endsWith('.');
    text.chop(1);
    if (point) break;
  }
  return text;
}

QString describeLane(const graph::Lane& lane) {
  if (lane.is_scalar()) return formatNumber(lane.at(0, 0));
  return lane.values.size() > 1 ? localized(QT_TRANSLATE_NOOP("heddle::ui::GraphView", "by layer"))
                                : localized(QT_TRANSLATE_NOOP("heddle::ui::GraphView", "curve"));
}

QString describeFile(const std::string& path) {
  const QString name = QString::fromStdString(path);
  if (name.isEmpty()) return QStringLiteral("–");
  if (graph::image_hash_in(path)) return localized(QT_TRANSLATE_NOOP("heddle::ui::GraphView", "in this document"));
  return name.section('/', -1, -1, QString::SectionSkipEmpty);
}

struct Describe {
  QString operator()(std::int64_t value) const { return QString::number(value); }
  QString operator()(const graph::Seed& value) const { return QString::number(value.value); }
  QString operator()(double value) const { return formatNumber(value); }
  QString operator()(bool value) const {
    return value ? localized(QT_TRANSLATE_NOOP("heddle::ui::GraphView", "on"))
                 : localized(QT_TRANSLATE_NOOP("heddle::ui::GraphView", "off"));
  }
  QString operator()(const std::string& value) const { return QString::fromStdString(value); }
  QString operator()(const graph::Choice& value) const { return choiceLabel(QString::fromStdString(value.name)); }
  QString operator()(const graph::FilePath& value) const { return describeFile(value.path); }
  QString operator()(const graph::Lane& value) const { return describeLane(value); }
  QString operator()(const graph::ParamList& value) const {
    QStringList items;
    for (const graph::ParamValue& item : value.items) items << describeValue(item);
    return items.isEmpty() ? QStringLiteral("–") : items.join(", ");
  }
  QString operator()(const graph::RawJson& value) const { return QString::fromStdString(value.text); }
};

std::optional<double> numberIn(const graph::ParamValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  const auto* lane = std::get_if<graph::Lane>(&value);
  return lane != nullptr && lane->is_scalar() ? std::optional(lane->at(0, 0)) : std::nullopt;
}

}  // namespace

QString translateNodeText(const std::string& text) { return QCoreApplication::translate("nodes", text.c_str()); }

QString plainName(const std::string& title, const std::string& name) {
  if (!title.empty()) return translateNodeText(title);
  return translateNodeText(QString::fromStdString(name).replace('_', ' ').toStdString());
}

QString describeValue(const graph::ParamValue& value) {
  return std::visit(Describe{}, static_cast<const graph::ParamValue::variant&>(value));
}

std::optional<double> shareOfRange(const graph::ParamValue& value, const graph::ParamSpec& spec) {
  const auto number = numberIn(value);
  if (!spec.is_live || !number || !spec.minimum || !spec.maximum || *spec.maximum <= *spec.minimum) return std::nullopt;
  const SliderRange range = sliderRange(spec);
  return std::clamp((*number - range.softLow) / (range.softHigh - range.softLow), 0.0, 1.0);
}

graph::ParamValue valueAtShare(double share, const graph::ParamSpec& spec) {
  const SliderRange range = sliderRange(spec);
  double value = range.softLow + std::clamp(share, 0.0, 1.0) * (range.softHigh - range.softLow);
  if (range.step > 0) value = range.softLow + std::round((value - range.softLow) / range.step) * range.step;
  value = std::clamp(std::round(value * 1e6) / 1e6, range.softLow, range.softHigh);
  if (spec.kind == graph::ParamKind::integer) return static_cast<std::int64_t>(std::llround(value));
  if (spec.kind == graph::ParamKind::lane) return graph::Lane::scalar(value);
  return value;
}

}  // namespace heddle::ui
