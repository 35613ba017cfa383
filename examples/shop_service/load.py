#!/usr/bin/env python3
"""load.py SERVICE [--rate 1000] [--seconds 60] [--connections 16]: what shop_service promises, asked over HTTP.

It brings so many events a second over so many connections; in the middle kills the service with kill -9 and starts it
again on the same folder. Then nothing that was acknowledged may be lost, and all answers are those of a service that
was given the same events in one go. Says how long requests took. Needs nothing but Python."""

import argparse
import datetime
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
NOW = "2026-06-30T00:00:00Z"


class Service:
    started = []  # all of them: none outlives this program

    def __init__(self, program, folder, preload="", fails_after=None):
        around = {**os.environ, "LD_PRELOAD": preload} if preload else dict(os.environ)
        if fails_after is not None:
            around["RUNG_FAILS_AFTER"] = str(fails_after)
        command = [program, folder, "0", "--manual-clock"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around)
        Service.started.append(self)
        line = self.process.stdout.readline()
        assert line.startswith("listening on 127.0.0.1:"), f"the service did not start: '{line}'"
        self.port = int(line.split(":")[1].split(",")[0])
        self.redone = int(line.split(", ")[1].split()[0])

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method, path, body=None):
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        connection = self.connect()
        connection.request(method, path, text)
        response = connection.getresponse()
        read = response.read().decode()
        connection.close()
        is_json = response.getheader("Content-Type") == "application/json"
        return response.status, json.loads(read) if is_json else read

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, "it ends with 0 when it is asked to end"


def check(got, wanted, what):
    if got != wanted:
        sys.exit(f"{what}: {str(got)[:300]}, and not {str(wanted)[:300]}")


