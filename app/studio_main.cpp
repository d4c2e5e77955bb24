// heddle-studio: the composition root. Builds the parts, hands them to each other, shows the window, then starts the
// engine behind it.
#include <sys/socket.h>
#include <unistd.h>
#include <QApplication>
#include <QCommandLineParser>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QRandomGenerator>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <QThreadPool>
#include <QTimer>
#include <QTranslator>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "document/starters.h"
#include "filmstrip/film_history.h"
#include "filmstrip/film_model.h"
#include "graph/catalog_json.h"
#include "history/history.h"
#include "history/reference_image_store.h"
#include "session/engine_command.h"
#include "shell/main_window.h"
#include "support/notice_bar.h"
#include "support/theme.h"
#include "text/tokenizer.h"

namespace {

using namespace heddle;

// What the command line asked for.
struct Options {
  QString engine, settings, state, language, file;
};

Options readOptions(const QApplication& application) {
  QCommandLineParser parser;
  parser.setApplicationDescription(QCoreApplication::translate("studio", "Compose pictures with diffusion models."));
  parser.addHelpOption();
  parser.addVersionOption();
  const QCommandLineOption engine(
      "engine",
      QCoreApplication::translate("studio", "The engine to start, for example \"ssh host heddle engine --stdio\"."),
      "command");
  const QCommandLineOption settings("settings", QCoreApplication::translate("studio", "The settings file."), "file");
  const QCommandLineOption state("state", QCoreApplication::translate("studio", "The folder for journals and results."),
                                 "folder");
  const QCommandLineOption language("language", QCoreApplication::translate("studio", "en or ko."), "language");
  parser.addOptions({engine, settings, state, language});
  parser.addPositionalArgument(
      "file", QCoreApplication::translate("studio", "A project, a graph or a picture to open."), "[file]");
  parser.process(application);
  Options options{parser.value(engine), parser.value(settings), parser.value(state), parser.value(language), {}};
  if (!parser.positionalArguments().isEmpty()) options.file = parser.positionalArguments().front();
  const auto folder = [](QStandardPaths::StandardLocation kind) { return QStandardPaths::writableLocation(kind); };
  if (options.settings.isEmpty()) options.settings = folder(QStandardPaths::AppConfigLocation) + "/heddle.ini";
  if (options.state.isEmpty()) options.state = folder(QStandardPaths::AppLocalDataLocation);
  return options;
}

QByteArray resource(const QString& path) {
  QFile file(":/heddle/" + path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The nodes as they were when this program was built; the engine's own description takes its place.
graph::NodeCatalog builtInCatalog() {
  const QByteArray text = resource("nodes.json");
  auto json = parse_json(std::string_view(text.data(), static_cast<std::size_t>(text.size())), "the built-in nodes");
  if (!json) return {};
  auto catalog = graph::catalog_from_json(*json);
  return catalog ? std::move(*catalog) : graph::NodeCatalog();
}

// The first example with its reference picture put into the document; empty where the program is not installed whole.
graph::Graph startGraph(document::DocumentImages& images, const graph::NodeCatalog& catalog) {
  auto graph = document::openStarter("first", images, catalog);
  return graph ? std::move(*graph) : graph::Graph();
}

void installTranslations(QApplication& application, const QString& asked) {
  const QString language = asked.isEmpty() ? QLocale().name() : asked;
  if (!language.startsWith("ko")) return;
  auto* ours = new QTranslator(&application);
  if (ours->load(":/heddle/translations/heddle_ko.qm")) QCoreApplication::installTranslator(ours);
  auto* qt = new QTranslator(&application);
  if (qt->load("qtbase_ko", QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(qt);
}

// The tokenizer of the built-in model, read by a worker: it counts the tokens of a prompt.
class TokenizerSource final {
 public:
  void readFrom(const QString& folder) {
    QThreadPool::globalInstance()->start([state = state_, path = folder.toStdString()] {
      auto read = text::read_tokenizer(path);
      if (!read) return;
      const std::lock_guard lock(state->mutex);
      state->tokenizer = std::make_shared<const text::Tokenizer>(std::move(*read));
    });
  }
  std::shared_ptr<const text::Tokenizer> operator()() const {
    const std::lock_guard lock(state_->mutex);
    return state_->tokenizer;
  }

 private:
  struct State {
    std::mutex mutex;
    std::shared_ptr<const text::Tokenizer> tokenizer;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

QString resourcesFolder() {
  const QString beside = QCoreApplication::applicationDirPath() + "/../share/heddle";
  for (const QString& folder : {qEnvironmentVariable("HEDDLE_RESOURCES"), beside, QString(HEDDLE_SOURCE_RESOURCES)}) {
    if (!folder.isEmpty() && QFileInfo(folder).isDir()) return folder;
  }
  return {};
}

// What the film strip says of a picture of an earlier session. Called in the history's thread.
history::HistoryLabel labels(std::shared_ptr<const graph::NodeCatalog> catalog) {
  return [catalog = std::move(catalog)](const std::string& text) {
    const auto read = graph::read_graph(text, *catalog, "a picture");
    return read ? ui::resultLabel(read->graph, *catalog) : QString();
  };
}

constexpr int kReadingMilliseconds = 8'000;  // of a sentence that asks for no action

// The window is there first; then the pictures of earlier sessions come in behind it.
void openHistory(history::History& history, ui::FilmHistory& film, ui::MainWindow& window) {
  ui::NoticeBar& notices = window.notices();
  QObject::connect(&history, &history::History::failed, &window, [&notices](const QString& text) {
    notices.showNotice("history",
                       QCoreApplication::translate("studio", "Earlier pictures cannot be listed: %1").arg(text));
  });
  QObject::connect(&history, &history::History::rebuilding, &window, [&notices](const QString& why, int images) {
    notices.showNotice(
        "history",
        QCoreApplication::translate("studio", "%1 Rebuilding it from %n image(s).", nullptr, images).arg(why));
  });
  QObject::connect(&history, &history::History::synced, &window, [&notices] {
    QTimer::singleShot(kReadingMilliseconds, &notices, [&notices] { notices.dismiss("history"); });
  });
  window.setHistory(&film);
  QTimer::singleShot(0, &history, [&history] { history.open(); });
}

// SIGTERM and SIGINT end the program through its event loop: the journal is kept, the engine is stopped.
int terminationPipe[2] = {-1, -1};
void onTermination(int) {
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(terminationPipe[0], &byte, 1);
}
void quitOnTermination(QApplication& application) {
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, terminationPipe) != 0) return;
  auto* notifier = new QSocketNotifier(terminationPipe[1], QSocketNotifier::Read, &application);
  QObject::connect(notifier, &QSocketNotifier::activated, &application, [notifier] {
    notifier->setEnabled(false);
    QCoreApplication::quit();
  });
  std::signal(SIGTERM, onTermination);
  std::signal(SIGINT, onTermination);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName("heddle");
  QApplication::setApplicationDisplayName("Heddle");
  QApplication::setApplicationVersion(HEDDLE_VERSION);
  QApplication::setStyle("Fusion");
  QApplication::setQuitOnLastWindowClosed(false);
  const Options options = readOptions(application);
  quitOnTermination(application);

  QDir().mkpath(QFileInfo(options.settings).absolutePath());
  QDir().mkpath(options.state);
  settings::Settings settings(options.settings);
  installTranslations(application, options.language.isEmpty() ? settings.preferences().language : options.language);
  ui::applyTheme(ui::makeTheme(ui::schemeFromName(settings.preferences().scheme), settings.preferences().scale));

  const QStringList journals = {options.state + "/journals", QDir::tempPath() + "/heddle-journals"};
  document::Document document(builtInCatalog());
  document::DocumentFile file(document, journals);
  document::Journal journal(document, file.images(), journals);
  const auto engineCommand = [](const settings::Preferences& preferences) {
    return session::engineCommandOf(preferences, QCoreApplication::applicationDirPath());
  };
  session::EngineClient engine(options.engine.isEmpty() ? engineCommand(settings.preferences())
                                                        : session::engineCommandFrom(options.engine));
  session::JobQueue queue(engine);
  history::ReferenceImageStore references(options.state + "/pictures");
  queue.setImageSource([&file, &references](const QString& hash) {
    const QByteArray bytes = file.images().bytes(hash);
    if (bytes.isEmpty()) return references.bytes(hash);  // of an earlier session's result, to measure it
    references.keep(hash, bytes);
    return bytes;
  });
  session::RunStates states(engine, queue);
  const QString sessionFolder =
      options.state + "/sessions/" + QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss-zzz");
  session::ResultStore results(sessionFolder.toStdString());
  history::History history({options.state + "/history.sqlite", options.state + "/sessions", sessionFolder},
                           labels(std::make_shared<const graph::NodeCatalog>(document.catalog())));
  ui::FilmHistory film(history, results);
  TokenizerSource tokenizer;
  tokenizer.readFrom(resourcesFolder() + "/models/bobbin/tokenizer");

  ui::EditorContext editors;
  editors.randomSeed = [] { return QRandomGenerator::system()->generate64(); };
  editors.tokenizer = tokenizer;
  ui::WindowContext context{document,
                            file,
                            journal,
                            engine,
                            queue,
                            states,
                            results,
                            settings,
                            editors,
                            journals,
                            [&](document::DocumentImages& images) { return startGraph(images, document.catalog()); }};
  if (options.engine.isEmpty()) context.engineCommand = engineCommand;
  context.keptImage = [&references](const QString& hash) { return references.bytes(hash); };
  ui::MainWindow window(context);
  window.show();
  options.file.isEmpty() ? window.openStart() : window.openFile(QFileInfo(options.file).absoluteFilePath());
  if (options.file.isEmpty() && !settings.wasWelcomeShown()) window.showWelcome();
  window.offerLostWork();
  openHistory(history, film, window);
  QTimer::singleShot(0, &engine, [&] {
    protocol::SettingsSet wanted = session::engineSettingsOf(settings.preferences());
    if (wanted.output_folder.empty()) wanted.output_folder = (sessionFolder + "/saved").toStdString();
    engine.setSettings(wanted);
    engine.start();
  });
  const int code = QApplication::exec();
  engine.stop();
  if (!document.isModified()) journal.clear();
  file.waitForWriting();
  return code;
}
