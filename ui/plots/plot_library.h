// QCustomPlot, which writes Qt's keywords, in a program that compiles without them. Used by the drawing files of this
// room. Thread rule: the window's thread.
#pragma once

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach
