#include "catch.hpp"

#include <rung/ladders/playbooks.hpp>

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using rung::aim;
using rung::driver;
using rung::hint;
using rung::language;
using rung::play;
using rung::playbook;
using rung::playbook_defect_kind;
using namespace rung::facts;
using namespace std::string_view_literals;
namespace books = rung::playbooks;
namespace tactics = rung::playbooks::tactics;
namespace losses = rung::playbooks::losses;

namespace {

constexpr playbook const* catalog[] = {&books::service, &books::familiarity, &books::loyalty,
                                       &books::journey, &books::patronage,   &books::purchase};

// A host's own playbook for its own ladder.
constexpr rung::ladder club{
    rung::stage{"guest"},
    rung::stage{.name = "member", .enter = purchases >= 1, .driver = driver::sales},
    rung::stage{.name = "gone", .enter = lost >= 1, .exit = true},
};
constexpr std::array show{hint{{"Show them around the club", "Покажите ему клуб"}, "handbook 3"},
                          tactics::free_trial};
constexpr std::array keep{tactics::closed_events};
constexpr std::array rude{losses::rudeness};
constexpr play joins{.stage = "member",
                     .aim = aim::climb,
                     .who = driver::sales,
                     .goal = {"They join", "Он вступает"},
                     .todo = show,
                     .never = rude};
constexpr play stays{.stage = "member", .aim = aim::hold, .goal = {"They stay", "Он остаётся"}, .todo = keep};
constexpr play returns{.stage = "gone", .aim = aim::win_back, .goal = {"They return", {}}, .todo = show};
constexpr std::array club_plays{joins, stays, returns};
constexpr playbook own{club, club_plays, "club"};

static_assert(own.size() == 3 && own.name() == "club" && own.end() - own.begin() == 3);
static_assert(own.find("member", aim::hold) == &club_plays[1]);
static_assert(own.find("member", aim::remind) == nullptr && own.find("guest", aim::climb) == nullptr);
static_assert(own.find("member", aim::climb)->goal.in(language::ru) == "Он вступает");
static_assert(own.find("gone", aim::win_back)->goal.in(language::ru) == "They return", "better than nothing");
static_assert(rung::phrase{{}, "по-русски"}.in(language::en) == "по-русски");

// The defect that some plays have for the club.
struct found {
    playbook_defect_kind kind;
    std::string_view stage;
    friend bool operator==(found const&, found const&) = default;
};
template <class... Plays>
found defect(Plays const&... plays) {
    std::array<play, sizeof...(Plays)> const all{plays...};
    auto const made = playbook::try_make(club, all);
    if (made) return {playbook_defect_kind::none, {}};
    CHECK(made.error().found());
    CHECK(std::string_view{made.error().message()}.size() > 10);
    return {made.error().kind, made.error().stage};
}
play with(play p, auto change) {
    change(p);
    return p;
}

std::size_t count_plays(auto const& ladder, aim wanted, playbook const& book) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < ladder.place_count(); ++i) {
        auto const s = rung::stage_at<typename std::remove_cvref_t<decltype(ladder)>::stage_type>(i);
        if (book.find(ladder.name(s), wanted) != nullptr) ++n;
    }
    return n;
}

template <class Ladder>
constexpr bool drivers_agree(playbook const& book, Ladder const& ladder) {
    for (auto const& p : book) {
        if (p.aim == aim::climb && p.who != ladder.driver(ladder[p.stage])) return false;
    }
    return true;
}
static_assert(drivers_agree(books::service, rung::ladders::service()));
static_assert(drivers_agree(books::familiarity, rung::ladders::familiarity()));
static_assert(drivers_agree(books::loyalty, rung::ladders::loyalty()));
static_assert(drivers_agree(books::journey, rung::ladders::journey()));
static_assert(drivers_agree(books::patronage, rung::ladders::patronage()));
static_assert(drivers_agree(books::purchase, rung::ladders::purchase()));
static_assert(drivers_agree(own, club));

std::vector<hint> hints(playbook const& book) {
    std::vector<hint> all;
    for (auto const& p : book) {
        all.insert(all.end(), p.todo.begin(), p.todo.end());
        all.insert(all.end(), p.never.begin(), p.never.end());
    }
    return all;
}

bool used(hint const& wanted, rung::list<hint> play::*where) {
    for (auto const* book : catalog) {
        for (auto const& p : *book) {
            for (auto const& h : p.*where) {
                if (std::string_view{h.text.en} == wanted.text.en) return true;
            }
        }
    }
    return false;
}

