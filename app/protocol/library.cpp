#include "protocol/library.h"

#include "protocol/member_io.h"

namespace heddle::protocol {

template struct MessageIo<CrossAttention>;
template struct MessageIo<LibraryEntry>;
template struct MessageIo<LibraryListed>;
template struct MessageIo<LibraryList>;
template struct MessageIo<LibraryCancel>;
template struct MessageIo<LibraryInspect>;
template struct MessageIo<Inspected>;
template struct MessageIo<ThumbnailAnswer>;
template struct MessageIo<ThumbnailRequest>;
template struct MessageIo<PlacesFound>;
template struct MessageIo<PlacesSearch>;
template struct MessageIo<LibraryEntryFound>;
template struct MessageIo<LibraryThumbnail>;
template struct MessageIo<LibraryPlace>;

}  // namespace heddle::protocol
