#include "support/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontInfo>
#include <QHash>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace heddle::ui {
namespace {

constexpr double kBaseFont = 13.0;  // pixels at 100 %

enum class PortGroup { model, text, image, imagePrompt, control, latent, mask, number };

PortGroup groupOf(std::string_view id) {
  if (id == "model" || id == "text_encoder" || id == "vae" || id == "lora") return PortGroup::model;
  if (id == "conditioning" || id == "text") return PortGroup::text;
  if (id == "image") return PortGroup::image;
  if (id == "image_prompt" || id == "adapter" || id == "image_encoder") return PortGroup::imagePrompt;
  if (id == "control" || id == "control_net" || id == "t2i_adapter" || id == "style_adapter" || id == "coadapter" ||
      id == "co_condition" || id == "uni_control")
    return PortGroup::control;
  if (id == "latent" || id == "noise" || id == "attention") return PortGroup::latent;
  if (id == "mask") return PortGroup::mask;
  return PortGroup::number;
}

Theme darkTheme() {
  Theme theme;
  theme.colors = {QColor("#191919"), QColor("#222222"), QColor("#2b2b2b"), QColor("#1a1a1a"), QColor("#111111"),
                  QColor("#3a3a3a"), QColor("#d6d6d6"), QColor("#8f8f8f"), QColor("#ffffff"), QColor("#454545")};
  theme.onAccent = QColor("#191919");
  theme.focus = QColor("#8f8f8f");
  theme.error = QColor("#e8a090");
  return theme;
}

Theme lightTheme() {
  Theme theme;
  theme.scheme = Scheme::light;
  theme.colors = {QColor("#e9e9e9"), QColor("#f3f3f3"), QColor("#ffffff"), QColor("#e2e2e2"), QColor("#d4d4d4"),
                  QColor("#c6c6c6"), QColor("#222222"), QColor("#676767"), QColor("#000000"), QColor("#d0d0d0")};
  theme.onAccent = QColor("#ffffff");
  theme.focus = QColor("#6f6f6f");
  theme.error = QColor("#9c3a28");
  return theme;
}

Theme contrastTheme() {
  Theme theme;
  theme.scheme = Scheme::highContrast;
  const QColor black("#000000"), white("#ffffff"), yellow("#ffe600");
  theme.colors = {black, black, black, black, white, white, white, white, yellow, QColor("#4d4500")};
  theme.onAccent = black;
  theme.focus = yellow;
  theme.error = yellow;
  theme.mutedOpacity = 0.6;
  return theme;
}

QString filledIn(const QString& sheet, const Theme& theme, const QHash<QString, QColor>& colours) {
  static const QRegularExpression token("@(\\w+)@");
  QString out;
  qsizetype last = 0;
  auto matches = token.globalMatch(sheet);
  while (matches.hasNext()) {
    const auto match = matches.next();
    const QString name = match.captured(1);
    out.append(QStringView(sheet).mid(last, match.capturedStart() - last));
    out += name.endsWith("px") ? QString::number(theme.px(name.chopped(2).toDouble())) + "px"
                               : colours.value(name, theme.colors.text).name();
    last = match.capturedEnd();
  }
  return out.append(QStringView(sheet).mid(last));
}

}  // namespace

int Theme::px(double at100) const { return std::max(1, static_cast<int>(std::lround(at100 * scale))); }

QColor Theme::portColour(const graph::PortType& type) const {
  // Distinct for colour-blind users; in a light theme the same hues, darker.
  static const std::array<QColor, 8> onDark = {QColor("#b9a5ff"), QColor("#ffd479"), QColor("#7fc8ff"),
                                               QColor("#ff9ec7"), QColor("#ffb38a"), QColor("#9be3a5"),
                                               QColor("#e8e8e8"), QColor("#b0b0b0")};
  static const std::array<QColor, 8> onLight = {QColor("#6a4fd0"), QColor("#a87400"), QColor("#0f77b8"),
                                                QColor("#c23a7a"), QColor("#bf5a1e"), QColor("#2c8a3c"),
                                                QColor("#4a4a4a"), QColor("#7a7a7a")};
  const auto index = static_cast<std::size_t>(groupOf(type.id));
  return scheme == Scheme::light ? onLight[index] : onDark[index];
}

PortShape Theme::portShape(const graph::PortSpec& port) {
  return port.is_multiple ? PortShape::square : PortShape::round;
}

QFont Theme::font() const {
  static const QFont system = QApplication::font();  // before the first theme is applied
  QFont font = system;
  font.setPixelSize(px(kBaseFont));
  return font;
}

