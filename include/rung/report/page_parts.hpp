#pragma once

#include <rung/core/config.hpp>

#include <string_view>

namespace rung {
inline namespace v0 {
namespace report {
namespace detail {

/// How a page looks: light and dark, on a phone, on paper.
inline constexpr std::string_view page_style = R"css(
:root{--paper:#fff;--ink:#1a1a1a;--soft:#595959;--line:#d0d0d0;--band:#f4f5f7;--link:#0b5cad;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--paper:#16181c;--ink:#e8e8e8;--soft:#a8adb5;--line:#3a3f47;--band:#1f2329;--link:#8ab8f0}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
html[lang=en] [lang=ru],html[lang=ru] [lang=en]{display:none}
.skip{position:absolute;left:-99em}.skip:focus{left:1em;top:1em;background:var(--paper);padding:.5em}
header,main,footer{max-width:72rem;margin:0 auto;padding:1rem}
h1{margin:0;font-size:1.7rem}h2{font-size:1.25rem;margin:2rem 0 .75rem}
a{color:var(--link)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;margin:.75rem 0 0}
.subtitle,.note,.count{color:var(--soft)}
.headline{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0;padding:0}
.headline div{background:var(--band);border-radius:.5rem;padding:.75rem 1rem}
.headline dt{color:var(--soft);font-size:.875rem}.headline dd{margin:0;font-size:1.4rem;font-variant-numeric:tabular-nums}
figure{margin:0}.chart{overflow-x:auto;margin:0 0 .75rem}
.scroll{overflow-x:auto}.scroll:focus-visible,pre:focus-visible{outline:2px solid var(--link)}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{background:var(--band);font-weight:600}tbody th{font-weight:400}
.n{text-align:right;white-space:nowrap}tr.total th,tr.total td{font-weight:600;border-top:2px solid var(--line)}
details{margin:.25rem 0}summary{cursor:pointer;color:var(--link)}
pre{overflow-x:auto;background:var(--band);padding:.75rem;border-radius:.5rem;font-size:.8125rem;margin:.5rem 0}
form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:.75rem 0}label{display:block;font-size:.875rem;color:var(--soft)}
input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:.35rem;padding:.3rem .6rem}
thead button{border:0;background:none;padding:0;font-weight:600;cursor:pointer;text-align:inherit;text-decoration:underline dotted}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
.switch{float:right}.switch [aria-pressed=true]{background:var(--band);font-weight:600;border-width:2px}
figure caption,section>.scroll caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.js .needs-no-script,html:not(.js) .needs-script{display:none}
#clients th,#clients tr:not(.about) td{white-space:nowrap}#clients tbody button{border:0;background:none;padding:0;color:var(--link);cursor:pointer;text-align:left}
.js #clients .about{display:none}.js #clients .open .about{display:table-row}
.about pre{position:sticky;left:0;width:calc(min(100vw,72rem) - 4rem);white-space:pre-wrap;margin:0}
@media print{body{font-size:11pt}.about{display:none!important}.switch,nav,form,.skip,.needs-script{display:none!important}section{break-inside:auto}
h2{break-after:avoid}figure,tr,.headline div{break-inside:avoid}.scroll,.chart{overflow:visible}pre{white-space:pre-wrap}a{color:inherit;text-decoration:none}}
)css";

/// What a page does: draws its charts, in the colours and the language that are asked for; searches, sorts
/// and filters the list; switches the language. Everything that it shows is there without it.
// clang-format off
inline constexpr std::string_view page_script = R"js(
"use strict";
(function () {
  var root = document.documentElement, drawn = [];
  root.classList.add("js");
  function all(what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function draw() {
    drawn.forEach(function (view) { view.finalize(); });
    drawn = [];
    if (!window.vega || !window.vegaLite || !vega.expressionInterpreter) return;
    var ink = getComputedStyle(root).getPropertyValue("--soft").trim();
    all(".chart").forEach(function (place) {
      var source = document.getElementById(place.id + "-" + root.lang);
      var to = place.querySelector("div"), spec = JSON.parse(source.textContent.replace(/#767676/g, ink));
      // The heading above says the same; the picture keeps what is to be known of it.
      var remark = spec.title && spec.title.subtitle;
      spec.title = remark ? { text: remark, fontSize: 11, fontWeight: "normal", anchor: "start" } : null;
      // Not wider than a phone.
      var room = place.clientWidth - 150, inner = spec.spec || spec;
      if (typeof inner.width === "number" && inner.width > room) inner.width = room < 140 ? 140 : room;
      try {
        var ready = vega.parse(vegaLite.compile(spec).spec, {}, { ast: true });
        var view = new vega.View(ready, { expr: vega.expressionInterpreter, renderer: "svg", container: to, hover: false });
        drawn.push(view);
        view.runAsync();
        var table = place.parentNode.querySelector("details");
        if (table && !place.dataset.drawn) table.open = false;
        place.dataset.drawn = "1";
      } catch (e) { place.hidden = true; console.error(e); }
    });
  }
  function choose(language) {
    root.lang = language;
    document.title = root.dataset[language];
    all(".switch button").forEach(function (b) { b.setAttribute("aria-pressed", String(b.value === language)); });
    draw();
    filter();
  }
  all(".switch button").forEach(function (b) { b.addEventListener("click", function () { choose(b.value); }); });

  var list = document.getElementById("clients"), clients = list ? Array.from(list.tBodies) : [];
  var search = document.getElementById("search"), count = document.getElementById("count");
  function text(cell) {
    return Array.prototype.map.call(cell.childNodes, function (n) {
      return n.lang && n.lang !== root.lang ? "" : n.textContent;
    }).join("");
  }
  function filter() {
    if (!list) return;
    var wanted = search.value.trim().toLowerCase(), shown = 0;
    var chosen = all("select[data-column]").filter(function (s) { return s.value !== ""; });
    clients.forEach(function (client) {
      var cells = client.rows[0].cells;
      var words = Array.from(cells).map(text).join("\n").toLowerCase();
      client.hidden = words.indexOf(wanted) < 0 || !chosen.every(function (s) {
        return cells[+s.dataset.column].dataset.key === s.value;
      });
      if (!client.hidden) ++shown;
    });
    count.textContent = shown + " / " + clients.length;
  }
  if (list) {
    list.addEventListener("click", function (e) {
      var button = e.target.closest("tbody button");
      if (button) button.setAttribute("aria-expanded", String(button.closest("tbody").classList.toggle("open")));
    });
    search.addEventListener("input", filter);
    all("select[data-column]").forEach(function (s) { s.addEventListener("change", filter); });
    document.querySelector("main form").addEventListener("submit", function (e) { e.preventDefault(); });
    all("#clients thead button").forEach(function (button) {
      button.addEventListener("click", function () {
        var head = button.parentNode, column = head.cellIndex;
        var up = head.getAttribute("aria-sort") !== "ascending";
        all("#clients thead th").forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        var keys = new Map(clients.map(function (client) {
          var cell = client.rows[0].cells[column];
          return [client, "value" in cell.dataset ? +cell.dataset.value : text(cell)];
        }));
        clients.sort(function (a, b) {
          var x = keys.get(a), y = keys.get(b);
          var order = typeof x === "number" && typeof y === "number" ? x - y
            : String(x).localeCompare(String(y), root.lang, { numeric: true });
          return up ? order : -order;
        });
        clients.forEach(function (client) { list.appendChild(client); });
      });
    });
  }
  dark.addEventListener("change", draw);
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("section.report details:not([open])");
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
  choose((navigator.language || "en").slice(0, 2) === "ru" ? "ru" : "en");
})();
)js";
// clang-format on

}  // namespace detail
}  // namespace report
}  // namespace v0
}  // namespace rung
