// expect: a decision names a stage: .stage = ladder.place_of(stage)
#include <rung/rung.hpp>

using rung::ladders::service_stage;
constexpr auto service = rung::lifecycle{rung::ladders::service()};

#ifdef RUNG_CORRECTED
constexpr rung::manual_decision d{.client = 7,
                                  .at = rung::utc(2026, 1, 1),
                                  .what = rung::decree::pin,
                                  .stage = service.ladder().place_of(service_stage::client)};
#else
constexpr rung::manual_decision d{.client = 7, .at = rung::utc(2026, 1, 1), .what = rung::decree::pin};
#endif
