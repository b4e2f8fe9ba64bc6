"""The routes of a stream's metadata and tags, which follow the stream's rights."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_list, read_object
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.json_patch import patched
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found
from ocs_tui.emulator.things.shape import moment
from ocs_tui.emulator.things.writing import put
from ocs_tui.model.enums import AccessRight

_METADATA, _CHANGES, _VERSION, _TAGS = "Metadata", "MetadataChanges", "MetadataVersion", "Tags"


def get(call: Call) -> Response:
    """Answer the metadata."""
    held = found(call, STREAM, AccessRight.READ)
    return answer(metadata_of(held), headers=_tag(held))


def metadata_of(held: Held) -> Json:
    """Return the metadata of a stream."""
    return dict(held.also.get(_METADATA, {}))


def replace(call: Call) -> Response:
    """Replace all metadata, and answer it."""
    held = _writable(call)
    return _set(call, held, read_object(call.body))


def patch(call: Call) -> Response:
    """Change metadata by JSON Patch, all of it or nothing, and answer it."""
    held = _writable(call)
    return _set(call, held, patched(metadata_of(held), read_list(call.body)))


def delete(call: Call) -> Response:
    """Delete all metadata."""
    _set(call, _writable(call), {})
    return empty(204)


def get_value(call: Call) -> Response:
    """Answer the value of one key."""
    metadata = metadata_of(found(call, STREAM, AccessRight.READ))
    key = call.ids["below"]
    if key not in metadata:
        raise Refused(404, "The stream has no metadata of this key.").about(Key=key)
    return answer(metadata[key])


def get_changes(call: Call) -> Response:
    """Answer who changed each value last, and when; for one that the stream began with its owner."""
    held = found(call, STREAM, AccessRight.READ)
    owner = held.owner or {}
    began = {
        "Timestamp": moment(held.created),
        "CreatorId": owner.get("ObjectId"),
        "CreatorType": owner.get("Type"),
    }
    changes = held.also.get(_CHANGES, {})
    return answer(
        {
            key: {"Value": value, "ChangeData": changes.get(key, began)}
            for key, value in metadata_of(held).items()
        }
    )


def get_tags(call: Call) -> Response:
    """Answer the tags."""
    return answer(found(call, STREAM, AccessRight.READ).also.get(_TAGS, []))


def set_tags(call: Call) -> Response:
    """Replace the tags, and answer them. One that comes twice is kept once."""
    held = found(call, STREAM, AccessRight.WRITE)
    tags = read_list(call.body)
    if not all(isinstance(tag, str) and tag.strip() for tag in tags):
        raise Refused(400, "Tags are a list of texts.")
    tags = list(dict.fromkeys(tags))
    put(call, STREAM, held.beside(**{_TAGS: tags}))
    return answer(tags)


def delete_tags(call: Call) -> Response:
    """Delete all tags."""
    put(call, STREAM, found(call, STREAM, AccessRight.WRITE).beside(**{_TAGS: []}))
    return empty(204)


def _writable(call: Call) -> Held:
    held = found(call, STREAM, AccessRight.WRITE)
    wanted = call.headers.get("if-match", "").strip()
    if wanted not in ("", "*", _tag(held)["ETag"]):
        raise Refused(412, "The metadata was changed meanwhile: read it again.")
    return held


def _set(call: Call, held: Held, metadata: object) -> Response:
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise Refused(400, "Metadata is an object of texts.")
    held = put(call, STREAM, with_metadata(call, held, metadata))
    return answer(metadata, headers=_tag(held))


def with_metadata(call: Call, held: Held, metadata: Json) -> Held:
    """Return a stream with other metadata, which the caller has changed now. It is not stored yet."""
    before, changes = metadata_of(held), held.also.get(_CHANGES, {})
    change = {
        "Timestamp": moment(call.box.store.clock()),
        "CreatorId": call.caller.object_id,
        "CreatorType": call.caller.type,
    }
    changed = {key: change for key, value in metadata.items() if before.get(key) != value}
    kept = {key: each for key, each in changes.items() if key in metadata}
    version = held.also.get(_VERSION, 1) + 1
    return held.beside(**{_METADATA: metadata, _CHANGES: kept | changed, _VERSION: version})


def _tag(held: Held) -> dict[str, str]:
    return {"ETag": f'"{held.also.get(_VERSION, 1)}"'}
