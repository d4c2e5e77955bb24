#include "plots/results_source.h"

#include <utility>

namespace heddle::ui {

namespace {

constexpr int kResultsMilliseconds = 200;

}  // namespace

ResultsSource::ResultsSource(session::ResultStore& results, QObject* parent) : PlotSource(parent), results_(results) {
  again_.setSingleShot(true);
  again_.setInterval(kResultsMilliseconds);
  connect(&again_, &QTimer::timeout, this, &ResultsSource::read);
  const auto wait = [this] {
    if (isShown_ && !again_.isActive()) again_.start();
  };
  connect(&results_, &session::ResultStore::numbersChanged, this, wait);
  connect(&results_, &session::ResultStore::removed, this, wait);
  connect(&results_, &session::ResultStore::adopted, this, wait);
}

QString ResultsSource::title() const { return tr("Likeness against words"); }

QString ResultsSource::placeholder() const {
  return tr(
      "Each result of the film strip is a point here: how like its reference it is, and how true to its words. Make "
      "some pictures with a reference; they are measured when nothing runs.");
}

void ResultsSource::addControls(QVBoxLayout&) {}

void ResultsSource::setShown(bool shown) {
  isShown_ = shown;
  if (shown) read();
}

void ResultsSource::read() {
  sheets::Curves made{"clip_t", "clip_i", {{tr("results").toStdString(), {}}}, sheets::CurveKind::points};
  std::size_t measured = 0;
  for (const session::StoredResult& result : results_.all()) {
    if (!result.numbers.likeness && !result.numbers.words) continue;
    ++measured;
    if (!result.numbers.likeness || !result.numbers.words) continue;
    const QString label = result.label.isEmpty() ? result.title : result.label;
    made.curves.front().points.push_back({.x = *result.numbers.words,
                                          .y = *result.numbers.likeness,
                                          .file = result.path.string(),
                                          .label = label.toStdString()});
  }
  const auto shown = made.curves.front().points.size();
  const QString text = results_.all().empty()
                           ? QString()
                           : tr("%1 of %2 results have both a reference and words; %3 are measured so far.")
                                 .arg(shown)
                                 .arg(results_.all().size())
                                 .arg(measured);
  show(std::move(made), text);
}

void ResultsSource::askImage(const sheets::CurvePoint& point, std::function<void(const QImage&)> then) {
  for (const session::StoredResult& result : results_.all()) {
    if (result.path.string() != point.file) continue;
    if (result.thumbnail.isNull()) results_.wantThumbnail(result.id);
    return then(result.thumbnail);
  }
}

}  // namespace heddle::ui
