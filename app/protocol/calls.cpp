#include "protocol/calls.h"

#include "protocol/member_io.h"

namespace heddle::protocol {

template struct MessageIo<Done>;
template struct MessageIo<EngineInfo>;
template struct MessageIo<EngineVersion>;
template struct MessageIo<Initialize>;
template struct MessageIo<MemoryUse>;
template struct MessageIo<Ping>;
template struct MessageIo<Shutdown>;
template struct MessageIo<RunAccepted>;
template struct MessageIo<GraphRun>;
template struct MessageIo<RunUpdate>;
template struct MessageIo<CancelAnswer>;
template struct MessageIo<RunCancel>;
template struct MessageIo<RunPause>;
template struct MessageIo<RunContinue>;
template struct MessageIo<RunLook>;
template struct MessageIo<InputHasAnswer>;
template struct MessageIo<InputHas>;
template struct MessageIo<InputPut>;
template struct MessageIo<SettingsSet>;

}  // namespace heddle::protocol
