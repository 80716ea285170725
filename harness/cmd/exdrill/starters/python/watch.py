#!/usr/bin/env python3
"""A defence for exdrill in plain Python: no packages, no framework.

exdrill starts this program for every run, writes one message a line to its
standard input and waits for one line on its standard output. What goes to
standard error is shown if something fails. "exdrill fields" lists what events
say, "exdrill fields --protocol" every message and every action.

The idea: nobody but a thief who works through an old list presents several
API keys that their owners have deleted. So an address that does is hostile,
and every key that it presents is stolen.
"""

import json
import sys
from collections import defaultdict

# So many deleted keys from one address make it hostile, if they are at least
# this share of all keys from there: vendors of trading bots present many keys.
DEAD_KEYS = 3
DEAD_SHARE = 0.2

# Other withdrawals of a robbed account wait for so long, for its owner to say.
HOLD = 24 * 3600 * 10**9  # nanoseconds

# The events that the rules below read; others are not sent.
WANTED = [
    "auth_refused",
    "api_call",
    "order_accepted",
    "withdrawal_requested",
]


class Watch:
    """All that the defence knows. Sets are sorted when they leave it, so that
    the same telemetry always has the same answer."""

    def __init__(self):
        self.live = defaultdict(dict)  # address -> key -> account
        self.dead = defaultdict(set)  # address -> deleted keys
        self.hostile = set()  # addresses
        self.stolen = set()  # keys
        self.robbed = set()  # accounts

    def hello(self, message):
        """Says which events are wanted."""
        return {"protocol": 1, "types": WANTED}

    def batch(self, message):
        """Reads the news and answers with alerts and actions."""
        found, revoke, reject, hold = set(), set(), set(), set()
        for event in message["events"]:
            e = event["unmapped"]  # the flat record; around it is OCSF
            source = e["source"]
            self.note(e)
            if source not in self.hostile and self.tries_deleted_keys(source):
                self.hostile.add(source)
                found.add(source)
            if source in self.hostile:
                revoke |= self.take(source)
            if e["type"] == "withdrawal_requested":
                if source in self.hostile:
                    reject.add(e["withdrawal"])
                elif e["account"] in self.robbed:
                    hold.add(e["withdrawal"])
        return self.answer(message["now"], found, revoke, reject, hold)

    def note(self, e):
        """Remembers which key came from which address."""
        source, key = e["source"], e["key"]
        if not source or not key:
            return  # a login, or a key that nobody ever had
        if e["type"] != "auth_refused":
            self.live[source][key] = e["account"]
        elif e["code"] == "dead_key":
            self.dead[source].add(key)

    def tries_deleted_keys(self, source):
        dead, live = len(self.dead[source]), len(self.live[source])
        return dead >= DEAD_KEYS and dead >= DEAD_SHARE * (dead + live)

    def take(self, source):
        """The keys of a hostile address that nobody has dealt with yet."""
        new = set(self.live[source]) - self.stolen
        self.stolen |= new
        self.robbed |= {self.live[source][key] for key in new}
        return new

    def answer(self, now, found, revoke, reject, hold):
        alerts, actions = [], []
        if found or revoke:
            alerts.append({
                "rule": "deleted-keys-from-one-address",
                "title": "An address presents API keys that their owners deleted",
                "level": "high",
                "tags": ["attack.t1078"],
                "sources": sorted(found),
                "keys": sorted(revoke),
            })
        if revoke:
            actions.append({"name": "revoke_keys", "keys": sorted(revoke)})
        if reject:
            actions.append({"name": "reject", "withdrawals": sorted(reject)})
        if hold:
            actions.append({"name": "hold", "withdrawals": sorted(hold), "until": now + HOLD})
        return {"alerts": alerts, "actions": actions}


def main():
    watch = Watch()
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "bye":
            return
        answer = watch.hello(message) if message["type"] == "hello" else watch.batch(message)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
