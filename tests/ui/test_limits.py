import pytest

from ui.limits import REMEMBERED, Buckets, Delays, sign


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_then_evenly() -> None:
    clock = Clock()
    buckets = Buckets(30, clock)
    assert [buckets.take("192.0.2.1") for _ in range(30)] == [0.0] * 30
    assert buckets.take("192.0.2.1") == pytest.approx(2.0)
    clock.now += 1.9
    assert buckets.take("192.0.2.1") > 0
    clock.now += 0.2
    assert buckets.take("192.0.2.1") == 0.0
    assert buckets.take("192.0.2.1") > 0


def test_one_clients_questions_do_not_cost_another() -> None:
    buckets = Buckets(1, Clock())
    assert buckets.take("192.0.2.1") == 0.0
    assert buckets.take("192.0.2.1") > 0
    assert buckets.take("192.0.2.2") == 0.0


def test_asking_in_vain_does_not_lengthen_the_wait() -> None:
    clock = Clock()
    buckets = Buckets(1, clock)
    buckets.take("a")
    for _ in range(100):
        buckets.take("a")
    clock.now += 60.1
    assert buckets.take("a") == 0.0


def test_nothing_is_limited_where_the_operator_wants_no_limit() -> None:
    buckets = Buckets(0, Clock())
    assert not any(buckets.take("a") for _ in range(1000))


def test_what_is_remembered_has_an_end() -> None:
    buckets, delays = Buckets(1, Clock()), Delays(Clock())
    for number in range(REMEMBERED + 50):
        buckets.take(str(number))
        delays.begin(str(number), str(number))
    assert len(buckets._left) == REMEMBERED
    assert len(delays._tried) == REMEMBERED


def test_an_address_is_not_kept_as_such_and_a_network_of_ipv6_is_one_client() -> None:
    assert "192.0.2.1" not in sign("192.0.2.1")
    assert sign("192.0.2.1") != sign("192.0.2.2")
    assert sign("2001:db8:1:2::1") == sign("2001:db8:1:2:ffff::9")
    assert sign("2001:db8:1:2::1") != sign("2001:db8:1:3::1")
    assert sign("::ffff:192.0.2.1") != sign("::ffff:192.0.2.2")


def waits(delays: Delays, clock: Clock, account: str, client: str, times: int) -> list[float]:
    """Attempts that fail, each made as soon as it may be; the pauses before them."""
    found = []
    for _ in range(times):
        wait = delays.begin(account, client)
        found.append(round(wait))
        if wait:
            clock.now += wait + 0.001
            assert delays.begin(account, client) == 0.0
    return found


def test_pauses_of_an_account_double_up_to_half_a_minute() -> None:
    clock = Clock()
    delays = Delays(clock)
    found = [waits(delays, clock, "a", f"192.0.2.{n}", 1)[0] for n in range(12)]
    assert found == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30]


def test_pauses_of_an_address_double_up_to_a_quarter_of_an_hour() -> None:
    clock = Clock()
    delays = Delays(clock)
    found = [waits(delays, clock, f"name{n}", "192.0.2.1", 1)[0] for n in range(17)]
    assert found == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_attempts_at_the_same_moment_are_counted_before_any_has_failed() -> None:
    delays = Delays(Clock())
    assert sum(delays.begin("a", "192.0.2.1") == 0.0 for _ in range(100)) == 5


def test_the_right_password_forgets_and_so_does_an_hour() -> None:
    clock = Clock()
    delays = Delays(clock)
    for _ in range(5):
        delays.begin("a", "192.0.2.1")
    assert delays.begin("a", "192.0.2.1") > 0
    delays.passed("A", "192.0.2.1")
    assert delays.begin("a", "192.0.2.1") == 0.0
    for _ in range(5):
        delays.begin("a", "192.0.2.1")
    clock.now += 3700
    assert waits(delays, clock, "a", "192.0.2.1", 5) == [0] * 5
