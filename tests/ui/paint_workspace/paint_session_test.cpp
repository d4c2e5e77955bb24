// Whole sessions in the Paint workspace by real events, with the real engine: from the photo to the last redo, and
// pictures of every size and kind.
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>
#include <QUndoStack>
#include <memory>
#include <utility>

#include "paint_page.h"
#include "support/notice_bar.h"
#include "support/temporary_folder.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

QImage waves(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) image.setPixel(x, y, qRgb(x & 255, (2 * y) & 255, 128));
  }
  return image;
}

}  // namespace

class PaintSessionTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { page_ = std::make_unique<PaintPage>(command()); }
  void cleanup() { page_.reset(); }

  // What was painted is offered when the program is opened again.
  void aCanvasThatWasLeftIsOfferedAgain() {
    canvas().open(paint::stateFor(waves(150, 117), "photo"), "photo");
    page_->drag({40, 40}, {100, 80});
    const QImage mask = canvas().mask().image();
    QTemporaryDir& folder = page_->bench.folder;
    folder.setAutoRemove(false);
    const QString left = folder.path();
    page_.reset();
    PaintPage next(command());
    QVERIFY(QDir().rename(left + "/journals", next.bench.journals[0]));  // before it looks for them
    QDir(left).removeRecursively();
    auto* notices = next.page->findChild<NoticeBar*>();
    QTRY_VERIFY(!notices->text().isEmpty());
    QPushButton* bring = next.button(PaintWorkspace::tr("Bring it back"));
    QVERIFY(bring != nullptr);
    bring->click();
    QTRY_COMPARE(next.page->canvas().size(), QSize(150, 117));
    QCOMPARE(next.page->canvas().mask().image(), mask);
    QCOMPARE(next.page->canvas().undoStack()->count(), 1);
  }

#ifdef HEDDLE_PROGRAM
  void fromAPhotoToTheLastRedo() {
    const testing::TemporaryFolder folder;
    const QString photo = QString::fromStdString((folder / "photo.png").string());
    const QString reference = QString::fromStdString((folder / "reference.png").string());
    QVERIFY(waves(150, 117).save(photo));
    QFile::copy(":/heddle/graphs/first_reference.png", reference);
    page_->start();
    page_->setSteps(4);
    page_->dropOnCanvas(photo);
    QTRY_COMPARE(canvas().size(), QSize(150, 117));
    page_->use("ellipse");
    page_->drag({40, 30}, {110, 80});
    page_->use("eraser");
    page_->drag({70, 50}, {75, 50});
    page_->use("brush");
    page_->drag({90, 60}, {100, 70});
    page_->dropOnPanel(reference);
    QPushButton* surroundings = page_->button(PaintPanel::tr("Surroundings"));
    QTRY_VERIFY(surroundings->isEnabled());  // there is a reference
    for (std::size_t count = 1; count <= 2; ++count) makeVariant(count);
    QVERIFY(canvas().variants()[0].patch.image() != canvas().variants()[1].patch.image());
    named<QToolButton>("Variant before")->click();
    QCOMPARE(canvas().shown(), 0);
    named<QToolButton>("Next variant")->click();
    named<QToolButton>("Variant before")->click();
    const QImage patch = canvas().variants()[0].patch.image();
    page_->button("Keep")->click();
    QCOMPARE(canvas().state().images.size(), std::size_t{2});
    QCOMPARE(canvas().state().images.back().colours.image(), patch);
    page_->use("extend");
    page_->drag({1, 60}, {-31, 60});
    QTRY_COMPARE(canvas().size(), QSize(182, 117));
    makeVariant(1);
    QVERIFY(page_->page->findChild<QLabel*>("paintBadge")->text().startsWith('0'));
    page_->button("Keep")->click();
    const QImage end = page_->flat(), endMask = canvas().mask().image();
    QCOMPARE(end.size(), QSize(182, 117));
    auto* undo = page_->bench.window.findChild<QAction*>("undo");
    auto* redo = page_->bench.window.findChild<QAction*>("redo");
    while (undo->isEnabled()) undo->trigger();
    QCOMPARE(page_->flat(), waves(150, 117));
    QVERIFY(canvas().mask().isZero());
    while (redo->isEnabled()) redo->trigger();
    QCOMPARE(page_->flat(), end);
    QCOMPARE(canvas().mask().image(), endMask);
  }

  void liveRunsAfterAStroke() {
    page_->start();
    page_->setSteps(3);
    canvas().open(paint::stateFor(waves(96, 96), "photo"), "photo");
    page_->page->findChild<QCheckBox*>("paintLive")->setChecked(true);
    page_->drag({30, 30}, {60, 60});
    QTRY_COMPARE(canvas().variants().size(), std::size_t{1});
    QTRY_COMPARE(page_->run()->text(), PaintPanel::tr("Make it new"));
    QTest::mousePress(&page_->page->view(), Qt::LeftButton, {}, page_->place({20, 70}));
    QTest::mouseMove(&page_->page->view(), page_->place({30, 70}));
    QVERIFY(page_->bench.queue.isIdle());  // the pen is down
    QTest::mouseRelease(&page_->page->view(), Qt::LeftButton, {}, page_->place({30, 70}));
    QTRY_COMPARE(canvas().variants().size(), std::size_t{2});
  }

  void everySizeAndKindIsRepaintedOrRefused() {
    page_->start();
    page_->setSteps(2);
    for (const char* name : {"rgb_16.png", "palette.png", "palette_clear.png", "rgba.png", "grey.png", "grey_16.png",
                             "grey_alpha.png", "cmyk.jpg", "exif_6.jpg"}) {
      repaint(QString(HEDDLE_SOURCE_DIR "/tests/golden/image/pictures/") + name, "hard");
      if (QTest::currentTestFailed()) return;
    }
    const std::pair<QSize, const char*> made[] = {{{101, 67}, "white"}, {{1, 1}, "white"},         {{1, 700}, "white"},
                                                  {{203, 3}, "white"},  {{96, 80}, "grey"},        {{96, 80}, "black"},
                                                  {{1, 8192}, "white"}, { {1, 8200}, "too large" }};
    for (const auto& [size, mask] : made) {
      const testing::TemporaryFolder folder;
      const QString file = QString::fromStdString((folder / "made.png").string());
      QVERIFY(waves(size.width(), size.height()).save(file));
      repaint(file, mask);
      if (QTest::currentTestFailed()) return;
    }
  }
