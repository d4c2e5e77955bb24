#include "graph_view/node_card.h"

#include <QFontMetricsF>
#include <algorithm>

#include "graph_view/param_text.h"

namespace heddle::ui {
namespace {

constexpr double kWidth = 208;
constexpr double kTitle = 32;
constexpr double kRow = 22;
constexpr double kParamRow = 24;
constexpr double kPad = 10;
constexpr double kTextBox = 64;
constexpr double kErrorMost = 84;  // six lines; the notice above the graph has all of it
constexpr double kNotesMost = 84;  // the log has all of them
constexpr std::size_t kParamsShown = 3;

// Fills a card from the top down; lengths are of 100 %.
class Builder final {
 public:
  Builder(const document::Document& document, graph::NodeId id, const Theme& theme)
      : document_(document), node_(*document.node(id)), spec_(document.spec(id)), theme_(theme) {}

  NodeCard build(const std::set<std::string>& wired, const NodeStatus& status) {
    card_.mode = node_.mode;
    card_.isCollapsed = document_.isCollapsed(node_.id);
    card_.isKnown = spec_ != nullptr;
    card_.title = document_.title(node_.id);
    card_.mark = markColour();
    bottom_ = kTitle;
    addPorts();
    if (spec_ != nullptr) addParams(wired);
    if (card_.isCollapsed) {
      fold();
    } else {
      addImage(status);
      card_.notes = addSentences(status.notes, kNotesMost);
      addError(status);
      bottom_ += kPad;
    }
    card_.size = QSizeF(px(kWidth), px(bottom_));
    return std::move(card_);
  }

 private:
  double px(double at100) const { return theme_.pxF(at100); }

  QColor markColour() const {
    if (spec_ == nullptr) return theme_.error;
    if (!spec_->outputs.empty()) return theme_.portColour(spec_->outputs.front().type);
    return spec_->inputs.empty() ? theme_.colors.textSecondary : theme_.portColour(spec_->inputs.front().type);
  }

  void addPorts() {
    if (spec_ == nullptr) return addUnknownPorts();
    for (std::size_t i = 0; i < spec_->inputs.size(); ++i) addPort(spec_->inputs[i], i, false);
    for (std::size_t i = 0; i < spec_->outputs.size(); ++i) addPort(spec_->outputs[i], i, true);
    bottom_ += kRow * static_cast<double>(std::max(spec_->inputs.size(), spec_->outputs.size()));
  }

  void addPort(const graph::PortSpec& port, std::size_t row, bool isOutput) {
    const QPointF at(isOutput ? px(kWidth) : 0, px(kTitle + (static_cast<double>(row) + 0.5) * kRow));
    card_.ports.push_back(
        {port.name, port.type, plainName(port.title, port.name), at, isOutput, false, Theme::portShape(port)});
  }

  // A node that this version does not know shows the ports that its wires use.
  void addUnknownPorts() {
    std::size_t rows[2] = {0, 0};
    std::set<std::pair<bool, std::string>> seen;
    for (const graph::Link& link : document_.graph().links()) {
      for (const bool isOutput : {false, true}) {
        const graph::Endpoint& end = isOutput ? link.from : link.to;
        if (end.node != node_.id || !seen.insert({isOutput, end.port}).second) continue;
        addPort({end.port, graph::port::any}, rows[isOutput ? 1 : 0]++, isOutput);
      }
    }
    bottom_ += kRow * static_cast<double>(std::max({rows[0], rows[1], std::size_t{1}}));
  }

  // Wired ones and texts always; live ones, then the first, up to three. A text is enough alone.
  std::vector<const graph::ParamSpec*> paramsThatMatter(const std::set<std::string>& wired) const {
    std::vector<const graph::ParamSpec*> chosen;
    const auto take = [&](auto&& wanted, std::size_t most) {
      for (const graph::ParamSpec& param : spec_->params) {
        const bool has = std::find(chosen.begin(), chosen.end(), &param) != chosen.end();
        if (!has && chosen.size() < most && wanted(param)) chosen.push_back(&param);
      }
    };
    take([&](const graph::ParamSpec& p) { return p.is_multiline || wired.contains(p.name); }, spec_->params.size());
    take([](const graph::ParamSpec& p) { return p.is_live; }, kParamsShown);
    const bool hasText =
        std::any_of(chosen.begin(), chosen.end(), [](const auto* param) { return param->is_multiline; });
    const auto isShort = [&](const graph::ParamSpec& p) { return p.kind != graph::ParamKind::list && !isEmptyFile(p); };
    if (!hasText) take(isShort, kParamsShown);
    std::sort(chosen.begin(), chosen.end());  // the order of the description
    return chosen;
  }

