// How long a film strip of many results takes to start and to scroll: film_strip [RESULTS]. Each frame of the scroll is
// drawn and timed as the window draws it; at 60 frames a second one may take 16.7 ms.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "filmstrip/film_history.h"
#include "filmstrip/film_panel.h"
#include "filmstrip/film_strip.h"
#include "history/history_image.h"
#include "support/theme.h"

using namespace heddle;

namespace {

constexpr int kFrames = 600;  // ten seconds
constexpr double kFrameMilliseconds = 1000.0 / 60;

QImage thumbnail(int number) {
  QImage image(192, 192, QImage::Format_RGB888);
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) image.setPixelColor(x, y, QColor(x, y, (number * 37 + x * y) % 256));
  }
  return image;
}

bool fill(const QString& folder, int results) {
  history::HistoryTable table;
  if (!table.open(folder + "/history.sqlite")) return false;
  std::vector<QByteArray> thumbnails;
  for (int i = 0; i < 64; ++i) thumbnails.push_back(history::packedThumbnail(thumbnail(i)));
  QDir().mkpath(folder + "/sessions/old");
  std::vector<history::HistoryEntry> entries;
  for (int i = 1; i <= results; ++i) {
    QFile file(folder + QString("/sessions/old/%1.png").arg(i));
    if (!file.open(QFile::WriteOnly)) return false;
    entries.push_back({{i, QString("old/%1.png").arg(i), QSize(512, 512), "a picture", "\u03bb 0.60", {}, 5},
                       "words",
                       thumbnails[static_cast<std::size_t>(i) % thumbnails.size()]});
  }
  if (!table.add(entries)) return false;
  for (int i = 1; i <= results; ++i) {
    if (!table.setNumbers(i, {0.5 + i % 50 * 0.01, 0.25})) return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  ui::applyTheme(ui::makeTheme(ui::Scheme::dark));
  const int results = QApplication::arguments().value(1, "10000").toInt();
  QTemporaryDir folder;
  if (!fill(folder.path(), results)) return 1;

  QElapsedTimer clock;
  clock.start();
  history::History history(
      {folder.path() + "/history.sqlite", folder.path() + "/sessions", folder.path() + "/sessions/now"});
  session::ResultStore store((folder.path() + "/sessions/now").toStdString());
  ui::FilmHistory film(history, store);
  auto* strip = new ui::FilmStrip(store);
  ui::FilmPanel panel(strip);
  panel.setHistory(&film);
  panel.resize(1920, 200);
  panel.show();
  history.open();
  const auto newestIsShown = [&] { return !store.all().empty() && !store.all().back().thumbnail.isNull(); };
  if (!QTest::qWaitFor(newestIsShown, 20'000)) return 1;
  panel.grab();
  std::printf("%d results: the newest are shown after %lld ms\n", results, clock.elapsed());

  clock.restart();
  const auto all = [&] {
    film.askOlder();
    return strip->model()->rowCount() == results;
  };
  if (!QTest::qWaitFor(all, 120'000)) return 1;
  std::printf("all are in the list after another %lld ms\n", clock.elapsed());

  std::vector<double> frames;
  QScrollBar* bar = strip->horizontalScrollBar();
  for (int i = 0; i < kFrames; ++i) {
    clock.restart();
    bar->setValue(bar->maximum() - bar->maximum() / kFrames * i);
    QApplication::processEvents();
    panel.grab();
    frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    const double left = kFrameMilliseconds - frames.back();
    if (left > 1) QTest::qWait(static_cast<int>(left));
  }
  std::ranges::sort(frames);
  const auto share = [&](double part) { return frames[static_cast<std::size_t>(part * (kFrames - 1))]; };
  const auto late = std::ranges::count_if(frames, [](double frame) { return frame > kFrameMilliseconds; });
  std::printf(
      "through all of them in %d frames: median %.1f ms, 99 %% within %.1f ms, longest %.1f ms, %d over 16.7 ms\n",
      kFrames, share(0.5), share(0.99), frames.back(), static_cast<int>(late));
  return 0;
}