#endif

 private:
  static session::EngineCommand command() {
#ifdef HEDDLE_PROGRAM
    return {HEDDLE_PROGRAM, { "engine", "--stdio" }};
#else
    return {"/nonexistent/heddle", {"engine", "--stdio"}};
#endif
  }
  paint::Canvas& canvas() const { return page_->page->canvas(); }
  // By its accessible name, in the source's language.
  template <typename Widget>
  Widget* named(const char* name) const {
    for (Widget* each : page_->page->findChildren<Widget*>()) {
      if (each->accessibleName() == name) return each;
    }
    return nullptr;
  }
  void makeVariant(std::size_t count) {
    page_->run()->click();
    QTRY_COMPARE(canvas().variants().size(), count);
    QTRY_COMPARE(page_->run()->text(), PaintPanel::tr("Make it new"));
    QCOMPARE(canvas().variants().back().changedOutside, 0);
  }
  // Opens the file and makes what the mask shows new; or finds the sentence that says why not.
  void repaint(const QString& file, const QString& mask) {
    qInfo("%s, %s mask", qPrintable(QFileInfo(file).fileName()), qPrintable(mask));
    QSignalSpy opened(&canvas(), &paint::Canvas::opened);
    auto* state = page_->page->findChild<QLabel*>("paintState");
    page_->dropOnCanvas(file);
    if (mask == "too large") {
      QTRY_VERIFY(state->text().contains("8192"));
      QCOMPARE(opened.size(), 0);
      return;
    }
    QTRY_COMPARE(opened.size(), 1);
    if (file.contains("exif_6")) QCOMPARE(canvas().size(), QImageReader(file).size().transposed());
    const QImage before = page_->flat();
    if (mask != "black") paintMask(mask);
    page_->run()->click();
    if (mask == "black") {
      QVERIFY(!state->text().isEmpty());
      QVERIFY(page_->bench.queue.isIdle());
      return;
    }
    const bool mayFail = canvas().size().height() == 8192;
    QTRY_VERIFY(!canvas().variants().empty() || (mayFail && isRefused()));
    QTRY_COMPARE(page_->run()->text(), PaintPanel::tr("Make it new"));
    if (canvas().variants().empty()) return qInfo("refused: %s", qPrintable(state->text()));
    QCOMPARE(canvas().variants().front().changedOutside, 0);
    canvas().keepVariant();
    const QImage after = page_->flat();
    QCOMPARE(after.size(), before.size());
    QVERIFY(after != before);
  }
  // White, grey, or white at the left above, hard.
  void paintMask(const QString& kind) {
    canvas().beginEdit();
    canvas().editMask([&kind](paint::TiledMask& mask) {
      const QRect all = mask.rect();
      const QRect part = kind == "hard" ? QRect(0, 0, all.width() / 2, all.height() / 2) : all;
      const std::uint8_t value = kind == "grey" ? 120 : 255;
      return mask.change(part, [value](int, int, std::uint8_t) { return value; });
    });
    canvas().endEdit("mask");
  }
  bool isRefused() const {
    const auto& jobs = page_->bench.queue.jobs();
    return !jobs.empty() && jobs.back()->state == session::JobState::failed && !jobs.back()->text.isEmpty();
  }
  std::unique_ptr<PaintPage> page_;
};

HEDDLE_QT_TEST(PaintSessionTest)
#include "paint_session_test.moc"
