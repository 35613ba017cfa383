// A page of HTML: what comes from outside is escaped, elements end as they begin, and the policy names its
// scripts.

#include "catch.hpp"

#include <rung/ladders/service.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/html.hpp>
#include <rung/report/page.hpp>
#include <rung/report/sha256.hpp>
#include <rung/retail/retail.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using rung::report::page;

constexpr auto page_ladder = rung::ladders::service();

std::string html_of(std::string_view text) {
    std::ostringstream out;
    rung::report::write_html(out, text);
    return out.str();
}

constexpr char const* hostile = "<script>alert('x')</script> \"Ann\" & \xE2\x80\xAE"
                                "cod \xFF";

page a_page() {
    rung::census<rung::ladders::service_stage> census{page_ladder.place_count()};
    census.add(rung::ladders::service_stage::buyer, 12);
    page p{
        .title = {"A shop", "Магазин"},
        .subtitle = hostile,
        .headline = {{{"clients", "клиенты"}, "12"}},
        .clients =
            {.name = "clients",
             .title = {"Clients", "Клиенты"},
             .columns = {{.name = "client", .label = {"client", "клиент"}, .form = rung::report::form::text},
                         {.name = "stage", .label = {"stage", "ступень"}, .form = rung::report::form::text},
                         {.name = "channel", .label = hostile, .form = rung::report::form::text},
                         {.name = "spend",
                          .label = {"spend", "сумма"},
                          .form = rung::report::form::money,
                          .decimals = 2}}},
        .about_clients = {{"why\nnot", "почему\nнет"}, hostile},
        .filters = {"stage", "channel"},
        .ladder = "ladder a\n  stage b  enter contacts >= 1 and spend < 5\n",
        .scripts = {{.text = "var x = 1 < 2;"}}};
    p.clients.add({"ann", rung::phrase{"buyer", "покупатель"}, hostile, 1'990});
    p.clients.add({hostile, rung::phrase{"buyer", "покупатель"}, "", 5});
    auto const chart = rung::report::charts::pyramid(page_ladder, census);
    p.sections = {{rung::report::sheet_of(page_ladder, census), chart},
                  {rung::report::sheet_of(page_ladder, census), {}}};
    p.sections[1].data.title = hostile;
    return p;
}

std::string html_of(page const& p) {
    std::ostringstream out;
    rung::report::write_page(out, p);
    return out.str();
}

std::size_t count_of(std::string const& text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

// Each element ends where it has to. Returns what is wrong, or nothing.
std::string fault_of(std::string const& html) {
    std::vector<std::string> open;
    std::size_t at = 0;
    while ((at = html.find('<', at)) != std::string::npos) {
        bool const ends = html[at + 1] == '/';
        auto const from = at + (ends ? 2 : 1);
        auto const name = html.substr(from, html.find_first_of(" >\n", from) - from);
        if (name == "!DOCTYPE" || name == "meta" || name == "input") {
            at = html.find('>', at);
            continue;
        }
        if (ends) {
            if (open.empty() || open.back() != name) return "</" + name + "> at " + html.substr(at, 80);
            open.pop_back();
            at = from;
            continue;
        }
        // An attribute may hold anything but its quote.
        bool quoted = false;
        for (at = from; html[at] != '>' || quoted; ++at) {
            if (html[at] == '"') quoted = !quoted;
            if (html[at] == '<') return "a < within <" + name;
        }
        open.push_back(name);
        if (name == "script" || name == "style") at = html.find("</" + name, at);
    }
    return open.empty() ? "" : "<" + open.back() + "> is not ended";
}

}  // namespace

TEST_CASE("SHA-256: the examples of FIPS 180-4, and lengths around a block") {
    using rung::report::sha256_base64;
    CHECK(sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    CHECK(sha256_base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    CHECK(sha256_base64("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
    // Of openssl.
    CHECK(sha256_base64(std::string(55, 'a')) == "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg=");
    CHECK(sha256_base64(std::string(56, 'a')) == "s1Q5pKxvCUi21vnjxq8PX1kM4g8b3nCQ73lwaG7Gc4o=");
    CHECK(sha256_base64(std::string(64, 'a')) == "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs=");
    CHECK(sha256_base64(std::string(1'000, 'a')) == "Qe3s5C1j6Nm/UVqbppMuHCDLyfWl0TRkWttdsblzfqM=");
}

TEST_CASE("HTML: what comes from outside cannot be anything but text") {
    CHECK(html_of("<b a=\"1\" c='2'>&") == "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    CHECK(html_of("a\nb\tc") == "a\nb\tc");
    CHECK(html_of("\xE2\x80\xAE\x1B[31m\xFF\r") == "??[31m??");
    CHECK(html_of("Юля") == "Юля");
    std::ostringstream out;
    rung::report::write_html(out, rung::report::wording{"<a>", "б"});
    CHECK(out.str() == "<span lang=\"en\">&lt;a&gt;</span><span lang=\"ru\">б</span>");
}

TEST_CASE("page: elements end as they begin, and nothing from outside is one") {
    auto const html = html_of(a_page());
    CHECK(fault_of(html) == "");
    CHECK(fault_of("<p><b></p>") != "");
    CHECK(html.find("<script>alert") == std::string::npos);
    CHECK(html.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(html.find("\xFF") == std::string::npos);
    CHECK(count_of(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") >= 6);
    // Nobody's script, style or event handler but those of the page: two of data, one that is given, its own.
    CHECK(count_of(html, "<script") == 4);
    CHECK(count_of(html, "<script type=\"application/json\"") == 2);
    CHECK(count_of(html, "<style") == 1);
    CHECK(count_of(html, " style=\"") == 0);
    CHECK(count_of(html, " onclick") == 0);
}

TEST_CASE("page: the policy lets run what the page holds, and nothing else") {
    auto p = a_page();
    auto const html = html_of(p);
    CHECK(html.find("default-src 'none'") != std::string::npos);
    CHECK(html.find(" 'sha256-" + rung::report::sha256_base64("var x = 1 < 2;") + "'") != std::string::npos);
    CHECK(html.find("unsafe") == std::string::npos);
    CHECK(html.find("https://cdn") == std::string::npos);
    p.scripts = rung::report::scripts_of_network();
    auto const linked = html_of(p);
    CHECK(fault_of(linked) == "");
    for (auto const& s : p.scripts) {
        CHECK(linked.find(" " + s.url) != std::string::npos);
        CHECK(linked.find("<script src=\"" + s.url + "\" integrity=\"" + s.integrity + "\" crossorigin") !=
              std::string::npos);
    }
    p.scripts = {{.url = "https://a.example/x;y,z\"><b>", .integrity = "sha384-x"}};
    CHECK(html_of(p).find(" https://a.example/x%3By%2Cz&quot;&gt;&lt;b&gt;\">\n<meta") != std::string::npos);
}

TEST_CASE("page: a script that would end or hide its element is told, in whatever case") {
    using rung::report::detail::ends_its_element;
    for (std::string_view const text : {"x</script>", "'</SCRIPT '", "</ScRiPt", "<</script", "a <!-- b"}) {
        INFO(text);
        CHECK(ends_its_element(text));
    }
    for (std::string_view const text : {"", "<", "a < b", "<script>", "<\\/script", "</scrip", "<! --"}) {
        INFO(text);
        CHECK(!ends_its_element(text));
    }
}

TEST_CASE("page: every chart has its numbers beside it; the list can be sorted and filtered") {
    auto const html = html_of(a_page());
    CHECK(html.find("<div class=\"chart needs-script\" id=\"chart-0\">") != std::string::npos);
    CHECK(html.find("<details open><summary>") != std::string::npos);
    CHECK(count_of(html, "<td class=\"n\" data-value=\"12\"><bdi>12</bdi></td>") == 2);
    CHECK(html.find("<td class=\"n\" data-value=\"1990\"><span lang=\"en\">19.90</span>"
                    "<span lang=\"ru\">19,90</span></td>") != std::string::npos);
    CHECK(html.find(
              "<select id=\"filter-1\" data-column=\"1\" data-group=\"1\"><option value=\"\" data-en=\"all\" "
              "data-ru=\"все\">all</option>"
              "<option value=\"buyer\" data-en=\"buyer\" data-ru=\"покупатель\">buyer</option></select>") !=
          std::string::npos);
    CHECK(html.find("<tr class=\"about\"><td colspan=\"4\"><pre><span lang=\"en\">why\nnot</span>") !=
          std::string::npos);
    CHECK(html.find("spend &lt; 5") != std::string::npos);
}

namespace {

// The text of an element of data.
nlohmann::json data_of(std::string const& html, std::string_view id) {
    auto const begin = html.find(" id=\"" + std::string{id} + "\">");
    if (begin == std::string::npos) return {};
    auto const from = html.find('>', begin) + 1;
    return nlohmann::json::parse(html.substr(from, html.find("</script>", from) - from));
}

page with_groups() {
    using rung::report::form;
    auto p = a_page();
    p.groups.columns = {{.name = "stage", .form = form::text},
                        {.name = "channel", .form = form::text},
                        {.name = "clients"},
                        {.name = "spend", .form = form::money, .decimals = 2}};
    p.groups.add({rung::phrase{"buyer", "покупатель"}, hostile, 11, 1'990});
    p.groups.add({rung::phrase{"buyer", "покупатель"}, "", 1, 5});
    p.headline[0].sum_of = "clients";
    p.headline.push_back({.label = {"buyers", "покупатели"},
                          .value = "12",
                          .sum_of = "clients",
                          .where = {rung::report::only::kind::equal, "stage", "buyer"}});
    p.headline.push_back({.label = {"events", "события"}, .value = "40"});
    p.sections[0].follows = true;
    return p;
}

}  // namespace

TEST_CASE("page: what follows the filters is data by groups, and what does not says so") {
    auto const html = html_of(with_groups());
    CHECK(fault_of(html) == "");
    CHECK(html.find("<script>alert") == std::string::npos);
    auto const groups = data_of(html, "groups");
    CHECK(groups.at("columns").at(0).at("texts") == nlohmann::json::array({"buyer"}));
    CHECK(groups.at("columns").at(1).at("texts").size() == 2);
    CHECK(groups.at("columns").at(3) == nlohmann::json{{"name", "spend"}, {"decimals", 2}});
    CHECK(groups.at("rows") == nlohmann::json{{0, 0, 11, 1'990}, {0, 1, 1, 5}});
    auto const follows = data_of(html, "section-0-follows");
    CHECK(follows.at("key") == "stage");
    CHECK(follows.at("keys").at(2) == "buyer");
    CHECK(follows.at("columns").at(1) == nlohmann::json{{"name", "clients"}, {"cell", 1}, {"sum", 2}});
    CHECK(follows.at("columns").at(2) ==
          nlohmann::json{{"name", "share"}, {"cell", 2}, {"share", true}, {"decimals", 1}});
    CHECK(html.find("<div data-sum=\"2\"><dt>") != std::string::npos);
    CHECK(html.find("<div data-sum=\"2\" data-column=\"0\" data-is=\"buyer\"><dt>") != std::string::npos);
    // One figure and one section are of everybody.
    CHECK(count_of(html, "class=\"note everybody\" hidden>") == 2);
    // Choices are of all groups, not only of the clients in the list: who has no channel has none to choose.
    CHECK(html.find("data-column=\"2\" data-group=\"1\"><option value=\"\" data-en=\"all\" "
                    "data-ru=\"все\">all</option><option value=\"&lt;") != std::string::npos);
    // Without groups nothing follows, and nothing says that it does not.
    CHECK(count_of(html_of(a_page()), "everybody") == count_of(html_of(page{}), "everybody"));
    CHECK(data_of(html_of(a_page()), "groups").is_null());
}

TEST_CASE("page: a picture of each client is one specification, and rows of numbers and of texts by number") {
    using rung::report::form;
    auto p = a_page();
    rung::report::chart story{.data = {.name = "story", .title = hostile}};
    story.data.columns = {{.name = "what", .form = form::text},
                          {.name = "stage", .label = {"stage", "ступень"}, .form = form::text},
                          {.name = "from", .label = {"from", "с"}, .form = form::instant}};
    story.layers = {{.mark = rung::report::mark::point,
                     .shows = {{.channel = rung::report::channel::x, .column = "from"},
                               {.channel = rung::report::channel::y, .column = "stage"}}}};
    story.data.add({"stay", rung::phrase{"buyer", "покупатель"}, rung::instant::from_unix(86'400)});
    p.pictures_of_clients = {story, story};
    p.pictures_of_clients[1].data.add({"stay", hostile, rung::report::cell{}});
    auto const html = html_of(p);
    CHECK(fault_of(html) == "");
    CHECK(html.find("<script>alert") == std::string::npos);
    CHECK(data_of(html, "story-ru").at("layer").size() == 1);
    auto const stories = data_of(html, "stories");
    CHECK(stories.at("columns").at(2) == nlohmann::json{{"name", "from"}, {"form", "instant"}});
    CHECK(stories.at("rows").at(0) == nlohmann::json{{0, 1, 86'400}});
    CHECK(stories.at("rows").at(1) == nlohmann::json{{0, 1, 86'400}, {0, 2, nullptr}});
    CHECK(stories.at("texts").at(1) == nlohmann::json::array({"buyer", "покупатель"}));
    CHECK(stories.at("texts").at(0) == nlohmann::json::array({"stay"}));
    CHECK(count_of(html, "<div class=\"story needs-script\"></div>") == 2);
}
