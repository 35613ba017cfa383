// What a manager reads in the log of a shop: what each rung of the ladder brings in and costs, who the golden
// clients are and what they have in common, whom waiting loses, who comes back after a break, and which
// evaluations go with becoming a regular. The shop is invented; each figure has its n and its interval.

#include <rung/base/kept_history.hpp>
#include <rung/insight/breaks.hpp>
#include <rung/insight/by.hpp>
#include <rung/insight/concentration.hpp>
#include <rung/insight/evaluations.hpp>
#include <rung/insight/in_common.hpp>
#include <rung/insight/ledger.hpp>
#include <rung/insight/tell.hpp>
#include <rung/insight/waiting.hpp>
#include <rung/report/care.hpp>
#include <rung/report/golden.hpp>
#include <rung/report/ledger.hpp>
#include <rung/rung.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <set>
#include <span>
#include <string_view>
#include <vector>

using namespace rung::literals;
using rung::language;
using rung::phrase;
using rung::ladders::loyalty_stage;

namespace {

enum channel : std::uint16_t { signboard = 1, advertising = 2, friends = 3 };
enum attribute : std::uint16_t { the_good = 1, advice = 2, delivery = 3 };

constexpr phrase channel_names[] = {
    {"none", "нет"}, {"the signboard", "вывеска"}, {"advertising", "реклама"}, {"friends", "друзья"}};
constexpr phrase attribute_names[] = {
    {"all", "всё"}, {"the good", "товар"}, {"advice", "совет"}, {"delivery", "доставка"}};

constexpr auto opening = rung::utc(2025, 1, 1, 9);
constexpr auto today = rung::utc(2026, 1, 1);

// ---- the shop

// splitmix64: the same on every platform.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_{seed} {}
    std::int64_t between(std::int64_t first, std::int64_t last) {
        auto z = state_ += 0x9E37'79B9'7F4A'7C15;
        z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
        z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
        z ^= z >> 31;
        return first + static_cast<std::int64_t>(z % static_cast<std::uint64_t>(last - first + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }

private:
    std::uint64_t state_;
};

// One person's year. Who was sent by friends stays longest and spends most; who came by an advertisement is
// soon gone.
class person {
public:
    person(rung::client_id id, dice& d, std::vector<rung::retail_event>& events)
        : id_{id}, d_{d}, events_{events}, now_{opening + 1_days * d.between(0, 330)} {}

    void live() {
        auto const came_by = d_.chance(20) ? friends : d_.chance(50) ? advertising : signboard;
        if (came_by == friends) add(rung::referral{.by = static_cast<rung::client_id>(d_.between(1, 1'500))});
        add(rung::contact{.channel = came_by, .by = rung::initiator::client, .awaits_answer = true});
        // Most are answered within minutes. The longer it takes, the more are gone.
        auto const minutes = d_.chance(75) ? d_.between(1, 10) : d_.between(11, 240);
        if (d_.chance(minutes <= 10 ? 4 : minutes <= 60 ? 30 : 65)) {
            now_ = now_ + 1_minutes * std::min<std::int64_t>(minutes, d_.between(12, 40));
            return add(rung::loss{.reason = rung::loss_reason::long_wait});
        }
        now_ = now_ + 1_minutes * minutes;
        add(rung::offer{.channel = came_by});
        int const returns = came_by == friends ? 92 : came_by == signboard ? 78 : 45;
        auto const gap = d_.between(8, 30);
        if (!d_.chance(came_by == friends ? 80 : 50)) return;
        do {
            now_ = now_ + 1_days * d_.between(gap / 2, gap + gap / 2);
            auto const most = came_by == friends ? 9'000 : came_by == signboard ? 6'000 : 3'000;
            add(rung::purchase{.amount = rung::money{d_.between(900, most)}, .channel = came_by});
            if (!is_content()) return add(rung::loss{.reason = rung::loss_reason::disappointed});
            if (d_.chance(6)) away(gap);
        } while (now_ < today && d_.chance(returns));
    }

private:
    rung::client_id id_;
    dice& d_;
    std::vector<rung::retail_event>& events_;
    rung::instant now_;

    void add(rung::retail_event e) {
        if (now_ >= today) return;
        e.id = events_.size() + 1;
        e.client = id_;
        e.at = now_;
        events_.push_back(e);
    }
    // A bad score for the good loses clients; one for the delivery hardly any.
    bool is_content() {
        if (!d_.chance(40)) return true;
        now_ = now_ + 1_days;
        auto const about = static_cast<attribute>(d_.between(the_good, delivery));
        auto const score = d_.chance(12) ? d_.between(1, 2) : d_.between(3, 5);
        add(rung::evaluation{.score = static_cast<std::uint8_t>(score), .attribute = about});
        if (score == 5 && d_.chance(15)) add(rung::recommendation{});
        return score > 2 || !d_.chance(about == the_good ? 70 : about == advice ? 40 : 8);
    }
    // A break of several usual gaps; half of those in one are reminded.
    void away(std::int64_t gap) {
        now_ = now_ + 1_days * (3 * gap);
        if (!d_.chance(50)) return;
        add(rung::contact{.by = rung::initiator::us});
        now_ = now_ + 1_days * d_.between(1, 10);
    }
};

std::vector<rung::retail_event> a_year() {
    std::vector<rung::retail_event> events;
    for (rung::client_id id = 1; id <= 1'500; ++id) {
        dice d{2026 + id * 0x1'0000};
        person{id, d, events}.live();
    }
    return events;
}

// What it costs the shop: half of the price are the goods, an advertisement that worked 4.00, a friend's
// bonus 3.00, an answer 1.50, and a client who is on the books 0.02 a day.
struct costs {
    static constexpr rung::money goods(rung::retail_event const& e) {
        return rung::money{e.amount.minor_units / 2};
    }
    static constexpr rung::money to_win(rung::retail_event const& e, loyalty_stage) {
        if (e.kind == rung::event_kind::referral) return 3.00_money;
        return e.kind == rung::event_kind::contact && e.channel == advertising ? 4.00_money : 0_money;
    }
    static constexpr rung::money to_serve(rung::retail_event const& e, loyalty_stage) {
        return e.kind == rung::event_kind::offer ? 1.50_money : 0_money;
    }
    static constexpr rung::money a_day(loyalty_stage s) {
        return s == loyalty_stage::lost ? 0_money : 0.02_money;
    }
};

// A client's first contact says how they came; a referral before it does not.
struct came_by {
    std::uint32_t operator()(rung::retail_event const& e) const {
        return e.kind == rung::event_kind::referral ? std::uint16_t{friends} : e.channel;
    }
};

constexpr rung::lifecycle life{rung::ladders::loyalty()};
using shop = rung::client_base<std::remove_const_t<decltype(life)>, rung::history::kept>;

// ---- what it tells

// With its interval, as people of that language write numbers.
std::string with_interval(rung::insight::estimate const& e, language l) {
    return rung::report::in_language(std::string{rung::report::figure(e, 2).view()}, l);
}

void heading(phrase const& text, language l) { std::cout << "\n== " << text.in(l) << "\n\n"; }

void print_all(shop const& base, language l) {
    rung::insight::ledger book{base, costs{}};
    rung::insight::by by_channel{rung::insight::first_of<came_by>{}, book};
    rung::insight::waiting waits;
    rung::insight::breaks breaks;
    rung::insight::evaluations scores{loyalty_stage::client};
    // All of it in one pass over what the base keeps.
    rung::insight::tell(base, book, by_channel, waits, breaks, scores);

    heading({"What each rung brings in and costs", "Что приносит и чего стоит каждая ступень"}, l);
    rung::report::table(std::cout, life.ladder(), book, today, l);
    auto const gain = book.profit_gain(loyalty_stage::potential, loyalty_stage::client, today);
    std::cout << phrase{"\nA client's day brings in more than a potential buyer's by ",
                        "\nДень клиента приносит больше дня потенциального покупателя на "}
                     .in(l)
              << with_interval(gain.times(0.01), l) << ", n " << gain.n() << "\n";

    heading({"What a client has brought in, by how they came", "Сколько принёс клиент, по тому, как пришёл"},
            l);
    by_channel.each([&](std::uint32_t number, auto const& of) {
        auto const worth = of.profit_per_client(today);
        std::cout << channel_names[number].in(l) << ": " << with_interval(worth.times(0.01), l) << ", n "
                  << worth.n() << "\n";
    });

    heading({"Golden clients", "Золотые клиенты"}, l);
    auto const spend_of = [](auto const& view) { return view.facts().spend(); };
    std::vector<std::int64_t> spend;
    base.each([&](auto const& view) { spend.push_back(spend_of(view).minor_units); });
    rung::report::table(
        std::cout, rung::insight::concentration{spend},
        phrase{"clients, those who bought nothing included", "клиентов, и кто не купил"}.in(l), l);
    std::set<rung::client_id> golden;
    for (auto const& g : rung::insight::golden_clients(base, 0.1, spend_of)) golden.insert(g.client);
    rung::insight::in_common<std::uint32_t> shared;
    base.each([&](auto const& view) {
        shared.add(golden.contains(view.id()), std::vector{by_channel.key()(view.id())});
    });
    std::cout << phrase{"\nHow the top tenth came:\n", "\nКак пришла верхняя десятая часть:\n"}.in(l);
    rung::report::findings(
        std::cout, shared.all(), [&](std::uint32_t number) { return channel_names[number].in(l); }, l);

    heading({"Whom waiting loses", "Кого теряет ожидание"}, l);
    rung::report::table(std::cout, waits, today, l);

    heading({"Breaks, and who is back within 30 days", "Перерывы, и кто вернулся за 30 дней"}, l);
    rung::report::table(std::cout, breaks, 30_days, today, l);

    heading({"Evaluations", "Оценки"}, l);
    rung::report::table(
        std::cout, scores, [&](std::uint16_t number) { return attribute_names[number].in(l); }, l);
}

}  // namespace

int main() {
    shop base{life, rung::history::kept{}};
    auto const report = base.apply(std::span<rung::retail_event const>{a_year()});
    if (!report.refused.empty()) return 1;
    base.settle(today);
    std::cout << base.size() << " clients, " << report.applied << " events, " << today << "\n";
    print_all(base, language::en);
    print_all(base, language::ru);
}
