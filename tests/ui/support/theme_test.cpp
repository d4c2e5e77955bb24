// Colours and lengths of the themes, and that icons are there.
#include "support/theme.h"

#include <QApplication>
#include <QImage>
#include <QTest>

#include "support/icons.h"
#include "support/qt_test.h"

using namespace heddle;
using namespace heddle::ui;

namespace {
double luminance(const QColor& c) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}
double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}
const Scheme kSchemes[] = {Scheme::dark, Scheme::light, Scheme::highContrast};
}  // namespace

class ThemeTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void textIsReadableInEveryScheme() {
    for (const Scheme scheme : kSchemes) {
      const Theme theme = makeTheme(scheme);
      for (const QColor& ground : {theme.colors.panel, theme.colors.raised, theme.colors.input}) {
        QVERIFY2(contrast(theme.colors.text, ground) >= 7.0, qPrintable(schemeName(scheme)));
        QVERIFY2(contrast(theme.colors.textSecondary, ground) >= 4.2, qPrintable(schemeName(scheme)));
        QVERIFY2(contrast(theme.error, ground) >= 4.5, qPrintable(schemeName(scheme)));
      }
    }
  }
  void greysHaveNoHue() {
    for (const Scheme scheme : {Scheme::dark, Scheme::light}) {
      const ThemeColors colors = makeTheme(scheme).colors;
      for (const QColor& colour : {colors.background, colors.panel, colors.raised, colors.input, colors.line,
                                   colors.edge, colors.text, colors.textSecondary, colors.accent, colors.selection}) {
        QCOMPARE(colour.saturation(), 0);
      }
    }
  }
  void portsOfOneKindShareAColourAndListsAreSquare() {
    const Theme theme = makeTheme(Scheme::dark);
    QCOMPARE(theme.portColour(graph::port::latent), QColor("#9be3a5"));
    QCOMPARE(theme.portColour(graph::port::image.of("any")), QColor("#7fc8ff"));
    QVERIFY(theme.portColour(graph::port::model) != theme.portColour(graph::port::image_prompt));
    graph::PortSpec port{"image", graph::port::image};
    QCOMPARE(Theme::portShape(port), PortShape::round);
    port.is_multiple = true;
    QCOMPARE(Theme::portShape(port), PortShape::square);
  }
  void lengthsFollowTheScaleWhichIsBounded() {
    QCOMPARE(makeTheme(Scheme::dark, 2.0).px(18), 36);
    QCOMPARE(makeTheme(Scheme::dark, 9.0).scale, 2.0);
    QCOMPARE(makeTheme(Scheme::dark, 0.1).scale, 0.75);
    QCOMPARE(makeTheme(Scheme::dark, 0.75).px(0.2), 1);
  }
  void theStyleSheetHasNoOpenPlaces() {
    for (const Scheme scheme : kSchemes) {
      const QString sheet = makeTheme(scheme, 1.5).styleSheet();
      QVERIFY(sheet.size() > 1000);
      QVERIFY(!sheet.mid(sheet.indexOf("*/")).contains('@'));
    }
  }
  void applyingAThemeReachesPaletteAndFont() {
    applyTheme(makeTheme(Scheme::light, 1.5));
    QCOMPARE(themeColors(QApplication::palette()).panel, QColor("#f3f3f3"));
    QCOMPARE(scaled(4), 6);
    applyTheme(makeTheme(Scheme::dark));
    QCOMPARE(themeColors(QApplication::palette()).textSecondary, QColor("#8f8f8f"));
    QCOMPARE(scaled(4), 4);
  }
  void iconsAreTintedByTheTheme() {
    applyTheme(makeTheme(Scheme::light));
    const QImage image = icon("run").pixmap(24, 24).toImage();
    int marks = 0;
    for (int y = 0; y < 24; ++y) {
      for (int x = 0; x < 24; ++x) marks += image.pixelColor(x, y).alpha() > 128 ? 1 : 0;
    }
    QVERIFY(marks > 20);
    QVERIFY(!applicationIcon().isNull());
  }
};

HEDDLE_QT_TEST(ThemeTest)
#include "theme_test.moc"
