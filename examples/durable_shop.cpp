// A shop whose clients outlive the program: a base in a folder, opened, changed, made safe, opened again.
#include <rung/core/calendar.hpp>
#include <rung/interop/durable_folder.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <filesystem>
#include <iostream>
#include <string>

#include <unistd.h>

using namespace rung::literals;

namespace {

constexpr auto service = rung::lifecycle{rung::ladders::service()};
using base = rung::client_base<rung::fixed<service>>;

int complain(std::string const& why) {
    std::cerr << why << '\n';
    return 1;
}

void print(base const& clients) {
    for (auto [stage, n] : clients.census())
        if (n != 0) std::cout << "  " << n << ' ' << service.ladder().name(stage) << '\n';
}

// A day in the shop; each day is a program of its own.
int live_through(std::string const& folder, unsigned day) {
    rung::durable_folder<base> shop;
    auto const opened = shop.open(folder, base{rung::fixed<service>{}});
    if (!opened) return complain(opened.why);
    std::cout << "day " << day << ": " << shop.base().size() << " clients, " << opened.redone
              << " records of the journal done again\n";

    // A day that is lived a second time is refused.
    for (rung::client_id client = day; client <= 4; ++client)
        (void)shop.apply(rung::purchase{
            .id = day, .client = client, .at = rung::utc(2026, 1, day), .amount = 49.90_money});
    shop.settle(rung::utc(2026, 1, day + 1));
    if (!shop.sync()) return complain(shop.why());  // from here on it outlives a crash
    print(shop.base());

    // From time to time: the next start is quick, and the journal short.
    if (day % 2 == 0 && !shop.checkpoint()) return complain(shop.why());
    return 0;
}

}  // namespace

int main() {
    auto const folder =
        (std::filesystem::temp_directory_path() / ("durable_shop_" + std::to_string(::getpid()))).string();
    std::filesystem::remove_all(folder);  // of a program that was killed
    int failed = 0;
    for (unsigned day = 1; day <= 4 && failed == 0; ++day) failed = live_through(folder, day);
    std::filesystem::remove_all(folder);  // this one is only for show
    return failed;
}
