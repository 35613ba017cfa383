// Files of every form that was ever written: tests/base/stored/FORM, as hexadecimal text. Each is read for
// ever and has to hold what it held when it was written.
#include "catch.hpp"

#include <rung/base/durable_base.hpp>
#include <rung/base/snapshot.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace rung::literals;
using buffer = std::vector<std::byte>;

rung::instant at(std::int64_t second) { return rung::instant::from_unix(1'700'000'000 + second); }

// A ladder of its own, so that no change of those of the documents changes what is stored.
auto ladder() {
    using namespace rung::facts;
    return rung::ladder{{.name = "stranger"},
                        {.name = "guest", .enter = contacts >= 1 or purchases >= 1},
                        {.name = "buyer", .enter = purchases >= 1, .keep = silence < 50_seconds},
                        {.name = "regular", .enter = purchases >= 3 and bad_scores <= 0},
                        {.name = "lost", .enter = lost >= 1 or waiting >= 20_seconds, .exit = true},
                        {.name = "gone", .enter = complaints >= 2, .exit = true}};
}
auto life() { return rung::lifecycle{ladder(), rung::ascent::leap{}, rung::descent::after{10_seconds}}; }

using life_type = decltype(life());
using facts_base = rung::client_base<life_type>;
using dense_base = rung::client_base<life_type, rung::history::none, rung::ids::dense>;
using kept_base = rung::client_base<life_type, rung::history::kept>;

facts_base empty_facts() { return facts_base{life()}; }
dense_base empty_dense() { return dense_base{life(), rung::ids::dense{.first = 1, .count = 8}}; }
kept_base empty_kept() { return kept_base{life(), rung::history::kept{rung::history::conflict::keep_last}}; }

constexpr auto large = (rung::event_id{1} << 40) + 18;

// One client of each sort, and events of all kinds; in order, so that every base takes them.
std::vector<rung::retail_event> log() {
    auto const many = (rung::event_id{7} << 33) + 10;
    return {
        rung::contact{.id = 1, .client = 1, .at = at(0), .channel = 3, .by = rung::initiator::client},
        rung::contact{.id = 2, .client = 2, .at = at(0), .awaits_answer = true, .referred = true},
        rung::purchase{
            .id = 3, .client = 3, .at = at(1), .amount = rung::money{1'00}, .channel = 4, .addon = true},
        rung::evaluation{.id = 4, .client = 3, .at = at(2), .score = 1, .of = 3},
        rung::purchase{.id = many + 1, .client = 3, .at = at(2), .amount = rung::money{2'00}},
        rung::purchase{.id = many + 2, .client = 3, .at = at(2), .amount = rung::money{300'000'000'00}},
        rung::evaluation{.id = 5, .client = 3, .at = at(4), .score = 5, .of = many + 2},
        rung::awareness{.id = 6, .client = 4, .at = at(3), .level = rung::knows::us},
        rung::need{
            .id = 7, .client = 4, .at = at(4), .level = rung::urgency::now, .step = rung::step::choice},
        rung::wallet{.id = 8, .client = 4, .at = at(5), .share = 60},
        rung::price_rise{.id = 9, .client = 4, .at = at(6), .accepted = true},
        rung::recommendation{.id = 10, .client = 4, .at = at(7), .to = 77, .channel = 5},
        rung::referral{.id = 11, .client = 4, .at = at(8), .by = 66},
        rung::offer{.id = 12, .client = 4, .at = at(9), .channel = 6},
        rung::manual_decision{.id = 13,
                              .client = 4,
                              .at = at(10),
                              .what = rung::decree::floor,
                              .stage = rung::stage_id{2},
                              .author = 1'000'000'000'000,
                              .reason = 500},
        rung::manual_decision{.id = 14,
                              .client = 5,
                              .at = at(10),
                              .what = rung::decree::pin,
                              .stage = rung::stage_id{5},
                              .until = at(1'000'000)},
        rung::competitor_purchase{.id = 15, .client = 6, .at = at(11)},
        rung::declined{.id = 16, .client = 6, .at = at(12)},
        rung::complaint{.id = 17, .client = 6, .at = at(13), .channel = 1},
        rung::loss{.id = large, .client = 6, .at = at(14), .reason = rung::loss_reason::price},
        rung::purchase{.id = 19, .client = 7, .at = at(15), .amount = rung::money{50'00}},
        rung::refund{.id = 20, .client = 7, .at = at(15), .amount = rung::money{20'00}},
        rung::purchase{.client = 7, .at = at(16), .amount = rung::money{1}},
        rung::contact{.id = 21, .client = 8, .at = at(17)},
    };
}

template <class Base>
Base lived(Base base) {
    auto const report = base.apply(log());
    REQUIRE(report.refused.empty());
    (void)base.settle(at(61));
    REQUIRE(base.erase(8));
    return base;
}

// Ids merged into merged ones, events that came under each of them, one that waits for what it takes back.
kept_base lived_together(kept_base base) {
    base = lived(std::move(base));
    kept_base::report_type report;
    REQUIRE(base.merge(1, 2, report) == rung::merge_answer::done);
    REQUIRE(base.merge(3, 1, report) == rung::merge_answer::done);
    REQUIRE(base.merge(7, 6, report) == rung::merge_answer::done);
    std::vector<rung::retail_event> const more{
        rung::offer{.id = 30, .client = 2, .at = at(5)},
        rung::refund{.id = 31, .client = 1, .at = at(70), .amount = rung::money{3'00}, .of = 999},
        rung::contact{.id = 32, .client = 3, .at = at(-5)},
    };
    report += base.apply(more);
    REQUIRE(report.refused.empty());
    REQUIRE(base.held_aside() == 1);
    return base;
}

// Events that were taken back, of each of a person's ids and before they came, and those that came after.
template <class Base>
void take_back(Base& base) {
    typename Base::report_type report;
    REQUIRE(base.retract(3, 3, report) == rung::retract_answer::done);
    REQUIRE(base.retract(3, 3, report) == rung::retract_answer::repeated);
    REQUIRE(base.retract(1, 1, report) == rung::retract_answer::done);
    REQUIRE(base.retract(6, large, report) == rung::retract_answer::done);
    REQUIRE(base.retract(6, 400, report) == rung::retract_answer::awaited);
    REQUIRE(base.retract(90, 1, report) == rung::retract_answer::awaited);
    REQUIRE(base.apply(rung::contact{.id = 400, .client = 6, .at = at(3)}).count(rung::refusal::taken_back) ==
            1);
    REQUIRE(base.apply(rung::contact{.id = 401, .client = 90, .at = at(4)}).refused.empty());
}

std::string text(rung::instant t) {
    if (t == rung::instant::never()) return "never";
    if (t == rung::instant::forever()) return "forever";
    return std::to_string(std::int64_t{t.unix_seconds} - 1'700'000'000);
}

template <class Stages>
std::string text(Stages const& census) {
    std::string out;
    for (auto const& e : census) out += " " + std::to_string(e.clients);
    return out;
}

// All that is known of a client, in words; what is zero left out.
std::string text(rung::client_id id, rung::decided_client const& c) {
    auto const& s = c.standing;
    auto const& f = c.facts;
    auto out = std::to_string(id) + ": place " + std::to_string(s.place) + " since " + text(s.since) +
               " due " + text(s.due) + " peak " + std::to_string(s.peak) + " by " +
               std::string{rung::to_string(s.moved_by.why())};
    if (s.left() != 0) out += " left " + std::to_string(s.left());
    if (s.in_grace()) out += " in grace";
    if (s.decided())
        out += " " + std::string{rung::to_string(c.decision.what)} + " " + std::to_string(c.decision.place) +
               " at " + text(c.decision.at) + " until " + text(c.decision.until) + " author " +
               std::to_string(c.decision.author) + " reason " + std::to_string(c.decision.reason);
    out += ";";
    auto const say = [&](char const* name, std::uint64_t n) {
        if (n != 0) out += std::string{" "} + name + " " + std::to_string(n);
    };
    if (f.first_purchase != rung::instant::never()) out += " first " + text(f.first_purchase);
    for (auto const p : f.last_purchases) {
        if (p != rung::instant::never()) out += " bought " + text(p);
    }
    if (f.last_contact != rung::instant::never()) out += " spoken " + text(f.last_contact);
    say("purchases", f.purchases);
    say("spend", static_cast<std::uint64_t>(f.spend().minor_units));
    say("addons", f.addons);
    say("contacts", f.contacts);
    say("own", f.own_contacts);
    say("waits", f.waits);
    say("referred", f.referred);
    say("evaluations", f.evaluations);
    say("sum", f.score_sum);
    say("score", f.last_score);
    say("bad", f.bad_scores);
    say("recommendations", f.recommendations);
    say("awareness", f.awareness_level);
    say("need", f.need_level);
    say("step", f.process_step);
    say("wallet", f.wallet_share);
    say("rises", f.price_rises);
    say("competitor", f.competitor_purchases);
    say("complaints", f.complaints);
    say("lost", f.lost);
    return out + "\n";
}

std::string text(rung::retail_event const& e) {
    std::string out{rung::to_string(e.kind)};
    for (auto const n : {e.id, e.client, e.of}) out += " " + std::to_string(n);
    out += " at " + text(e.at) + " " + text(e.bought) + " " + std::to_string(e.amount.minor_units);
    for (auto const n : {unsigned{e.channel}, unsigned{e.detail}, unsigned{e.mark}})
        out += " " + std::to_string(n);
    return out + "\n";
}

template <class Base>
std::string text_of(Base const& base) {
    std::string out;
    base.each([&](auto const& view) { out += text(view.id(), view.decided_client()); });
    out += "census" + text(base.census()) + ", erased" + text(base.erased()) + "\n";
    if constexpr (Base::keeps_history) {
        out += "settled until " + text(base.settled_until()) + "\n";
        base.each([&](auto const& view) {
            auto const all = *base.export_client(view.id());
            out += "ids";
            for (auto const id : all.ids) out += " " + std::to_string(id);
            out += "\n";
            for (auto const& e : all.events) out += text(e);
            for (auto const& e : all.held_aside) out += "waits: " + text(e);
            for (auto const& e : all.taken_back)
                out += "taken back: " + std::to_string(e.client) + " " + std::to_string(e.id) + "\n";
            for (auto const& t : all.moves)
                out += text(t.at) + ": " + std::to_string(rung::index_of(t.from)) + " to " +
                       std::to_string(rung::index_of(t.to)) + " by " + std::string{rung::to_string(t.why)} +
                       "\n";
        });
    }
    return out;
}

// A journal of all that can be done to a base.
template <class Base>
rung::durable_base<Base, rung::memory_sink> journalled(Base empty) {
    auto const of = rung::fingerprint(empty.lifecycle());
    rung::durable_base<Base, rung::memory_sink> base{std::move(empty),
                                                     rung::journal_writer{rung::memory_sink{}, {of, 5}}};
    auto const all = log();
    REQUIRE(base.apply(std::span{all}.first(10)).refused.empty());
    REQUIRE(base.apply(std::span{all}.subspan(10)).refused.empty());
    (void)base.settle(at(61));
    REQUIRE(base.erase(8));
    if constexpr (Base::keeps_history) {
        typename Base::report_type report;
        REQUIRE(base.merge(1, 2, report) == rung::merge_answer::done);
        REQUIRE(base.merge(3, 1, report) == rung::merge_answer::done);
        REQUIRE(base.split(1, report) == rung::merge_answer::done);
    }
    REQUIRE(base.ok());
    return base;
}

std::string const folder = RUNG_SOURCE_DIR "/tests/base/stored/";

buffer read_file(std::string const& name) {
    std::ifstream file{folder + name};
    REQUIRE(file);
    buffer out;
    for (std::string byte; file >> byte;)
        out.push_back(static_cast<std::byte>(std::stoul(byte, nullptr, 16)));
    return out;
}
std::string read_text(std::string const& name) {
    std::ifstream file{folder + name};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(std::string const& name, std::span<std::byte const> bytes) {
    std::ofstream file{name};
    constexpr char const* digits = "0123456789abcdef";
    std::size_t column = 0;
    for (auto const b : bytes) {
        auto const n = std::to_integer<unsigned>(b);
        file << digits[n >> 4] << digits[n & 15] << (++column % 32 == 0 ? '\n' : ' ');
    }
    file << '\n';
}

template <class Base>
buffer snapshot_of(Base const& base) {
    rung::memory_sink sink;
    REQUIRE(rung::write_snapshot(base, sink, 12));
    return sink.bytes;
}

template <class Base>
void check_snapshot(Base base, std::string const& name) {
    INFO(name);
    auto const out = rung::restore(base, read_file(name + ".hex"));
    REQUIRE(out);
    CHECK(out.position == 12);
    CHECK(text_of(base) == read_text(name + ".txt"));
}

// A base that was read takes what comes next, and nothing that it has.
void goes_on(std::string const& name, bool knows_whole_ids) {
    INFO(name);
    auto base = empty_facts();
    REQUIRE(rung::restore(base, read_file(name + ".hex")));
    auto const why_not = [&](rung::retail_event const& e) {
        auto copy = base;
        return copy.apply(e).refusal();
    };
    using rung::refusal;
    CHECK(why_not(rung::contact{.id = 1, .client = 1, .at = at(0)}) == refusal::repeated);
    CHECK(why_not(rung::contact{.id = 2, .client = 1, .at = at(0)}) == refusal::none);
    CHECK(why_not(rung::contact{.id = large, .client = 1, .at = at(0)}) == refusal::none);
    CHECK(why_not(rung::contact{.client = 1, .at = at(0)}) == refusal::none);
    CHECK(why_not(rung::contact{.id = 9, .client = 1, .at = at(-1)}) == refusal::late);
    // Time moved this one at 20.
    CHECK(why_not(rung::contact{.id = ~rung::event_id{0}, .client = 2, .at = at(19)}) == refusal::late);
    CHECK(why_not(rung::contact{.client = 2, .at = at(19)}) == refusal::late);
    CHECK(why_not(rung::contact{.id = 1, .client = 2, .at = at(20)}) == refusal::none);
    CHECK(why_not(rung::contact{.client = 2, .at = at(20)}) == refusal::none);
    // This one's last event had no id.
    CHECK(why_not(rung::contact{.id = 1, .client = 7, .at = at(16)}) == refusal::none);
    // An id above 32 bits: the old form does not know all of it.
    CHECK(why_not(rung::contact{.id = large, .client = 6, .at = at(14)}) ==
          (knows_whole_ids ? refusal::repeated : refusal::none));
    CHECK(why_not(rung::contact{.id = large + 1, .client = 6, .at = at(14)}) == refusal::none);
    CHECK(why_not(rung::contact{.id = 17, .client = 6, .at = at(14)}) == refusal::late);
}

template <class Base>
void check_journal(Base base, std::string const& name, std::uint64_t next) {
    INFO(name);
    auto const bytes = read_file(name + ".hex");
    rung::journal_reader journal{bytes};
    auto const out = rung::redo_journal(base, journal, 5);
    REQUIRE(out);
    CHECK(out.position == next);
    CHECK(text_of(base) == read_text(name + ".txt"));
}

}  // namespace

TEST_CASE("files of all forms that were ever written are read") {
    for (std::string const form : {"1/", "2/"}) {
        check_snapshot(empty_facts(), form + "snapshot_facts");
        goes_on(form + "snapshot_facts", form != "1/");
        check_snapshot(empty_dense(), form + "snapshot_dense");
        check_snapshot(empty_kept(), form + "snapshot_history");
        check_journal(empty_facts(), form + "journal_facts", 9);
        check_journal(empty_kept(), form + "journal_history", 12);
    }
    check_snapshot(empty_kept(), "2/snapshot_retracts");
    check_journal(empty_kept(), "2/journal_retracts", 18);
}

TEST_CASE("a snapshot of form 1 has no events that were taken back") {
    auto bytes = read_file("2/snapshot_retracts.hex");
    // The same records in a snapshot that says that it is of form 1.
    rung::journal_reader records{bytes};
    rung::memory_sink sink;
    rung::journal_writer out{rung::detail::sink_reference{&sink}, records.header()};
    bool has_them = false;
    while (auto const record = records.next()) {
        buffer payload{record->payload.begin(), record->payload.end()};
        if (payload[0] == std::byte{rung::detail::snapshot_head}) payload[1] = std::byte{1};
        has_them = has_them || payload[0] == std::byte{rung::detail::snapshot_taken_back};
        REQUIRE(out.append(payload));
    }
    REQUIRE(has_them);
    auto base = empty_kept();
    CHECK(rung::restore(base, sink.bytes).why == "the snapshot has a record that its form does not have");
}

// Not a test: it is run once where a form changes, with the name of a new folder, and what it wrote is looked
// at and put beside the others.
TEST_CASE("files of the form of today are written", "[.]") {
    char const* const to = std::getenv("RUNG_WRITE_STORED");
    REQUIRE(to != nullptr);
    auto const write = [&](std::string const& name, buffer const& bytes, auto const& base) {
        write_file(to + ("/" + name + ".hex"), bytes);
        std::ofstream{to + ("/" + name + ".txt")} << text_of(base);
    };
    auto const facts = lived(empty_facts());
    write("snapshot_facts", snapshot_of(facts), facts);
    auto const dense = lived(empty_dense());
    write("snapshot_dense", snapshot_of(dense), dense);
    auto const kept = lived_together(empty_kept());
    write("snapshot_history", snapshot_of(kept), kept);
    auto retracts = lived_together(empty_kept());
    take_back(retracts);
    write("snapshot_retracts", snapshot_of(retracts), retracts);
    auto const facts_journal = journalled(empty_facts());
    write("journal_facts", facts_journal.journal().sink().bytes, facts_journal.base());
    auto const kept_journal = journalled(empty_kept());
    write("journal_history", kept_journal.journal().sink().bytes, kept_journal.base());
    auto retracts_journal = journalled(empty_kept());
    take_back(retracts_journal);
    write("journal_retracts", retracts_journal.journal().sink().bytes, retracts_journal.base());
}