  bool isEmptyFile(const graph::ParamSpec& param) const {
    if (&param == &spec_->params.front()) return false;
    const auto value = document_.param(node_.id, QString::fromStdString(param.name));
    const auto* file = std::get_if<graph::FilePath>(&value);
    return file != nullptr && file->path.empty();
  }

  void addParams(const std::set<std::string>& wired) {
    const auto chosen = paramsThatMatter(wired);
    if (!chosen.empty()) bottom_ += 4;
    for (const graph::ParamSpec* param : chosen) {
      const graph::ParamValue value = document_.param(node_.id, QString::fromStdString(param->name));
      const double height = param->is_multiline ? kTextBox : kParamRow;
      CardParam row{param->name,        plainName(param->title, param->name), describeValue(value), {}, {},
                    param->is_multiline};
      row.rect = QRectF(px(kPad), px(bottom_), px(kWidth - 2 * kPad), px(height));
      const bool isWired = wired.contains(param->name);
      if (isWired) {
        row.value = QStringLiteral("←");
      } else {
        row.share = shareOfRange(value, *param);
      }
      if (const auto type = param->port_type()) {
        card_.ports.push_back({param->name, *type, row.label, {0, row.rect.center().y()}, false, true});
      }
      bottom_ += height + (row.share || row.isText ? 4 : 0);
      card_.params.push_back(std::move(row));
    }
  }

  bool holdsImage() const {
    if (spec_ == nullptr) return false;
    if (spec_->outputs.empty()) return false;
    const std::string& first = spec_->outputs.front().type.id;  // the node's purpose; the others are secondary
    return first == "image" || first == "latent" || first == "mask";
  }

  void addImage(const NodeStatus& status) {
    if (!holdsImage() && (status.image.isNull() || spec_ != nullptr)) return;
    bottom_ += 4;
    const double width = kWidth - 2 * kPad;
    double aspect = 0.4;
    if (!status.image.isNull()) {
      aspect = std::clamp(static_cast<double>(status.image.height()) / status.image.width(), 0.3, 1.25);
    }
    card_.image = QRectF(px(kPad), px(bottom_), px(width), px(width * aspect));
    bottom_ += width * aspect;
  }

  // The place for them, of at most such a height; none for no text.
  QRectF addSentences(const QString& text, double most) {
    if (text.isEmpty()) return {};
    bottom_ += 6;
    QFont font = theme_.font();
    font.setPixelSize(theme_.px(11));
    const double width = kWidth - 2 * kPad;
    const QRectF needed = QFontMetricsF(font).boundingRect(QRectF(0, 0, px(width), px(most)), Qt::TextWordWrap, text);
    const double height = std::min(most, needed.height() / px(1) + 2);
    const QRectF place(px(kPad), px(bottom_), px(width), px(height));
    bottom_ += height;
    return place;
  }

  void addError(const NodeStatus& status) {
    card_.error = addSentences(status.error, kErrorMost);
    if (status.error.isEmpty() || status.fix.isEmpty()) return;
    card_.fix = QRectF(px(kPad), px(bottom_ + 4), px(kWidth - 2 * kPad), px(24));
    bottom_ += 28;
  }

  // Title alone; all wires meet at its ends.
  void fold() {
    for (CardPort& port : card_.ports) port.at = QPointF(port.isOutput ? px(kWidth) : 0, px(kTitle / 2));
    card_.params.clear();
    bottom_ = kTitle;
  }

  const document::Document& document_;
  const graph::Node& node_;
  const graph::NodeSpec* spec_;
  const Theme& theme_;
  NodeCard card_;
  double bottom_ = 0;
};

}  // namespace

const CardPort* NodeCard::findPort(std::string_view name, bool isOutput) const {
  const auto found = std::find_if(ports.begin(), ports.end(),
                                  [&](const CardPort& port) { return port.isOutput == isOutput && port.name == name; });
  return found == ports.end() ? nullptr : &*found;
}

NodeCard makeCard(const document::Document& document, graph::NodeId id, const std::set<std::string>& wired,
                  const NodeStatus& status, const Theme& theme) {
  return Builder(document, id, theme).build(wired, status);
}

}  // namespace heddle::ui
