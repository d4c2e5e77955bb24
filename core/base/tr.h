// TR_NOOP marks a sentence for the translators where it is written; the window translates it when it shows it. Used by
// node descriptions. The context groups the sentences in the translation file ("nodes"). A macro, any thread.
#pragma once

#define TR_NOOP(context, text) text
