#include "settings/settings.h"

#include <algorithm>
#include <cmath>

namespace heddle::settings {
namespace {

constexpr int kRecentMost = 10;
const QString kNamedLayouts = QStringLiteral("named_layouts/");

// A name may contain any character, even a slash.
QString layoutKey(const QString& name) {
  return kNamedLayouts + QString::fromLatin1(name.toUtf8().toPercentEncoding({}, "._-~%", '_'));
}

QString oneOf(const QString& value, const QStringList& allowed) {
  return allowed.contains(value) ? value : allowed.front();
}

}  // namespace

Settings::Settings(const QString& path, QObject* parent) : QObject(parent), file_(path, QSettings::IniFormat) {
  read();
}

void Settings::read() {
  Preferences read;
  read.scheme = oneOf(file_.value("look/scheme").toString(), {"dark", "light", "high_contrast"});
  const double scale = file_.value("look/scale", 1.0).toDouble();
  read.scale = std::isfinite(scale) && scale > 0 ? std::clamp(scale, 0.75, 2.0) : 1.0;
  read.language = oneOf(file_.value("look/language").toString(), {"", "en", "ko"});
  read.device = oneOf(file_.value("engine/device").toString(), {"auto", "cpu", "cuda"});
  read.precision = oneOf(file_.value("engine/precision").toString(), {"auto", "fp32", "bf16", "fp16"});
  read.threads = std::clamp(file_.value("engine/threads", 0).toInt(), 0, 1024);
  read.memoryMiB = std::clamp(file_.value("engine/memory", 0).toInt(), 0, 1 << 24);
  read.engine = file_.value("engine/command").toString();
  read.folders = file_.value("files/folders").toStringList();
  read.outputFolder = file_.value("files/output").toString();
  read.runsLive = file_.value("run/live", true).toBool();
  file_.beginGroup("keys");
  for (const QString& key : file_.childKeys()) read.keys.insert(key, file_.value(key).toString());
  file_.endGroup();
  preferences_ = read;
}

void Settings::setPreferences(const Preferences& preferences) {
  if (preferences == preferences_) return;
  preferences_ = preferences;
  file_.setValue("look/scheme", preferences.scheme);
  file_.setValue("look/scale", preferences.scale);
  file_.setValue("look/language", preferences.language);
  file_.setValue("engine/device", preferences.device);
  file_.setValue("engine/precision", preferences.precision);
  file_.setValue("engine/threads", preferences.threads);
  file_.setValue("engine/memory", preferences.memoryMiB);
  file_.setValue("engine/command", preferences.engine);
  file_.setValue("files/folders", preferences.folders);
  file_.setValue("files/output", preferences.outputFolder);
  file_.setValue("run/live", preferences.runsLive);
  file_.remove("keys");
  for (auto key = preferences.keys.begin(); key != preferences.keys.end(); ++key)
    file_.setValue("keys/" + key.key(), key.value());
  Q_EMIT changed();
}

QByteArray Settings::layout(const QString& name) const {
  return file_.value(name.isEmpty() ? "window/state" : "layouts/" + name).toByteArray();
}

void Settings::setLayout(const QString& name, const QByteArray& state) {
  file_.setValue(name.isEmpty() ? "window/state" : "layouts/" + name, state);
}

WindowLayout Settings::windowLayout(const QString& name) const {
  return {file_.value(layoutKey(name) + "/docks").toByteArray(),
          file_.value(layoutKey(name) + "/centre").toByteArray()};
}

void Settings::setWindowLayout(const QString& name, const WindowLayout& layout) {
  file_.setValue(layoutKey(name) + "/docks", layout.docks);
  file_.setValue(layoutKey(name) + "/centre", layout.centre);
}

void Settings::removeWindowLayout(const QString& name) { file_.remove(layoutKey(name)); }

QStringList Settings::windowLayoutNames() const {
  QStringList names;
  for (const QString& key : file_.allKeys()) {
    if (!key.startsWith(kNamedLayouts) || !key.endsWith("/docks")) continue;
    const QString coded = key.mid(kNamedLayouts.size(), key.size() - kNamedLayouts.size() - 6);
    names << QString::fromUtf8(QByteArray::fromPercentEncoding(coded.toLatin1(), '_'));
  }
  names.sort(Qt::CaseInsensitive);
  return names;
}

bool Settings::wasWelcomeShown() const { return file_.value("window/greeted", false).toBool(); }

void Settings::setWelcomeShown() { file_.setValue("window/greeted", true); }

QStringList Settings::recentFiles() const { return file_.value("files/recent").toStringList(); }

void Settings::addRecentFile(const QString& path) {
  QStringList recent = recentFiles();
  recent.removeAll(path);
  recent.prepend(path);
  while (recent.size() > kRecentMost) recent.removeLast();
  file_.setValue("files/recent", recent);
}

}  // namespace heddle::settings
