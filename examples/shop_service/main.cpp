// A shop's clients over HTTP: shop_service FOLDER PORT [--manual-clock]. See README.md.

#include "shop.hpp"

#include <rung/notation/values.hpp>
#include <rung/notation/write.hpp>
#include <rung/report/charts/flow.hpp>
#include <rung/report/charts/funnel.hpp>
#include <rung/report/charts/pyramid.hpp>
#include <rung/report/explain.hpp>
#include <rung/report/page.hpp>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <httplib.h>
#include <unistd.h>

namespace {

using namespace shop_service;
using namespace rung::literals;
using nlohmann::json;
namespace report = rung::report;

void say(httplib::Response& out, json const& what, int status = 200) {
    out.status = status;
    // Texts of others may be no UTF-8: they are shown as far as they are.
    out.set_content(what.dump(2, ' ', false, json::error_handler_t::replace) + "\n", "application/json");
}
void complain(httplib::Response& out, int status, std::string const& sentence) {
    say(out, {{"error", sentence}}, status);
}

/// What somebody asked wrongly, as a sentence for them.
struct asked_wrongly : std::runtime_error {
    using std::runtime_error::runtime_error;
};

rung::instant instant_of(std::string const& text) {
    auto const at = rung::parse_instant(text);
    if (!at) throw asked_wrongly{"'" + text + "' is no moment, as 2026-01-31T08:26:00Z is"};
    return *at;
}
/// "as of": now, or what the request says by ?at=2026-01-31T08:26:00Z.
rung::instant as_of(httplib::Request const& in, shop const& all, base_type const& base) {
    return in.has_param("at") ? instant_of(in.get_param_value("at")) : all.now(base);
}
rung::client_id id_of(std::string const& text) {
    auto const id = rung::parse_count(text);
    if (!id || *id < 0) throw asked_wrongly{"'" + text + "' is no id of a client, as 42 is"};
    return static_cast<rung::client_id>(*id);
}

json as_json(answer const& a) {
    json out{{"applied", a.report.applied},
             {"repeated", a.report.repeated},
             {"moves", a.moves},
             {"withdrawn", a.withdrawn},
             {"refused", json::array()}};
    for (auto const& [event, why] : a.report.refused)
        out["refused"].push_back({{"event", event}, {"why", std::string{to_string(why)}}});
    for (auto const& c : a.report.conflicts)
        out["refused"].push_back({{"event", c.dropped}, {"why", "another event has this id"}});
    return out;
}

/// POST /events: one event or an array of them. 200: they are on the disk, or were before; 422: so are all
/// but those that were refused, each with its reason; 503: it is not known, send them again later.
void take_events(shop& all, httplib::Request const& in, httplib::Response& out) {
    auto const body = json::parse(in.body);
    auto events = body.is_array() ? body.get<std::vector<rung::retail_event>>()
                                  : std::vector{body.get<rung::retail_event>()};
    for (auto const& e : events)
        if (e.id == 0)
            throw asked_wrongly{
                "an event has no 'id': without one it would count twice when it is sent twice"};
    auto const done = all.take(std::move(events));
    if (!done) return complain(out, 503, done.why);
    auto const what = as_json(done);
    say(out, what, what["refused"].empty() ? 200 : 422);
}

/// POST /settle {"now": "2026-01-31T08:26:00Z"}
void settle(shop& all, httplib::Request const& in, httplib::Response& out) {
    auto const done = all.settle(instant_of(json::parse(in.body).at("now").get<std::string>()));
    if (!done) return complain(out, 503, done.why);
    say(out, {{"moves", done.settled}});
}

/// GET /clients/42: where they stand, and why, as rows and as text.
void client(shop const& all, httplib::Request const& in, httplib::Response& out) {
    auto const id = id_of(in.matches[1]);
    all.read([&](base_type const& base, auto&, auto&) {
        auto const found = base.find(id);
        if (!found) return complain(out, 404, "there is no client " + std::to_string(id));
        auto const why = found->explain(as_of(in, all, base));
        std::ostringstream text;
        text << why;
        json what = *found;
        what["explanation"] = why;
        what["text"] = text.str();
        say(out, what);
    });
}

/// GET /due?within=14d: who moves by time alone, if nothing happens.
void due(shop const& all, httplib::Request const& in, httplib::Response& out) {
    auto const asked = in.has_param("within") ? in.get_param_value("within") : "14d";
    auto const within = rung::parse_duration(asked);
    if (!within) throw asked_wrongly{"'" + asked + "' is no length of time, as 14d is"};
    all.read([&](base_type const& base, auto&, auto&) {
        auto rows = json::array();
        for (auto const& d : base.due(as_of(in, all, base), *within))
            rows.push_back({{"client", d.client},
                            {"at", d.at},
                            {"from", std::string{life.ladder().name(d.from)}},
                            {"to", std::string{life.ladder().name(d.to)}}});
        say(out, rows);
    });
}

/// GET /page: for people.
void page(shop const& all, httplib::Request const& in, httplib::Response& out) {
    std::ostringstream text;
    all.read([&](base_type const& base, funnel_type const& funnel, flow_type const& flow) {
        auto const now = as_of(in, all, base);
        auto const& ladder = life.ladder();
        report::page p;
        p.title = {"Clients of the shop", "Клиенты магазина"};
        auto const day = std::string{rung::to_text(now).view().substr(0, 10)};
        p.subtitle = {"as of " + day, "на " + day};
        auto const clients = std::to_string(base.size());
        p.headline = {{{"clients", "клиенты"}, {clients, clients}}};
        for (auto picture : {report::charts::pyramid(ladder, base.census()),
                             report::charts::funnel(ladder, funnel), report::charts::flow(ladder, flow)})
            p.sections.push_back({picture.data, picture});
        std::ostringstream rules;
        rung::write_text(rules, ladder);
        p.ladder = rules.str();
        report::write_page(text, p);
    });
    out.set_content(text.str(), "text/html; charset=utf-8");
}

void serve(shop& all, httplib::Server& server) {
    // A sentence for whoever asked wrongly: bad JSON, an event that says something impossible, a date that is
    // none.
    auto const answered = [&all](auto handler) {
        return [&all, handler](httplib::Request const& in, httplib::Response& out) {
            try {
                handler(all, in, out);
            } catch (json::exception const& e) {
                complain(out, 400, e.what());
            } catch (std::runtime_error const& e) {  // rung::json_refused, asked_wrongly
                complain(out, 400, e.what());
            } catch (std::exception const& e) {  // memory failed
                complain(out, 500, std::string{"it failed: "} + e.what());
            }
        };
    };
    auto const counted = [&](auto count) {
        return answered([count](shop const& s, httplib::Request const&, httplib::Response& out) {
            s.read([&](auto const&... of) { say(out, count(of...)); });
        });
    };
    server.Post("/events", answered(take_events));
    server.Post("/settle", answered(settle));
    server.Get(R"(/clients/([^/]+))", answered(client));
    server.Get("/due", answered(due));
    server.Get("/page", answered(page));
    server.Get("/census", counted([](base_type const& base, auto&, auto&) -> json {
                   return rung::with_names{base.census(), life.ladder()};
               }));
    server.Get("/funnel", counted([](auto&, funnel_type const& funnel, auto&) -> json {
                   return rung::with_names{funnel, life.ladder()};
               }));
    server.set_error_handler([](httplib::Request const& in, httplib::Response& out) {
        if (out.body.empty()) complain(out, out.status, "nothing answers to " + in.method + " " + in.path);
    });
    server.set_payload_max_length(4'000'000);
    server.set_tcp_nodelay(true);
    server.set_keep_alive_max_count(1'000'000);
    // Whoever brings events waits for the disk, so more threads than processors.
    server.new_task_queue = [] { return new httplib::ThreadPool{64}; };
}

}  // namespace

