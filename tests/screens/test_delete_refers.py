"""What refers to a thing is told before it is deleted, and what is told must have stood there."""

from __future__ import annotations

import pytest

from ocs_tui.api.errors import NotFound
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.sds import STREAM, TYPE
from ocs_tui.model.address import Address
from ocs_tui.screens import delete, referring
from ocs_tui.screens.delete import DeleteScreen
from ocs_tui.widgets.field_list import note
from tests.screens.conftest import Drive, Driven


async def deleting(driven: Driven, place: str) -> DeleteScreen:
    screen = DeleteScreen(Address.parse(place))
    await driven.open(screen)
    await driven.until(lambda: screen._refer is not None and screen.has_stood)
    return screen


async def make(driven: Driven, place: str, **body: object) -> None:
    address = Address.parse(place)
    kind = kind_at(address)
    made = model_of(kind).model_validate({"Id": address.ids[-1], **body})
    await driven.client.create(kind, made, *address.ids)


async def test_a_type_says_which_streams_are_of_it_and_stays_where_it_is(drive: Drive) -> None:
    async with drive() as driven:
        await deleting(driven, "boiler/types/Burner")
        seen = driven.seen()
        assert "6 streams." in seen
        assert "Stream       Boiler 3 burner" in seen
        await driven.press(*"Burner", "enter")
        await driven.until(lambda: driven.error)
        assert "The type is in use" in driven.error
        assert (await driven.client.get_item(TYPE, "boiler", "Burner")).value.id == "Burner"


async def test_a_type_that_nothing_is_of_goes(drive: Drive) -> None:
    async with drive() as driven:
        burner = (await driven.client.get_item(TYPE, "boiler", "Burner")).value.to_wire()
        await make(driven, "boiler/types/Spare", **{k: v for k, v in burner.items() if k != "Id"})
        await deleting(driven, "boiler/types/Spare")
        assert "Nothing: no stream, stream view or type." in driven.seen()
        await driven.press(*"Burner", "enter")  # its name, which is what is asked for
        await driven.until(lambda: not isinstance(driven.screen, DeleteScreen))
        with pytest.raises(NotFound):
            await driven.client.get_item(TYPE, "boiler", "Spare")


async def test_a_stream_says_which_assets_and_data_views_name_it(drive: Drive) -> None:
    async with drive() as driven:
        stream_id = "B1-BU-106"
        reference = {"Id": "r", "Name": "Burner", "StreamId": stream_id}
        await make(driven, "boiler/assets/a-1", Name="First boiler", StreamReferences=[reference])
        query = {"Id": "q", "Kind": 1, "Value": f"Id:{stream_id}"}
        await make(driven, "boiler/data-views/v-1", Name="Burners", Queries=[query])
        await deleting(driven, f"boiler/streams/{stream_id}")
        seen = driven.seen()
        assert "Asset        First boiler" in seen
        assert "Data view    Burners" in seen
        assert "Its data go with it" in seen
        await driven.press(*"Boiler 1 burner", "enter")
        await driven.until(lambda: not isinstance(driven.screen, DeleteScreen))
        with pytest.raises(NotFound):
            await driven.client.get_item(STREAM, "boiler", stream_id)


async def test_an_asset_type_says_that_its_assets_stay(drive: Drive) -> None:
    async with drive() as driven:
        await make(driven, "boiler/asset-types/at-1", Name="Boilers")
        await make(driven, "boiler/assets/a-2", Name="Second boiler", AssetTypeId="at-1")
        await deleting(driven, "boiler/asset-types/at-1")
        assert "Asset  Second boiler" in driven.seen()
        assert "These assets are not deleted with it" in driven.seen()


async def test_a_name_that_was_typed_ahead_deletes_nothing(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a slow line what was typed blindly comes all at once; what is read later must stand as well."""
    monkeypatch.setattr(delete, "STANDS", 3600)
    async with drive() as driven:
        screen = DeleteScreen(Address.parse("boiler/asset-types/at-1"))
        await make(driven, "boiler/asset-types/at-1", Name="Boilers")
        await driven.open(screen)
        await driven.press(*"Boilers", "enter")
        await driven.until(lambda: "only just been shown" in driven.error)
        await driven.until(lambda: screen._refer is not None)
        monkeypatch.setattr(delete, "STANDS", 0.01)
        screen.as_whom = (note("You are signed in as somebody else."),)
        screen.show_what()
        await driven.until(lambda: screen.has_stood)
        await driven.press("enter")
        await driven.until(lambda: driven.screen is not screen)


async def test_assets_are_looked_through_to_the_end(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referring, "PAGE", 2)
    async with drive() as driven:
        for number in range(5):
            reference = {"Id": "r", "Name": "Burner", "StreamId": "B1-BU-106" if number == 4 else "another"}
            await make(
                driven, f"boiler/assets/zz-{number}", Name=f"No. {number}", StreamReferences=[reference]
            )
        await deleting(driven, "boiler/streams/B1-BU-106")
        assert "No. 4" in driven.seen()
        assert "Only the first" not in driven.seen()
        await driven.press("escape")
        monkeypatch.setattr(referring, "LOOKED_AT", 2)
        await deleting(driven, "boiler/streams/B1-BU-106")
        assert "Only the first 2 assets were looked at." in driven.seen()