def made(count, clients, seed=7):
    """Events of many clients, in no order of theirs."""
    dice = random.Random(seed)
    events = []
    for number in range(1, count + 1):
        at = BEGIN + datetime.timedelta(seconds=dice.randrange(150 * 86_400))
        kind = dice.choices(["purchase", "contact", "recommendation"], [8, 3, 1])[0]
        event = {"id": number, "client": dice.randrange(1, clients + 1), "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "kind": kind}
        if kind == "purchase":
            event["amount_minor"] = dice.randrange(100, 20_000)
        events.append(event)
    return events


class Load:
    """Brings events over several connections, at a rate, until all are brought or the service is gone."""

    def __init__(self, service, events, rate, connections):
        self.acknowledged, self.in_doubt, self.took, self.refused = [], [], [], None
        self.lock = threading.Lock()
        self.events, self.next, self.is_gone = events, 0, False
        self.begin, self.rate = time.monotonic(), rate
        self.threads = [threading.Thread(target=self.bring, args=(service,)) for _ in range(connections)]
        for thread in self.threads:
            thread.start()

    def bring(self, service):
        connection = service.connect()
        while True:
            with self.lock:
                if self.is_gone or self.next == len(self.events):
                    return
                number, self.next = self.next, self.next + 1
            event = self.events[number]
            due = self.begin + number / self.rate
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                connection.request("POST", "/events", json.dumps(event))
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.is_gone = True
                    self.in_doubt.append(event)
                return
            with self.lock:
                if response.status != 200:
                    self.is_gone, self.refused = True, f"{event}: {response.status} {body}"
                    return
                self.acknowledged.append(event)
                # From when it was due: a service that stalls makes those wait who come then.
                self.took.append(time.monotonic() - due)

    def wait(self):
        for thread in self.threads:
            thread.join()
        self.seconds = time.monotonic() - self.begin
        check(self.refused, None, "an event that was not taken")


def settle(service):
    check(service.ask("POST", "/settle", {"now": NOW})[0], 200, "settling")


def answers(service, clients):
    paths = ["/census", "/funnel", "/due?within=30d"]
    paths += [f"/clients/{client}" for client in range(1, clients + 1)]
    return [(path, service.ask("GET", path)) for path in paths]


def brought(service, events):
    """All of them in one go; how many were applied, and how many were there."""
    applied = repeated = 0
    for begin in range(0, len(events), 5_000):
        status, said = service.ask("POST", "/events", events[begin : begin + 5_000])
        check(status, 200, "events in one go")
        applied, repeated = applied + said["applied"], repeated + said["repeated"]
    return applied, repeated


def check_sentences(program):
    with tempfile.TemporaryDirectory() as folder:
        service = Service(program, folder + "/shop")
        purchase = {"id": 1, "client": 7, "at": "2026-01-03T00:00:00Z", "amount_minor": 1990}
        status, said = service.ask("POST", "/events", purchase)
        check((status, said["applied"], said["moves"][0]["to"]), (200, 1, "buyer"), "a purchase")
        status, said = service.ask("POST", "/events", purchase)
        check((status, said["applied"], said["repeated"]), (200, 0, 1), "a purchase sent again")
        status, said = service.ask("POST", "/events", {**purchase, "amount_minor": 5})
        check((status, said["refused"][0]["why"]), (422, "another event has this id"), "another one with its id")
        status, said = service.ask("POST", "/events", {**purchase, "id": 2, "amount_minor": -5})
        check((status, len(said["refused"])), (422, 1), "a purchase for less than nothing")
        for body, words in [
            ("{", "parse error"),
            ({**purchase, "kind": "purchas"}, "'purchas' is no kind of event"),
            ({"client": 7, "at": "2026-01-03T00:00:00Z"}, "an event has no 'id'"),
            ({"id": 9, "at": "2026-01-03T00:00:00Z"}, "client"),
            ({**purchase, "at": "yesterday"}, "yesterday"),
        ]:
            status, said = service.ask("POST", "/events", body)
            check((status, words in said["error"]), (400, True), f"{body}, '{said['error']}'")
        settle(service)
        status, said = service.ask("GET", "/clients/7?at=2026-02-09T00:00:00Z")
        check((status, said["stage"], said["explanation"]["next"]), (200, "buyer", "client"), "a client")
        check("2 more" in said["text"], True, f"the explanation of a client, '{said['text']}'")
        check(service.ask("GET", "/clients/8"), (404, {"error": "there is no client 8"}), "a client who is not there")
        check(service.ask("GET", "/clients/ann")[0], 400, "a client without a number")
        check(service.ask("GET", "/due?within=soon")[0], 400, "a length of time that is none")
        check(service.ask("GET", "/nothing")[0], 404, "a path that nothing answers to")
        check(service.ask("GET", "/census")[1][2], {"stage": "buyer", "clients": 1}, "the census")
        check(service.ask("GET", "/funnel")[1][2], {"stage": "buyer", "reached": 1, "landed": 1}, "the funnel")
        status, said = service.ask("GET", "/page")
        check((status, "<html" in said, "buyer" in said), (200, True, True), "the page")
        other = subprocess.run([program, folder + "/shop", "0"], stderr=subprocess.PIPE, text=True)
        check((other.returncode, "is open already" in other.stderr), (1, True), f"two services on a folder, '{other.stderr}'")
        service.end()
        again = Service(program, folder + "/shop")
        check(again.redone, 0, "records done again after an orderly end")
        check(again.ask("GET", "/clients/7")[1]["stage"], "buyer", "a client after a restart")
        check(again.ask("GET", "/funnel")[1][2]["reached"], 1, "the funnel after a restart")
        again.end()


def check_slow_disk(program, slow_sync):
    """Syncs take 0.1 s: no answer comes sooner, and of many requests at once not each waits for a sync of its own."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(program, folder + "/shop", slow_sync)
        begin = time.monotonic()
        service.ask("POST", "/events", {"id": 99, "client": 99, "at": "2026-01-03T00:00:00Z"})
        alone = time.monotonic() - begin
        took, answered = [], []

        def bring(number):
            begin = time.monotonic()
            status, said = service.ask("POST", "/events", {"id": number, "client": number, "at": "2026-01-03T00:00:00Z"})
            took.append(time.monotonic() - begin)
            answered.append((status, said["applied"]))

        begin = time.monotonic()
        threads = [threading.Thread(target=bring, args=(number,)) for number in range(1, 33)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        all_of_them = time.monotonic() - begin
        check(answered, 32 * [(200, 1)], "32 purchases at once")
        check(min(took) >= 0.1, True, f"an answer before its sync, after {min(took):.3f} s")
        check(all_of_them < 16 * alone, True, f"32 requests at once took {all_of_them:.1f} s, one alone {alone:.2f} s")
        service.end()


def check_failing_memory(program, failing):
    """Memory fails the thread that writes, once: who waited is told, and it goes on."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(program, folder + "/shop", failing, fails_after=2)
        bought = [{"id": number, "client": number, "at": "2026-01-03T00:00:00Z"} for number in range(1, 4)]
        got = [service.ask("POST", "/events", event) for event in bought]
        check([status for status, _ in got], [200, 200, 503], "purchases, the third without memory")
        check(got[2][1]["error"], "it failed: std::bad_alloc", "what is said of it")
        check(service.ask("GET", "/census")[0], 200, "the census after that")
        status, said = service.ask("POST", "/events", bought)
        check((status, said["applied"] + said["repeated"]), (200, 3), "all of them sent again")
        service.end()


def check_load(program, rate, seconds, connections):
    events = made(rate * seconds, max(20, rate * seconds // 60))
    clients = max(event["client"] for event in events)
    with tempfile.TemporaryDirectory() as folder:
        service = Service(program, folder + "/shop")
        load = Load(service, events, rate, connections)
        time.sleep(seconds / 2)
        service.kill()
        load.wait()
        acknowledged, took, busy = load.acknowledged, load.took, load.seconds
        check(len(acknowledged) > 0 and load.is_gone, True, "the service was killed while it was busy")
        in_doubt = len(load.in_doubt)

        service = Service(program, folder + "/shop")
        redone = service.redone
        # Whatever was acknowledged is known by its id. (Those in doubt may be known or not.)
        check(brought(service, acknowledged), (0, len(acknowledged)), "applied, and known, of those acknowledged")
        left = load.in_doubt + events[load.next :]
        load = Load(service, left, rate, connections)
        load.wait()
        check(len(load.acknowledged), len(left), "acknowledged after the restart")
        took, busy = took + load.took, busy + load.seconds
        settle(service)
        got = answers(service, clients)
        service.end()

        fresh = Service(program, folder + "/fresh")
        check(brought(fresh, events), (len(events), 0), "applied, in one go")
        settle(fresh)
        for one, other in zip(got, answers(fresh, clients)):
            check(one, other, "an answer")
        fresh.end()
    took.sort()
    percentile = lambda share: 1000 * took[min(len(took) - 1, int(share * len(took)))]
    print(
        f"{len(took):,} requests in {busy:.1f} s over {connections} connections, {len(took) / busy:.0f} a second; "
        f"p50 {percentile(0.5):.1f} ms, p99 {percentile(0.99):.1f} ms, most {1000 * took[-1]:.0f} ms; "
        f"killed after {len(acknowledged):,}, {in_doubt} in doubt, {redone:,} records done again, nothing lost; "
        f"load of the machine {os.getloadavg()[0]:.1f}"
    )


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("service")
    options.add_argument("--rate", type=int, default=1_000)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--slow-sync", help="the library of slow_sync.cpp")
    given = options.parse_args()
    check_sentences(given.service)
    if given.slow_sync:
        check_slow_disk(given.service, given.slow_sync)
        check_failing_memory(given.service, given.slow_sync)
    check_load(given.service, given.rate, given.seconds, given.connections)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    try:
        main()
    finally:
        for service in Service.started:
            service.kill()
