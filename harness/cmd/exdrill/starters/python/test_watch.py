"""Run with: python3 -m unittest"""

import unittest

from watch import Watch

THIEF = "203.0.113.7"
OWNER = "198.51.100.4"


def event(type, source=THIEF, key=0, account=0, **more):
    return {"unmapped": {"type": type, "source": source, "key": key, "account": account, **more}}


def dead(key, source=THIEF):
    return event("auth_refused", source, key, code="dead_key")


def request(withdrawal, key, account, source=THIEF):
    return event("withdrawal_requested", source, key, account, withdrawal=withdrawal)


class WatchTest(unittest.TestCase):
    def setUp(self):
        self.watch = Watch()

    def step(self, *events):
        return self.watch.batch({"type": "batch", "now": 1000, "events": list(events), "results": []})

    def test_an_owner_with_one_forgotten_key_is_left_alone(self):
        for _ in range(10):
            answer = self.step(dead(1), event("api_call", key=2, account=20))
        self.assertEqual(answer, {"alerts": [], "actions": []})

    def test_a_vendor_with_many_live_keys_is_left_alone(self):
        live = [event("api_call", key=100 + i, account=i) for i in range(50)]
        answer = self.step(*live, *[dead(i) for i in range(1, 6)])
        self.assertEqual(answer["actions"], [])

    def test_several_deleted_keys_from_one_address_cost_it_all_its_keys(self):
        answer = self.step(event("api_call", key=9, account=90), dead(1), dead(2), dead(3))
        self.assertEqual(answer["actions"], [{"name": "revoke_keys", "keys": [9]}])
        self.assertEqual(answer["alerts"][0]["sources"], [THIEF])
        self.assertEqual(answer["alerts"][0]["keys"], [9])

    def test_what_a_hostile_address_withdraws_is_rejected_and_the_rest_held(self):
        self.step(event("api_call", key=9, account=90), dead(1), dead(2), dead(3))
        answer = self.step(
            request(5, key=9, account=90),
            request(6, key=8, account=90, source=OWNER),
            request(7, key=7, account=70, source=OWNER),
        )
        names = {a["name"]: a["withdrawals"] for a in answer["actions"]}
        self.assertEqual(names, {"reject": [5], "hold": [6]})


if __name__ == "__main__":
    unittest.main()
