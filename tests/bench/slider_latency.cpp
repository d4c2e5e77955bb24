// From a move of the lambda slider to changed pixels in the viewer: the real window, the real engine, Bobbin.
//
//   QT_QPA_PLATFORM=offscreen build/release/bin/slider_latency [--moves 30] [--seconds 6] [--engine FILE] [--dtype
//   fp32]
//
// First `heddle render` makes the same picture of the same steps, for comparison: the whole process, and its sampler,
// decoder and saving alone.
// At rest: the slider is pressed at a new place while nothing runs; the clock stops when the viewer has painted the
// first preview of the new run, and again when it has painted its finished picture. In a drag: 60 values a second; a
// value is shown when a preview that was made with it, or with a newer one, is painted. A preview of a run that was
// steered in flight counts only when it is the second after the change: the step that made the first may have begun
// before. Prints figures without limits. Ends with 1 where a value never arrived.
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <QTimer>
#include <cmath>
#include <cstdio>
#include <functional>

#include "live/live_panel.h"
#include "support/loop_watch.h"
#include "support/theme.h"
#include "support/value_slider.h"
#include "ui/shell/window_fixture.h"
#include "viewer/viewer.h"

using namespace heddle;
using heddle::testing::LoopWatch;

namespace {

constexpr double kBusy = 16;        // ms: a frame of the screen
constexpr int kPatience = 300'000;  // ms, after which a value counts as lost
constexpr int kRenders = 3;
constexpr int kSampler = 8;  // node of the example; decoder and saving come after it

struct Move {
  double at = 0;      // when the slider moved
  double shown = -1;  // when a preview made with it, or with a newer one, was painted
};

class Bench final : public QObject {
 public:
  Bench(const QString& engine, const QStringList& options)
      : fixture_({engine, QStringList{"engine", "--stdio"} + options}) {
    fixture_.window.resize(1280, 800);
    fixture_.window.show();
    fixture_.window.viewer().installEventFilter(this);
    clock_.start();
    connect(&fixture_.queue, &session::JobQueue::jobStarted, this, [this](session::JobId, session::RunId) {
      baseMove_ = moves_.size();
      previewsAt_.clear();
    });
    connect(&fixture_.queue, &session::JobQueue::jobEnded, this, [this] {
      QMetaObject::invokeMethod(
          this, [this] { lookWhetherAtRest(); }, Qt::QueuedConnection);
    });
    connect(&fixture_.engine, &session::EngineClient::nodePreviewed, this, [this] {
      previewsAt_.push_back(now());
      isFresh_ = true;
    });
    connect(&fixture_.engine, &session::EngineClient::nodeFinished, this, [this](const protocol::NodeFinished& event) {
      if (!event.cached && event.node.value == kSampler) sampled_ = 1000 * event.seconds;
    });
    connect(&fixture_.engine, &session::EngineClient::runFinished, this,
            [this](const protocol::RunFinished& event) { ran_.push_back(1000 * event.seconds); });
    connect(&fixture_.queue, &session::JobQueue::resultArrived, this, [this] { hasResult_ = true; });
  }

  bool open() {
    protocol::SettingsSet settings;
    settings.output_folder = fixture_.folder.path().toStdString();
    fixture_.engine.setSettings(settings);
    fixture_.window.openStart();
    fixture_.engine.start();
    if (!QTest::qWaitFor([this] { return fixture_.results.all().size() > 0 && fixture_.queue.isIdle(); }, kPatience))
      return false;
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
    ran_.clear();
    press(share);
    release(share);
    await();
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
    await();
    std::vector<double> waits;
    for (const Move& move : moves_) waits.push_back((move.shown < 0 ? finalAt_ : move.shown) - move.at);
    return waits;
  }

  // Of the newest move, by the engine's own clock.
  [[nodiscard]] double sampled() const { return sampled_; }
  [[nodiscard]] double ran() const { return ran_.empty() ? 0 : *std::ranges::max_element(ran_); }
  [[nodiscard]] int lost() const { return lost_; }  // values that never arrived

 protected:
  bool eventFilter(QObject* viewer, QEvent* event) override {
    if (event->type() == QEvent::Paint)
      QMetaObject::invokeMethod(
          this, [this] { painted(); }, Qt::QueuedConnection);
    return QObject::eventFilter(viewer, event);
  }

 private:
  double now() const { return static_cast<double>(clock_.nsecsElapsed()) / 1e6; }

