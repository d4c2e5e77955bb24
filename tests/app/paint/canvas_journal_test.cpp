// The journal of a canvas: what it brings back when its program ended, was killed, or its file was cut.
#include "paint/canvas_journal.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QPainterPath>
#include <QSignalSpy>
#include <random>

#include "paint/brush.h"
#include "paint/layer_edits.h"
#include "paint/shapes.h"
#include "support/qt_test.h"
#include "support/temporary_folder.h"

using namespace heddle::paint;
using heddle::testing::TemporaryFolder;

namespace {

QImage photo() {
  QImage image(600, 400, QImage::Format_RGB32);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) image.setPixel(x, y, qRgb(x & 255, y & 255, (x * y) & 255));
  }
  return image;
}

struct Place {
  TemporaryFolder folder;
  QStringList folders{QString::fromStdString((folder / "state").string())};
};

// The stroke of that number, always the same: on the mask, and each third on the picture.
void paintStroke(Canvas& canvas, int number) {
  std::mt19937 random(static_cast<unsigned>(number));
  const auto any = [&random](int below) { return static_cast<double>(random() % static_cast<unsigned>(below)); };
  const bool isColour = number % 3 == 2;
  canvas.setActive(isColour ? canvas.state().images.front().id : canvas.state().masks.front().id);
  canvas.beginEdit();
  const Brush brush{.size = 10 + any(80), .hardness = any(100) / 100, .colour = qRgb(number * 40 & 255, 90, 10)};
  Way way{{any(600), any(400)}, {any(600), any(400)}, brush, brush};
  double rest = 0;
  canvas.editMask([&](TiledMask& mask) { return stroke(mask, way, rest); });
  canvas.editColours([&](TiledColours& colours) { return stroke(colours, way, rest); });
  canvas.endEdit("stroke");
}

// Both masks and pictures.
bool areSame(const CanvasState& a, const CanvasState& b) {
  if (a.size != b.size || a.images.size() != b.images.size() || a.masks.size() != b.masks.size()) return false;
  for (std::size_t i = 0; i < a.masks.size(); ++i) {
    if (a.masks[i].mask.image() != b.masks[i].mask.image()) return false;
  }
  return flattened(a) == flattened(b);
}

}  // namespace

class CanvasJournalTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void strokesLayersAndUndoComeBack() {
    Place place;
    CanvasState left;
    int entries = 0, index = 0;
    {
      Canvas canvas;
      CanvasJournal journal(canvas, place.folders);
      canvas.open(stateFor(photo(), "photo"), "photo");
      for (int i = 0; i < 12; ++i) paintStroke(canvas, i);
      canvas.commit("layer", withPaintLayer(canvas.state(), "above"));
      canvas.commit("mask", withMask(canvas.state(), MaskPurpose::scale));
      for (int i = 12; i < 20; ++i) paintStroke(canvas, i);
      for (int i = 0; i < 5; ++i) canvas.undoStack()->undo();
      canvas.undoStack()->redo();
      left = canvas.state();
      entries = canvas.undoStack()->count();
      index = canvas.undoStack()->index();
      journal.waitForWriting();
      QVERIFY(CanvasJournal::lostCanvases(place.folders).empty());  // still running
    }
    const auto lost = CanvasJournal::lostCanvases(place.folders);
    QCOMPARE(lost.size(), std::size_t{1});
    const auto found = CanvasJournal::read(lost.front());
    QVERIFY(found);
    Canvas canvas;
    {
      CanvasJournal journal(canvas, place.folders);
      journal.bringBack(*found);
      QCOMPARE(canvas.name(), QString("photo"));
      QVERIFY(areSame(canvas.state(), left));
      QCOMPARE(canvas.undoStack()->count(), entries);
      QCOMPARE(canvas.undoStack()->index(), index);
      canvas.undoStack()->redo();
      paintStroke(canvas, 90);  // follows in the same file
      left = canvas.state();
    }
    const auto again = CanvasJournal::read(CanvasJournal::lostCanvases(place.folders).front());
    QVERIFY(again);
    Canvas third;
    CanvasJournal journal(third, place.folders);
    journal.bringBack(*again);
    QVERIFY(areSame(third.state(), left));
    while (third.undoStack()->canUndo()) third.undoStack()->undo();
    QCOMPARE(flattened(third.state()), photo());
  }

  void aCanvasWithoutAStrokeLeavesNothing() {
    Place place;
    {
      Canvas canvas;
      CanvasJournal journal(canvas, place.folders);
      canvas.open(stateFor(photo(), "photo"), "photo");
      journal.waitForWriting();
    }
    QVERIFY(CanvasJournal::lostCanvases(place.folders).empty());
  }

  void cutAtFiftyPlacesItGivesEveryWholeStep() {
    Place place;
    std::vector<CanvasState> states;
    std::vector<qint64> ends;  // of the file after each step
    QString folder;
    {
      Canvas canvas;
      CanvasJournal journal(canvas, place.folders);
      canvas.open(stateFor(photo(), "photo"), "photo");
      journal.waitForWriting();
      folder = QDir(place.folders[0]).entryInfoList({"canvas-*"}, QDir::Dirs).front().absoluteFilePath();
      const auto note = [&] {
        journal.waitForWriting();
        states.push_back(canvas.state());
        ends.push_back(QFileInfo(folder + "/strokes").size());
      };
      note();
      for (int i = 0; i < 30; ++i) {
        if (i % 7 == 6) {
          canvas.undoStack()->undo();
        } else {
          paintStroke(canvas, i);
        }
        note();
      }
    }
    QFile file(folder + "/strokes");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray all = file.readAll();
    QCOMPARE(all.size(), ends.back());
    std::mt19937 random(5);
    for (int round = 0; round < 50; ++round) {
      const qint64 cut = ends[0] + static_cast<qint64>(random() % static_cast<unsigned>(all.size() - ends[0]));
      const auto whole = static_cast<std::size_t>(std::ranges::upper_bound(ends, cut) - ends.begin());
      const CanvasLog log = readLog(QByteArrayView(all).first(cut));
      QCOMPARE(log.steps.size(), whole);
      QCOMPARE(log.bytes, ends[whole - 1]);
      Canvas canvas;
      CanvasJournal journal(canvas, {place.folders[0] + "/other"});
      journal.bringBack({QString::fromStdString((place.folder / "nowhere").string()), log});
      QVERIFY(areSame(canvas.state(), states[whole - 1]));
    }
    QByteArray damaged = all;  // a flipped bit costs what comes from there
    damaged[static_cast<qsizetype>(ends[4] + 40)] ^= 1;
    QCOMPARE(readLog(damaged).steps.size(), std::size_t{5});
    QVERIFY(readLog(QByteArrayView(all).first(ends[0] - 1)).steps.empty());
  }

  // A child paints until it is killed; it says on a pipe when a stroke is done.
  void killedAtFiftyMomentsItLosesTheStrokeInHandAlone() {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
      Place place;
      int ends[2] = {};
      QCOMPARE(::pipe(ends), 0);
      const pid_t child = ::fork();
      if (child == 0) {
        Canvas canvas;
        CanvasJournal journal(canvas, place.folders);
        canvas.open(stateFor(photo(), "photo"), "photo");
        journal.waitForWriting();
        for (int i = 0;; ++i) {
          paintStroke(canvas, i);
          const char done = 1;
          if (::write(ends[1], &done, 1) != 1) ::_exit(1);
        }
      }
      ::close(ends[1]);
      char done = 0;
      int finished = static_cast<int>(::read(ends[0], &done, 1));  // the first: it has begun
      ::usleep(static_cast<useconds_t>(random() % 20'000));
      ::kill(child, SIGKILL);
      int status = 0;
      ::waitpid(child, &status, 0);
      while (::read(ends[0], &done, 1) == 1) ++finished;
      ::close(ends[0]);
      const auto lost = CanvasJournal::lostCanvases(place.folders);
      QCOMPARE(lost.size(), std::size_t{1});
      const auto found = CanvasJournal::read(lost.front());
      QVERIFY(found);
      const int strokes = static_cast<int>(found->log.steps.size()) - 1;
      QVERIFY2(strokes >= finished && strokes <= finished + 1,
               qPrintable(QString("%1 of %2").arg(strokes).arg(finished)));
      Canvas expected;
      expected.open(stateFor(photo(), "photo"), "photo");
      for (int i = 0; i < strokes; ++i) paintStroke(expected, i);
      Canvas canvas;
      CanvasJournal journal(canvas, place.folders);
      journal.bringBack(*found);
      QVERIFY(areSame(canvas.state(), expected.state()));
    }
  }

  void onlyTheNewestCanvasesStay() {
    Place place;
    for (int i = 0; i < 6; ++i) {
      Canvas canvas;
      CanvasJournal journal(canvas, place.folders);
      canvas.open(stateFor(photo(), "photo"), "photo");
      paintStroke(canvas, i);
    }
    QCOMPARE(CanvasJournal::lostCanvases(place.folders).size(), std::size_t{3});
    CanvasJournal::discard(CanvasJournal::lostCanvases(place.folders).front());
    QCOMPARE(CanvasJournal::lostCanvases(place.folders).size(), std::size_t{2});
  }

  void aFolderThatTakesNothingIsSaidOnce() {
    Canvas canvas;
    CanvasJournal journal(canvas, {"/proc/nowhere"});
    QSignalSpy failed(&journal, &CanvasJournal::failed);
    canvas.open(stateFor(photo(), "photo"), "photo");
    paintStroke(canvas, 1);
    paintStroke(canvas, 2);
    QCOMPARE(failed.size(), 1);
  }
};

HEDDLE_QT_TEST(CanvasJournalTest)
#include "canvas_journal_test.moc"
