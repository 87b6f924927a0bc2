"""The pages of deliveries, channels and one's own settings."""

from __future__ import annotations

import pytest
from django.db import connection

from shouwen.kernel.actor import SYSTEM
from shouwen.platform.access import vault
from shouwen.platform.clocks import actions as clocks
from shouwen.platform.notify import actions
from shouwen.platform.notify.models import Address, Channel, Delivery, Notice, Quiet
from tests.factories.org import AT
from tests.platform.notify.conftest import PHONE, alarm, only, work

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def administrator(client, world):
    client.force_login(world.account("0109"))
    return client


def test_an_installation_without_channels_says_what_to_do(administrator):
    assert "还没有通道" in text(administrator.get("/channels/"))
    assert "还没有投递" in text(administrator.get("/deliveries/"))


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_names_matters_and_people_in_few_queries(
    administrator, world, sms, n, django_assert_num_queries
):
    for number in range(n):
        alarm(world, number)
    administrator.get("/deliveries/")
    with django_assert_num_queries(7):
        page = text(administrator.get("/deliveries/"))
    assert page.count("138****5678") == n and PHONE not in page


def test_filters_and_pages(administrator, world, sms, monkeypatch):
    monkeypatch.setattr("shouwen.platform.notify.views.deliveries.PAGE", 2)
    for number in range(3):
        alarm(world, number)
    alarm(world, 9, to="0103")
    first = administrator.get("/deliveries/")
    assert len(first.context["rows"]) == 2 and "before=" in first.context["next"]
    second = administrator.get("/deliveries/" + first.context["next"])
    assert [r.delivery.subject_id for r in second.context["rows"]] == [1, 0]
    for query, subjects in (
        ({"state": "suppressed"}, [9]),
        ({"channel": "sms", "q": "值守恒"}, [9]),
        ({"subject": "matter:1"}, [1]),
        ({"q": "0103"}, [9]),
        ({"q": "nobody"}, []),
        ({"before": "x", "subject": "x:y", "state": "x"}, [9, 2]),
    ):
        rows = administrator.get("/deliveries/", query).context["rows"]
        assert [r.delivery.subject_id for r in rows] == subjects, query


def test_a_county_sees_its_own_people_only(client, world, sms):
    alarm(world, 1)
    client.force_login(world.account("0204"))
    assert client.get("/deliveries/").context["rows"] == []
    assert client.get(f"/deliveries/{only().pk}/").status_code == 404


def test_what_failed_is_sent_again_and_what_waits_is_cancelled(administrator, world, sms):
    alarm(world, 1, to="0103")
    page = text(administrator.get(f"/deliveries/{only().pk}/"))
    assert "未登记号码或邮箱" in page and "重发" in page
    actions.set_address(world.staff["0103"], "phone", PHONE, by=SYSTEM, at=AT)
    administrator.post(f"/deliveries/{only().pk}/resend/")
    assert (only().state, only().hint) == ("queued", "138****5678")
    administrator.post(f"/deliveries/{only().pk}/cancel/")
    assert only().state == "cancelled"
    refused = administrator.post(f"/deliveries/{only().pk}/cancel/", follow=True)
    assert "不能取消" in text(refused)


def test_a_channel_is_made_tested_and_its_secrets_never_shown(administrator, world, sms_gateway):
    assert administrator.get("/channels/add/").status_code == 200
    address = "/channels/add/?kind=sms&code=gw"
    assert administrator.post(address, {"name": ""}).status_code == 422
    sent = {
        "name": "网关",
        "gateway": sms_gateway.description,
        "timeout": 20,
        "words_": "token = s3cret-token",
        "give_up_hours": 24,
        "allow_private": "on",
    }
    made = administrator.post(address, sent)
    assert made.headers["Location"] == "/channels/gw/"
    assert administrator.post(address, sent).status_code == 422
    channel = Channel.objects.get()
    assert vault.unseal_set(channel.secret) == {"token": "s3cret-token"}
    assert "s3cret" not in text(administrator.get("/channels/gw/"))
    administrator.post("/channels/gw/", {**sent, "words_": "", "name": "新网关"})
    channel.refresh_from_db()
    assert channel.name == "新网关" and vault.unseal_set(channel.secret)["token"] == "s3cret-token"
    missing = administrator.post("/channels/gw/test/", follow=True)
    assert "测试未送达" in text(missing) and "未登记号码或邮箱" in text(missing)
    actions.set_address(world.staff["0109"], "phone", PHONE, by=SYSTEM, at=AT)
    template = {"kind": "", "provider_id": "SMS_9", "variables": "n = {matter}\nw = {what}"}
    assert administrator.post("/channels/gw/templates/", template).status_code == 302
    assert "已发送" in text(administrator.post("/channels/gw/test/", follow=True))
    assert sms_gateway.sent[0]["params"] == {"n": "新网关", "w": "这是一条测试消息"}
    wrong = {**template, "variables": "n = {password}"}
    assert administrator.post("/channels/gw/templates/", wrong).status_code == 422
    administrator.post("/channels/gw/templates/remove/", {"kind": ""})
    assert not channel.templates.exists()


