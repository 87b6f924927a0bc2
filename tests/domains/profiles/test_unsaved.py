"""未保存的修改: what the editor held is back on return, until it is saved or thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shouwen.domains.profiles.columns import mark
from shouwen.platform.exchange.models import ProfileVersion
from tests.domains.profiles.test_editor import (
    CODE,
    HELD,
    MANAGER,
    NAMED,
    SECOND,
    SignedIn,
    begun,
    filled,
    saved,
    sent,
)
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def test_edits_that_were_not_saved_are_back_on_return(world: World, signed_in: SignedIn) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    edit, look = f"/imports/{one.pk}/profile/", f"/imports/{one.pk}/profile/look"
    mine = filled(begun(client, one), **NAMED, missing="甲 | 无")
    mine["key"] = [mark("工单编号"), mark("标题")]
    assert client.post(look, mine).context["kept_at"] is not None
    assert not ProfileVersion.objects.exists()
    back = client.get(f"{edit}?as=new")
    assert back.context["back_from"] is not None
    assert back.context["draft"].key == ("工单编号", "标题")
    assert filled(back)["missing"] == ["甲 | 无"]
    refused = client.post(edit, mine | {"zone": ["Mars/One"]})
    assert refused.status_code == 422
    assert client.get(edit).context["draft"].zone == "Mars/One", "as it was left, wrong or not"
    assert client.post(edit, mine | HELD).status_code == 302
    later = begun(client, one)
    assert later.context["back_from"] is None and later.context["draft"].missing == ""


def test_unsaved_edits_are_thrown_away_on_demand_and_stay_with_their_profile(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    assert saved(client, one).status_code == 302
    edit, look = f"/imports/{one.pk}/profile/", f"/imports/{one.pk}/profile/look"
    client.post(look, filled(client.get(edit), missing="无"))
    assert client.get(edit).context["draft"].missing == "无"
    assert begun(client, one).context["back_from"] is None, "a new profile is another edit"
    answer = client.post(f"/imports/{one.pk}/profile/discard", {"base_code": CODE})
    assert answer.status_code == 302
    assert client.get(edit).context["draft"].missing == ""
    assert signed_in(SECOND).post(f"/imports/{one.pk}/profile/discard").status_code == 404


def test_a_page_too_large_for_a_draft_leaves_no_older_one(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(MANAGER)
    one = sent(client)
    page = filled(begun(client, one))
    assert client.post(f"/imports/{one.pk}/profile/look", page).context["kept_at"] is not None
    page["missing"] = ["字" * 11_000]
    assert client.post(f"/imports/{one.pk}/profile/look", page).context["kept_at"] is None
    assert begun(client, one).context["back_from"] is None