// All points of the documents that a hint may come from.
std::set<std::string> known_sources() {
    std::set<std::string> ids{"004.1b"};
    auto const range = [&](std::string const& prefix, int last) {
        for (int i = 1; i <= last; ++i) ids.insert(prefix + std::to_string(i));
    };
    range("000.", 11);
    range("000.S", 5);
    range("000.E", 5);
    range("001.", 5);
    range("001.L", 5);
    range("002.", 10);
    range("002.R", 4);
    range("003.", 6);
    range("003.S", 12);
    range("004.", 5);
    range("004.S", 4);
    range("004.1.", 6);
    return ids;
}

// The code points of a UTF-8 text; of broken UTF-8 none.
std::vector<char32_t> decode(std::string_view text) {
    std::vector<char32_t> out;
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        std::size_t const size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : 0;
        if (size == 0 || i + size > text.size()) return {};
        char32_t c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t k = 1; k < size; ++k) c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
        out.push_back(c);
        i += size;
    }
    return out;
}

bool is_cyrillic(char32_t c) { return (c >= 0x410 && c <= 0x44F) || c == 0x401 || c == 0x451; }
bool is_latin(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

void check_text(rung::phrase const& both) {
    struct {
        std::string_view en, ru;
    } const text{both.en, both.ru};
    INFO(text.en);
    INFO(text.ru);
    CHECK_FALSE(text.en.empty());
    CHECK_FALSE(text.ru.empty());
    CHECK(text.en != text.ru);
    for (auto const in : {text.en, text.ru}) {
        CHECK(in.find_first_of("\n\t\r|") == in.npos);
        CHECK(in.find("  ") == in.npos);
        CHECK(in.front() != ' ');
        CHECK(".; ,"sv.find(in.back()) == in.npos);
    }
    for (char const c : text.en) CHECK((c >= ' ' && c <= '~'));

    auto const ru = decode(text.ru);
    REQUIRE_FALSE(ru.empty());
    CHECK((ru[0] == 0x401 || (ru[0] >= 0x410 && ru[0] <= 0x42F)));  // a capital
    std::string latin;
    for (auto const c : ru) {
        if (is_latin(c)) {
            latin += static_cast<char>(c);
            continue;
        }
        auto const punctuation = c < 0x80 ? " ,:?!-().0123456789"sv.find(static_cast<char>(c)) != ""sv.npos
                                          : c == 0x2014 || c == 0xAB || c == 0xBB;
        CHECK((is_cyrillic(c) || punctuation));
    }
    CHECK((latin.empty() || latin == "VIP"));
}

}  // namespace

TEST_CASE("000.7, 000.10: every transition upwards of every ladder has a play, every exit and every top one "
          "too") {
    // That they cover their ladders the compiler has checked; here, that it checked what it should.
    namespace ladders = rung::ladders;
    CHECK(count_plays(ladders::service(), aim::climb, books::service) == 4);
    CHECK(count_plays(ladders::familiarity(), aim::climb, books::familiarity) == 4);
    CHECK(count_plays(ladders::loyalty(), aim::climb, books::loyalty) == 3);
    CHECK(count_plays(ladders::loyalty(), aim::win_back, books::loyalty) == 1);
    CHECK(count_plays(ladders::journey(), aim::climb, books::journey) == 11);
    CHECK(count_plays(ladders::patronage(), aim::climb, books::patronage) == 3);
    CHECK(count_plays(ladders::patronage(), aim::win_back, books::patronage) == 1);
    CHECK(count_plays(ladders::purchase(), aim::climb, books::purchase) == 5);
    CHECK(count_plays(ladders::purchase(), aim::win_back, books::purchase) == 1);
    for (auto const* book : catalog) CHECK_FALSE(book->name().empty());
}

TEST_CASE("001.4: an unusual break is answered where the documents speak of it") {
    CHECK(books::familiarity.find("informed", aim::remind) != nullptr);
    CHECK(books::familiarity.find("devoted", aim::remind) != nullptr);
    CHECK(books::service.find("client", aim::remind) != nullptr);
    CHECK(books::service.find("advocate", aim::remind) != nullptr);
    CHECK(books::patronage.find("regular", aim::remind) != nullptr);
}