def test_a_webhook_gets_a_key_shown_once(administrator):
    sent = {"name": "营业系统", "url": "https://example.cn/hook", "timeout": 5, "give_up_hours": 24}
    page = text(administrator.post("/channels/add/?kind=webhook&code=bss", sent))
    key = vault.unseal_set(Channel.objects.get().secret)["key"]
    assert key in page and key not in text(administrator.get("/channels/bss/"))
    bad = {**sent, "url": "ftp://x"}
    assert administrator.post("/channels/add/?kind=webhook&code=b2", bad).status_code == 422


@pytest.mark.parametrize("kind", ["email", "robot", "file"])
def test_every_kind_has_a_form(administrator, kind):
    assert administrator.get(f"/channels/add/?kind={kind}&code=x").status_code == 200


def test_my_number_is_kept_sealed_and_taken_away_again(client, world):
    client.force_login(world.account("0101"))
    sent = {"phone": PHONE, "email": "hua@example.org", "starts": "22:00", "ends": "07:00"}
    assert client.post("/notices/settings/", sent).status_code == 302
    assert {a.hint for a in Address.objects.all()} == {"138****5678", "h***@example.org"}
    assert str(Quiet.objects.get()) == "22:00–07:00"
    assert PHONE in text(client.get("/notices/settings/"))
    client.post("/notices/settings/", {"phone": PHONE})
    assert [a.kind for a in Address.objects.all()] == ["phone"] and not Quiet.objects.exists()
    for wrong in ({"phone": "12a"}, {"starts": "22:00"}, {"starts": "22:00", "ends": "22:00"}):
        assert client.post("/notices/settings/", wrong).status_code == 422


def test_quiet_hours_of_a_unit(administrator, world):
    unit = world.units["DH"]
    sent = {"unit": unit, "starts": "21:00", "ends": "06:00"}
    assert administrator.post("/channels/quiet/", sent).status_code == 302
    assert "东河县分公司" in text(administrator.get("/channels/"))
    administrator.post("/channels/quiet/", {"unit": unit})
    assert not Quiet.objects.exists()


def test_the_link_of_a_message_is_for_its_recipient_and_acknowledges_nothing(client, world, sms):
    alarm(world, 1, needs_ack=True, said=["handler_absent"])
    notice = Notice.objects.get()
    address = f"/n/{notice.token}/"
    assert client.get(address).headers["Location"].startswith("/login/?next=")
    client.force_login(world.account("0102"))
    assert client.get(address).status_code == 404
    client.force_login(world.account("0101"))
    assert "签收" in text(client.get(address))
    assert Notice.objects.get().read_at is None


def test_the_health_page_says_what_is_wrong(administrator, world, sms, sms_gateway):
    with connection.cursor() as cursor:  # jobs that tests with real transactions left behind
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    assert "一切正常" in text(administrator.get("/health/"))
    sms_gateway.mode = "down"
    for number in range(6):
        alarm(world, number)
    work(sms, AT)
    page = text(administrator.get("/health/"))
    assert "网关应答 503" in page and "消息已等" in page
    assert "deliveries" in text(administrator.get("/readyz"))
    assert Delivery.objects.filter(state="queued").count() == 6


def test_keys_are_changed_and_everything_is_sealed_anew(world, sms, settings):
    from shouwen.platform.notify import resealing

    old = settings.SECRETS_KEYS
    settings.SECRETS_KEYS = ["a" * 43 + "=", *old]
    assert resealing.everything() == (3, 0)
    settings.SECRETS_KEYS = settings.SECRETS_KEYS[:1]
    assert resealing.count() == (3, 0)
    settings.SECRETS_KEYS = old
    assert resealing.count() == (0, 3)


def test_whoever_leaves_is_forgotten(world, sms):
    from shouwen.kernel.subject import Subject
    from shouwen.platform.notify.reactions import forget_the_numbers_of_a_leaver
    from shouwen.platform.org.events import StaffLeft

    staff = world.staff["0101"]
    event = StaffLeft(subject=Subject("staff", staff), staff_id=staff)
    for _ in range(2):
        forget_the_numbers_of_a_leaver(event)
    assert not Address.objects.filter(staff_id=staff).exists()
    alarm(world)
    assert (only().state, only().reason) == ("suppressed", "no_address")


def test_the_health_page_calls_calendars_by_their_names(administrator):
    clocks.install_presets()
    page = text(administrator.get("/health/"))
    assert "日历 营业厅" in page and "日历 hall" not in page
