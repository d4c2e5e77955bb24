// Korean is complete: no sentence is unfinished, and none has lost its place holders.
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include "support/qt_test.h"

class TranslationTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nothingIsUnfinished() {
    QFile file(QString(HEDDLE_SOURCE_DIR) + "/translations/heddle_ko.ts");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QString source;
    int sentences = 0;
    while (!xml.atEnd()) {
      xml.readNext();
      if (!xml.isStartElement()) continue;
      if (xml.name() == QStringLiteral("source")) source = xml.readElementText();
      if (xml.name() != QStringLiteral("translation")) continue;
      QVERIFY2(!xml.attributes().hasAttribute("type"), qPrintable("unfinished: " + source));
      const QString korean = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
      QVERIFY2(!korean.isEmpty(), qPrintable("empty: " + source));
      QVERIFY2(placesOf(source) == placesOf(korean), qPrintable(source + " -> " + korean));
      ++sentences;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(sentences > 200);
  }
  void theProgramCarriesIt() {
    QTranslator korean;
    QVERIFY(korean.load(":/heddle/translations/heddle_ko.qm"));
    QCOMPARE(korean.translate("lanes", "layout"), QStringLiteral("구도"));
  }
  void pagesHaveNamesOfTheirOwn() {
    QTranslator korean;
    QVERIFY(korean.load(":/heddle/translations/heddle_ko.qm"));
    QStringList names;
    const char* const pages[][2] = {{"heddle::ui::GraphWorkspace", "Graph"},
                                    {"heddle::ui::PaintWorkspace", "Paint"},
                                    {"heddle::ui::CompareWorkspace", "Compare"},
                                    {"heddle::ui::PlotsWorkspace", "Plots"}};
    for (const auto& [page, name] : pages) {
      const QString translated = korean.translate(page, name);
      QVERIFY2(!translated.isEmpty() && !names.contains(translated), name);
      names << translated;
    }
  }

 private:
  static QStringList placesOf(const QString& text) {
    static const QRegularExpression place("%(?:[0-9]|n)");
    QStringList found;
    for (auto all = place.globalMatch(text); all.hasNext();) found << all.next().captured();
    found.removeDuplicates();
    found.sort();
    return found;
  }
};

HEDDLE_QT_TEST(TranslationTest)
#include "translation_test.moc"
