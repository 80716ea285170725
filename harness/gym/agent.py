#!/usr/bin/env python3
"""Drives exdrill's environment: reset, step, reward. Standard library only.

    python3 agent.py exdrill zaif-api-keys-2018-01 --scale 0.02

The policy is a simple one: an address that presents dead keys of two customers
has somebody's list of keys, so every key that it uses is revoked. Put your own in
its place.
"""

import json
import subprocess
import sys


class Env:
    """One environment: a child process that answers a line with a line."""

    def __init__(self, exdrill, *arguments):
        self.child = subprocess.Popen(
            [exdrill, "env", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request):
        self.child.stdin.write(json.dumps(request) + "\n")
        self.child.stdin.flush()
        line = self.child.stdout.readline()
        if not line:
            raise SystemExit("exdrill ended")
        answer = json.loads(line)
        if answer["type"] == "error":
            raise ValueError(answer["error"])
        return answer

    def reset(self, seed=None, services=()):
        request = {"services": list(services)}
        if seed is not None:
            request["seed"] = seed
        return self.ask(reset=request)

    def step(self, alerts=(), actions=()):
        return self.ask(step={"alerts": list(alerts), "actions": list(actions)})

    def close(self):
        self.child.stdin.close()
        self.child.wait()


class DeadKeys:
    """Revokes what is used from addresses with other people's dead keys."""

    def __init__(self):
        self.dead = {}  # address -> accounts whose dead keys it presented
        self.used = {}  # address -> keys that work
        self.done = set()

    def act(self, batch):
        touched = []
        for event in batch["events"]:
            e = event["unmapped"]  # the flat record, see `exdrill fields`
            source, key = e.get("source"), e.get("key")
            if not source or not key:
                continue
            if e.get("code") == "dead_key":
                self.dead.setdefault(source, set()).add(e["account"])
            elif e.get("code", "ok") == "ok":
                self.used.setdefault(source, set()).add(key)
            if source not in touched:
                touched.append(source)
        alerts, actions = [], []
        for source in touched:
            if len(self.dead.get(source, ())) < 2:
                continue
            keys = sorted(self.used.get(source, set()) - self.done)
            if keys:
                self.done.update(keys)
                alerts.append({"rule": "dead keys", "level": "high", "keys": keys, "sources": [source]})
                actions.append({"name": "revoke_keys", "keys": keys})
        return alerts, actions


def play(env, seed):
    policies, total, steps = {}, 0.0, 0  # every venue has a team of its own
    seen = env.reset(seed, services=["access", "trading", "withdrawals"])
    while not seen["done"]:
        policy = policies.setdefault(seen["venue"], DeadKeys())
        seen = env.step(*policy.act(seen["batch"]))
        total += seen["reward"]
        steps += 1
    print("seed %d: %d steps, reward %.2f, score %.2f" % (seen["seed"], steps, total, seen["score"]), flush=True)


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    env = Env(sys.argv[1], *sys.argv[2:])
    for seed in (1, 2):
        play(env, seed)
    env.close()


if __name__ == "__main__":
    main()
