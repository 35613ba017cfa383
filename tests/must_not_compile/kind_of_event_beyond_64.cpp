// expect: a_kind_of_event_is_numbered_from_0_to_63
#include <rung/measures/measured.hpp>

enum class beyond : std::uint8_t { first, last = 63, none = 64 };
struct event_beyond {
    rung::event_id id = 0;
    rung::client_id client = 0;
    rung::instant at;
    beyond kind{};
};
using model_beyond = rung::event_model<event_beyond, &event_beyond::kind>;

#ifdef RUNG_CORRECTED
constexpr auto last_kind = model_beyond::of(beyond::last);
#else
constexpr auto last_kind = model_beyond::of(beyond::none);
#endif
