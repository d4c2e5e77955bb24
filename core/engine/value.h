// Value: what a node passes to the next, held by a shared pointer to something immutable, with its size in memory.
//   Value::of(Latent{…}, bytes)      value.as<Latent>()
// Used by node functions, the executor and the output cache. Thread rule: copies are cheap; contents never change.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <typeindex>
#include <typeinfo>
#include <utility>

namespace heddle::engine {

class Value final {
 public:
  Value() : type_id_(typeid(void)) {}

  // `bytes` is what it keeps alive, tensors included: the output cache charges it to its budget.
  template <class T>
  static Value of(T content, std::size_t bytes = sizeof(T)) {
    return share(std::make_shared<const T>(std::move(content)), bytes);
  }
  template <class T>
  static Value share(std::shared_ptr<const T> content, std::size_t bytes = sizeof(T)) {
    Value value;
    value.type_id_ = typeid(T);
    value.content_ = std::move(content);
    value.bytes_ = bytes;
    return value;
  }

  [[nodiscard]] bool empty() const { return content_ == nullptr; }
  [[nodiscard]] std::type_index type_id() const { return type_id_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  // The content as an identity: two values that share it are the same value.
  [[nodiscard]] const std::shared_ptr<const void>& content() const { return content_; }

  // nullptr when the value is empty or holds another type.
  template <class T>
  [[nodiscard]] const T* find() const {
    return type_id_ == typeid(T) ? static_cast<const T*>(content_.get()) : nullptr;
  }
  // Throws std::logic_error for another type: the port types of two nodes agree, their C++ types do not.
  template <class T>
  [[nodiscard]] const T& as() const {
    if (const T* content = find<T>()) return *content;
    throw std::logic_error(std::string("a value holds ") + type_id_.name() + ", asked for " + typeid(T).name());
  }
  template <class T>
  [[nodiscard]] std::shared_ptr<const T> shared() const {
    (void)as<T>();
    return std::static_pointer_cast<const T>(content_);
  }

 private:
  std::type_index type_id_;
  std::shared_ptr<const void> content_;
  std::size_t bytes_ = 0;
};

}  // namespace heddle::engine
