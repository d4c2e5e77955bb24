// What nearly every test of the window's parts without widgets reads first. Files include what they use all the same (HEDDLE_PRECOMPILED=OFF proves it).
#pragma once
#include <QtCore>
#include <QtGui>
#include <QtTest>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>
