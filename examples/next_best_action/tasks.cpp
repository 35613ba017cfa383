#include "tasks.hpp"

#include "arguments.hpp"
#include "print.hpp"

#include <rung/ladders/playbooks.hpp>
#include <rung/report/advise.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <sstream>

namespace {

using rung::language;
using rung::phrase;

rung::playbook const& playbook_of(std::string const& ladder) {
    using namespace rung::playbooks;
    for (auto const* book : {&service, &familiarity, &loyalty, &journey, &patronage}) {
        if (book->name() == ladder) return *book;
    }
    throw usage_error{"--ladder " + ladder + ": no playbook"};
}

constexpr phrase headers[] = {
    {"client", "клиент"},     {"stage", "ступень"}, {"spent", "купил на"},
    {"who", "кто"},           {"why", "зачем"},     {"what it turns on", "что важно"},
    {"contact", "связаться"}, {"by", "не позднее"}, {"first thing to do", "с чего начать"}};
constexpr std::size_t columns = std::size(headers);
constexpr std::size_t spent_column = 2;
using row = std::array<std::string, columns>;

constexpr phrase title{"who to turn to, as of {}", "кем заняться, на {}"};
constexpr phrase can_now{"now", "сейчас"};
constexpr phrase can_from{"from {}", "с {}"};
constexpr phrase on_an_event{"not by ourselves", "не самим"};
constexpr phrase nobody{"nobody", "никто"};
constexpr phrase no_hint{"(the playbook has nothing)", "(в сценариях ничего нет)"};
constexpr phrase nobody_there{"nobody is there\n", "никого нет\n"};
constexpr phrase counts{"how many", "сколько"};
constexpr phrase total{"total", "всего"};
constexpr phrase purposes[] = {{"answer", "ответить"},  {"rescue", "не дать упасть"}, {"remind", "напомнить"},
                               {"win back", "вернуть"}, {"climb", "поднять"},         {"hold", "удержать"}};
static_assert(std::size(purposes) == rung::purpose_count);
constexpr std::size_t driver_count = 6;

std::string filled(phrase const& p, language l, std::string_view between) {
    std::string text{p.in(l)};
    if (auto const open = text.find("{}"); open != std::string::npos) text.replace(open, 2, between);
    return text;
}

template <class Write>
std::string written(Write&& write) {
    std::ostringstream out;
    write(out);
    return out.str();
}

row row_of(client_task const& t, retail_replay const& shop, language l) {
    auto const day = [&](rung::instant at) { return rung::report::date(at, t.at); };
    auto const& words = rung::report::retail_lexicon;
    row r;
    r[0] = printable(shop.client_name(t.client));
    r[1] = words.stage(t.ladder->name(t.stage), l);
    r[spent_column] = written([&](auto& out) { out << rung::money{t.worth}; });
    r[3] = t.play == nullptr ? nobody.in(l) : rung::report::detail::in_words(t.who).in(l);
    r[4] = written([&](auto& out) { rung::report::purpose(out, t, l); });
    r[5] = written([&](auto& out) { rung::report::turns_on(out, t, l); });
    r[6] = t.may_contact_now()                        ? std::string{can_now.in(l)}
           : t.not_before == rung::instant::forever() ? std::string{on_an_event.in(l)}
                                                      : filled(can_from, l, day(t.not_before));
    if (t.by != rung::instant::forever()) r[7] = day(t.by);
    r[8] = t.play == nullptr ? no_hint.in(l) : t.play->todo[0].text.in(l);
    return r;
}

// The columns as wide as necessary; numbers on the right.
void print_table(std::ostream& out, std::vector<row> const& rows) {
    std::array<std::size_t, columns> widest{};
    for (auto const& r : rows) {
        for (std::size_t i = 0; i < columns; ++i)
            widest[i] = std::max(widest[i], rung::report::detail::width(r[i]));
    }
    for (auto const& r : rows) {
        for (std::size_t i = 0; i < columns; ++i) {
            auto const blanks = std::string(widest[i] - rung::report::detail::width(r[i]), ' ');
            if (i == spent_column)
                out << blanks << r[i] << "  ";
            else if (i + 1 < columns)
                out << r[i] << blanks << "  ";
            else
                out << r[i] << '\n';
        }
    }
}

void print_counts(std::ostream& out, std::vector<client_task> const& tasks, language l) {
    std::uint64_t count[rung::purpose_count + 1][driver_count + 1]{};  // the last: all, nobody's too
    for (auto const& t : tasks) {
        for (auto const p : {static_cast<std::size_t>(t.purpose), rung::purpose_count}) {
            ++count[p][driver_count];
            if (t.play != nullptr) ++count[p][static_cast<std::size_t>(t.who)];
        }
    }
    auto const left = [&](std::string_view text, std::size_t n) { rung::report::detail::left(out, text, n); };
    auto const right = [&](std::string_view text, std::size_t n) {
        rung::report::detail::right(out, text, n);
    };
    auto const in_columns = [&](auto&& write) {
        for (std::size_t d = 0; d < driver_count; ++d) {
            if (count[rung::purpose_count][d] != 0) write(d);
        }
    };
    constexpr std::size_t wide = 14;
    left(counts.in(l), wide + 2);
    in_columns([&](std::size_t d) {
        right(rung::report::detail::in_words(static_cast<rung::driver>(d)).in(l), wide);
    });
    right(total.in(l), wide);
    out << '\n';
    for (std::size_t p = 0; p <= rung::purpose_count; ++p) {
        if (count[p][driver_count] == 0) continue;
        left(p < rung::purpose_count ? purposes[p].in(l) : total.in(l), wide + 2);
        in_columns([&](std::size_t d) { right(count[p][d] == 0 ? "." : grouped(count[p][d]), wide); });
        right(grouped(count[p][driver_count]), wide);
        out << '\n';
    }
}

}  // namespace

std::vector<client_task> tasks_for(retail_replay const& shop, std::string const& ladder) {
    auto const& book = playbook_of(ladder);
    std::vector<client_task> tasks;
    tasks.reserve(shop.clients());
    shop.each_in_order(
        [](auto const&) {
            return std::optional{std::int64_t{0}};
        },  // everybody; tasks have an order of their own
        [&](auto const& client) {
            tasks.push_back(rung::advise(shop.lifecycle(), book, client, shop.as_of()));
        },
        shop.clients());
    std::sort(tasks.begin(), tasks.end(),
              [](client_task const& a, client_task const& b) { return more_urgent(a, b); });
    return tasks;
}

void print_tasks(std::ostream& out, std::vector<client_task> const& tasks, retail_replay const& shop,
                 std::size_t top, language l) {
    if (tasks.empty()) {
        out << nobody_there.in(l);
        return;
    }
    out << filled(title, l, rung::to_text(shop.as_of()).view().substr(0, 10)) << "\n\n";
    std::vector<row> rows(1);
    for (std::size_t i = 0; i < columns; ++i) rows[0][i] = headers[i].in(l);
    for (auto const& t : tasks) {
        if (rows.size() > top) break;
        rows.push_back(row_of(t, shop, l));
    }
    print_table(out, rows);
    out << '\n';
    print_counts(out, tasks, l);
}