TEST_CASE("002.6, 002.7, 003.S9, 003.S10: a hold on a stage names what loses the client") {
    auto const loses = [](playbook const& book, std::string_view stage, hint const& loss) {
        auto const* const p = book.find(stage, aim::hold);
        REQUIRE(p != nullptr);
        bool named = false;
        for (auto const& h : p->never) named = named || std::string_view{h.text.en} == loss.text.en;
        CHECK(named);
    };
    loses(books::loyalty, "buyer", losses::dropping_after_the_sale);
    loses(books::loyalty, "client", losses::relaxing);
    loses(books::loyalty, "supporter", losses::disappointing);
    loses(books::journey, "repeat_deal", losses::relaxing);
    loses(books::journey, "curiosity", losses::unanswered_curiosity);
}

TEST_CASE("drivers of the documents: 000.S2, 003.S7, 003.S8, 003.S11, 003.S12, 004.S2 to 004.S4, 001.L5") {
    CHECK(books::service.find("visitor", aim::climb)->who == driver::marketing);
    CHECK(books::patronage.find("prospective", aim::climb)->who == driver::marketing);
    CHECK(books::patronage.find("client", aim::climb)->who == driver::sales);
    CHECK(books::patronage.find("regular", aim::climb)->who == driver::company);
    CHECK(books::loyalty.find("client", aim::climb)->who == driver::care);
    CHECK(books::loyalty.find("supporter", aim::climb)->who == driver::care);
    CHECK(books::journey.find("engagement", aim::climb)->who == driver::sales);
    CHECK(books::journey.find("satisfaction", aim::climb)->who == driver::company);
    CHECK(books::journey.find("loyalty", aim::climb)->who == driver::care);
    CHECK(books::journey.find("recommendation", aim::climb)->who == driver::client);
    CHECK(books::familiarity.find("devoted", aim::climb)->who == driver::client);
}

TEST_CASE("every tactic of the documents is in some playbook") {
    static constexpr struct {
        std::string_view catalogue_entry;
        hint said;
    } entries[] = {
        {"signboard", tactics::signboard},
        {"internet ad", tactics::internet_ad},
        {"newspaper-box ad", tactics::newspaper_box_ad},
        {"logo", tactics::logo},
        {"gift certificate", tactics::gift_certificate},
        {"phone consultation", tactics::phone_consultation},
        {"call + meeting", tactics::call_and_meet},
        {"after a few days", tactics::call_again_in_days},
        {"contact cap", tactics::contact_cap},
        {"free trial", tactics::free_trial},
        {"information, competence", tactics::inform_competently},
        {"welcome ritual when busy", tactics::welcome_when_busy},
        {"welcome ritual: coffee, samples", tactics::fill_the_wait},
        {"welcome ritual: answers", tactics::offer_answers},
        {"needs analysis + presentation", tactics::analyse_needs_and_present},
        {"thank + reassure after sale", tactics::thank_and_reassure},
        {"bonus, accumulative card", tactics::bonus_card},
        {"birthday, corporate, volume offers", tactics::occasion_offers},
        {"complaint channel", tactics::complaint_channel},
        {"doubled attention", tactics::double_attention},
        {"special programs", tactics::special_program},
        {"birthday, professional-holiday greeting", tactics::greet_on_their_days},
        {"greeting hand-written, by name", tactics::hand_written_card},
        {"new line", tactics::new_line},
        {"extra services", tactics::extra_services},
        {"up-sell", tactics::upsell},
        {"bonus program", tactics::bonus_program},
        {"free delivery", tactics::free_delivery},
        {"accompanying-goods discount", tactics::accompanying_discount},
        {"reminder with profitable offer", tactics::remind_with_an_offer},
        {"VIP group", tactics::vip_group},
        {"direct line to the head", tactics::direct_line},
        {"exclusive information", tactics::exclusive_information},
        {"closed events", tactics::closed_events},
        {"trips", tactics::trips},
        {"research among loyal clients", tactics::research_loyal_clients},
    };
    for (auto const& [entry, said] : entries) {
        INFO(entry);
        CHECK(used(said, &play::todo));
    }
}

TEST_CASE("every loss of the documents is in some playbook") {
    static constexpr struct {
        std::string_view catalogue_entry;
        hint said;
    } entries[] = {
        {"ignoring", losses::ignoring},
        {"long waiting", losses::long_waiting},
        {"indifference", losses::indifference},
        {"rudeness", losses::rudeness},
        {"aggressive selling", losses::aggressive_selling},
        {"too frequent contact", losses::too_frequent_contact},
        {"dropping the client after the sale", losses::dropping_after_the_sale},
        {"relaxing at the second purchase", losses::relaxing},
        {"disappointing a supporter", losses::disappointing},
        {"product not meeting expectation", losses::product_below_expectation},
        {"breaks not answered", losses::unanswered_break},
        {"curiosity not answered", losses::unanswered_curiosity},
        {"slow invoice, shipping, documents, support", losses::slow_work},
    };
    for (auto const& [entry, said] : entries) {
        INFO(entry);
        CHECK(used(said, &play::never));
    }
}

