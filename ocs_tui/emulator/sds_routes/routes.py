"""The routes of the data store that stand beside its kinds."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog import beside as op
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import PREVIEW, Era, Operation
from ocs_tui.catalog.sds import ACL_JOB, ACL_JOB_STEP
from ocs_tui.catalog.service import SDS
from ocs_tui.emulator.call import Handler
from ocs_tui.emulator.sds_routes import data, jobs, metadata, objects
from ocs_tui.emulator.things.special import Special, family_of, special


def routes(era: Era) -> Iterator[Special]:
    """Yield them as one of the two services has them."""
    for operation, handler in (*_OBJECTS, *_METADATA, *_READS, *_WRITES, *_jobs()):
        yield special(operation, handler, SDS, era)
    for below in ("First", "Last", "Interpolated", "Summaries", "Sampled"):
        path = f"{op.IN_UNITS.path_in(era)}/{below}"
        yield Special("POST", path, data.converted(below), family_of(SDS))
    # The resolved streams were of the preview for a while.
    for verb, path, handler in (
        ("GET", op.RESOLVED_STREAM.path, objects.resolved),
        ("POST", f"{N}/Bulk/Streams/Resolved", objects.resolved_many),
    ):
        preview = path.replace("/api/v1/", f"{PREVIEW}/")
        yield Special(verb, preview, handler, family_of(SDS), Era.OCS)


def _jobs() -> Iterator[tuple[Operation, Handler]]:
    assert ACL_JOB.gets is not None
    assert ACL_JOB.creates is not None
    yield ACL_JOB.lists, jobs.list_jobs
    yield ACL_JOB.gets, jobs.get_job
    yield ACL_JOB.creates, jobs.create_job
    yield ACL_JOB_STEP.lists, jobs.list_steps


_OBJECTS: tuple[tuple[Operation, Handler], ...] = (
    (op.TYPE_REFERENCES, objects.references),
    (op.STREAM_TYPE, objects.type_of_stream),
    (op.SET_STREAM_TYPE, objects.set_type),
    (op.RESOLVED_STREAM, objects.resolved),
    (op.RESOLVED_STREAMS, objects.resolved_many),
    (op.VIEW_MAP, objects.view_map),
    (op.BULK_ACLS, objects.acls),
    (op.BULK_OWNERS, objects.owners),
)
_METADATA: tuple[tuple[Operation, Handler], ...] = (
    (op.GET_METADATA, metadata.get),
    (op.SET_METADATA, metadata.replace),
    (op.PATCH_METADATA, metadata.patch),
    (op.DELETE_METADATA, metadata.delete),
    (op.GET_METADATA_VALUE, metadata.get_value),
    (op.GET_METADATA_CHANGES, metadata.get_changes),
    (op.GET_TAGS, metadata.get_tags),
    (op.SET_TAGS, metadata.set_tags),
    (op.DELETE_TAGS, metadata.delete_tags),
)
_READS: tuple[tuple[Operation, Handler], ...] = (
    (op.READ_DATA, data.read_of("")),
    (op.FIRST_VALUE, data.read_of("First")),
    (op.LAST_VALUE, data.read_of("Last")),
    (op.INTERPOLATED, data.read_of("Interpolated")),
    (op.SUMMARIES, data.read_of("Summaries")),
    (op.SAMPLED, data.read_of("Sampled")),
    (op.TRANSFORMED, data.transformed("")),
    (op.TRANSFORMED_FIRST, data.transformed("First")),
    (op.TRANSFORMED_LAST, data.transformed("Last")),
    (op.TRANSFORMED_INTERPOLATED, data.transformed("Interpolated")),
    (op.TRANSFORMED_SUMMARIES, data.transformed("Summaries")),
    (op.TRANSFORMED_SAMPLED, data.transformed("Sampled")),
    (op.IN_UNITS, data.converted("")),
    (op.JOIN, data.joined),
    (op.JOIN_EACH, data.joined_each),
)
_WRITES: tuple[tuple[Operation, Handler], ...] = (
    (op.INSERT_DATA, data.insert),
    (op.UPDATE_DATA, data.update),
    (op.PATCH_DATA, data.patch),
    (op.REMOVE_DATA, data.remove),
)
