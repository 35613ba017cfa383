#include <rung/rung.hpp>

int main() {
    constexpr auto service = rung::lifecycle{rung::ladders::service()};
    static_cast<void>(service);
}
