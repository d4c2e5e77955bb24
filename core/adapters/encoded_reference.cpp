#include "adapters/encoded_reference.h"

namespace heddle::adapters {

Result<void> tokens_fit(const EncodedReference& reference, const models::UNet& unet) {
  const std::int64_t offered = reference.tokens.size(-1), wanted = unet.config().cross_attention_dim;
  if (offered == wanted) return {};
  return fail(ErrorKind::invalid_input,
              "[sample] an adapter's tokens have {} numbers, the checkpoint reads {}; they are "
              "made for different base models",
              offered, wanted);
}

}  // namespace heddle::adapters
