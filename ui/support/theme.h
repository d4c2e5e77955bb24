// Theme: the colours and lengths of the window, from look.md, for one scheme and one scale. Used by the composition
// root (palette, style sheet), by the graph view for wires and ports, by every widget that paints itself. Thread rule:
// plain values; the free functions that query the application belong to the window's thread.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include "graph/node_spec.h"

namespace heddle::ui {

enum class Scheme { dark, light, highContrast };

// Round takes or gives one, square a list.
enum class PortShape { round, square };

// The colours of custom-painted widgets; the application's palette carries them, so a new theme repaints all.
struct ThemeColors {
  QColor background;  // behind the work
  QColor panel;       // docks, bars
  QColor raised;      // cards, nodes, buttons
  QColor input;       // fields, tracks
  QColor line;        // between panels
  QColor edge;        // around raised things
  QColor text;
  QColor textSecondary;  // hints, states
  QColor accent;         // selection, values
  QColor selection;      // behind selected text and rows
};

struct Theme {
  Scheme scheme = Scheme::dark;
  double scale = 1.0;  // 0.75 to 2; 1 is a font of 13 pixels
  ThemeColors colors;
  QColor onAccent;  // text on an accent background
  QColor focus;     // around the keyboard focus
  QColor error;
  double mutedOpacity = 0.45;

  // A length given in pixels at 100 %, never under 1.
  [[nodiscard]] int px(double at100) const;
  [[nodiscard]] double pxF(double at100) const { return at100 * scale; }
  [[nodiscard]] QColor portColour(const graph::PortType& type) const;
  [[nodiscard]] static PortShape portShape(const graph::PortSpec& port);
  [[nodiscard]] QFont font() const;  // the system's, 13 pixels at 100 %
  [[nodiscard]] QPalette palette() const;
  [[nodiscard]] QString styleSheet() const;
};

// The scale is brought into 0.75 to 2.
[[nodiscard]] Theme makeTheme(Scheme scheme, double scale = 1.0);

// "dark", "light", "high_contrast": as settings store it; anything else is dark.
[[nodiscard]] Scheme schemeFromName(const QString& name);
[[nodiscard]] QString schemeName(Scheme scheme);

// Font, palette and style sheet of the whole application, which every open window follows.
void applyTheme(const Theme& theme);

// For widgets: the tones that the palette carries, and a length at the application's present scale.
[[nodiscard]] ThemeColors themeColors(const QPalette& palette);
[[nodiscard]] int scaled(double at100);

// A heading's letter spacing; a style sheet can set size and weight, but not this.
[[nodiscard]] QFont capitals(QFont font);

// `share` of `over` laid on `under`.
[[nodiscard]] QColor mixed(const QColor& under, const QColor& over, double share);

}  // namespace heddle::ui
