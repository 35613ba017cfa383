#include "catch.hpp"

#include <rung/core/time.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>
#include <type_traits>

using namespace rung::literals;
using rung::duration;
using rung::instant;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t last_moment = 4'294'967'294;

// Literals.
static_assert((1_seconds).seconds == 1);
static_assert((1_minutes).seconds == 60);
static_assert((1_hours).seconds == 3'600);
static_assert((1_days).seconds == 86'400);
static_assert((2_weeks).seconds == 1'209'600);

// Durations are held at the limits.
static_assert(duration{most} + 1_seconds == duration{most});
static_assert(duration{least} - 1_seconds == duration{least});
static_assert(duration{least} + duration{-1} == duration{least});
static_assert(duration{most} - duration{-1} == duration{most});
static_assert(duration{most / 2} * 3 == duration{most});
static_assert(duration{most / 2} * -3 == duration{least});
static_assert(duration{} - duration{least} == duration{most});
static_assert(duration{least} - duration{most} == duration{least});
static_assert(duration{least} * -1 == duration{most});
static_assert(duration{least} * 2 == duration{least});
static_assert(duration{least} * 0 == duration{});
static_assert(duration{} < 1_seconds && 1_seconds < 1_minutes);
static_assert(duration{least} < duration{most});

// The supported range, at and around its ends.
static_assert(instant{} == instant::never());
static_assert(instant::from_unix(least) == instant::never());
static_assert(instant::from_unix(-1) == instant::never());
static_assert(instant::from_unix(0) == instant::never());
static_assert(instant::from_unix(1).is_moment());
static_assert(instant::from_unix(1).unix_seconds == 1);
static_assert(instant::from_unix(last_moment).is_moment());
static_assert(instant::from_unix(last_moment).unix_seconds == last_moment);
static_assert(instant::from_unix(last_moment + 1) == instant::forever());
static_assert(instant::from_unix(last_moment + 2) == instant::forever());
static_assert(instant::from_unix(most) == instant::forever());
static_assert(!instant::never().is_moment() && !instant::forever().is_moment());
static_assert(sizeof(instant) == 4);

// Sums neither wrap nor bring back what never was.
static_assert(instant::never() + 1_days == instant::never());
static_assert(instant::forever() - 1_days == instant::forever());
static_assert(instant::from_unix(10) - 10_seconds == instant::never());
static_assert(instant::from_unix(10) - 9_seconds == instant::from_unix(1));
static_assert(instant::from_unix(last_moment) + 1_seconds == instant::forever());
static_assert(instant::from_unix(last_moment) + duration{most} == instant::forever());
static_assert(instant::from_unix(10) + duration{least} == instant::never());
static_assert(instant::from_unix(10) - duration{least} == instant::forever());
static_assert(instant::from_unix(last_moment) - duration{most} == instant::never());
static_assert(instant::from_unix(1) + duration{last_moment - 1} == instant::from_unix(last_moment));
static_assert(instant::from_unix(1) - 1_seconds == instant::never());
static_assert(instant::never() - duration{least} == instant::never());
static_assert(instant::forever() + duration{least} == instant::forever());
static_assert(instant::forever() - instant::never() == duration{last_moment + 1});
static_assert(instant::never() - instant::forever() == duration{-last_moment - 1});
static_assert(instant::from_unix(5) - instant::from_unix(8) == duration{-3});
static_assert(instant::from_unix(last_moment) - instant::from_unix(1) == duration{last_moment - 1});

// How long ago.
static_assert(rung::age(instant::never(), instant::from_unix(5)) == rung::unlimited);
static_assert(rung::age(instant::from_unix(5), instant::from_unix(5)) == 0);
static_assert(rung::age(instant::from_unix(5), instant::from_unix(7)) == 2);
static_assert(rung::age(instant::from_unix(7), instant::from_unix(5)) == -2);
static_assert(rung::age(instant::from_unix(1), instant::forever()) == last_moment);
static_assert(rung::age(instant::forever(), instant::never()) == -last_moment - 1);
static_assert(rung::age(instant::never(), instant::never()) == rung::unlimited);

// From std::chrono by shape.
namespace chrono = std::chrono;
static_assert(duration{chrono::seconds{7}} == 7_seconds);
static_assert(duration{chrono::minutes{7}} == 7_minutes);
static_assert(duration{chrono::hours{7}} == 7_hours);
static_assert(duration{chrono::days{7}} == 7_days);
static_assert(duration{chrono::weeks{7}} == 7_weeks);
static_assert(duration{chrono::days{-7}} == 7_days * -1);
static_assert(duration{chrono::duration<std::int64_t, std::ratio<86'400>>{most}} == duration{most});
static_assert(std::is_convertible_v<chrono::days, duration>);
static_assert(std::is_convertible_v<chrono::hours, duration>);
static_assert(!std::is_convertible_v<chrono::milliseconds, duration>);
static_assert(!std::is_constructible_v<duration, chrono::milliseconds>);
static_assert(!std::is_constructible_v<duration, chrono::nanoseconds>);
static_assert(!std::is_constructible_v<duration, chrono::duration<double>>);
static_assert(!std::is_constructible_v<duration, chrono::months>);  // 30 d 10 h 29 min 6 s
static_assert(!std::is_constructible_v<duration, chrono::years>);
static_assert(!std::is_constructible_v<duration, double> && !std::is_constructible_v<duration, bool>);
static_assert(!std::is_convertible_v<int, duration>);
static_assert(!std::is_constructible_v<duration, chrono::sys_days>);

static_assert(instant{chrono::sys_days{chrono::year{2026} / 1 / 31}} == instant::from_unix(1'769'817'600));
static_assert(instant{chrono::sys_seconds{chrono::seconds{1'700'000'000}}} ==
              instant::from_unix(1'700'000'000));
static_assert(instant{chrono::system_clock::time_point{chrono::milliseconds{1'999}}} ==
              instant::from_unix(1));
static_assert(instant{chrono::sys_days{chrono::year{1969} / 12 / 31}} == instant::never());
static_assert(instant{chrono::sys_days{chrono::year{2200} / 1 / 1}} == instant::forever());
static_assert(instant{chrono::sys_days{chrono::year::max() / 1 / 1}} == instant::forever());
static_assert(instant{chrono::sys_time<chrono::milliseconds>{chrono::milliseconds{-1}}} == instant::never());
static_assert(std::is_convertible_v<chrono::sys_days, instant>);
static_assert(std::is_convertible_v<chrono::sys_seconds, instant>);
static_assert(std::is_convertible_v<chrono::system_clock::time_point, instant>);
static_assert(!std::is_convertible_v<chrono::steady_clock::time_point, instant>);
static_assert(!std::is_constructible_v<instant, chrono::steady_clock::time_point>);
static_assert(!std::is_constructible_v<instant, chrono::local_days>);
static_assert(!std::is_constructible_v<instant, chrono::seconds>);
static_assert(!std::is_convertible_v<int, instant>);

// A representation of the host's own, at its limits.
using unsigned_seconds = chrono::duration<std::uint64_t>;
using short_seconds = chrono::duration<std::int16_t>;
using few_seconds = chrono::duration<std::uint8_t>;
static_assert(duration{unsigned_seconds{std::numeric_limits<std::uint64_t>::max()}} == duration{most});
static_assert(duration{unsigned_seconds{std::uint64_t{1} << 63}} == duration{most});
static_assert(duration{unsigned_seconds{static_cast<std::uint64_t>(most)}} == duration{most});
static_assert(duration{short_seconds{std::numeric_limits<std::int16_t>::min()}} == duration{-32'768});
static_assert(instant{chrono::sys_time<unsigned_seconds>{unsigned_seconds{std::uint64_t{1} << 63}}} ==
              instant::forever());
static_assert(static_cast<unsigned_seconds>(duration{most}).count() == most);
static_assert(static_cast<unsigned_seconds>(duration{-1}).count() == 0);
static_assert(static_cast<short_seconds>(duration{32'768}).count() == 32'767);
static_assert(static_cast<short_seconds>(duration{32'767}).count() == 32'767);
static_assert(static_cast<short_seconds>(duration{-32'769}).count() == -32'768);
static_assert(static_cast<short_seconds>(duration{-32'768}).count() == -32'768);
static_assert(static_cast<few_seconds>(duration{256}).count() == 255);
static_assert(static_cast<few_seconds>(duration{least}).count() == 0);
static_assert(static_cast<chrono::nanoseconds>(duration{most}) == chrono::nanoseconds{most});
static_assert(static_cast<chrono::nanoseconds>(duration{least}) == chrono::nanoseconds{least});
static_assert(static_cast<chrono::seconds>(duration{least}) == chrono::seconds{least});
static_assert(static_cast<chrono::sys_time<chrono::nanoseconds>>(instant::forever()) ==
              chrono::sys_time<chrono::nanoseconds>{chrono::seconds{last_moment + 1}});

// Literals stop at the limit.
static_assert(18'446'744'073'709'551'615_seconds == duration{most});
static_assert(153'722'867'280'912'930_minutes == duration{most / 60 * 60});
static_assert(153'722'867'280'912'931_minutes == duration{most});
static_assert(2'562'047'788'015'216_hours == duration{most});
static_assert(106'751'991'167'301_days == duration{most});
static_assert(15'250'284'452'472_weeks == duration{most});

// Fractions of a second are cut towards the past, also before the epoch.
static_assert(rung::detail::floor_seconds(chrono::milliseconds{-1}) == -1);
static_assert(rung::detail::floor_seconds(chrono::milliseconds{-1'000}) == -1);
static_assert(rung::detail::floor_seconds(chrono::milliseconds{-1'001}) == -2);
static_assert(rung::detail::floor_seconds(chrono::milliseconds{1'999}) == 1);
static_assert(rung::detail::floor_seconds(chrono::milliseconds{2'000}) == 2);

// To std::chrono.
static_assert(static_cast<chrono::seconds>(90_minutes) == chrono::minutes{90});
static_assert(static_cast<chrono::milliseconds>(2_seconds) == chrono::milliseconds{2'000});
static_assert(!std::is_convertible_v<duration, chrono::seconds>);
static_assert(!std::is_constructible_v<chrono::minutes, duration>);  // would cut
static_assert(static_cast<chrono::sys_seconds>(instant::from_unix(1'700'000'000)) ==
              chrono::sys_seconds{chrono::seconds{1'700'000'000}});
static_assert(static_cast<chrono::system_clock::time_point>(instant::from_unix(3)) ==
              chrono::system_clock::time_point{chrono::seconds{3}});
static_assert(!std::is_convertible_v<instant, chrono::sys_seconds>);

// There and back.
static_assert(instant{static_cast<chrono::sys_seconds>(instant::from_unix(last_moment))} ==
              instant::from_unix(last_moment));

}  // namespace

TEST_CASE("the clock of the system gives a moment") {
    auto const now = chrono::system_clock::now();
    instant const t = now;
    CHECK(t.is_moment());
    CHECK(static_cast<chrono::sys_seconds>(t) == chrono::floor<chrono::seconds>(now));
}

TEST_CASE("a literal of a duration beyond 64 bits saturates") {
    CHECK(106'751'991'167'301_days == duration{most});
    CHECK(9'223'372'036'854'775'807_seconds == duration{most});
    CHECK(9'223'372'036'854'775'808_seconds == duration{most});
    CHECK(18'446'744'073'709'551'615_days == duration{most});
}
