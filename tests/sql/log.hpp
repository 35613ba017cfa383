#pragma once

// The logs that are compared: those of the shared folder, and one that is made up of what they lack.

#include "catch.hpp"
#include "ladders/golden.hpp"

#include <rung/notation/values.hpp>
#include <rung/retail/retail.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

/// id,client,at,kind,amount,channel,score,of
using log_line = std::array<std::string, 8>;

/// A log, and the numbers of its clients: from 0, in the order in which they come. The library knows each by
/// the next number, from 1.
struct event_log {
    std::string name{};
    std::vector<log_line> lines{};
    std::vector<std::string> clients{};
    std::unordered_map<std::string, std::size_t> number_of{};

    void add(log_line line) {
        if (number_of.try_emplace(line[1], clients.size()).second) clients.push_back(line[1]);
        lines.push_back(std::move(line));
    }
};

/// A log of the shared folder; without lines, and with a message, where it cannot be had.
[[nodiscard]] inline event_log shared_log(std::string const& name) {
    event_log log{.name = name};
    auto const file = "data/" + name + ".events.csv.xz";
    auto const command = "xz -dc '" + std::string{RUNG_SHARED_DIR} + "/" + file + "' 2>/dev/null";
    struct closer {
        void operator()(std::FILE* f) const noexcept { pclose(f); }
    };
    std::unique_ptr<std::FILE, closer> const unpacked{popen(command.c_str(), "r")};
    std::array<char, 512> text{};
    bool is_header = true;
    while (unpacked && std::fgets(text.data(), static_cast<int>(text.size()), unpacked.get()) != nullptr) {
        std::string line{text.data()};
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
        if (std::exchange(is_header, false)) {
            if (line != "id,client,at,kind,amount,channel,score,of")
                FAIL(file << " has other columns: " << line);
            continue;
        }
        auto fields = golden::fields(line);
        if (fields.size() != 8) FAIL("a line of " << file << " is not as expected: " << line);
        log_line l;
        for (std::size_t i = 0; i < l.size(); ++i) l[i] = std::move(fields[i]);
        log.add(std::move(l));
    }
    if (log.lines.empty()) WARN("skipped: the shared folder has no " << file << ", or xz is missing");
    return log;
}

/// The event of a line, as examples/replay makes it; nothing where it refuses the line. What the library
/// itself refuses is an event here.
[[nodiscard]] inline std::optional<rung::retail_event> to_event(event_log const& log, log_line const& line) {
    auto const& [id_text, client, at_text, kind_text, amount_text, channel, score_text, of_text] = line;
    auto const number = [](std::string const& text, std::int64_t otherwise) {
        return text.empty() ? std::optional{otherwise} : rung::parse_count(text);
    };
    auto const id = number(id_text, -1);
    auto const at = rung::parse_instant(at_text);
    auto const kind = rung::event_kind_of(kind_text);
    auto const amount = number(amount_text, 0);
    auto const score = number(score_text, 0);
    auto const of = number(of_text, 0);
    if (client.empty() || !id || *id < 0 || !at || !kind || *kind == rung::event_kind::decision || !amount ||
        !score || *score < 0 || !of || *of < 0)
        return std::nullopt;

    auto const whom = log.number_of.at(client) + 1;
    bool const has_score = !score_text.empty();
    auto const detail = static_cast<std::uint8_t>(has_score && *score < 255 ? *score : 255);
    auto const in_common = [&](auto e) -> rung::retail_event {
        e.id = static_cast<rung::event_id>(*id);
        e.client = whom;
        e.at = *at;
        if constexpr (requires { e.amount; }) e.amount = rung::money{*amount};
        return e;
    };
    auto const whose = static_cast<rung::event_id>(*of);
    switch (*kind) {
    case rung::event_kind::contact:
        return in_common(rung::contact{.by = static_cast<rung::initiator>(has_score ? detail : 0),
                                       .referred = channel == "referral"});
    case rung::event_kind::offer: return in_common(rung::offer{});
    case rung::event_kind::purchase: return in_common(rung::purchase{});
    case rung::event_kind::refund: return in_common(rung::refund{.of = whose});
    case rung::event_kind::evaluation: return in_common(rung::evaluation{.score = detail, .of = whose});
    case rung::event_kind::complaint: return in_common(rung::complaint{});
    case rung::event_kind::recommendation: return in_common(rung::recommendation{});
    case rung::event_kind::referral: return in_common(rung::referral{});
    case rung::event_kind::awareness:
        return in_common(rung::awareness{.level = static_cast<rung::knows>(detail)});
    case rung::event_kind::need: {
        auto const step = has_score ? static_cast<rung::step>(detail) : rung::step::need;
        auto const level = step >= rung::step::search ? rung::urgency::now : rung::urgency::some_day;
        return in_common(rung::need{.level = level, .step = step});
    }
    case rung::event_kind::wallet: return in_common(rung::wallet{.share = detail});
    case rung::event_kind::price_rise: return in_common(rung::price_rise{.accepted = detail == 1});
    case rung::event_kind::competitor_purchase: return in_common(rung::competitor_purchase{});
    case rung::event_kind::refusal: return in_common(rung::declined{});
    case rung::event_kind::loss:
        return in_common(rung::loss{.reason = has_score ? static_cast<rung::loss_reason>(detail)
                                                        : rung::loss_reason::other});
    case rung::event_kind::decision: break;
    }
    return std::nullopt;
}

