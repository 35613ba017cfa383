#include "catch.hpp"
#include "numbered.hpp"

#include <rung/core/enumerators.hpp>
#include <rung/core/ladder.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using rung::defect_kind;
using rung::stage;

namespace shop {

enum class tier : char { guest, member };

}  // namespace shop

namespace {

using namespace rung::facts;

enum class tier { bronze, silver, gold };
enum class alone { guest };

template <class E, std::size_t N>
constexpr rung::defect defect_of(stage const (&stages)[N]) {
    auto const made = rung::ladder_of<E>::try_make(stages, N);
    return made ? rung::defect{} : made.error();
}
template <class E>
constexpr rung::defect defect_of(std::size_t count) {
    constexpr std::string_view names[]{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    auto const made = rung::ladder_of<E>::try_make_from({}, [&, i = std::size_t{0}](stage& next) mutable {
        if (i == count) return false;
        next.name = names[i];
        if (i != 0) next.enter = purchases >= static_cast<int>(i);
        return ++i, true;
    });
    return made ? rung::defect{} : made.error();
}
constexpr bool is(rung::defect d, defect_kind kind, std::size_t at) {
    return d.kind == kind && d.stage == at;
}

// As many as there are enumerators, whatever they are called.
static_assert(!defect_of<tier>(3).found());
static_assert(is(defect_of<tier>(1), defect_kind::enumerators_of_other_number, 1));
static_assert(is(defect_of<tier>(2), defect_kind::enumerators_of_other_number, 2));
static_assert(is(defect_of<tier>(4), defect_kind::enumerators_of_other_number, 3));
static_assert(!defect_of<alone>(1).found());
static_assert(is(defect_of<alone>(2), defect_kind::enumerators_of_other_number, 1));
static_assert(is(defect_of<tier>(0), defect_kind::no_stages, 0));

// Exits count with the stages, after them.
constexpr stage with_exit(std::string_view name) {
    return {.name = name, .enter = rung::facts::lost >= 1, .exit = true};
}
static_assert(
    !defect_of<tier>({stage{"bronze"}, stage{"silver", purchases >= 1}, with_exit("gold")}).found());
static_assert(is(defect_of<tier>({stage{"bronze"}, stage{"gold", purchases >= 1}, with_exit("silver")}),
                 defect_kind::enumerators_in_other_order, 1));

// Values, not the order of writing; from 0 on, without a gap.
enum class backwards { last = 2, middle = 1, first = 0 };
static_assert(
    !defect_of<backwards>({stage{"first"}, stage{"middle", purchases >= 1}, with_exit("last")}).found());
static_assert(is(defect_of<backwards>({stage{"last"}, stage{"middle", purchases >= 1}, with_exit("first")}),
                 defect_kind::enumerators_in_other_order, 0));
enum class from_one { a = 1, b };
static_assert(is(defect_of<from_one>(2), defect_kind::enumerators_of_other_number, 0));
enum class with_a_gap : std::int8_t { a, b, c = 5 };
static_assert(is(defect_of<with_a_gap>(2), defect_kind::enumerators_of_other_number, 2));
static_assert(is(defect_of<with_a_gap>(3), defect_kind::enumerators_of_other_number, 2));
static_assert(is(defect_of<with_a_gap>(6), defect_kind::enumerators_of_other_number, 2));
enum class two_names { first, also_first = first, second };
static_assert(!defect_of<two_names>({stage{"also first"}, stage{"second", purchases >= 1}}).found());

// A name of another's enumerator, however it is spelt; a name of none is a name like any other.
enum class spelt { PotentialClient, regular_client, X, x2 };
constexpr auto spelt_as(std::string_view a, std::string_view b, std::string_view c, std::string_view d) {
    return defect_of<spelt>(
        {stage{a}, stage{b, purchases >= 1}, stage{c, purchases >= 2}, stage{d, purchases >= 3}});
}
static_assert(!spelt_as("potential client", "Regular-Client", "x", "x 2").found());
static_assert(!spelt_as("потенциальный", "постоянный", "иск", "два").found());
static_assert(!spelt_as("client", "regular", "PotentialClients", "-").found());
static_assert(is(spelt_as("potential", "x", "regular client", "x2"), defect_kind::enumerators_in_other_order,
                 1));
static_assert(is(spelt_as("potential", "regular", "X_2", "x3"), defect_kind::enumerators_in_other_order, 2));
static_assert(is(spelt_as("REGULAR_CLIENT", "a", "b", "c"), defect_kind::enumerators_in_other_order, 0));

// Wherever the enumeration stands.
template <class>
struct holder {
    enum class inside { a, b };
};
[[maybe_unused]] constexpr auto in_a_function() {
    enum class local : unsigned char { a, b };
    return local{};
}
enum short_of_a_class : int { a_short, b_short };
static_assert(is(defect_of<shop::tier>(3), defect_kind::enumerators_of_other_number, 2));
static_assert(is(defect_of<decltype(in_a_function())>(3), defect_kind::enumerators_of_other_number, 2));
static_assert(is(defect_of<short_of_a_class>({stage{"b_short"}, stage{"a_short", purchases >= 1}}),
                 defect_kind::enumerators_in_other_order, 0));
static_assert(!defect_of<holder<std::pair<int, int>>::inside>(2).found());

// What has no enumerators numbers stages, and what the compiler cannot be asked for is not looked at.
enum class number : std::uint8_t {};
enum without_a_type { one, two };
enum class yes_or_no : bool { no, yes };
static_assert(!defect_of<number>(7).found());
static_assert(!defect_of<without_a_type>(1).found() && !defect_of<without_a_type>(4).found());
static_assert(!defect_of<yes_or_no>(1).found() && !defect_of<yes_or_no>(2).found());

// clang-format off
#define S0_TO_S71 \
    s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, \
    s12, s13, s14, s15, s16, s17, s18, s19, s20, s21, s22, s23, \
    s24, s25, s26, s27, s28, s29, s30, s31, s32, s33, s34, s35, \
    s36, s37, s38, s39, s40, s41, s42, s43, s44, s45, s46, s47, \
    s48, s49, s50, s51, s52, s53, s54, s55, s56, s57, s58, s59, \
    s60, s61, s62, s63, s64, s65, s66, s67, s68, s69, s70, s71
// clang-format on
enum class full { S0_TO_S71 };
enum class overfull { S0_TO_S71, s72 };
#undef S0_TO_S71

/// Of 64 stages and 8 exits, s0 to s71, two of which may have changed places.
template <class E>
rung::defect of_72(std::size_t a = 0, std::size_t b = 0) {
    std::vector<std::string> names(72);
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = numbered("s", i);
    std::swap(names[a], names[b]);
    std::vector<stage> stages(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        stages[i].name = names[i];
        if (i != 0) stages[i].enter = purchases >= static_cast<int>(i % 60);
        stages[i].exit = i >= 64;
    }
    auto const made = rung::ladder_of<E>::try_make(stages.data(), stages.size());
    return made ? rung::defect{} : made.error();
}

}  // namespace

TEST_CASE("the tallest ladder is compared with its enumeration to the end") {
    CHECK(!of_72<full>().found());
    CHECK(is(of_72<overfull>(), defect_kind::enumerators_of_other_number, 72));
    CHECK(is(of_72<full>(70, 71), defect_kind::enumerators_in_other_order, 70));
    CHECK(is(of_72<full>(0, 71), defect_kind::enumerators_in_other_order, 0));
    CHECK(is(of_72<full>(9, 10), defect_kind::enumerators_in_other_order, 9));
}
