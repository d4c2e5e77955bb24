#include "filmstrip/film_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "filmstrip/film_history.h"
#include "filmstrip/film_strip.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

constexpr int kTypingMilliseconds = 150;

}  // namespace

FilmPanel::FilmPanel(FilmStrip* strip, QWidget* parent)
    : QWidget(parent), strip_(strip), line_(new QWidget(this)), words_(new QLineEdit(line_)), count_(new QLabel(line_)) {
  setProperty("surface", "panel");
  setAttribute(Qt::WA_StyledBackground);
  words_->setPlaceholderText(tr("Search all pictures"));
  words_->setAccessibleName(tr("Search all pictures"));
  words_->setToolTip(tr("Words of the text, names of models, a seed. All of them must be there."));
  words_->setClearButtonEnabled(true);
  words_->setMaximumWidth(scaled(280));
  words_->installEventFilter(this);
  count_->setProperty("tone", "faint");
  auto* row = new QHBoxLayout(line_);
  row->setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(8));
  row->setSpacing(scaled(12));
  row->addWidget(words_, 1);
  row->addWidget(count_, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(line_);
  column->addWidget(strip_, 1);
  line_->hide();
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &FilmPanel::ask);
  connect(words_, &QLineEdit::textChanged, &soon_, [this] { soon_.start(kTypingMilliseconds); });
}

void FilmPanel::setHistory(FilmHistory* history) {
  history_ = history;
  line_->setVisible(history != nullptr);
  if (history == nullptr) return;
  connect(strip_, &FilmStrip::olderRequested, history_, &FilmHistory::askOlder);
  connect(history_, &FilmHistory::found, this, &FilmPanel::showFound);
}

void FilmPanel::focusSearch() {
  if (history_ == nullptr) return;  // the line is hidden
  words_->setFocus();
  words_->selectAll();
}

void FilmPanel::ask() {
  const QString words = words_->text().simplified();
  if (history_ != nullptr && !words.isEmpty()) return history_->search(words);
  count_->clear();
  strip_->showOnly(std::nullopt);
}

void FilmPanel::showFound(const QString& words, const std::vector<session::ResultId>& ids) {
  if (words != words_->text().simplified()) return;  // it was changed meanwhile
  count_->setText(ids.empty() ? tr("nothing found") : tr("%n found", nullptr, static_cast<int>(ids.size())));
  strip_->showOnly(ids);
}

bool FilmPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == words_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape && !words_->text().isEmpty()) {
      words_->clear();
      return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) strip_->setFocus();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace heddle::ui