TEST_CASE("every point of the documents that advises is cited, and nothing that is not a point") {
    static constexpr std::string_view advice[] = {
        "000.2",  "000.4",  "000.5",   "000.7",   "000.10",  "000.11", "000.S1",  "000.S2", "000.S3",
        "000.S4", "000.S5", "000.E5",  "001.2",   "001.3",   "001.4",  "001.L1",  "001.L2", "001.L3",
        "001.L4", "001.L5", "002.1",   "002.R1",  "002.R2",  "002.R4", "002.2",   "002.3",  "002.4",
        "002.5",  "002.6",  "002.7",   "002.8",   "002.9",   "002.10", "003.1",   "003.2",  "003.3",
        "003.4",  "003.5",  "003.6",   "003.S2",  "003.S3",  "003.S4", "003.S5",  "003.S6", "003.S7",
        "003.S8", "003.S9", "003.S10", "003.S11", "003.S12", "004.1b", "004.1.3", "004.2",  "004.3",
        "004.4",  "004.5",  "004.S2",  "004.S3",  "004.S4",
    };
    std::set<std::string> cited;
    for (auto const* book : catalog) {
        for (auto const& h : hints(*book)) cited.emplace(h.source);
    }
    for (auto const id : advice) {
        INFO(id);
        CHECK(cited.count(std::string{id}) == 1);
    }
    auto const known = known_sources();
    for (auto const& id : cited) {
        INFO(id);
        CHECK(known.count(id) == 1);
    }
}

TEST_CASE("every text is there in both languages, clean, and worded in one way only") {
    std::map<std::string_view, hint> by_en;
    std::map<std::string_view, std::string_view> en_of;
    for (auto const* book : catalog) {
        for (auto const& p : *book) {
            check_text(p.goal);
            std::set<std::string_view> in_this_play{p.goal.en};
            for (auto const list : {p.todo, p.never}) {
                for (auto const& h : list) {
                    check_text(h.text);
                    INFO(h.text.en);
                    CHECK(in_this_play.insert(h.text.en).second);
                    auto const& first = by_en.emplace(h.text.en, h).first->second;
                    CHECK(std::string_view{first.text.ru} == h.text.ru);
                    CHECK(first.source == h.source);
                    CHECK(en_of.emplace(h.text.ru, h.text.en).first->second == h.text.en);
                }
            }
        }
    }
}

TEST_CASE("a playbook made at run time returns its defect, with the stage") {
    using enum playbook_defect_kind;
    CHECK(defect(joins, stays, returns) == found{none, {}});
    CHECK(defect(stays, returns) == found{rung_without_a_climb, "member"});
    CHECK(defect(joins, returns) == found{top_rung_without_a_hold, "member"});
    CHECK(defect(joins, stays) == found{exit_without_a_play, "gone"});
    CHECK(defect(joins, stays, returns, joins) == found{two_plays_of_one_aim, "member"});
    auto const changed = [](play const& p, auto change) { return defect(with(p, change), stays, returns); };
    CHECK(changed(joins, [](play& p) { p.stage = "membre"; }) == found{no_such_stage, "membre"});
    CHECK(changed(joins, [](play& p) { p.stage = "guest"; }) == found{climb_to_the_first_stage, "guest"});
    CHECK(changed(joins, [](play& p) { p.aim = aim::win_back; }) == found{win_back_for_a_rung, "member"});
    for (auto const a : {aim::climb, aim::hold, aim::remind}) {
        CHECK(changed(returns, [&](play& p) { p.aim = a; }) == found{exit_without_a_win_back_aim, "gone"});
    }
    CHECK(changed(joins, [](play& p) { p.goal = {}; }) == found{play_without_a_goal, "member"});
    CHECK(changed(joins, [](play& p) { p.todo = {}; }) == found{play_without_anything_to_do, "member"});
    constexpr hint silent[] = {{{}, "1"}};
    CHECK(changed(joins, [&](play& p) { p.never = silent; }) == found{hint_without_text, "member"});
    auto const guest_hold = with(stays, [](play& p) { p.stage = "guest"; });
    CHECK(defect(guest_hold, joins, stays, returns) == found{none, {}});
    CHECK(playbook::try_make(club, {}).error().kind == rung_without_a_climb);
}
