/* The table of event kinds (event.def) for readers. */
#include "recorder/format/event.h"

const struct event_description event_descriptions[EVENT_KIND_COUNT] = {
#define EVENT(NAME, text, a, b) [EVENT_##NAME] = {text, ROLE_##a, ROLE_##b},
#include "recorder/format/event.def"
#undef EVENT
};