QFont capitals(QFont font) {
  font.setCapitalization(QFont::AllUppercase);
  font.setLetterSpacing(QFont::AbsoluteSpacing, font.pixelSize() > 0 ? font.pixelSize() * 0.06 : 0.8);
  return font;
}

QPalette Theme::palette() const {
  QPalette palette;
  palette.setColor(QPalette::Window, colors.panel);
  palette.setColor(QPalette::WindowText, colors.text);
  palette.setColor(QPalette::Base, colors.input);
  palette.setColor(QPalette::AlternateBase, colors.raised);
  palette.setColor(QPalette::Text, colors.text);
  palette.setColor(QPalette::Button, colors.raised);
  palette.setColor(QPalette::ButtonText, colors.text);
  palette.setColor(QPalette::BrightText, colors.accent);
  palette.setColor(QPalette::PlaceholderText, colors.textSecondary);
  palette.setColor(QPalette::Highlight, colors.selection);
  palette.setColor(QPalette::HighlightedText, colors.accent);
  palette.setColor(QPalette::Dark, colors.background);
  palette.setColor(QPalette::Shadow, colors.line);
  palette.setColor(QPalette::Midlight, colors.edge);
  palette.setColor(QPalette::Mid, colors.edge);
  palette.setColor(QPalette::Light, colors.edge);
  palette.setColor(QPalette::ToolTipBase, colors.raised);
  palette.setColor(QPalette::ToolTipText, colors.text);
  palette.setColor(QPalette::Link, colors.accent);
  const QColor disabled = mixed(colors.panel, colors.text, 0.45);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, disabled);
  }
  return palette;
}

QString Theme::styleSheet() const {
  QFile file(":/heddle/theme/studio.qss");
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QHash<QString, QColor> colours = {{"ground", colors.background},
                                          {"panel", colors.panel},
                                          {"raised", colors.raised},
                                          {"input", colors.input},
                                          {"line", colors.line},
                                          {"edge", colors.edge},
                                          {"text", colors.text},
                                          {"faint", colors.textSecondary},
                                          {"accent", colors.accent},
                                          {"onAccent", onAccent},
                                          {"focus", focus},
                                          {"error", error},
                                          {"selection", colors.selection},
                                          {"field", scheme == Scheme::highContrast ? colors.edge : colors.input},
                                          {"rim", scheme == Scheme::highContrast ? colors.edge : colors.raised},
                                          {"disabled", mixed(colors.panel, colors.text, 0.45)}};
  QString sheet = QString::fromUtf8(file.readAll());
  sheet.replace("@ink@", scheme == Scheme::light ? "dark" : "light");  // of the few drawings that a sheet can name
  return filledIn(sheet, *this, colours);
}

Theme makeTheme(Scheme scheme, double scale) {
  Theme theme = scheme == Scheme::light ? lightTheme() : scheme == Scheme::highContrast ? contrastTheme() : darkTheme();
  theme.scale = std::clamp(std::isfinite(scale) ? scale : 1.0, 0.75, 2.0);
  return theme;
}

Scheme schemeFromName(const QString& name) {
  if (name == "light") return Scheme::light;
  return name == "high_contrast" ? Scheme::highContrast : Scheme::dark;
}

QString schemeName(Scheme scheme) {
  if (scheme == Scheme::light) return "light";
  return scheme == Scheme::highContrast ? "high_contrast" : "dark";
}

void applyTheme(const Theme& theme) {
  QApplication::setFont(theme.font());
  QApplication::setPalette(theme.palette());
  qApp->setStyleSheet(theme.styleSheet());
}

ThemeColors themeColors(const QPalette& palette) {
  return {palette.color(QPalette::Dark),          palette.color(QPalette::Window),
          palette.color(QPalette::AlternateBase), palette.color(QPalette::Base),
          palette.color(QPalette::Shadow),        palette.color(QPalette::Midlight),
          palette.color(QPalette::WindowText),    palette.color(QPalette::PlaceholderText),
          palette.color(QPalette::BrightText),    palette.color(QPalette::Highlight)};
}

int scaled(double at100) {
  const double scale = QFontInfo(QApplication::font()).pixelSize() / kBaseFont;
  return std::max(1, static_cast<int>(std::lround(at100 * scale)));
}

QColor mixed(const QColor& under, const QColor& over, double share) {
  const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
  return QColor(mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue()));
}

}  // namespace heddle::ui
