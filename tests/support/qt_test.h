// Many Qt tests in one program: HEDDLE_QT_TEST(Class) at the end of a file enters its class, and `program STEM` runs
// the classes of the file STEM.cpp. Included by each Qt test; the program's main is qt_main.cpp.
#pragma once

#include <QtTest/QtTest>

// The time limit of a wait: only a hang takes so long, also on a slow and busy machine. Qt Test's own 5 s are too
// short.
#undef QTRY_VERIFY
#undef QTRY_COMPARE
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT((expression), 60'000)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT((actual), expected, 60'000)

namespace heddle::testing {

// Tests print measured times. With HEDDLE_JUDGE_TIMES set, on a quiet machine, they also check limits.
inline bool judgesTimes() { return qEnvironmentVariableIsSet("HEDDLE_JUDGE_TIMES"); }

struct QtTest {
  const char* file;  // __FILE__
  bool has_gui;      // runs under a QApplication, else under a QCoreApplication
  QObject* (*make)();
};

// Returns true, so that a constant can enter a test before main begins.
bool enterQtTest(const QtTest& test);

}  // namespace heddle::testing

#define HEDDLE_QT_TEST_NAME_(a, b) a##b
#define HEDDLE_QT_TEST_NAME(a, b) HEDDLE_QT_TEST_NAME_(a, b)
#define HEDDLE_QT_TEST_ENTRY(Class, gui)                                              \
  [[maybe_unused]] static const bool HEDDLE_QT_TEST_NAME(heddleQtTest, __COUNTER__) = \
      ::heddle::testing::enterQtTest({__FILE__, gui, []() -> QObject* { return new Class; }});

#define HEDDLE_QT_TEST(Class) HEDDLE_QT_TEST_ENTRY(Class, true)
#define HEDDLE_QT_TEST_GUILESS(Class) HEDDLE_QT_TEST_ENTRY(Class, false)
