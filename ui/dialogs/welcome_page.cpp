#include "dialogs/welcome_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "document/starters.h"
#include "support/flow_layout.h"
#include "support/theme.h"

namespace heddle::ui {
namespace {

QLabel* label(const QString& text, const char* tone) {
  auto* label = new QLabel(text);
  label->setProperty("tone", tone);
  label->setWordWrap(true);
  return label;
}

QVBoxLayout* column(QWidget* page) {
  auto* rows = new QVBoxLayout(page);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(scaled(8));
  return rows;
}

QComboBox* choice(const QString& name, const QList<std::pair<QString, QString>>& options, const QString& now) {
  auto* box = new QComboBox;
  for (const auto& [text, stored] : options) box->addItem(text, stored);
  box->setCurrentIndex(std::max(0, box->findData(now)));
  box->setAccessibleName(name);
  return box;
}

QToolButton* starterCard(const document::Starter& starter) {
  auto* card = new QToolButton;
  card->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  card->setIcon(QPixmap(document::starterThumbnail(starter.id)));
  card->setText(starter.title);
  card->setToolTip(starter.about);
  card->setAccessibleName(starter.title);
  card->setAccessibleDescription(starter.about);
  card->setFocusPolicy(Qt::StrongFocus);
  card->setStyleSheet(
      QString("QToolButton { qproperty-iconSize: %1px %1px; padding: %2px; }").arg(scaled(88)).arg(scaled(8)));
  card->setFixedWidth(scaled(188));
  return card;
}

}  // namespace

WelcomePage::WelcomePage(settings::Settings& settings, QWidget* parent) : QWidget(parent), settings_(settings) {
  setProperty("surface", "ground");
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Welcome"));
  auto* outer = column(this);
  auto* inside = new QWidget;
  inside->setProperty("surface", "ground");
  inside->setAttribute(Qt::WA_StyledBackground);
  inside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // as wide as the page: nothing widens it
  auto* rows = rows_ = column(inside);
  rows->setSpacing(scaled(16));
  auto* title = label(tr("Welcome to Heddle"), "strong");
  QFont large = title->font();
  large.setPixelSize(scaled(22));
  title->setFont(large);
  title->setStyleSheet(QString("font-size: %1px;").arg(scaled(22)));
  rows->addWidget(title);
  rows->addWidget(label(tr("The picture beside this page is made from a sentence and a reference picture. Drag λ in "
                           "the Live panel, and it follows."),
                        ""));
  rows->addWidget(folders());
  rows->addWidget(starters());
  rows->addWidget(look());
  rows->addStretch(1);
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(inside);
  outer->addWidget(area, 1);
  auto* foot = foot_ = new QHBoxLayout;
  go_ = new QPushButton(tr("Go to the graph"));
  go_->setProperty("kind", "primary");
  foot->addWidget(go_);
  note_ = label(tr("This page is shown once; it stays in the Help menu."), "faint");
  foot->addWidget(note_, 1);
  outer->addLayout(foot);
  connect(go_, &QPushButton::clicked, this, &WelcomePage::finished);
}

// Beside wide panels or at 200 % there is little room: then the margins shrink and the button is alone.
void WelcomePage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool isNarrow = width() < scaled(320);
  const int side = scaled(isNarrow ? 12 : 28);
  rows_->setContentsMargins(side, scaled(isNarrow ? 12 : 24), side, scaled(20));
  foot_->setContentsMargins(side, scaled(isNarrow ? 8 : 0), side, scaled(isNarrow ? 12 : 20));
  note_->setVisible(!isNarrow);
}

void WelcomePage::focusFirst() { go_->setFocus(); }

