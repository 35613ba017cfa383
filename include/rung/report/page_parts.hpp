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
.headline .note{font-size:.75rem}#filters{background:var(--band);border-radius:.5rem;padding:.75rem 1rem}#filters strong{align-self:center}[hidden]{display:none!important}
.story{overflow-x:auto}.headline dt{color:var(--soft);font-size:.875rem}.headline dd{margin:0;font-size:1.4rem;font-variant-numeric:tabular-nums}
figure{margin:0}.chart{overflow-x:auto;margin:0 0 .75rem}.chart>div:empty{min-height:15rem}.chart svg{display:block}
.scroll{overflow-x:auto}.scroll:focus-visible,pre:focus-visible{outline:2px solid var(--link)}
td>bdi,th>bdi{white-space:nowrap}table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
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
.about pre,.story{position:sticky;left:0;width:calc(min(100vw,72rem) - 4rem);margin:0}.about pre{white-space:pre-wrap}
@media screen{section.report td:not(.n){min-width:6rem}section.report td:not(.n):last-child{min-width:16rem}}
@media(max-width:40rem){.headline dd{font-size:1.1rem}}
@page{margin:14mm 12mm}
@media print{:root{--paper:#fff;--ink:#1a1a1a;--soft:#595959;--line:#d0d0d0;--band:#f4f5f7;--link:#1a1a1a;color-scheme:light}
body{font-size:10pt}header,main{max-width:none;padding:0}.switch,nav,form,.skip,.about{display:none!important}
h2{margin-top:1.5rem}h2,h2+.note,summary,thead{break-after:avoid}.chart,thead,tr,.headline div{break-inside:avoid}
thead+tbody tr:nth-child(-n+2),tbody:last-child tr:last-child{break-before:avoid}.scroll,.chart{overflow:visible}.chart svg{max-width:100%;height:auto}
table{font-size:8pt}th,td{padding:.15rem .4rem}summary{list-style:none}pre{white-space:pre-wrap}#clients thead button{text-decoration:none}}
)css";

/// What a page does: draws its charts, in the colours and the language that are asked for; searches, sorts
/// and filters the list; switches the language. Everything that it shows is there without it.
// clang-format off
inline constexpr std::string_view page_script = R"js(
"use strict";
(function () {
  var root = document.documentElement, drawn = new Map();
  root.classList.add("js");
  function all(what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); }
  function json(id) { var e = document.getElementById(id); return e && JSON.parse(e.textContent); }
  function specification(id) {
    return JSON.parse(document.getElementById(id + "-" + root.lang).textContent.replace(/#767676/g, "var(--soft)"));
  }
  function written(n, decimals) {
    return n.toLocaleString(root.lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }

  // What is chosen by the filters, and what its groups add up to.
  var groups = json("groups"), kept = new Map();
  function chosen() { return all("#filters select").filter(function (s) { return s.value !== ""; }); }
  function is(row, column, text) { return groups.columns[column].texts[row[column]] === text; }
  function groupsChosen() {
    var by = chosen();
    return groups.rows.filter(function (row) {
      return by.every(function (s) { return is(row, +s.dataset.group, s.value); });
    });
  }
  function sum(rows, column) { return rows.reduce(function (n, row) { return n + row[column]; }, 0); }
  function sumWritten(n, column) {
    var decimals = groups.columns[column].decimals;
    return written(n / Math.pow(10, decimals), decimals);
  }
  function put(element, text) {
    if (!kept.has(element)) kept.set(element, element.innerHTML);
    if (text === null) element.innerHTML = kept.get(element); else element.textContent = text;
  }
  // Each row of a section that follows: the cells that change, as numbers and as they are written.
  function followed(section) {
    var info = JSON.parse(section.querySelector(".follows").textContent), rows = groupsChosen();
    var key = groups.columns.findIndex(function (c) { return c.name === info.key; });
    var first = info.columns.find(function (c) { return "sum" in c; }).sum, whole = sum(rows, first);
    return info.keys.map(function (text) {
      var own = text === "" ? rows : rows.filter(function (row) { return is(row, key, text); });
      var cells = info.columns.filter(function (c) { return "sum" in c || c.share; }).map(function (c) {
        if (c.share) {
          var part = whole === 0 ? 0 : sum(own, first) / whole;
          return { name: c.name, cell: c.cell, value: part, text: written(100 * part, c.decimals) + " %" };
        }
        var n = sum(own, c.sum), decimals = groups.columns[c.sum].decimals;
        return { name: c.name, cell: c.cell, value: n / Math.pow(10, decimals), text: sumWritten(n, c.sum) };
      });
      return { isTotal: text === "", cells: cells };
    });
  }
  function follow() {
    if (!groups) return;
    var isFiltered = chosen().length > 0, rows = groupsChosen();
    all("[data-sum]").forEach(function (figure) {
      var of = figure.dataset, own = "column" in of ? rows.filter(function (r) { return is(r, +of.column, of.is); }) : rows;
      put(figure.querySelector("dd"), isFiltered ? sumWritten(sum(own, +of.sum), +of.sum) : null);
    });
    all(".everybody").forEach(function (note) { note.hidden = !isFiltered; });
    all(".follows").forEach(function (script) {
      var section = script.closest("section"), table = section.querySelector("tbody");
      followed(section).forEach(function (row, i) {
        row.cells.forEach(function (c) { put(table.rows[i].cells[c.cell], isFiltered ? c.text : null); });
      });
    });
    var first = groups.columns.findIndex(function (c) { return "decimals" in c; });
    document.getElementById("chosen").textContent =
      written(sum(rows, first), 0) + " / " + written(sum(groups.rows, first), 0);
  }
  function followIn(place, spec) {
    var section = place.closest("section");
    if (!groups || !section.querySelector(".follows") || !chosen().length) return;
    var rows = followed(section).filter(function (row) { return !row.isTotal; });
    spec.data.values.forEach(function (value, i) {
      rows[i].cells.forEach(function (c) {
        value[c.name] = c.value;
        if (c.name + "_text" in value) value[c.name + "_text"] = c.text;
      });
      var words = rows[i].cells.slice(0, 2).map(function (c) { return c.text; });
      if ("words" in value) value.words = words.join(" · ");
    });
  }

  // Charts.
  var isAble = window.vega && window.vegaLite && vega.expressionInterpreter;
  function show(place, spec) {
    if (!isAble) return false;
    var before = drawn.get(place);
    if (before) before.finalize();
    // The heading above says the same; the picture keeps what is to be known of it.
    var remark = spec.title && spec.title.subtitle;
    spec.title = remark ? { text: remark, fontSize: 11, fontWeight: "normal", anchor: "start" } : null;
    // Not wider than a phone, where legends stand below.
    var isNarrow = place.clientWidth < 600, room = place.clientWidth - (isNarrow ? 170 : 150), inner = spec.spec || spec;
    if (isNarrow) Object.assign(spec.config.legend, { orient: "bottom", columns: 2 });
    if (typeof inner.width === "number") {
      var needed = least(inner), most = needed > room ? needed : room;
      if (inner.width > most) inner.width = most;
    }
    try {
      var ready = vega.parse(vegaLite.compile(spec).spec, {}, { ast: true });
      var view = new vega.View(ready, { expr: vega.expressionInterpreter, renderer: "svg", container: place, hover: false });
      drawn.set(place, view);
      view.run();
      return true;
    } catch (e) { place.hidden = true; console.error(e); }
    return false;
  }
  // Words in cells must not touch: the picture is scrolled then.
  function least(spec) {
    var words = spec.layer.filter(function (l) { return l.mark.type === "text"; })[0], x = words && words.encoding.x;
    return x && x.scale && x.scale.domain ? 32 * x.scale.domain.length : 140;
  }
  function drawChart(chart) {
    var spec = specification(chart.id);
    followIn(chart, spec);
    var isDrawn = show(chart.querySelector("div"), spec);
    if (chart.scrollWidth > chart.clientWidth) chart.tabIndex = 0;  // scrolled by the keyboard, too
    return isDrawn;
  }
  // What is seen at once, the others one by one, so that the page answers meanwhile. Where there is a picture,
  // its numbers are folded up.
  var waiting = [], isFolded = false;
  function drawNext() {
    var chart = waiting.shift();
    if (chart && !drawChart(chart)) unfold(chart);
    if (waiting.length) setTimeout(drawNext, 0);
  }
  function unfold(chart) {
    var table = chart.parentNode.querySelector("details");
    if (table) table.open = true;
  }
  function draw() {
    var isDrawing = waiting.length > 0, charts = all(".chart");
    if (isAble && !isFolded) all("figure details").forEach(function (d) { d.open = false; });
    isFolded = true;
    waiting = charts.filter(function (chart) {
      if (chart.getBoundingClientRect().top > window.innerHeight) return true;
      if (!drawChart(chart)) unfold(chart);
      return false;
    });
    if (!isDrawing) setTimeout(drawNext, 0);
    all("#clients .open").forEach(drawStory);
  }
  // One client's picture: that of all of them, with rows of their own.
  var stories = json("stories");
  function instant(seconds) { return new Date(seconds * 1000).toISOString().replace(".000Z", "Z"); }
  function drawStory(client) {
    if (!stories) return;
    var spec = specification("story");
    spec.data.values = stories.rows[clientNumbers.get(client)].map(function (row) {
      var value = {};
      stories.columns.forEach(function (column, i) {
        var cell = row[i], name = column.name;
        value[name + "_text"] = "";
        if (cell === null) return;
        if (column.form === "text") {
          var texts = stories.texts[cell];
          value[name] = value[name + "_text"] = root.lang === "ru" && texts.length > 1 ? texts[1] : texts[0];
        } else if (column.form === "instant") {
          value[name] = instant(cell);
          value[name + "_text"] = instant(cell).replace("T00:00:00Z", "").replace("Z", "");
        } else {
          value[name] = cell;
        }
      });
      return value;
    });
    show(client.querySelector(".story"), spec);
  }
  function choose(language) {
    root.lang = language;
    document.title = root.dataset[language];
    all(".switch button").forEach(function (b) { b.setAttribute("aria-pressed", String(b.value === language)); });
    all("option[data-ru]").forEach(function (o) { o.textContent = o.dataset[language]; });
    follow();
    draw();
    filter();
  }
  all(".switch button").forEach(function (b) { b.addEventListener("click", function () { choose(b.value); }); });

  var list = document.getElementById("clients"), clients = list ? Array.from(list.tBodies) : [];
  var clientNumbers = new Map(clients.map(function (client, i) { return [client, i]; }));
  var search = document.getElementById("search"), count = document.getElementById("count");
  function text(cell) {
    return Array.prototype.map.call(cell.childNodes, function (n) {
      return n.lang && n.lang !== root.lang ? "" : n.textContent;
    }).join("");
  }
  function filter() {
    if (!list) return;
    var wanted = search.value.trim().toLowerCase(), shown = 0;
    var by = chosen();
    clients.forEach(function (client) {
      var cells = client.rows[0].cells;
      var words = Array.from(cells).map(text).join("\n").toLowerCase();
      client.hidden = words.indexOf(wanted) < 0 || !by.every(function (s) {
        return cells[+s.dataset.column].dataset.key === s.value;
      });
      if (!client.hidden) ++shown;
    });
    count.textContent = shown + " / " + clients.length;
  }
  if (list) {
    list.addEventListener("click", function (e) {
      var button = e.target.closest("tbody button");
      if (!button) return;
      var client = button.closest("tbody"), isOpen = client.classList.toggle("open");
      button.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) drawStory(client);
    });
    search.addEventListener("input", filter);
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
  all("#filters select").forEach(function (s) {
    s.addEventListener("change", function () {
      follow();
      all(".follows").forEach(function (script) {
        var chart = script.closest("section").querySelector(".chart");
        if (chart) drawChart(chart);
      });
      filter();
    });
  });
  all("main form").forEach(function (form) { form.addEventListener("submit", function (e) { e.preventDefault(); }); });
  var opened = [];
  window.addEventListener("beforeprint", function () {
    waiting.splice(0).forEach(drawChart);
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
