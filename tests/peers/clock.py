#!/usr/bin/env python3
"""Holds the clock and the models of purchases against lifelines and lifetimes on real logs. Run by hand:

    pip install lifelines lifetimes
    xz -dc LOGS/olist_funnel.events.csv.xz | ./clock funnel >funnel.txt
    xz -dc LOGS/cdnow_sample.events.csv.xz | ./clock shop >shop.txt
    clock.py LOGS funnel.txt shop.txt

./clock is clock.cpp, compiled with -O2. Prints a table for docs/insight.md; fails if a figure differs by more than
the last column allows.
"""
import lzma
import sys
import time
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test
from lifelines.utils import restricted_mean_survival_time
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data

logs, funnel_file, shop_file = sys.argv[1:]
differs = False


def figures(name):
    with open(name) as lines:
        return {key: float(value) for key, value in map(str.split, lines)}


def row(name, ours, theirs, tolerance):
    global differs
    far = abs(ours - theirs) > tolerance * max(1.0, abs(theirs))
    differs = differs or far
    print(f"| {name} | {ours:.6g} | {theirs:.6g} | {tolerance:g} |{' DIFFERS' if far else ''}")


def log(name):
    return pd.read_csv(lzma.open(f"{logs}/{name}.events.csv.xz"), parse_dates=["at"])


print("| figure | rung | peer | tolerance |\n|---|---|---|---|")

ours = figures(funnel_file)
events = log("olist_funnel")
end = events["at"].max()
contact = events[events.kind == "contact"].groupby("client")["at"].min()
won = events[events.kind == "purchase"].groupby("client")["at"].min().reindex(contact.index)
referred = events[events.channel == "referral"].groupby("client").size().reindex(contact.index).notna()
there = ~(won <= contact)
contact, won, referred = contact[there], won[there], referred[there]
days = (won.fillna(end) - contact).dt.total_seconds() // 86400
came = won.notna()

row("visitors of the funnel", ours["clients"], len(days), 0)
km = KaplanMeierFitter().fit(days, came)
for t in (0, 7, 30, 90, 180):
    row(f"still visitors after {t} days", ours[f"km.{t}"], km.predict(t), 1e-9)
    band = km.confidence_interval_.loc[:t].iloc[-1]
    row(f"... low (log-log)", ours[f"km.low.{t}"], band.iloc[0], 1e-9)
    row(f"... high", ours[f"km.high.{t}"], band.iloc[1], 1e-9)
row("mean days as a visitor, as far as 180", ours["mean.180"], restricted_mean_survival_time(km, t=180), 1e-9)
# Shifted by a day: lifelines has no weights by Fleming and Harrington where somebody leaves at 0. Tests do not change.
a, b = days[referred] + 1, days[~referred] + 1
came_a, came_b = came[referred], came[~referred]
for name, how in (
    ("log_rank", {}),
    ("wilcoxon", {"weightings": "wilcoxon"}),
    ("tarone_ware", {"weightings": "tarone-ware"}),
    ("fleming", {"weightings": "fleming-harrington", "p": 1, "q": 1}),
):
    test = logrank_test(a, b, came_a, came_b, **how)
    row(f"{name}, referred against others: chi-squared", ours[name], test.test_statistic, 1e-6)
    if name == "log_rank":
        row("... p", ours["log_rank.p"], test.p_value, 1e-6)

ours = figures(shop_file)
events = log("cdnow_sample")
events["day"] = events["at"].dt.tz_localize(None).dt.floor("D")
events["amount"] /= 100
rfm = summary_data_from_transaction_data(
    events, "client", "day", "amount", observation_period_end="1997-09-30", freq="D"
)
rfm["recency"] /= 7
rfm["T"] /= 7
for name, model in (
    ("bg_nbd", BetaGeoFitter()),
    ("mbg_nbd", ModifiedBetaGeoFitter()),
    ("pareto_nbd", ParetoNBDFitter()),
):
    begin = time.perf_counter()
    model.fit(rfm["frequency"], rfm["recency"], rfm["T"])
    took = time.perf_counter() - begin
    for parameter, value in model.params_.items():
        row(f"{name} {parameter}", ours[f"{name}.{parameter}"], value, 1e-3)
    print(f"| {name}: seconds to fit | {ours[name + '.seconds']:.4f} | {took:.3f} | |")
    if name == "bg_nbd":
        expected = model.conditional_expected_number_of_purchases_up_to_time(
            39, rfm["frequency"], rfm["recency"], rfm["T"]
        )
        alive = model.conditional_probability_alive(rfm["frequency"], rfm["recency"], rfm["T"])
        row("bg_nbd expected purchases in 39 weeks", ours["bg_nbd.expected"], expected.sum(), 1e-4)
        row("bg_nbd clients alive", ours["bg_nbd.alive"], alive.sum(), 1e-4)
repeat = rfm[(rfm["frequency"] > 0) & (rfm["monetary_value"] > 0)]
begin = time.perf_counter()
model = GammaGammaFitter()
model.fit(repeat["frequency"], repeat["monetary_value"])
took = time.perf_counter() - begin
for parameter, value in model.params_.items():
    row(f"gamma_gamma {parameter}", ours[f"gamma_gamma.{parameter}"], value, 1e-3)
print(f"| gamma_gamma: seconds to fit | {ours['gamma_gamma.seconds']:.4f} | {took:.3f} | |")
sys.exit(int(differs))
