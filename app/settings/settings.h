// Settings: the user's preferences for the whole program, in one INI file. Used by the shell and the settings page.
// Thread rule: the window's thread.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace heddle::settings {

struct Preferences {
  QString scheme = "dark";  // "dark", "light", "high_contrast"
  double scale = 1.0;       // 0.75 to 2
  QString language;         // "en", "ko"; empty: the system's
  QString device = "auto";  // "auto", "cpu", "cuda"
  QString precision = "auto";
  int threads = 0;              // 0: the engine decides
  int memoryMiB = 0;            // for results that are kept; 0: the engine decides
  QStringList folders;          // of models
  QString outputFolder;         // empty: the session's own
  QString engine;               // a command line; empty: the engine beside the program
  bool runsLive = true;         // a moved slider runs the graph
  QMap<QString, QString> keys;  // action -> shortcut, where it is not the default one
  bool operator==(const Preferences&) const = default;
};

// The place of everything in the window, as Qt keeps it.
struct WindowLayout {
  QByteArray docks, centre;
  bool operator==(const WindowLayout&) const = default;
};

class Settings final : public QObject {
  Q_OBJECT
 public:
  // Invalid values of the file count as not set. An unreadable file gives all defaults.
  explicit Settings(const QString& path, QObject* parent = nullptr);

  [[nodiscard]] const Preferences& preferences() const { return preferences_; }
  void setPreferences(const Preferences& preferences);

  // Places of windows and docks, by the layout's name; the present one is "".
  [[nodiscard]] QByteArray layout(const QString& name) const;
  void setLayout(const QString& name, const QByteArray& state);

  // Layouts that the user named. Of a name that does not exist: empty.
  [[nodiscard]] WindowLayout windowLayout(const QString& name) const;
  void setWindowLayout(const QString& name, const WindowLayout& layout);
  void removeWindowLayout(const QString& name);
  [[nodiscard]] QStringList windowLayoutNames() const;

  // Whether the first-run page was shown once.
  [[nodiscard]] bool wasWelcomeShown() const;
  void setWelcomeShown();

  // Newest first, at most ten.
  [[nodiscard]] QStringList recentFiles() const;
  void addRecentFile(const QString& path);

 Q_SIGNALS:
  void changed();

 private:
  void read();

  QSettings file_;
  Preferences preferences_;
};

}  // namespace heddle::settings
