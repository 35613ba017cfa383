// A shop that writes to its clients when they move: a base in SQLite, and a table of its own in the same
// file, in which it keeps what it has sent. Each day is a program of its own, and one of them ends too early:
// still, nobody gets a mail twice, and nobody none. At the end, a question in SQL.
#include <rung/base/kept_history.hpp>
#include <rung/core/calendar.hpp>
#include <rung/interop/sqlite.hpp>
#include <rung/ladders/service.hpp>
#include <rung/retail/retail.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

using namespace rung::literals;

namespace {

constexpr auto service = rung::lifecycle{rung::ladders::service()};
using base = rung::client_base<rung::fixed<service>, rung::history::kept>;

/// The shop's own connection.
class outbox {
public:
    explicit outbox(std::string const& path) {
        if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(db_)};
        ask("CREATE TABLE IF NOT EXISTS mail (move INTEGER PRIMARY KEY, client INTEGER, text TEXT)");
    }
    outbox(outbox const&) = delete;
    outbox& operator=(outbox const&) = delete;
    ~outbox() { sqlite3_close(db_); }

    [[nodiscard]] std::int64_t last() { return std::stoll(ask("SELECT coalesce(max(move), 0) FROM mail")); }
    void send(rung::stored_move const& m, std::string const& text) {
        ask("INSERT INTO mail VALUES (" + std::to_string(m.number) + ", " + std::to_string(m.client) + ", '" +
            text + "')");
        std::cout << "  to client " << m.client << ": " << text << '\n';
    }
    /// The first column of the rows, by commas.
    std::string ask(std::string const& sql) {
        std::string out;
        auto const add = [](void* to, int, char** values, char**) {
            auto& all = *static_cast<std::string*>(to);
            all += (all.empty() ? "" : ", ") + std::string{values[0] != nullptr ? values[0] : "-"};
            return 0;
        };
        if (sqlite3_exec(db_, sql.c_str(), add, &out, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(db_)};
        return out;
    }

private:
    sqlite3* db_ = nullptr;
};

void live_through(std::string const& path, unsigned day, std::vector<rung::retail_event> const& events,
                  std::size_t mails_before_the_end) {
    std::cout << "day " << day << '\n';
    rung::durable_sqlite<base> shop;
    auto const opened = shop.open(path, base{rung::fixed<service>{}});
    if (!opened) throw std::runtime_error{opened.why};
    (void)shop.apply(events);
    (void)shop.settle(rung::utc(2026, 1, day, 23));
    if (!shop.sync()) throw std::runtime_error{shop.why()};

    outbox mails{path};
    std::size_t sent = 0;
    auto const read = shop.moves_since(mails.last(), [&](rung::stored_move const& m) {
        if (sent++ >= mails_before_the_end) return;  // as if the program had ended
        mails.send(m, m.withdrawn ? "sorry, you are no " + std::string{m.to} + " after all"
                                  : "you are a " + std::string{m.to} + " now");
    });
    if (!read) throw std::runtime_error{read.why};
}

}  // namespace

int main() {
    auto const path =
        (std::filesystem::temp_directory_path() / ("mails_" + std::to_string(::getpid()) + ".db")).string();
    auto const bought = [](rung::event_id id, rung::client_id client, unsigned day) {
        return rung::purchase{
            .id = id, .client = client, .at = rung::utc(2026, 1, day), .amount = 49.90_money};
    };
    auto const remove = [&] {
        for (auto const* const end : {"", "-wal", "-shm", "-writer"}) std::filesystem::remove(path + end);
    };
    remove();  // of a program that was killed
    int failed = 0;
    try {
        constexpr std::size_t all = 1'000;
        live_through(path, 1, {bought(1, 7, 1), bought(2, 8, 1), bought(3, 9, 1)}, 1);  // ends after one mail
        live_through(path, 2, {bought(4, 7, 2)}, all);
        // What client 9 bought on the first day is given back.
        live_through(
            path, 3,
            {rung::refund{.id = 5, .client = 9, .at = rung::utc(2026, 1, 3), .amount = 49.90_money, .of = 3}},
            all);
        outbox sql{path};
        std::cout << "buyers: "
                  << sql.ask("SELECT client FROM standing WHERE stage = 'buyer' ORDER BY client")
                  << "\nmails: " << sql.ask("SELECT count(*) FROM mail") << '\n';
    } catch (std::exception const& e) {
        std::cerr << e.what() << '\n';
        failed = 1;
    }
    remove();
    return failed;
}
