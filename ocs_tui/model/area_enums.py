"""Enumerations of assets, rules, operations, bulk ACL jobs and the tenant, as integers on the wire."""

from __future__ import annotations

from enum import IntEnum


class JobStatus(IntEnum):
    """How far a bulk ACL job, or one of its steps, has come."""

    INVALID = 0
    NOT_STARTED = 1
    IN_PROGRESS = 2
    SUCCEEDED = 3
    CANCELLED = 4
    FAILED = 5
    PARTIALLY_SUCCEEDED = 6

    @property
    def settles(self) -> bool:
        """True while it is still going on."""
        return self in (JobStatus.NOT_STARTED, JobStatus.IN_PROGRESS)


class JobOperation(IntEnum):
    """What a bulk ACL job sets: the entries of some roles, or the whole list."""

    UPDATE_ROLE_ACCESS = 0
    UPDATE_ALL = 1


class JobScope(IntEnum):
    """What a bulk ACL job is for: every stream of the namespace, or those that it names."""

    NAMESPACE = 0
    RESOURCE = 1


class RuleState(IntEnum):
    """Whether a rule runs."""

    STARTED = 0
    STOPPED = 1


class RuleProgress(IntEnum):
    """ProgressState: how far a rule's execution has come."""

    UNKNOWN = 0
    RUNNING = 1
    COMPLETED = 2
    STOPPED = 3


class AssetStatus(IntEnum):
    """StatusEnum: how an asset is."""

    UNKNOWN = 0
    GOOD = 1
    WARNING = 2
    BAD = 3


class HealthState(IntEnum):
    """How a namespace, a region or a service is."""

    INVALID = 0
    OK = 1
    WARNING = 2
    ERROR = 3
    UNKNOWN = 65535


class Severity(IntEnum):
    """How grave a line of a log is."""

    VERBOSE = 0
    INFORMATION = 1
    WARNING = 2
    ERROR = 3
    CRITICAL = 4


class EntitlementType(IntEnum):
    """What an entitlement is about."""

    FEATURE = 0
    RESOURCE = 1
    USAGE = 2


class LimitType(IntEnum):
    """Whether an entitlement's value can be passed."""

    HARD = 0
    SOFT = 1
