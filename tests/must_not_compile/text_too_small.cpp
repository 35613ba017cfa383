// expect: the_text_has_more_bytes_than_asked_for
#include <rung/ladders/service.hpp>
#include <rung/notation/write.hpp>

constexpr auto service = rung::ladders::service();
#ifdef RUNG_CORRECTED
constexpr auto text = rung::to_text<rung::text_size(service)>(service);
#else
constexpr auto text = rung::to_text<rung::text_size(service) - 1>(service);
#endif
