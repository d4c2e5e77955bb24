// The main of a room's Qt tests: `program STEM [options of Qt Test]`; without STEM it lists them.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/qt_test.h"

#ifdef QT_WIDGETS_LIB
#include <QtWidgets/QApplication>
using Application = QApplication;
#else
#include <QtGui/QGuiApplication>
using Application = QGuiApplication;
#endif

namespace {

std::vector<heddle::testing::QtTest>& entered() {
  static std::vector<heddle::testing::QtTest> tests;
  return tests;
}

std::string stemOf(const heddle::testing::QtTest& test) { return std::filesystem::path(test.file).stem().string(); }

}  // namespace

bool heddle::testing::enterQtTest(const QtTest& test) {
  entered().push_back(test);
  return true;
}

int main(int argc, char** argv) {
  const std::string wanted = argc > 1 ? argv[1] : "";
  std::vector<heddle::testing::QtTest> chosen;
  for (const heddle::testing::QtTest& test : entered()) {
    if (stemOf(test) == wanted) chosen.push_back(test);
  }
  if (chosen.empty()) {
    std::fprintf(stderr, "no test file '%s' in this program; it has:\n", wanted.c_str());
    for (const heddle::testing::QtTest& test : entered()) std::fprintf(stderr, "  %s\n", stemOf(test).c_str());
    return 2;
  }
  std::vector<char*> arguments(argv, argv + argc);
  arguments.erase(arguments.begin() + 1);
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  std::unique_ptr<QCoreApplication> application;
  if (chosen.front().has_gui) {
    application = std::make_unique<Application>(count, arguments.data());
  } else {
    application = std::make_unique<QCoreApplication>(count, arguments.data());
  }
  application->setAttribute(Qt::AA_Use96Dpi, true);
  int failed = 0;
  for (const heddle::testing::QtTest& test : chosen) {
    const std::unique_ptr<QObject> object(test.make());
    failed += QTest::qExec(object.get(), count, arguments.data());
  }
  return failed;
}
