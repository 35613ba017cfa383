#include "catch.hpp"

#include "base/two_loyalties.hpp"
#include "interop/shop.hpp"

#include <rung/base/client_base.hpp>
#include <rung/base/kept_history.hpp>
#include <rung/insight/flow.hpp>
#include <rung/insight/funnel.hpp>
#include <rung/interop/arrow.hpp>
#include <rung/ladders/service.hpp>
#include <rung/report/sheet.hpp>
#include <rung/retail/retail.hpp>

#include <cstdint>
#include <cstring>
#include <map>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace arrow = rung::arrow;

// All that a stream has, as text; each row in its own line.
std::string text_of(arrow::owned_stream from, std::vector<std::string> const& names) {
    arrow::batches rows{std::move(from)};
    std::string out;
    while (rows.next()) {
        std::vector<arrow::column> columns(names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const found = rows.find(names[i], columns[i]);
            INFO(found.why);
            REQUIRE(found);
        }
        for (std::int64_t row = 0; row < rows.size(); ++row) {
            for (auto const& c : columns) {
                std::int64_t n = 0;
                std::string_view word;
                rung::instant at;
                double real = 0;
                if (&c != columns.data()) out += ' ';
                if (c.is_null(row))
                    out += '-';
                else if (c.read(row, n))
                    out += std::to_string(n);
                else if (c.read(row, word))
                    out += word;
                else if (c.read(row, at))
                    out += '@' + std::to_string(at.unix_seconds);
                else if (c.read(row, real))
                    out += std::to_string(real);
            }
            out += '\n';
        }
    }
    INFO(rows.why());
    REQUIRE(rows.why().empty());
    return out;
}

constexpr auto life = rung::lifecycle{rung::ladders::service()};
constexpr auto day = [](int n) { return rung::instant::from_unix(1'700'000'000 + 86'400LL * n); };