/// A log with all that the real ones lack: every kind of event, lines that say what cannot be, refunds in
/// part, too large, before their purchase, of a purchase that is not known or somebody else's; ids that are
/// not in the order of time; events of one second; lines in no order at all.
[[nodiscard]] inline event_log made_up_log() {
    std::uint64_t state = 20'261'122;
    auto const below = [&state](std::uint64_t n) {  // Knuth's multiplier; the high bits are the good ones
        state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
        return (state >> 33) % n;
    };
    auto const one_of = [&](auto const& texts) { return std::string{texts[below(std::size(texts))]}; };

    static constexpr char const* kinds[] = {"contact",
                                            "contact",
                                            "offer",
                                            "purchase",
                                            "purchase",
                                            "purchase",
                                            "purchase",
                                            "refund",
                                            "refund",
                                            "refund",
                                            "refund",
                                            "evaluation",
                                            "evaluation",
                                            "complaint",
                                            "recommendation",
                                            "recommendation",
                                            "referral",
                                            "awareness",
                                            "need",
                                            "wallet",
                                            "wallet",
                                            "price_rise",
                                            "price_rise",
                                            "competitor_purchase",
                                            "competitor_purchase",
                                            "refusal",
                                            "loss"};
    static constexpr char const* wrong_kinds[] = {"decision", "gift", ""};
    static constexpr char const* wrong_dates[] = {"2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
                                                  "1969-12-31T23:59:59Z", "2106-02-07T06:28:15Z", "soon"};
    static constexpr char const* wrong_numbers[] = {"-1", "1.50", "many"};
    static constexpr char const* shares[] = {"100", "100", "100", "99", "101", "0", ""};

    struct bought {
        std::string id, amount;
    };
    constexpr std::size_t clients = 300;
    std::vector<bought> purchases(clients);
    event_log log{.name = "made_up"};
    for (std::uint32_t n = 1; n <= 6'000; ++n) {
        auto const client = below(clients);
        // An odd factor: no two low halves are equal.
        auto const id = below(3) << 32 | n * 2'654'435'761u;
        // In the steps of five days that all thresholds are made of, and often enough a little off.
        auto const first = 5 * (client % 17);
        auto const day = first + 5 * below(1 + client % 31);
        auto const second = below(3) != 0 ? std::uint64_t{0} : below(4) * 21'600 + below(3);
        auto const at = rung::to_text(
            rung::instant::from_unix(static_cast<std::int64_t>(1'704'067'200 + day * 86'400 + second)));
        std::string when{std::string_view{at}};
        when += when.size() == 10 ? "T00:00:00Z" : "Z";

        auto kind = one_of(kinds);
        std::string amount, score, of;
        auto& last = purchases[client];
        if (kind == "purchase") {
            amount = std::to_string(below(5) * 1'000);
            last = {std::to_string(id), amount};
        } else if (kind == "refund") {
            auto const whole = last.amount.empty() ? 1'000 : std::stoull(last.amount);
            auto const& elsewhere = purchases[below(clients)];
            auto const which = below(10);
            of = which == 0 ? "" : which == 1 ? "77" : which == 2 ? elsewhere.id : last.id;
            amount = std::to_string(below(2) == 0 ? whole / 2 : whole + below(2) * 500);
        } else if (kind == "wallet") {
            score = one_of(shares);
        } else if (below(3) != 0) {
            score = std::to_string(below(kind == "loss" ? 16 : kind == "price_rise" ? 2 : 7));
        }
        std::string name = "client " + std::to_string(client);
        switch (below(60)) {
        case 0: name.clear(); break;
        case 1: when = one_of(wrong_dates); break;
        case 2: kind = one_of(wrong_kinds); break;
        case 3: amount = kind == "purchase" || kind == "refund" ? one_of(wrong_numbers) : "many"; break;
        case 4: score = one_of(wrong_numbers); break;
        case 5: of = one_of(wrong_numbers); break;
        default: break;
        }
        log.add({std::to_string(id), name, when, kind, amount, "", score, of});
    }
    return log;
}
