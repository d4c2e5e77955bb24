#include "dialogs/settings_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <cmath>

#include "support/theme.h"
#include "support/value_slider.h"

namespace heddle::ui {
namespace {

struct Option {
  QString text, stored;
};

QComboBox* box(const QList<Option>& options, const QString& stored, const QString& name) {
  auto* made = new QComboBox;
  for (const Option& option : options) made->addItem(option.text, option.stored);
  made->setCurrentIndex(std::max(0, made->findData(stored)));
  made->setAccessibleName(name);
  return made;
}

ValueSlider* slider(const QString& text, const SliderRange& range, double value) {
  auto* made = new ValueSlider;
  made->setLabel(text);
  made->setRange(range);
  made->setValue(value);
  return made;
}

QFormLayout* form(QWidget* page) {
  auto* rows = new QFormLayout(page);
  rows->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
  rows->setSpacing(scaled(12));
  rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  rows->setLabelAlignment(Qt::AlignLeft);
  return rows;
}

QLabel* faint(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("tone", "faint");
  label->setWordWrap(true);
  return label;
}

}  // namespace

SettingsPage::SettingsPage(settings::Settings& settings, const std::vector<KeyEntry>& keys, Conflicts conflicts,
                           QWidget* parent)
    : QDialog(parent), settings_(settings), pages_(new QTabWidget(this)) {
  setWindowTitle(tr("Settings"));
  resize(QSize(scaled(560), scaled(460)).boundedTo(screen()->availableSize() * 9 / 10));  // at 200 % on a small screen
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  pages_->setDocumentMode(true);
  pages_->addTab(lookPage(), tr("Look"));
  pages_->addTab(enginePage(), tr("Engine"));
  pages_->addTab(foldersPage(), tr("Folders"));
  pages_->addTab(keysPage(keys, std::move(conflicts)), tr("Keys"));
  rows->addWidget(pages_);
}

void SettingsPage::showFolders() { pages_->setCurrentIndex(2); }

template <class Change>
void SettingsPage::change(Change how) {
  settings::Preferences preferences = settings_.preferences();
  how(preferences);
  settings_.setPreferences(preferences);
}

QWidget* SettingsPage::lookPage() {
  auto* page = new QWidget;
  QFormLayout* rows = form(page);
  const settings::Preferences& now = settings_.preferences();
  auto* scheme = box({{tr("Dark"), "dark"}, {tr("Light"), "light"}, {tr("High contrast"), "high_contrast"}}, now.scheme,
                     tr("Theme"));
  rows->addRow(tr("Theme"), scheme);
  connect(scheme, &QComboBox::activated, this,
          [this, scheme] { change([&](settings::Preferences& c) { c.scheme = scheme->currentData().toString(); }); });
  auto* language = box({{tr("As the system"), ""}, {"English", "en"}, {QStringLiteral("한국어"), "ko"}}, now.language,
                       tr("Language"));
  rows->addRow(tr("Language"), language);
  connect(language, &QComboBox::activated, this, [this, language] {
    change([&](settings::Preferences& c) { c.language = language->currentData().toString(); });
  });
  auto* scale = slider(tr("Size in percent"), {75, 200, 75, 200, 5, 100, true}, now.scale * 100);
  rows->addRow(scale);
  connect(scale, &ValueSlider::valueCommitted, this,
          [this](double percent) { change([&](settings::Preferences& c) { c.scale = percent / 100; }); });
  rows->addRow(faint(tr("A new language and size hold fully after the next start.")));
  return page;
}

QWidget* SettingsPage::enginePage() {
  auto* page = new QWidget;
  QFormLayout* rows = form(page);
  const settings::Preferences& now = settings_.preferences();
  auto* device = box({{tr("Automatic"), "auto"}, {tr("Processor"), "cpu"}, {tr("NVIDIA graphics card"), "cuda"}},
                     now.device, tr("Device"));
  rows->addRow(tr("Device"), device);
  connect(device, &QComboBox::activated, this,
          [this, device] { change([&](settings::Preferences& c) { c.device = device->currentData().toString(); }); });
  auto* precision = box({{tr("Automatic"), "auto"}, {"fp32", "fp32"}, {"bf16", "bf16"}, {"fp16", "fp16"}},
                        now.precision, tr("Precision"));
  rows->addRow(tr("Precision"), precision);
  connect(precision, &QComboBox::activated, this, [this, precision] {
    change([&](settings::Preferences& c) { c.precision = precision->currentData().toString(); });
  });
  auto* memory =
      slider(tr("Memory for results, MiB (0: automatic)"), {0, 1 << 20, 0, 16384, 256, 0, true}, now.memoryMiB);
  rows->addRow(memory);
  connect(memory, &ValueSlider::valueCommitted, this, [this](double mib) {
    change([&](settings::Preferences& c) { c.memoryMiB = static_cast<int>(std::lround(mib)); });
  });
  auto* live = new QCheckBox(tr("Moving a slider runs the graph"));
  live->setChecked(now.runsLive);
  rows->addRow(live);
  connect(live, &QCheckBox::clicked, this,
          [this](bool on) { change([&](settings::Preferences& c) { c.runsLive = on; }); });
  auto* command = new QLineEdit(now.engine);
  command->setPlaceholderText("ssh host heddle engine --stdio");
  command->setAccessibleName(tr("Engine command"));
  rows->addRow(tr("Engine command"), command);
  connect(command, &QLineEdit::editingFinished, this,
          [this, command] { change([&](settings::Preferences& c) { c.engine = command->text().trimmed(); }); });
  rows->addRow(
      faint(tr("Empty: the engine beside this program. Device, precision and command hold when the engine "
               "starts the next time.")));
  return page;
}

QWidget* SettingsPage::foldersPage() {
  auto* page = new QWidget;
  auto* rows = new QVBoxLayout(page);
  rows->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
  rows->addWidget(
      faint(tr("Folders with your models, as ComfyUI, AUTOMATIC1111 or diffusers lay them out. They are read "
               "in place, never changed.")));
  auto* list = new QListWidget;
  list->setAccessibleName(tr("Folders with models"));
  list->addItems(settings_.preferences().folders);
  rows->addWidget(list, 1);
  auto* row = new QHBoxLayout;
  auto* add = new QPushButton(tr("Add a folder…"));
  auto* remove = new QPushButton(tr("Remove"));
  row->addWidget(add);
  row->addWidget(remove);
  row->addStretch(1);
  rows->addLayout(row);
  const auto store = [this, list] {
    QStringList folders;
    for (int i = 0; i < list->count(); ++i) folders << list->item(i)->text();
    change([&](settings::Preferences& c) { c.folders = folders; });
  };
  connect(add, &QPushButton::clicked, this, [this, list, store] {
    auto* dialog = new QFileDialog(this, tr("Folder with models"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [list, store](const QString& path) {
      if (list->findItems(path, Qt::MatchExactly).isEmpty()) list->addItem(path);
      store();
    });
    dialog->open();
  });
  connect(remove, &QPushButton::clicked, this, [list, store] {
    qDeleteAll(list->selectedItems());
    store();
  });
  return page;
}

QWidget* SettingsPage::keysPage(const std::vector<KeyEntry>& keys, Conflicts conflicts) {
  auto* page = new QWidget;
  auto* rows = new QVBoxLayout(page);
  rows->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
  auto* warning = new QLabel;
  warning->setProperty("tone", "error");
  warning->setWordWrap(true);
  auto* inside = new QWidget;
  QFormLayout* table = form(inside);
  table->setSpacing(scaled(4));
  const auto check = [this, warning, conflicts] {
    const QStringList found = conflicts(settings_.preferences().keys);
    warning->setText(found.isEmpty() ? QString() : tr("Keys used twice: %1").arg(found.join("; ")));
    warning->setVisible(!found.isEmpty());
  };
  fillKeys(table, keys, check);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setWidget(inside);
  rows->addWidget(warning);
  rows->addWidget(scroll, 1);
  check();
  return page;
}

// Shortcut fields are slow to create, and there are dozens: a few at a time, so that the dialog opens at once.
void SettingsPage::fillKeys(QFormLayout* table, std::vector<KeyEntry> keys, std::function<void()> check) {
  constexpr std::size_t kAtOnce = 6;
  const std::size_t count = std::min(kAtOnce, keys.size());
  for (std::size_t i = 0; i < count; ++i) addKey(table, keys[i], check);
  keys.erase(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(count));
  if (keys.empty()) return;
  QTimer::singleShot(0, table, [this, table, keys = std::move(keys), check] { fillKeys(table, keys, check); });
}

void SettingsPage::addKey(QFormLayout* table, const KeyEntry& entry, const std::function<void()>& check) {
  auto* edit = new QKeySequenceEdit(QKeySequence(settings_.preferences().keys.value(entry.id, entry.usual)));
  if (auto* line = edit->findChild<QLineEdit*>()) line->setPlaceholderText(tr("none"));  // Qt's own text has no Korean
  edit->setAccessibleName(entry.text);
  table->addRow(entry.text, edit);
  connect(edit, &QKeySequenceEdit::editingFinished, this, [this, edit, entry, check] {
    const QString key = edit->keySequence().toString(QKeySequence::PortableText);
    change([&](settings::Preferences& c) {
      key == entry.usual ? (void)c.keys.remove(entry.id) : (void)c.keys.insert(entry.id, key);
    });
    check();
  });
}

}  // namespace heddle::ui
