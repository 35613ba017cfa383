// make_log EVENTS CLIENTS: writes a log in its canonical form and in the order of time, always the same one.
// A few clients have many events and most have few.
#include "../dice.hpp"

#include <rung/core/calendar.hpp>
#include <rung/notation/values.hpp>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct purchase {
    std::uint64_t id = 0;
    std::uint64_t amount = 0;
};

// What stands after the kind in a line: amount, channel, score, of. `last`: the client's last purchase.
std::string details(std::uint64_t id, unsigned what, dice& roll, purchase& last, char const*& kind) {
    constexpr std::array channels{"shop", "web", "phone", "letter"};
    std::string const channel = channels[roll(channels.size())];
    auto const text = [](std::uint64_t n) { return std::to_string(n); };
    if (what < 40) {
        last = {id, 1'00 + roll(200'00)};
        return kind = "purchase", text(last.amount) + ',' + channel + ",,";
    }
    if (what < 85) return kind = "contact", ',' + channel + ',' + text(roll(3)) + ',';
    if (what < 93) return kind = "evaluation", ",," + text(1 + roll(5)) + ',' + text(last.id);
    if (what < 96 && last.amount != 0) {
        auto const back = roll(2) == 0 ? last.amount : last.amount / 2;
        last.amount = 0;
        return kind = "refund", text(back) + ",,," + text(last.id);
    }
    if (what < 98) return kind = "wallet", ",," + text(roll(101)) + ',';
    return kind = "complaint", ',' + channel + ",,";
}

}  // namespace

int main(int argc, char** argv) {
    auto const events = argc == 3 ? std::strtoull(argv[1], nullptr, 10) : 0;
    auto const clients = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
    if (events == 0 || clients == 0) {
        std::fputs("make_log EVENTS CLIENTS\n", stderr);
        return 2;
    }
    constexpr std::uint64_t three_years = 3 * 365 * 86'400;
    std::vector<purchase> last(clients);
    dice roll;
    std::puts("id,client,at,kind,amount,channel,score,of");
    for (std::uint64_t id = 1; id <= events; ++id) {
        // The less of two rolls, twice: the first of the clients come up more often.
        auto client = roll(clients);
        if (roll(2) == 0) client = roll(client + 1);
        auto const at =
            rung::utc(2023, 1, 1) + rung::duration{static_cast<std::int64_t>(three_years * id / events)};
        char const* kind = nullptr;
        auto const rest = details(id, static_cast<unsigned>(roll(100)), roll, last[client], kind);
        auto const c = rung::to_civil(at);
        std::printf("%llu,%llu,%04d-%02u-%02uT%02u:%02u:%02uZ,%s,%s\n", static_cast<unsigned long long>(id),
                    static_cast<unsigned long long>(100'000 + client * 7), c.year, c.month, c.day, c.hour,
                    c.minute, c.second, kind, rest.c_str());
    }
    return std::ferror(stdout) == 0 ? 0 : 1;
}
