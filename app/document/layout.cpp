#include "document/layout.h"

#include <algorithm>
#include <cmath>

namespace heddle::document {
namespace {

std::optional<double> numberIn(const Json& value) {
  if (!value.is_number()) return std::nullopt;
  return std::clamp(value.get<double>(), -kPlaceMax, kPlaceMax);
}

std::optional<QPointF> pointIn(const Json& value) {
  if (!value.is_array() || value.size() < 2) return std::nullopt;
  const auto x = numberIn(value[0]);
  const auto y = numberIn(value[1]);
  if (!x || !y) return std::nullopt;
  return QPointF(*x, *y);
}

Json pointAsJson(QPointF point) {
  const QPointF place = storable(point);
  return Json::array({place.x(), place.y()});
}

const Json* listIn(const Json* ui, const char* name) {
  const Json* list = ui == nullptr ? nullptr : find_member(*ui, name);
  return list != nullptr && list->is_array() ? list : nullptr;
}

Json with(const Json* ui, const char* name, Json value) {
  Json result = ui != nullptr && ui->is_object() ? *ui : Json::object();
  if (value.is_null()) {
    result.erase(name);
  } else {
    result[name] = std::move(value);
  }
  return result.empty() ? Json() : result;
}

Json orNull(Json list) { return list.empty() ? Json() : list; }

}  // namespace

QPointF storable(QPointF point) {
  const auto tame = [](double v) { return std::isfinite(v) ? std::clamp(v, -kPlaceMax, kPlaceMax) : 0.0; };
  return {tame(point.x()), tame(point.y())};
}

const Json* uiOf(const Json& extra) { return find_member(extra, "ui"); }

std::optional<QPointF> placeFrom(const Json* ui) {
  const Json* at = listIn(ui, "at");
  return at == nullptr ? std::nullopt : pointIn(*at);
}

bool collapsedFrom(const Json* ui) {
  const Json* flag = ui == nullptr ? nullptr : find_member(*ui, "collapsed");
  return flag != nullptr && flag->is_boolean() && flag->get<bool>();
}

std::vector<QPointF> bendsFrom(const Json* ui) {
  std::vector<QPointF> bends;
  const Json* list = listIn(ui, "bends");
  if (list == nullptr) return bends;
  for (const Json& item : *list) {
    if (const auto point = pointIn(item)) bends.push_back(*point);
  }
  return bends;
}

std::vector<Frame> framesFrom(const Json* ui) {
  std::vector<Frame> frames;
  const Json* list = listIn(ui, "frames");
  if (list == nullptr) return frames;
  for (const Json& item : *list) {
    const Json* id = find_member(item, "id");
    const Json* rect = find_member(item, "rect");
    const Json* title = find_member(item, "title");
    if (id == nullptr || !id->is_number_unsigned() || rect == nullptr || !rect->is_array() || rect->size() != 4)
      continue;
    const auto corner = pointIn(*rect);
    const auto width = numberIn((*rect)[2]);
    const auto height = numberIn((*rect)[3]);
    if (!corner || !width || !height || *width < 0 || *height < 0) continue;
    const bool titled = title != nullptr && title->is_string();
    frames.push_back({id->get<quint64>(), QRectF(*corner, QSizeF(*width, *height)),
                      titled ? QString::fromStdString(title->get<std::string>()) : QString()});
  }
  return frames;
}

std::vector<PinnedParam> pinsFrom(const Json* ui) {
  std::vector<PinnedParam> pins;
  const Json* list = listIn(ui, "pins");
  if (list == nullptr) return pins;
  for (const Json& item : *list) {
    if (!item.is_array() || item.size() != 2 || !item[0].is_number_unsigned() || !item[1].is_string()) continue;
    pins.push_back({graph::NodeId{item[0].get<std::uint64_t>()}, QString::fromStdString(item[1].get<std::string>())});
  }
  return pins;
}

Json withPlace(const Json* ui, QPointF place) { return with(ui, "at", pointAsJson(place)); }

Json withCollapsed(const Json* ui, bool collapsed) { return with(ui, "collapsed", collapsed ? Json(true) : Json()); }

Json withBends(const Json* ui, const std::vector<QPointF>& bends) {
  Json list = Json::array();
  for (const QPointF bend : bends) list.push_back(pointAsJson(bend));
  return with(ui, "bends", orNull(std::move(list)));
}

Json withFrames(const Json* ui, const std::vector<Frame>& frames) {
  Json list = Json::array();
  for (const Frame& frame : frames) {
    Json rect = pointAsJson(frame.rect.topLeft());
    const Json size = pointAsJson({std::abs(frame.rect.width()), std::abs(frame.rect.height())});
    rect.insert(rect.end(), size.begin(), size.end());
    list.push_back({{"id", frame.id}, {"rect", rect}, {"title", frame.title.toStdString()}});
  }
  return with(ui, "frames", orNull(std::move(list)));
}

Json withPins(const Json* ui, const std::vector<PinnedParam>& pins) {
  Json list = Json::array();
  for (const PinnedParam& pin : pins) list.push_back(Json::array({pin.node.value, pin.param.toStdString()}));
  return with(ui, "pins", orNull(std::move(list)));
}

}  // namespace heddle::document
