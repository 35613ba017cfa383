#include "tasks.hpp"

#include "arguments.hpp"
#include "print.hpp"

#include <rung/ladders/playbooks.hpp>
#include <rung/report/sheet_text.hpp>
#include <rung/report/tasks.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

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

constexpr phrase title{"who to turn to, as of {}", "кем заняться, на {}"};
constexpr phrase nobody_there{"nobody is there\n", "никого нет\n"};

std::string filled(phrase const& p, language l, std::string_view between) {
    std::string text{p.in(l)};
    if (auto const open = text.find("{}"); open != std::string::npos) text.replace(open, 2, between);
    return text;
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
    rung::report::column const spent{
        .name = "spent", .label = {"spent", "купил на"}, .form = rung::report::form::money, .decimals = 2};
    rung::report::write_text(
        out,
        rung::report::sheet_of(
            tasks, [&](rung::client_id id) { return printable(shop.client_name(id)); }, spent, top),
        l);
    out << '\n';
    rung::report::task_tally counts;
    for (auto const& t : tasks) counts.add(t);
    rung::report::write_text(out, rung::report::sheet_of(counts), l);
}
