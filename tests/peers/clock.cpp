// What tests/peers/clock.py compares with other programs: reads a log from the standard input, and prints a
// name and a value a line. `clock funnel` for olist_funnel, `clock shop` for cdnow_sample.

#include "ladders/golden.hpp"

#include <rung/base/client_base.hpp>
#include <rung/core/calendar.hpp>
#include <rung/insight/bg_nbd.hpp>
#include <rung/insight/gamma_gamma.hpp>
#include <rung/insight/ladder_clock.hpp>
#include <rung/insight/log_rank.hpp>
#include <rung/insight/pareto_nbd.hpp>
#include <rung/insight/stays.hpp>
#include <rung/insight/survival.hpp>
#include <rung/ladders/service.hpp>
#include <rung/notation/values.hpp>
#include <rung/retail/retail.hpp>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

void say(std::string const& name, double value) { std::printf("%s %.17g\n", name.c_str(), value); }

void funnel() {
    using rung::ladders::service_stage;
    rung::client_base base{rung::lifecycle{rung::ladders::service()}};
    rung::insight::ladder_clock times{base};
    std::map<std::string, rung::client_id> ids;
    std::map<rung::client_id, bool> referred;
    std::vector<rung::retail_event> events;
    std::string line;
    while (std::getline(std::cin, line)) {
        auto const f = golden::fields(line);  // id,client,at,kind,amount,channel,score,of
        if (f[0] == "id") continue;
        auto const id = ids.try_emplace(f[1], ids.size() + 1).first->second;
        auto const at = *rung::parse_instant(f[2]);
        if (f[3] == "contact") {
            referred[id] = referred[id] || f[5] == "referral";
            events.push_back(rung::contact{.id = std::stoull(f[0]), .client = id, .at = at});
        } else {
            events.push_back(rung::purchase{.id = std::stoull(f[0]), .client = id, .at = at});
        }
    }
    std::stable_sort(events.begin(), events.end(), [](auto const& a, auto const& b) { return a.at < b.at; });
    (void)base.apply(std::span<rung::retail_event const>{events}, times);
    auto const end = events.back().at;
    auto const by = count_stays_by(base, times, {.as_of = end, .start = rung::insight::clock_start::entry},
                                   [&](rung::client_id c) { return referred[c]; });
    auto const place = static_cast<std::size_t>(service_stage::visitor);
    auto const all = by.total().table();
    auto const curve = kaplan_meier(all, place);
    say("clients", static_cast<double>(all.at_risk(place, 0)));
    for (std::int64_t const t : {0, 7, 30, 90, 180}) {
        auto const* s = curve.step_at(t);
        auto const interval = interval_of(*s);
        say("km." + std::to_string(t), s->share);
        say("km.low." + std::to_string(t), interval.low());
        say("km.high." + std::to_string(t), interval.high());
    }
    auto const a = by[true].table(), b = by[false].table();
    say("log_rank", log_rank(a, b, place)->chi_squared());
    say("log_rank.p", log_rank(a, b, place)->p);
    using rung::insight::weighting;
    say("wilcoxon", log_rank(a, b, place, {.how = weighting::kind::at_risk})->chi_squared());
    say("tarone_ware", log_rank(a, b, place, {.how = weighting::kind::root})->chi_squared());
    say("fleming",
        log_rank(a, b, place, {.how = weighting::kind::fleming, .early = 1, .late = 1})->chi_squared());
    auto const mean = restricted_mean(curve, 180);
    say("mean.180", mean->value);
}

template <class Model, class Data>
void fit(std::string const& name, Data const& data, Model start = {}) {
    auto const begin = std::chrono::steady_clock::now();
    auto const f = Model::fit(data, start);
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    for (std::size_t i = 0; i < f.parameters; ++i) {
        say(name + "." + std::string{Model::names[i]}, f.model.values()[i]);
        say(name + ".error." + std::string{Model::names[i]}, f.error(i));
    }
    say(name + ".log_likelihood", f.log_likelihood);
    say(name + ".seconds", took.count());
}

void shop() {
    std::vector<rung::insight::paid_purchase> purchases;
    std::string line;
    while (std::getline(std::cin, line)) {
        auto const f = golden::fields(line);
        if (f[0] == "id") continue;
        purchases.push_back({std::stoull(f[1]), *rung::parse_instant(f[2]), rung::money{std::stoll(f[4])}});
    }
    auto const buyers = rung::insight::buyers_of(std::move(purchases), rung::utc(1997, 9, 30));
    std::vector<rung::insight::buyer_history> histories;
    std::vector<rung::insight::repeat_spend> spends;
    for (auto const& b : buyers) {
        histories.push_back(b.history);
        spends.push_back(b.spend());
    }
    fit<rung::insight::bg_nbd>("bg_nbd", histories);
    fit<rung::insight::mbg_nbd>("mbg_nbd", histories);
    fit<rung::insight::pareto_nbd>("pareto_nbd", histories);
    fit<rung::insight::gamma_gamma>("gamma_gamma", spends);
    auto const model = rung::insight::bg_nbd::fit(histories).model;
    double sum = 0, alive = 0;
    for (auto const& h : histories) {
        sum += model.expected(h, 39);
        alive += model.alive(h);
    }
    say("bg_nbd.expected", sum);
    say("bg_nbd.alive", alive);
}

}  // namespace

int main(int argc, char** argv) {
    std::string_view const what = argc == 2 ? argv[1] : "";
    if (what == "funnel")
        funnel();
    else if (what == "shop")
        shop();
    else
        return std::fputs("clock funnel|shop < LOG.csv\n", stderr), 1;
}
