// From the hand on the lambda slider to changed pixels in the viewer: the real window, the real engine, Bobbin.
//
//   QT_QPA_PLATFORM=offscreen build/release/bin/slider_latency [--moves 30] [--seconds 6]
//
// At rest: the slider is pressed at a new place while nothing runs; the clock stops when the viewer has painted the first
// preview of the new run, and again when it has painted its finished picture. In a drag: 60 values a second; a value is
// shown when a preview that was made with it, or with a newer one, is painted. A preview of a run that was steered in
// flight counts only when it is the second after the change: the step that made the first may have begun before.
// Prints the figures and ends with 1 where one is over its limit.
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>
#include <cmath>
#include <cstdio>

#include "live/live_panel.h"
#include "support/loop_watch.h"
#include "support/theme.h"
#include "support/value_slider.h"
#include "ui/shell/window_fixture.h"
#include "viewer/viewer.h"

using namespace heddle;
using heddle::testing::LoopWatch;

namespace {

constexpr double kPreviewMedian = 250, kPreviewMost = 500, kFinalMost = 2500, kBusyMost = 16;  // ms

struct Move {
  double at = 0;      // when the hand moved
  double shown = -1;  // when a preview made with it, or with a newer one, was painted
};

class Bench final : public QObject {
 public:
  explicit Bench(const QString& engine) : fixture_({engine, {"engine", "--stdio"}}) {
    fixture_.window.resize(1280, 800);
    fixture_.window.show();
    fixture_.window.viewer().installEventFilter(this);
    clock_.start();
    connect(&fixture_.queue, &session::JobQueue::jobStarted, this, [this](session::JobId, session::RunId) {
      baseMove_ = moves_.size();
      previewsAt_.clear();
    });
    connect(&fixture_.engine, &session::EngineClient::nodePreviewed, this, [this] { previewsAt_.push_back(now()); isFresh_ = true; });
    connect(&fixture_.queue, &session::JobQueue::resultArrived, this, [this] { hasResult_ = true; });
  }

