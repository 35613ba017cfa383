#include "catch.hpp"

#include <rung/core/client.hpp>

#include <cstdint>

using rung::cause;
using rung::move_cause;
using rung::standing;

// What stands for a cause, and for a state, in every file that was written.
TEST_CASE("each cause of a move has a byte of its own") {
    STATIC_REQUIRE(move_cause{}.stored() == 255);
    STATIC_REQUIRE(move_cause{cause::event, 0}.stored() == 0);
    STATIC_REQUIRE(move_cause{cause::event, 7}.stored() == 7);
    STATIC_REQUIRE(move_cause{cause::event, 251}.stored() == 250);
    STATIC_REQUIRE(move_cause{cause::time}.stored() == 251);
    STATIC_REQUIRE(move_cause{cause::thresholds}.stored() == 252);
    STATIC_REQUIRE(move_cause{cause::decision}.stored() == 253);
    for (unsigned byte = 0; byte < 256; ++byte) {
        move_cause read{cause::time};
        bool const is_known = read.set_stored(static_cast<std::uint8_t>(byte));
        CHECK(is_known == (byte != 254));
        CHECK(read.stored() == (is_known ? byte : 255));
        CHECK(read.given() == (is_known && byte != 255));
    }
}

TEST_CASE("the state of a standing has one byte") {
    for (unsigned byte = 0; byte < 256; ++byte) {
        standing read;
        read.set_stored_state(static_cast<std::uint8_t>(byte));
        CHECK(read.left() == byte % 64);
        CHECK(read.in_grace() == ((byte & 64) != 0));
        CHECK(read.decided() == ((byte & 128) != 0));
        standing made;
        made.set_left(static_cast<std::uint8_t>(byte % 64));
        made.set_in_grace((byte & 64) != 0);
        made.set_decided((byte & 128) != 0);
        CHECK(made.stored_state() == byte);
    }
}