int main(int argc, char** argv) {
    bool const manual = argc == 4 && std::string_view{argv[3]} == "--manual-clock";
    if (argc != 3 && !manual) {
        std::cerr << "shop_service FOLDER PORT [--manual-clock]; port 0: any that is free\n";
        return 2;
    }
    // The signals that end it come to one thread, which waits for them.
    sigset_t ends{};
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    shop all;
    auto const opened = all.open(argv[1], !manual);
    if (!opened) {
        std::cerr << opened.why << '\n';
        return 1;
    }
    httplib::Server server;
    serve(all, server);
    int const asked = std::atoi(argv[2]);
    int const port = asked != 0 ? (server.bind_to_port("127.0.0.1", asked) ? asked : -1)
                                : server.bind_to_any_port("127.0.0.1");
    if (port < 0) {
        std::cerr << "port " << asked << " cannot be had\n";
        return 1;
    }
    std::thread stopper{[&] {
        int which = 0;
        sigwait(&ends, &which);
        server.stop();
    }};
    std::cout << "listening on 127.0.0.1:" << port << ", " << opened.redone << " records done again"
              << std::endl;
    bool const fine = server.listen_after_bind();
    if (!fine) ::kill(::getpid(), SIGTERM);
    stopper.join();
    all.close();
    return fine ? 0 : 1;
}