rung::client_base<std::remove_const_t<decltype(life)>> small_shop() {
    rung::client_base base{life};
    for (rung::client_id who = 1; who <= 3; ++who) {
        for (rung::client_id n = 0; n < who; ++n)
            (void)base.apply(rung::purchase{.id = who * 10 + n,
                                            .client = who,
                                            .at = day(static_cast<int>(n)),
                                            .amount = rung::money{1'990}});
    }
    return base;
}

std::map<std::string, std::string> metadata_of(ArrowSchema const& s) {
    std::map<std::string, std::string> out;
    if (s.metadata == nullptr) return out;
    auto const* at = s.metadata;
    auto const number = [&] {
        std::int32_t n = 0;
        std::memcpy(&n, at, sizeof n);
        at += sizeof n;
        return n;
    };
    auto const text = [&] {
        auto const size = static_cast<std::size_t>(number());
        std::string const t{at, size};
        at += size;
        return t;
    };
    for (auto pairs = number(); pairs > 0; --pairs) {
        auto key = text();
        out[key] = text();
    }
    return out;
}

}  // namespace

TEST_CASE("arrow: the clients of a base as rows, with the units of their facts") {
    auto const base = small_shop();
    auto const now = day(30);
    CHECK(text_of(arrow::clients(base, now), {"client", "stage", "since", "in_grace", "purchases", "spend",
                                              "silence", "since_2nd_last"}) ==
          "1 buyer @1700000000 0 1 1990 2592000 -\n"
          "2 buyer @1700000000 0 2 3980 2505600 2592000\n"
          "3 client @1700172800 0 3 5970 2419200 2505600\n");
    base.each([&](auto const& c) { CHECK(c.next_change() >= day(0)); });
    // Facts before the last event are those at the last event.
    CHECK(text_of(arrow::clients(base, day(-30)), {"client", "silence"}) == "1 0\n2 0\n3 0\n");
    CHECK(text_of(arrow::clients(base, now, [](rung::client_id id) { return "no. " + std::to_string(id); }),
                  {"client", "purchases"}) == "no. 1 1\nno. 2 2\nno. 3 3\n");

    arrow::owned_schema schema;
    auto stream = arrow::clients(base, now);
    REQUIRE(stream->get_schema(&*stream, schema.to_fill()) == 0);
    std::map<std::string, std::string> units;
    for (std::int64_t i = 0; i < schema->n_children; ++i) {
        auto const& child = *schema->children[i];
        units[child.name] = metadata_of(child)["rung.unit"];
    }
    CHECK(units.size() == 5 + rung::retail::vocabulary.size());
    CHECK(units["spend"] == "minor units");
    CHECK(units["silence"] == "seconds");
    CHECK(units["purchases"] == "count");
    CHECK(units["wallet_share"] == "percent");
    CHECK(units["mean_score"] == "hundredths");
    CHECK(units["stage"].empty());
}

TEST_CASE(
    "arrow: clients come in batches, whatever the number; a base that keeps history and one with gaps, too") {
    rung::client_base base{life, rung::ids::dense{.first = 0, .count = 20'000}};
    for (rung::client_id who = 0; who < 20'000; who += 2)
        (void)base.apply(rung::contact{.client = who, .at = day(0)});
    REQUIRE(base.erase(100));
    auto stream = arrow::clients(base, day(1));
    rung::client_id expected = 0;
    std::vector<std::int64_t> sizes;
    arrow::batches rows{std::move(stream)};
    while (rows.next()) {
        sizes.push_back(rows.size());
        arrow::column client;
        REQUIRE(rows.find("client", client));
        for (std::int64_t row = 0; row < rows.size(); ++row) {
            std::uint64_t id = 0;
            REQUIRE(client.read(row, id));
            if (expected == 100) expected += 2;
            if (id != expected) FAIL_CHECK(id << " instead of " << expected);
            expected += 2;
        }
    }
    CHECK(sizes == std::vector<std::int64_t>{arrow::rows_of_batch, 9'999 - arrow::rows_of_batch});

    rung::client_base kept{life, rung::history::kept{}};
    (void)kept.apply(rung::purchase{.id = 1, .client = 9, .at = day(1)});
    (void)kept.apply(rung::purchase{.id = 2, .client = 9, .at = day(0)});
    CHECK(text_of(arrow::clients(kept, day(2)), {"client", "purchases", "tenure"}) == "9 2 172800\n");
    CHECK(text_of(arrow::clients(rung::client_base{life}, day(2)), {"client"}).empty());
}

TEST_CASE("arrow: moves, census, funnel and flow as rows") {
    rung::client_base base{life};
    arrow::moves moved;
    rung::insight::funnel funnel{base};
    rung::insight::flow flow{base};
    for (int n = 0; n < 3; ++n)
        (void)base.apply(rung::purchase{.id = 1, .client = 5, .at = day(n)}, moved, funnel, flow);
    CHECK(moved.size() == 2);
    std::vector<std::string> const names{"client", "at", "from", "to", "why", "kind", "skipped", "withdrawn"};
    CHECK(text_of(moved.take(), names) == "5 @1700000000 potential buyer event purchase 1 0\n"
                                          "5 @1700172800 buyer client event purchase 0 0\n");
    CHECK(moved.size() == 0);
    CHECK(text_of(moved.take(), names).empty());
    (void)base.settle(day(1'000), moved, funnel, flow);
    CHECK(text_of(moved.take(), {"from", "to", "why", "kind"}) == "client buyer time -\n");

    CHECK(text_of(arrow::census(base.census(), life.ladder()), {"stage", "exit", "clients"}) ==
          "potential 0 0\nvisitor 0 0\nbuyer 0 1\nclient 0 0\nadvocate 0 0\n");
    CHECK(text_of(arrow::funnel(funnel, life.ladder()), {"stage", "reached", "landed"}) ==
          "potential 1 1\nvisitor 1 0\nbuyer 1 1\nclient 1 1\nadvocate 0 0\n");
    CHECK(text_of(arrow::flow(flow, life.ladder()), {"from", "to", "moves"}) ==
          "potential buyer 1\nbuyer client 1\nclient buyer 1\n");

    // A late event takes moves back.
    rung::client_base kept{life, rung::history::kept{}};
    (void)kept.apply(rung::purchase{.id = 1, .client = 5, .at = day(3)}, moved);
    (void)kept.apply(rung::purchase{.id = 2, .client = 5, .at = day(0)}, moved);
    CHECK(text_of(moved.take(), {"client", "at", "to", "withdrawn"}) ==
          "5 @1700259200 buyer 0\n5 @1700259200 buyer 1\n5 @1700000000 buyer 0\n");

    // More than a batch of them.
    arrow::moves many{[](rung::client_id id) { return "c" + std::to_string(id); }};
    rung::client_base crowd{life};
    for (rung::client_id who = 0; who < 9'000; ++who)
        (void)crowd.apply(rung::purchase{.client = who, .at = day(0)}, many);
    CHECK(many.size() == 9'000);
    auto const all = text_of(many.take(), {"client"});
    CHECK(all.substr(0, 6) == "c0\nc1\n");
    CHECK(all.substr(all.size() - 6) == "c8999\n");
}

TEST_CASE("arrow: a report as a table, with intervals and numbers of cases beside its estimates") {
    using rung::report::cell;
    using rung::report::form;
    rung::report::sheet s{.columns = {{.name = "stage", .label = {"stage", "ступень"}, .form = form::text},
                                      {.name = "spend", .form = form::money},
                                      {.name = "left", .form = form::share},
                                      {.name = "since", .form = form::instant}}};
    s.add({rung::phrase{"buyer", "покупатель"}, rung::money{1'990},
           rung::insight::estimate{40, 0.125, 0.055, 0.25}, day(0)});
    s.add({rung::phrase{"guest", "гость"}, cell{}, rung::insight::estimate{0}, rung::instant::never()});
    s.add(
        std::vector<cell>{"all", rung::report::range_of{1, 2}, rung::report::part_of{1, 4}, cell::unknown()},
        true);
    CHECK(text_of(arrow::table(s), {"stage", "is_total", "left_n", "since"}) ==
          "buyer 0 40 @1700000000\nguest 0 0 -\nall 1 4 -\n");
    CHECK(text_of(arrow::table(s, rung::language::ru),
                  {"stage", "spend", "spend_low", "spend_high", "left", "left_low", "left_high"}) ==
          "покупатель 1990.000000 - - 0.125000 0.055000 0.250000\n"
          "гость - - - - - -\n"
          "all - 1.000000 2.000000 0.250000 - -\n");
    arrow::owned_schema schema;
    auto stream = arrow::table(s);
    REQUIRE(stream->get_schema(&*stream, schema.to_fill()) == 0);
    CHECK(schema->n_children == 10);
    CHECK(metadata_of(*schema->children[0])["rung.label"] == "stage");
    CHECK(metadata_of(*schema->children[1])["rung.unit"] == "minor units");
}

TEST_CASE("arrow: what is made keeps to the letter of the interface") {
    arrow::batch_builder rows{{{"n", arrow::format::int64, true},
                               {"t", arrow::format::text, true},
                               {"b", arrow::format::boolean, true},
                               {"x", arrow::format::float64, true},
                               {"never_null", arrow::format::text}}};
    auto const add = [&] {
        rows[0].add(std::int64_t{7});
        rows[1].add("seven");
        rows[2].add(true);
        rows[3].add(0.5);
        rows[4].add("");
        rows.end_row();
        for (std::size_t i = 0; i < 4; ++i) rows[i].add_null();
        rows[4].add("");
        rows.end_row();
    };

    // No data buffer is null, even without rows and without a byte of text.
    auto empty = rows.take();
    CHECK(empty->length == 0);
    for (std::int64_t i = 0; i < empty->n_children; ++i) {
        for (std::int64_t b = 1; b < empty->children[i]->n_buffers; ++b)
            CHECK(empty->children[i]->buffers[b] != nullptr);
    }
    add();
    auto batch = rows.take();
    CHECK(rows.rows() == 0);
    CHECK(batch->length == 2);
    CHECK(batch->n_buffers == 1);
    CHECK(batch->buffers[0] == nullptr);
    CHECK(batch->children[0]->null_count == 1);
    CHECK(batch->children[4]->null_count == 0);
    CHECK(batch->children[4]->buffers[0] == nullptr);
    CHECK(batch->children[4]->buffers[2] != nullptr);
    CHECK(*static_cast<unsigned char const*>(batch->children[0]->buffers[0]) == 1);

    // A child that was moved out outlives its base, which releases the others.
    arrow::owned_array child{*batch->children[1]};
    ArrowArray raw{};
    batch.move_to(raw);
    CHECK_FALSE(batch);
    raw.release(&raw);
    CHECK(raw.release == nullptr);
    CHECK(std::string_view{static_cast<char const*>(child->buffers[2]), 5} == "seven");
    child->release(&*child);
    CHECK_FALSE(child);

    auto schema = arrow::make_schema(rows.fields());
    CHECK(std::string_view{schema->format} == "+s");
    CHECK((schema->children[0]->flags & ARROW_FLAG_NULLABLE) != 0);
    CHECK((schema->children[4]->flags & ARROW_FLAG_NULLABLE) == 0);
    arrow::owned_schema text{*schema->children[1]};
    schema.reset();
    CHECK(std::string_view{text->name} == "t");
    CHECK(std::string_view{text->format} == "u");

    add();
    CHECK(text_of(arrow::make_stream(std::move(rows)), {"n", "t", "b", "x", "never_null"}) ==
          "7 seven 1 0.500000 \n- - - - \n");
}

TEST_CASE("arrow: an error in the middle of a stream is a sentence that lives until the next call; nothing "
          "is thrown") {
    arrow::batch_builder rows{{{"n", arrow::format::int64}}};
    auto const fields = rows.fields();
    int calls = 0;
    auto stream = arrow::make_stream(
        fields, [&, made = std::move(rows)](arrow::owned_array& out) mutable -> arrow::status {
            if (++calls == 2) return {"the base changed while it was read"};
            made[0].add(std::int64_t{1});
            made.end_row();
            out = made.take();
            return {};
        });
    ArrowArray got{};
    CHECK(stream->get_next(&*stream, &got) == 0);
    CHECK(stream->get_last_error(&*stream) == nullptr);
    CHECK(got.length == 1);
    got.release(&got);
    CHECK(stream->get_next(&*stream, &got) != 0);
    CHECK(std::string{stream->get_last_error(&*stream)} == "the base changed while it was read");
    CHECK(got.release == nullptr);
    CHECK(stream->get_next(&*stream, &got) == 0);  // and this is the end
    CHECK(got.release == nullptr);
    CHECK(stream->get_last_error(&*stream) == nullptr);
    CHECK(calls == 2);

    auto throws =
        arrow::make_stream(fields, [](arrow::owned_array&) -> arrow::status { throw std::bad_alloc{}; });
    CHECK(throws->get_next(&*throws, &got) != 0);
    CHECK(std::string{throws->get_last_error(&*throws)} == "it threw");
    CHECK(throws->get_next(&*throws, &got) == 0);
    CHECK(got.release == nullptr);
    ArrowArrayStream raw{};
    throws.move_to(raw);
    raw.release(&raw);
    CHECK(raw.release == nullptr);
}
