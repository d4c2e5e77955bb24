// The library: cards of every kind become the right node, broken files show why, and thousands do not block the window.
#include "library/library_panel.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <string>

#include "base/json.h"
#include "document/starters.h"
#include "graph/catalog_json.h"
#include "library/library_model.h"
#include "library/thumbnails.h"
#include "support/qt_test.h"
#include "support/theme.h"
#include "weights/file_kind.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

protocol::LibraryEntry entry(const QString& name, const QString& kind, const QString& family = "sd1") {
  protocol::LibraryEntry made;
  made.path = ("/models/" + name + ".safetensors").toStdString();
  made.name = name.toStdString();
  made.kind = kind.toStdString();
  made.family = family.toStdString();
  made.bytes = 4'265'380'512;
  return made;
}

protocol::LibraryEntry broken() {
  protocol::LibraryEntry made = entry("half", "");
  made.problem = "'half.safetensors' has 1.2 of 2.0 GB; download it again";
  return made;
}

}  // namespace

class LibraryPanelTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(makeTheme(Scheme::dark)); }

  void eachKindBecomesTheRightNode_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("carried");
    const auto carried = [](const char* type, const char* param) {
      return QByteArray("{\"params\":{\"") + param + "\":\"/models/a.safetensors\"},\"type\":\"" + type + "\"}";
    };
    QTest::newRow("checkpoint") << "checkpoint" << carried("model.load", "model");
    QTest::newRow("adapter") << "ip_adapter" << carried("adapter.load", "adapter");
    QTest::newRow("encoder") << "image_encoder" << carried("image_encoder.load", "encoder");
    QTest::newRow("vae") << "vae" << carried("model.load", "vae");
    QTest::newRow("lora") << "lora" << carried("lora.apply", "lora");
    QTest::newRow("embedding") << "embedding" << carried("embedding.apply", "embedding");
  }
  void eachKindBecomesTheRightNode() {
    QFETCH(QString, kind);
    QFETCH(QByteArray, carried);
    LibraryModel model;
    model.add({cardOf(entry("a", kind))});
    const QModelIndex index = model.find("/models/a.safetensors");
    QVERIFY(model.flags(index).testFlag(Qt::ItemIsDragEnabled));
    const std::unique_ptr<QMimeData> data(model.mimeData({index}));
    QCOMPARE(data->data(kCardMime), carried);
  }
  void aKindOfFileNamesANodeThatThereIs() {
    QFile file(":/heddle/nodes.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto catalog = graph::catalog_from_json(*parse_json(file.readAll().toStdString(), "nodes.json"));
    QVERIFY(catalog.has_value());
    for (const weights::FileKindFacts& facts : weights::file_kinds()) {
      if (facts.node.empty()) continue;
      const graph::NodeSpec* spec = catalog->find(facts.node);
      QVERIFY2(spec != nullptr, facts.node.data());
      const bool takesIt = std::ranges::any_of(spec->params, [&](const graph::ParamSpec& param) {
        return param.name == facts.param && param.kind == graph::ParamKind::file;
      });
      QVERIFY2(takesIt, facts.id.data());
    }
  }
  void aKindWithoutANodeIsNotDragged() {
    LibraryModel model;
    model.add({cardOf(entry("small", "vae_tiny"))});
    QVERIFY(!model.flags(model.find("/models/small.safetensors")).testFlag(Qt::ItemIsDragEnabled));
  }
  void badgesAreReadFromTheFamily() {
    QCOMPARE(familyBadge("sd1"), QString("SD 1.5"));
    QCOMPARE(familyBadge("sdxl"), QString("SDXL"));
    QCOMPARE(familyBadge("bobbin"), QString("Bobbin"));
    QCOMPARE(familyBadge("unknown"), QString("unknown"));
    protocol::LibraryEntry bobbin = entry("bobbin", "checkpoint", "bobbin");
    bobbin.use = "bobbin";
    QVERIFY(cardOf(bobbin).subtitle.startsWith("Bobbin"));
    QCOMPARE(cardOf(bobbin).value, QString("bobbin"));
    bobbin.use = "bobbin:ink";
    QCOMPARE(cardOf(bobbin).title, QString("Bobbin · ink"));
    QCOMPARE(cardOf(bobbin).value, QString("bobbin:ink"));
    QCOMPARE(cardOf(bobbin).node.type, QString("model.load"));
  }
  void aFileThatCannotBeReadIsShownWithItsProblem() {
    LibraryModel model;
    model.add({cardOf(broken()), cardOf(entry("a", "checkpoint"))});
    const QModelIndex index = model.find("/models/half.safetensors");
    QVERIFY(model.at(index)->subtitle.contains("download it again"));
    QCOMPARE(model.sectionAt(index), Section::unreadable);
    QVERIFY(index.row() > model.find("starter:first").row());
  }
  void headingsFoldAndASearchOpensThem() {
    LibraryModel model;
    model.add({cardOf(entry("dream", "checkpoint")), cardOf(entry("anime", "checkpoint", "sdxl"))});
    const int all = model.rowCount();
    model.fold(Section::starters, true);
    QCOMPARE(model.rowCount(), all - static_cast<int>(document::starters().size()));
    model.seek("variation");
    QVERIFY(model.find("starter:variation").isValid());
    QCOMPARE(model.rowCount(), 2);
    model.seek("SDXL anim");
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.find("/models/anime.safetensors").isValid());
    model.seek("nothing of the kind");
    QCOMPARE(model.rowCount(), 0);
  }
  void enterMakesTheNodeOrOpensTheStarter() {
    LibraryPanel panel;
    panel.begin();
    panel.add(entry("a", "checkpoint"));
    panel.finish({0, true, {}});
    auto* list = panel.findChild<QListView*>();
    auto* model = panel.findChild<LibraryModel*>();
    QTRY_VERIFY(model->find("/models/a.safetensors").isValid());
    QSignalSpy nodes(&panel, &LibraryPanel::nodeRequested);
    QSignalSpy starters(&panel, &LibraryPanel::starterRequested);
    Q_EMIT list->activated(model->find("/models/a.safetensors"));
    Q_EMIT list->activated(model->find("starter:words"));
    QCOMPARE(nodes.size(), 1);
    QCOMPARE(nodes[0][0].toString(), QString("model.load"));
    QCOMPARE(starters.size(), 1);
    QCOMPARE(starters[0][0].toString(), QString("words"));
  }
  void imagesAreAskedForOnlyWhenACardIsSeen() {
    LibraryPanel panel;
    QSignalSpy wanted(&panel, &LibraryPanel::thumbnailRequested);
    panel.resize(220, 700);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.begin();
    for (int i = 0; i < 1000; ++i) {
      protocol::LibraryEntry made = entry(QString("m%1").arg(i, 4, 10, QChar('0')), "checkpoint");
      made.has_preview = true;
      panel.add(made);
    }
    panel.finish({0, true, {}});
    auto* model = panel.findChild<LibraryModel*>();
    QTRY_COMPARE(model->models(), 1000);
    QTRY_COMPARE(wanted.size(), 4);  // a few at a time
    QImage image(64, 32, QImage::Format_RGB32);
    image.fill(Qt::red);
    for (int i = 0; i < wanted.size() && i < 200; ++i) panel.takeThumbnail(wanted[i][0].toString(), image);
    QVERIFY2(wanted.size() < 100, qPrintable(QString::number(wanted.size())));
  }
  void fiveThousandCardsNeverStopTheWindow() {
    LibraryPanel panel;
    panel.resize(220, 700);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.begin();
    QElapsedTimer clock;
    qint64 longest = 0;
    QTimer watch;
    connect(&watch, &QTimer::timeout, &watch, [&] { longest = std::max(longest, clock.restart()); });
    watch.start(0);
    clock.start();
    const QStringList kinds = {"checkpoint", "lora", "vae", "ip_adapter", "embedding", ""};
    for (int i = 0; i < 5000; ++i) {
      protocol::LibraryEntry made = entry(QString("model %1").arg((i * 7919) % 5000), kinds[i % kinds.size()]);
      made.path += std::to_string(i);
      panel.add(made);
      if (i % 50 == 0) QCoreApplication::processEvents();  // as they come from the engine
    }
    panel.finish({0, true, {}});
    auto* model = panel.findChild<LibraryModel*>();
    QTRY_COMPARE_WITH_TIMEOUT(model->models(), 5000, 20'000);
    auto* search = panel.findChild<QLineEdit*>();
    for (const QChar letter : QString("model 42")) {
      search->setText(search->text() + letter);
      QCoreApplication::processEvents();
    }
    panel.findChild<QListView*>()->scrollToBottom();
    QTest::qWait(50);
    qInfo("longest %lld ms", longest);
    QVERIFY2(!heddle::testing::judgesTimes() || longest <= 16, qPrintable(QString::number(longest)));
  }
};

HEDDLE_QT_TEST(LibraryPanelTest)
#include "library_panel_test.moc"