  bool open() {
    session::EngineSettings settings;
    settings.outputFolder = fixture_.folder.path();
    fixture_.engine.setSettings(settings);
    fixture_.window.openStart();
    fixture_.engine.start();
    if (!QTest::qWaitFor([this] { return fixture_.results.all().size() > 0 && fixture_.queue.isIdle(); }, 60'000)) return false;
    for (ui::ValueSlider* slider : fixture_.window.findChildren<ui::ValueSlider*>()) {
      if (slider->isVisible() && slider->label().contains(QStringLiteral("λ"))) slider_ = slider;
    }
    QTest::qWait(500);
    return slider_ != nullptr;
  }

  // One press on the track, nothing else running.
  std::pair<double, double> moveAtRest(double share) {
    moves_.assign(1, {now(), -1});
    baseMove_ = 1;
    hasResult_ = isFinal_ = false;
    press(share);
    release(share);
    (void)QTest::qWaitFor([this] { return isFinal_ && fixture_.queue.isIdle(); }, 10'000);
    return {moves_.front().shown - moves_.front().at, finalAt_ - moves_.front().at};
  }

  std::vector<double> drag(double seconds) {
    moves_.clear();
    press(0.5);
    QEventLoop loop;  // sleeps between the values, as a window does: one that spins takes a core from the engine
    QTimer hand;
    hand.setTimerType(Qt::PreciseTimer);
    int i = 0;
    connect(&hand, &QTimer::timeout, this, [&] {
      moves_.push_back({now(), -1});
      send(QEvent::MouseMove, 0.5 + 0.45 * std::sin(i++ / 25.0), Qt::NoButton);
    });
    QTimer::singleShot(static_cast<int>(seconds * 1000), &loop, &QEventLoop::quit);
    hand.start(1000 / 60);
    loop.exec();
    hand.stop();
    release(0.5);
    hasResult_ = isFinal_ = false;
    (void)QTest::qWaitFor([this] { return isFinal_ && fixture_.queue.isIdle(); }, 10'000);
    std::vector<double> waits;
    for (const Move& move : moves_) waits.push_back((move.shown < 0 ? finalAt_ : move.shown) - move.at);
    return waits;
  }

 protected:
  bool eventFilter(QObject* viewer, QEvent* event) override {
    if (event->type() == QEvent::Paint) QMetaObject::invokeMethod(this, [this] { painted(); }, Qt::QueuedConnection);
    return QObject::eventFilter(viewer, event);
  }

 private:
  double now() const { return static_cast<double>(clock_.nsecsElapsed()) / 1e6; }

  void painted() {
    if (hasResult_) {
      hasResult_ = false;
      isFinal_ = true;
      finalAt_ = now();
    }
    if (!std::exchange(isFresh_, false)) return;
    // Values that this preview can have been made with: those of the run's own graph, or older than the preview before.
    const double heard = previewsAt_.size() > 1 ? previewsAt_[previewsAt_.size() - 2] : -1;
    for (std::size_t i = 0; i < moves_.size(); ++i) {
      const bool isIn = i < baseMove_ || (moves_[i].at <= heard);
      if (isIn && moves_[i].shown < 0) moves_[i].shown = now();
    }
  }
  void send(QEvent::Type type, double share, Qt::MouseButton button) {
    const QPointF at(9 + share * (slider_->width() - 18), slider_->height() * 0.62);
    QMouseEvent event(type, at, slider_->mapToGlobal(at), button, type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(slider_, &event);
  }
  void press(double share) { send(QEvent::MouseButtonPress, share, Qt::LeftButton); }
  void release(double share) { send(QEvent::MouseButtonRelease, share, Qt::LeftButton); }

  ui::WindowFixture fixture_;
  ui::ValueSlider* slider_ = nullptr;
  QElapsedTimer clock_;
  std::vector<Move> moves_;
  std::vector<double> previewsAt_;  // of the run in flight
  std::size_t baseMove_ = 0;        // moves before this one are in the running graph
  bool isFresh_ = false, hasResult_ = false, isFinal_ = false;
  double finalAt_ = 0;
};

bool report(const char* what, const std::vector<double>& values, double median, double most) {
  const double half = LoopWatch::percentile(values, 0.5), nearly = LoopWatch::percentile(values, 0.95);
  const bool holds = half <= median && nearly <= most;
  std::printf("%-44s %4zu   p50 %7.1f ms   p95 %7.1f ms   %s\n", what, values.size(), half, nearly, holds ? "" : "OVER ITS LIMIT");
  return holds;
}

bool reportBusy(const char* what, const std::vector<testing::Busy>& seen) {
  std::vector<double> wall, processor;
  for (const testing::Busy& busy : seen) {
    wall.push_back(busy.wall);
    processor.push_back(busy.processor);
  }
  const auto over = std::count_if(processor.begin(), processor.end(), [](double ms) { return ms > kBusyMost; });
  std::printf("%-44s %4zu   own p99 %5.1f, most %5.1f ms, %td over 16 ms; with waiting for a core p99 %5.1f, most %5.1f ms\n", what,
              seen.size(), LoopWatch::percentile(processor, 0.99), LoopWatch::percentile(processor, 1), over,
              LoopWatch::percentile(wall, 0.99), LoopWatch::percentile(wall, 1));
  return over == 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // figures as they come
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  QCommandLineParser parser;
  const QCommandLineOption moves("moves", "Moves at rest.", "count", "30"), seconds("seconds", "Length of the drag.", "seconds", "6");
  parser.addOptions({moves, seconds});
  parser.addHelpOption();
  parser.process(application);
  ui::applyTheme(ui::makeTheme(ui::Scheme::dark));
  Bench bench(QCoreApplication::applicationDirPath() + "/heddle");
  LoopWatch watch;
  if (!bench.open()) return std::fprintf(stderr, "no first picture came, or no slider\n"), 1;
  bool holds = reportBusy("opening, until the first picture", watch.take());
  std::vector<double> previews, finals;
  for (int i = 0; i < parser.value(moves).toInt(); ++i) {
    const auto [preview, final] = bench.moveAtRest(i % 2 == 0 ? 0.1 + 0.01 * i : 0.9 - 0.01 * i);
    previews.push_back(preview);
    finals.push_back(final);
  }
  holds &= report("at rest: to the first preview", previews, kPreviewMedian, kPreviewMost);
  holds &= report("at rest: to the finished picture", finals, kFinalMost, kFinalMost);
  holds &= reportBusy("the window's thread meanwhile", watch.take());
  holds &= report("in a drag of 60 values a second: to a preview", bench.drag(parser.value(seconds).toDouble()), kPreviewMedian, kPreviewMost);
  holds &= reportBusy("the window's thread meanwhile", watch.take());
  return holds ? 0 : 1;
}
