// Work in a worker's thread whose result comes back to an object of the window. Used by the sources of plots. A free
// function of the window's thread.
#pragma once

#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace heddle::ui {

// `then` is not called where the owner is gone by then.
template <class Work, class Then>
void inBackground(QObject* owner, Work work, Then then) {
  QThreadPool::globalInstance()->start([owner = QPointer(owner), work = std::move(work), then = std::move(then)] {
    auto made = work();
    QMetaObject::invokeMethod(qApp, [owner, then, made = std::move(made)] {
      if (owner) then(made);
    });
  });
}

}  // namespace heddle::ui