QWidget* WelcomePage::folders() {
  auto* part = new QWidget;
  auto* rows = column(part);
  rows->addWidget(label(tr("Your models"), "heading"));
  rows->addWidget(
      label(tr("Bobbin, a small model, is inside Heddle: nothing else is needed to begin. Models that you have are "
               "read where they are, and never changed."),
            "faint"));
  places_ = new QVBoxLayout;
  places_->setSpacing(scaled(6));
  rows->addLayout(places_);
  for (const QString& folder : settings_.preferences().folders) addFolder(folder, {});
  search_ = label(tr("Looking where other tools keep their models…"), "faint");
  rows->addWidget(search_);
  auto* row = new QHBoxLayout;
  auto* add = new QPushButton(tr("Add a folder…"));
  row->addWidget(add);
  row->addStretch(1);
  rows->addLayout(row);
  connect(add, &QPushButton::clicked, this, &WelcomePage::askFolder);
  return part;
}

QWidget* WelcomePage::starters() {
  auto* part = new QWidget;
  auto* rows = column(part);
  rows->addWidget(label(tr("Start from"), "heading"));
  auto* cards = new QWidget;
  auto* flow = new FlowLayout(cards, scaled(8));
  for (const document::Starter& starter : document::starters()) {
    QToolButton* card = starterCard(starter);
    flow->addWidget(card);
    connect(card, &QToolButton::clicked, this, [this, id = starter.id] { Q_EMIT starterRequested(id); });
  }
  rows->addWidget(cards);
  return part;
}

QWidget* WelcomePage::look() {
  auto* part = new QWidget;
  auto* rows = column(part);
  rows->addWidget(label(tr("Look"), "heading"));
  auto* row = new QHBoxLayout;
  const settings::Preferences& now = settings_.preferences();
  auto* scheme = choice(
      tr("Theme"), {{tr("Dark"), "dark"}, {tr("Light"), "light"}, {tr("High contrast"), "high_contrast"}}, now.scheme);
  auto* language = choice(
      tr("Language"), {{tr("As the system"), ""}, {"English", "en"}, {QStringLiteral("한국어"), "ko"}}, now.language);
  auto* later = label(tr("The language holds after the next start."), "faint");
  later->hide();
  row->addWidget(scheme);
  row->addWidget(language);
  row->addWidget(later, 1);
  row->addStretch(1);
  rows->addLayout(row);
  connect(scheme, &QComboBox::activated, this, [this, scheme] {
    settings::Preferences preferences = settings_.preferences();
    preferences.scheme = scheme->currentData().toString();
    settings_.setPreferences(preferences);
  });
  connect(language, &QComboBox::activated, this, [this, language, later] {
    settings::Preferences preferences = settings_.preferences();
    preferences.language = language->currentData().toString();
    settings_.setPreferences(preferences);
    later->show();
  });
  return part;
}

void WelcomePage::addPlace(const protocol::LibraryPlace& place) {
  addFolder(QString::fromStdString(place.path), QString::fromStdString(place.layout));
}

void WelcomePage::finishSearch() {
  search_->setText(places_->count() > 0 ? tr("Tick the folders that Heddle should list.")
                                        : tr("No other tool's models were found in the usual places."));
}

void WelcomePage::addFolder(const QString& path, const QString& layout) {
  for (int i = 0; i < places_->count(); ++i) {
    if (places_->itemAt(i)->widget()->property("folder") == path) return;
  }
  const QString shown = QFontMetrics(font()).elidedText(path, Qt::ElideMiddle, scaled(280));
  auto* box = new QCheckBox(layout.isEmpty() ? shown : layout + QStringLiteral("  ·  ") + shown);
  box->setToolTip(path);
  box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // a long path does not widen the page
  box->setProperty("folder", path);
  box->setChecked(settings_.preferences().folders.contains(path));
  places_->addWidget(box);
  connect(box, &QCheckBox::clicked, this, [this, path](bool on) { useFolder(path, on); });
}

void WelcomePage::useFolder(const QString& path, bool use) {
  settings::Preferences preferences = settings_.preferences();
  preferences.folders.removeAll(path);
  if (use) preferences.folders << path;
  settings_.setPreferences(preferences);
  Q_EMIT foldersChanged();
}

void WelcomePage::askFolder() {
  auto* dialog = new QFileDialog(this, tr("Folder with models"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    useFolder(path, true);
    addFolder(path, {});
  });
  dialog->open();
}

void WelcomePage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return Q_EMIT finished();
  QWidget::keyPressEvent(event);
}

}  // namespace heddle::ui
