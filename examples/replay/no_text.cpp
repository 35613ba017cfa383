#include "bytes.hpp"

#include <algorithm>
#include <string>

namespace {

[[nodiscard]] bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The first characters that are not blank, after the mark of UTF-8: two, or fewer.
[[nodiscard]] std::string first_marks(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string out;
    for (auto at = text.begin(); at != text.end() && out.size() < 2; ++at) {
        if (*at != ' ' && *at != '\n' && *at != '\r' && *at != '\t') out += *at;
    }
    return out;
}

}  // namespace

std::string_view why_no_text(std::string_view first) noexcept {
    using namespace std::string_view_literals;
    if (first.starts_with("PK\3\4")) {
        if (first.find("xl/"sv) != std::string_view::npos ||
            first.find("[Content_Types].xml"sv) != std::string_view::npos)
            return "an Excel workbook, not a log: save the sheet as CSV UTF-8";
        if (first.find("opendocument.spreadsheet"sv) != std::string_view::npos)
            return "a workbook of LibreOffice, not a log: save the sheet as text CSV";
        return "a zip archive, not a log: unpack it and give the CSV file in it";
    }
    struct sign {
        std::string_view bytes, sentence;
    };
    constexpr sign signs[] = {
        {"\xD0\xCF\x11\xE0"sv, "an old Excel workbook, not a log: save the sheet as CSV UTF-8"},
        {"PAR1"sv, "a Parquet file, not CSV: duckdb -csv -c \"from 'FILE'\" | replay -"},
        {"SQLite format 3\0"sv,
         "a SQLite database, not a log: sqlite3 -csv -header FILE 'select ...' | replay -"},
        {"\xFD\x37zXZ"sv, "an xz file: xz -dc FILE | replay -"},
        {"BZh"sv, "a bzip2 file: bzip2 -dc FILE | replay -"},
        {"7z\xBC\xAF"sv, "a 7z archive, not a log: unpack it and give the CSV file in it"},
        {"Rar!"sv, "a rar archive, not a log: unpack it and give the CSV file in it"},
        {"%PDF"sv, "a PDF document, not a log"},
        {"ORC"sv, "a file of ORC, not CSV: write it as CSV or Parquet with the program that made it"},
        {"Obj\1"sv, "a file of Avro, not CSV: write it as CSV or Parquet with the program that made it"},
        {"ARROW1"sv, "a file of Arrow, not CSV: write it as CSV or Parquet with the program that made it"},
        {"FEA1"sv, "a file of Feather, not CSV: write it as CSV or Parquet with the program that made it"},
        {"\x80\3"sv, "a pickle of Python, not CSV: write it with DataFrame.to_csv"},
        {"\x80\4"sv, "a pickle of Python, not CSV: write it with DataFrame.to_csv"},
        {"\x80\5"sv, "a pickle of Python, not CSV: write it with DataFrame.to_csv"},
        {"\xFF\xFE\0\0"sv, "a text in UTF-32: save it as UTF-8"},
        {"\0\0\xFE\xFF"sv, "a text in UTF-32: save it as UTF-8"},
    };
    for (auto const& s : signs) {
        if (first.starts_with(s.bytes)) return s.sentence;
    }
    auto const marks = first_marks(first);
    if (marks.starts_with("{\"") || marks.starts_with("[{") || marks.starts_with("[["))
        return "JSON, not CSV: duckdb -csv -c \"from read_json_auto('FILE')\" | replay -";
    if (marks.starts_with('<') &&
        (marks.size() == 1 || is_letter(marks[1]) || marks[1] == '!' || marks[1] == '?'))
        return "a page of HTML or XML, not CSV";
    if (marks.starts_with("{\\")) return "a text of a word processor (RTF), not CSV";
    // Of UTF-16 without its mark every second byte of plain letters is 0.
    auto const few = first.substr(0, 64);
    if (!few.starts_with("\xFF\xFE") && !few.starts_with("\xFE\xFF") && few.size() >= 8 &&
        static_cast<std::size_t>(std::count(few.begin(), few.end(), '\0')) * 3 > few.size())
        return "no text, or UTF-16 without its mark: save it as UTF-8";
    return {};
}
