"""What the front desk may touch of others: the hotline answers for everybody, a hall for its own county."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from shouwen.domains.cases import actions as cases
from shouwen.domains.cases.models import Case, Urge
from shouwen.domains.customers.models import Customer
from shouwen.platform.exchange.models import Batch, ProfileVersion
from shouwen.platform.policies.actions import install_presets
from tests.factories.cases import MINUTE, a_case
from tests.factories.customers import a_customer
from tests.world import World, build


def staged() -> tuple[World, Case, Customer]:
    """A customer of the western county with an open matter there."""
    install_presets()
    world = build()
    customer = a_customer(
        at=now(), name="西门秋", phone="13900008888", unit_id=world.units["XS-01-H"]
    )
    case = a_case(world.actor("0301"), at=now() - MINUTE, customer_id=customer.pk, title="秘密标题")
    return world, case, customer


def browser(world: World, number: str) -> Client:
    client = Client()
    client.force_login(world.account(number), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_hotline_urges_a_callers_matter_anywhere_and_learns_only_its_number(db: None) -> None:
    world, case, _ = staged()
    client = browser(world, "0101")
    answer = client.post(reverse("intake:urge", args=[case.pk]), follow=True)
    page = answer.content.decode()
    assert case.number in page
    assert "秘密标题" not in page and "西门" not in page and f"/cases/{case.pk}/" not in page
    assert Urge.objects.get().unit_id == world.units["XS-01-H"]


def test_a_matter_without_a_customer_elsewhere_is_nobodys_to_urge(db: None) -> None:
    world, _, _ = staged()
    case = a_case(world.actor("0301"), at=now() - MINUTE)
    assert browser(world, "0101").post(reverse("intake:urge", args=[case.pk])).status_code == 404
    assert browser(world, "0301").post(reverse("intake:urge", args=[case.pk])).status_code == 302


def test_a_hall_of_another_county_cannot_urge_it(db: None) -> None:
    world, case, _ = staged()
    assert browser(world, "0201").post(reverse("intake:urge", args=[case.pk])).status_code == 404
    assert not Urge.objects.exists()


def test_urges_without_a_key_are_each_kept_and_those_with_one_are_kept_once(db: None) -> None:
    world, case, _ = staged()
    client, address = browser(world, "0101"), reverse("intake:urge", args=[case.pk])
    for _n in range(2):
        client.post(address)
    assert list(Urge.objects.order_by("pk").values_list("counted", flat=True)) == [True, False]
    for _n in range(2):
        client.post(address, {"key": "k1"})
    assert Urge.objects.count() == 3


def taken_in(client: Client, phone: str) -> Case:
    client.post(
        reverse("intake:new"),
        {
            "kind": "complaint", "channel": "hall", "title": "费用", "text": "多扣", "phone": phone,
            "key": f"k{Case.objects.count()}", "then": "next",
        },
    )  # fmt: skip
    return Case.objects.latest("pk")


def test_a_number_alone_opens_no_record_of_another_county(db: None) -> None:
    world, _case, customer = staged()
    east = taken_in(browser(world, "0201"), customer.phone)
    assert east.customer_id not in {None, customer.pk}
    assert taken_in(browser(world, "0301"), customer.phone).customer_id == customer.pk
    assert taken_in(browser(world, "0101"), customer.phone).customer_id == east.customer_id


def test_a_number_finds_whoever_has_a_matter_here(db: None) -> None:
    world, case, customer = staged()
    cases.dispatch(case.pk, unit_id=world.units["DH-01-H"], by=world.actor("0302"), at=now())
    assert taken_in(browser(world, "0201"), customer.phone).customer_id == customer.pk


def test_batches_of_others_are_listed_to_whoever_sees_everything_only(db: None) -> None:
    world, _, _ = staged()
    spec = ProfileVersion.objects.create(code="register", version=1, spec={})
    Batch.objects.create(
        profile=spec, file_name="geheim.csv", file_hash=b"", mode="history", began_at=now(),
        account_id=world.account("0304").pk,
    )  # fmt: skip
    pages = {n: browser(world, n).get("/imports/").content.decode() for n in ("0106", "0109")}
    assert ["geheim.csv" in pages[n] for n in ("0106", "0109")] == [False, True]
