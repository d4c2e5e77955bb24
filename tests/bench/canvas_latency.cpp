// From a move of the mouse on the canvas to the painted widget: the real window, real events, a picture of 4096 x 4096
// and a brush of 300 pixels.
//
//   QT_QPA_PLATFORM=offscreen build/release/bin/canvas_latency [--side 4096] [--brush 300] [--strokes 20]
//
// A move's time ends when all that it made necessary is painted. Each stroke runs over the canvas in 40 moves; some are
// fitted, some at 100 %. Prints p50 and p95 of moves, of the ends of strokes (with their journal), of undo, the time
// from the file to the painted canvas, and how much memory the program holds more than before. Judges nothing.
#include <QApplication>
#include <QBuffer>
#include <QCommandLineParser>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QMimeData>
#include <QTest>
#include <QUrl>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <vector>

#include "paint_workspace/brush_fields.h"
#include "paint_workspace/paint_workspace.h"
#include "shell/action_table.h"
#include "support/theme.h"
#include "ui/shell/window_fixture.h"

using namespace heddle;
using namespace heddle::ui;

namespace {

constexpr int kMoves = 40;
constexpr int kPatience = 120'000;  // ms

// Soft waves with grain: neither flat nor noise.
QImage photo(int side) {
  QImage image(side, side, QImage::Format_RGB32);
  std::mt19937 random(1);
  for (int y = 0; y < side; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < side; ++x) {
      const int grain = static_cast<int>(random() & 15);
      line[x] = qRgb((x / 17 + grain) & 255, (y / 13 + grain) & 255, ((x + y) / 31 + grain) & 255);
    }
  }
  return image;
}

double heldMegabytes() {
  std::ifstream file("/proc/self/statm");
  double whole = 0, resident = 0;
  file >> whole >> resident;
  return resident * 4096 / 1e6;
}

double since(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

void settle() {
  QCoreApplication::sendPostedEvents();
  QCoreApplication::processEvents();
}

void print(const char* what, std::vector<double> times) {
  if (times.empty()) return;
  std::ranges::sort(times);
  std::printf("%-42s p50 %7.2f ms   p95 %7.2f ms   most %7.2f ms   of %zu\n", what, times[times.size() / 2],
              times[times.size() * 95 / 100], times.back(), times.size());
}

class Bench final {
 public:
  Bench() {
    window_.window.resize(1280, 800);
    window_.window.show();
    window_.window.actions().action("show_paint")->trigger();
    page_ = window_.window.findChild<PaintWorkspace*>();
    QTest::qWait(300);
  }

  // From the drop of the file to the painted canvas.
  bool open(const QString& path) {
    const double before = heldMegabytes();
    QElapsedTimer timer;
    timer.start();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint at = page_->view().geometry().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(page_, &enter);  // Qt delivers a drop to where it entered alone
    QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(page_, &drop);
    const double dropped = since(timer);
    double longest = 0;
    while (page_->canvas().isEmpty() && timer.elapsed() < kPatience) {
      QElapsedTimer turn;
      turn.start();
      settle();
      longest = std::max(longest, since(turn));
      QTest::qSleep(1);
    }
    settle();
    page_->view().repaint();
    std::printf("%s: on the screen after %.0f ms; the window's thread worked %.1f ms at most, the drop %.1f ms\n",
                qPrintable(QFileInfo(path).fileName()), since(timer), longest, dropped);
    page_->journal().waitForWriting();
    settle();
    held_ = before;
    return !page_->canvas().isEmpty();
  }

  void paint(int strokes, double brush) {
    page_->findChild<BrushFields*>()->setBrush(brush, 0.7);
    CanvasView& view = page_->view();
    std::mt19937 random(7);
    for (int i = 0; i < strokes; ++i) {
      if (i == strokes / 2) view.zoomTo(1, QRectF(view.rect()).center());
      settle();
      const auto any = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
      const QPoint from(any(view.width()), any(view.height())), to(any(view.width()), any(view.height()));
      QTest::mousePress(&view, Qt::LeftButton, {}, from);
      settle();
      for (int move = 1; move <= kMoves; ++move) {
        const QPoint at = from + (to - from) * move / kMoves;
        timed(i < strokes / 2 ? fitted_ : whole_, [&] { QTest::mouseMove(&view, at); });
      }
      timed(ends_, [&] { QTest::mouseRelease(&view, Qt::LeftButton, {}, to); });
    }
    const double after = heldMegabytes();
    for (int i = 0; i < strokes; ++i) timed(undos_, [&] { page_->canvas().undoStack()->undo(); });
    for (int i = 0; i < 20; ++i) timed(repaints_, [&view] { view.update(); });
    const QSize size = page_->canvas().size();
    const double megabytes = 4e-6 * size.width() * size.height();
    print("a move of a stroke, fitted", fitted_);
    print("a move of a stroke, at 100 %", whole_);
    print("a stroke's end, journal included", ends_);
    print("undo of a stroke", undos_);
    print("the whole canvas painted anew, at 100 %", repaints_);
    std::printf(
        "memory: %.0f MB more than before the picture, which is %.0f MB: %.2f times; undo of %d strokes %.1f MB\n",
        after - held_, megabytes, (after - held_) / megabytes, strokes,
        static_cast<double>(page_->canvas().tileBytes()) / 1e6);
  }

 private:
  template <typename Deed>
  static void timed(std::vector<double>& times, Deed deed) {
    QElapsedTimer timer;
    timer.start();
    deed();
    settle();
    times.push_back(since(timer));
  }

  WindowFixture window_;
  PaintWorkspace* page_ = nullptr;
  std::vector<double> fitted_, whole_, ends_, undos_, repaints_;
  double held_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  applyTheme(makeTheme(Scheme::dark));
  QCommandLineParser parser;
  parser.addOptions({{"side", "of the picture", "pixels", "4096"},
                     {"brush", "its size", "pixels", "300"},
                     {"strokes", "how many", "count", "20"}});
  parser.addHelpOption();
  parser.process(application);
  QTemporaryDir folder;
  const int side = parser.value("side").toInt();
  for (const char* kind : {"png", "jpg"}) photo(side).save(folder.filePath(QString("photo.") + kind));
  {
    Bench png;
    if (!png.open(folder.filePath("photo.png"))) return 1;
  }
  Bench bench;
  if (!bench.open(folder.filePath("photo.jpg"))) return 1;
  bench.paint(parser.value("strokes").toInt(), parser.value("brush").toDouble());
  return 0;
}
