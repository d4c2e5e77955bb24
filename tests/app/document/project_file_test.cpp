#include "document/project_file.h"

#include <QTest>
#include <random>

#include "sample_project.h"
#include "support/qt_test.h"
#include "support/sample_catalog.h"

using namespace heddle;
using namespace heddle::document;
using heddle::testing::sampleCatalog;
using heddle::testing::sampleProject;

class ProjectFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aProjectReadsBackAsItWas() {
    const auto project = sampleProject();
    const auto bytes = encodeProject(project.graph, project.images);
    QVERIFY(bytes);
    const auto back = decodeProject(*bytes, sampleCatalog(), "a.heddle");
    QVERIFY(back);
    QVERIFY(back->graph == project.graph);
    QCOMPARE(back->images.all(), project.images.all());
    QVERIFY(!back->isNewer);
  }

  void theSameProjectGivesTheSameBytes() {
    const auto project = sampleProject();
    QCOMPARE(*encodeProject(project.graph, project.images), *encodeProject(project.graph, project.images));
  }

  void imagesThatNothingUsesStayOut() {
    auto project = sampleProject();
    project.images.add("a leftover");
    const auto back = decodeProject(*encodeProject(project.graph, project.images), sampleCatalog(), "a");
    QCOMPARE(back->images.all().size(), std::size_t{2});
  }

  void aBareGraphIsAProject() {
    const auto project = sampleProject();
    const auto back = decodeProject(QByteArray::fromStdString(graph::write_graph(project.graph)), sampleCatalog(), "a");
    QVERIFY(back);
    QVERIFY(back->graph == project.graph);
  }

  void fault_35_aNewerVersionIsRecognised() {
    QByteArray text = QByteArray::fromStdString(graph::write_graph(sampleProject().graph));
    text.replace("\"version\": 1,", "\"version\": 7,");
    const auto back = decodeProject(text, sampleCatalog(), "a");
    QVERIFY(back);
    QVERIFY(back->isNewer);
  }

  void fault_36_aFileCutAnywhereIsRefused() {
    const auto project = sampleProject();
    const QByteArray bytes = *encodeProject(project.graph, project.images);
    for (qsizetype size = 0; size < bytes.size(); size += 37) {
      QVERIFY(!decodeProject(bytes.left(size), sampleCatalog(), "cut"));
    }
  }

  void fault_36_aFileWithAWrongByteNeverReadsAsAnother() {
    const auto project = sampleProject();
    const QByteArray bytes = *encodeProject(project.graph, project.images);
    std::mt19937 random(5);
    int refused = 0;
    for (int i = 0; i < 500; ++i) {
      QByteArray wrong = bytes;
      const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size()));
      wrong[at] = static_cast<char>(wrong[at] ^ static_cast<char>(1 << (random() % 8)));
      const auto back = decodeProject(wrong, sampleCatalog(), "wrong");
      if (!back) ++refused;
      QVERIFY(!back || back->graph == project.graph);
    }
    QVERIFY(refused > 300);
  }

  void somethingElseIsNamedSo() {
    const auto back = decodeProject("<!DOCTYPE html><html></html>", sampleCatalog(), "page.heddle");
    QVERIFY(!back);
    QVERIFY(back.error().message.find("no Heddle project") != std::string::npos);
    QVERIFY(!readProject("/nowhere/at/all.heddle", sampleCatalog()));
  }
};

HEDDLE_QT_TEST_GUILESS(ProjectFileTest)
#include "project_file_test.moc"