  void painted() {
    if (hasResult_) {
      hasResult_ = false;
      isFinal_ = true;
      finalAt_ = now();
      lookWhetherAtRest();
    }
    if (!std::exchange(isFresh_, false)) return;
    // Values that this preview can have been made with: those of the run's own graph, or older than the preview before.
    const double heard = previewsAt_.size() > 1 ? previewsAt_[previewsAt_.size() - 2] : -1;
    for (std::size_t i = 0; i < moves_.size(); ++i) {
      const bool isIn = i < baseMove_ || (moves_[i].at <= heard);
      if (isIn && moves_[i].shown < 0) moves_[i].shown = now();
    }
  }
  // Until the finished picture is painted. Sleeps between events, as a window does; QTest::qWaitFor naps 10 ms at a
  // time.
  void await() {
    QEventLoop loop;
    QTimer::singleShot(kPatience, &loop, [&] {
      ++lost_;
      loop.quit();
    });
    atRest_ = [&] { loop.quit(); };
    loop.exec();
    atRest_ = {};
  }
  void lookWhetherAtRest() {
    if (atRest_ && isFinal_ && fixture_.queue.isIdle()) atRest_();
  }
  void send(QEvent::Type type, double share, Qt::MouseButton button) {
    const QPointF at(9 + share * (slider_->width() - 18), slider_->height() * 0.62);
    QMouseEvent event(type, at, slider_->mapToGlobal(at), button,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
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
  double sampled_ = 0;
  std::vector<double> ran_;  // runs since the newest move
  int lost_ = 0;
  std::function<void()> atRest_;
};

// What the command line needs for the example's steps.
struct Rendered {
  double process = 0, steps = 0;  // ms: the whole process; sampler, decoder and saving
};

Rendered render(const QString& engine, const QStringList& options) {
  const QTemporaryDir folder;
  QProcess process;
  QElapsedTimer clock;
  clock.start();
  process.start(
      engine,
      QStringList{"render", HEDDLE_SOURCE_DIR "/resources/graphs/first.json", "--json", "-o", folder.path()} + options);
  if (!process.waitForFinished(kPatience) || process.exitCode() != 0) return {};
  Rendered rendered{static_cast<double>(clock.elapsed()), 0};
  for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
    const QJsonObject event = QJsonDocument::fromJson(line).object();
    const bool isOfSteps = event["node"].toInt() >= kSampler && event["event"].toString() == "node_finished";
    if (isOfSteps) rendered.steps += 1000 * event["seconds"].toDouble();
  }
  return rendered;
}

Rendered medianRender(const QString& engine, const QStringList& options) {
  std::vector<double> process, steps;
  for (int i = 0; i < kRenders; ++i) {
    const Rendered rendered = render(engine, options);
    process.push_back(rendered.process);
    steps.push_back(rendered.steps);
  }
  return {LoopWatch::percentile(process, 0.5), LoopWatch::percentile(steps, 0.5)};
}

double report(const char* what, const std::vector<double>& values) {
  const double nearly = LoopWatch::percentile(values, 0.95);
  std::printf("%-46s %4zu   p50 %7.1f ms   p95 %7.1f ms\n", what, values.size(), LoopWatch::percentile(values, 0.5),
              nearly);
  return nearly;
}

void reportBusy(const char* what, const std::vector<testing::Busy>& seen) {
  std::vector<double> wall, processor;
  for (const testing::Busy& busy : seen) {
    wall.push_back(busy.wall);
    processor.push_back(busy.processor);
  }
  const auto over = std::count_if(processor.begin(), processor.end(), [](double ms) { return ms > kBusy; });
  std::printf(
      "%-46s %4zu   own p99 %5.1f, most %5.1f ms, %td over 16 ms; with waiting for a core p99 %5.1f, most %5.1f ms\n",
      what, seen.size(), LoopWatch::percentile(processor, 0.99), LoopWatch::percentile(processor, 1), over,
      LoopWatch::percentile(wall, 0.99), LoopWatch::percentile(wall, 1));
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // figures as they come
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  QCommandLineParser parser;
  const QCommandLineOption moves("moves", "Moves at rest.", "count", "30"),
      seconds("seconds", "Length of the drag.", "seconds", "6");
  const QCommandLineOption program("engine", "The heddle program (default: the one beside this).", "file",
                                   QCoreApplication::applicationDirPath() + "/heddle");
  const QCommandLineOption dtype("dtype", "What it computes in.", "type", "auto");
  parser.addOptions({moves, seconds, program, dtype});
  parser.addHelpOption();
  parser.process(application);
  ui::applyTheme(ui::makeTheme(ui::Scheme::dark));
  const QString engine = parser.value(program);
  const QStringList options{"--dtype", parser.value(dtype)};
  const Rendered rendered = medianRender(engine, options);
  std::printf("%-46s %4d   process %7.1f ms   its sampler, decoder and saving %7.1f ms\n",
              "heddle render, the same steps", kRenders, rendered.process, rendered.steps);
  Bench bench(engine, options);
  LoopWatch watch;
  if (!bench.open()) return std::fprintf(stderr, "no first picture came, or no slider\n"), 1;
  reportBusy("opening, until the first picture", watch.take());
  std::vector<double> previews, finals, sampled, ran;
  for (int i = 0; i < parser.value(moves).toInt(); ++i) {
    const auto [preview, final] = bench.moveAtRest(i % 2 == 0 ? 0.1 + 0.01 * i : 0.9 - 0.01 * i);
    previews.push_back(preview);
    finals.push_back(final);
    sampled.push_back(bench.sampled());
    ran.push_back(bench.ran());
  }
  report("at rest: to the first preview", previews);
  report("  the engine's run", ran);
  report("  its sampler with previews", sampled);
  const double nearly = report("at rest: to the finished picture", finals);
  std::printf("%-46s        p95 %.2f times the process of heddle render, %.2f times its steps\n", "",
              nearly / rendered.process, nearly / rendered.steps);
  reportBusy("the window's thread meanwhile", watch.take());
  report("in a drag of 60 values a second: to a preview", bench.drag(parser.value(seconds).toDouble()));
  reportBusy("the window's thread meanwhile", watch.take());
  const auto unseen = std::count_if(previews.begin(), previews.end(), [](double ms) { return ms < 0; });
  if (bench.lost() + unseen > 0)
    std::fprintf(stderr, "%d pictures and %td previews never came\n", bench.lost(), unseen);
  return bench.lost() + unseen > 0 ? 1 : 0;
}
