#include "sql.hpp"

#include "duckdb.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace {

// One query, from its beginning to its end. A query is asked for its rows as they are needed: nothing of them
// is kept but a chunk, of some thousand.
class query_text final : public byte_source {
public:
    explicit query_text(sql_source const& asked) : duck_{duckdb::load(asked.library)} {
        open(asked.database);
        run(asked.query);
        write_header();
    }
    ~query_text() override { close(); }

    std::size_t read(char* to, std::size_t most) override {
        while (next_ == text_.size() && !ended_ && write_chunk()) {
        }
        auto const n = std::min(most, text_.size() - next_);
        std::memcpy(to, text_.data() + next_, n);
        next_ += n;
        given_ += n;
        return n;
    }
    [[nodiscard]] std::uint64_t bytes_of_file() const noexcept override { return given_; }

private:
    duckdb::library const& duck_;
    void* database_ = nullptr;
    void* connection_ = nullptr;
    void* statement_ = nullptr;
    duckdb::result result_{};
    bool has_result_ = false;
    bool ended_ = false;
    std::string text_;
    std::size_t next_ = 0;
    std::uint64_t given_ = 0;

    // Whatever was begun. A constructor that throws has to do it by hand.
    void close() noexcept {
        if (has_result_) duck_.destroy_result(&result_);
        if (statement_ != nullptr) duck_.destroy_prepare(&statement_);
        if (connection_ != nullptr) duck_.disconnect(&connection_);
        if (database_ != nullptr) duck_.close(&database_);
        has_result_ = false;
    }
    // By value: it may be a text of what is closed.
    [[noreturn]] void fail(std::string why) {
        close();
        throw unreadable{"--sql: " + std::move(why)};
    }

    void open(std::string const& database) {
        void* config = nullptr;
        if (duck_.create_config(&config) != 0) fail("DuckDB cannot be configured");
        // Nothing is fetched from anywhere.
        (void)duck_.set_config(config, "autoinstall_known_extensions", "false");
        if (!database.empty()) (void)duck_.set_config(config, "access_mode", "READ_ONLY");
        char* why = nullptr;
        auto const done =
            duck_.open_ext(database.empty() ? nullptr : database.c_str(), &database_, config, &why);
        duck_.destroy_config(&config);
        if (done != 0) {
            std::string const text{why != nullptr ? why : "the database cannot be opened"};
            duck_.free(why);
            fail(text);
        }
        if (duck_.connect(database_, &connection_) != 0) fail("DuckDB gives no connection");
    }

    // DuckDB itself writes each value as text. The query stands on lines of its own, so that a comment may
    // end it.
    void run(std::string query) {
        auto const end = query.find_last_not_of("; \t\r\n");
        query.erase(end == std::string::npos ? 0 : end + 1);
        prepare(query);  // its mistakes are shown as it stands
        duck_.destroy_prepare(&statement_);
        prepare("select cast(columns(*) as varchar) from (\n" + query + "\n)");
        has_result_ = true;
        if (duck_.execute_prepared_streaming(statement_, &result_) != 0) fail_of_result();
    }
    void prepare(std::string const& query) {
        if (duck_.prepare(connection_, query.c_str(), &statement_) == 0) return;
        auto const* const why = duck_.prepare_error(statement_);
        fail(why != nullptr ? first_line(why) : "the query cannot be read");
    }
    [[noreturn]] void fail_of_result() {
        auto const* const why = duck_.result_error(&result_);
        fail(why != nullptr ? first_line(why) : "the query cannot be run");
    }
    // After it DuckDB shows the place in the query.
    [[nodiscard]] static std::string first_line(std::string_view text) {
        return std::string{text.substr(0, text.find('\n'))};
    }

    void put(std::string_view field) {
        text_ += '"';
        for (auto rest = field; !rest.empty();) {
            auto const n = std::min(rest.find('"'), rest.size());
            text_ += rest.substr(0, n);
            if (n < rest.size()) text_ += "\"\"";
            rest.remove_prefix(std::min(n + 1, rest.size()));
        }
        text_ += '"';
    }
    void write_header() {
        for (std::uint64_t i = 0; i < duck_.column_count(&result_); ++i) {
            if (i != 0) text_ += ',';
            put(duck_.column_name(&result_, i));
        }
        text_ += '\n';
    }
    // False at the end.
    bool write_chunk() {
        text_.clear();
        next_ = 0;
        auto* chunk = duck_.fetch_chunk(result_);
        if (chunk == nullptr) {
            auto const* const why = duck_.result_error(&result_);
            if (why != nullptr && *why != '\0') throw unreadable{first_line(why)};
            ended_ = true;
            return false;
        }
        auto const rows = duck_.data_chunk_get_size(chunk);
        auto const columns = duck_.column_count(&result_);
        for (std::uint64_t row = 0; row < rows; ++row) {
            for (std::uint64_t column = 0; column < columns; ++column) {
                if (column != 0) text_ += ',';
                auto* const vector = duck_.data_chunk_get_vector(chunk, column);
                auto const* const valid = duck_.vector_get_validity(vector);
                if (valid != nullptr && (valid[row / 64] >> row % 64 & 1) == 0) continue;
                put(static_cast<duckdb::text const*>(duck_.vector_get_data(vector))[row].view());
            }
            text_ += '\n';
        }
        duck_.destroy_data_chunk(&chunk);
        return true;
    }
};

}  // namespace

std::unique_ptr<byte_source> text_of_query(sql_source const& asked) {
    return std::make_unique<query_text>(asked);
}
