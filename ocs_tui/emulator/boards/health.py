"""The health of the tenant: of its namespaces with their services, and of its regions."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.model.area_enums import HealthState
from ocs_tui.model.enums import NamespaceState

_SERVICES = ("Data ingress", "Data storage", "Data views", "Metadata", "PI to OCS")


def get(call: Call) -> Response:
    """Answer how the services are: fine, but where a namespace is not in use.

    The reference does not say what makes the state of a namespace. Read here as unknown while it is not Active.
    """
    body: Json = {
        "HealthState": int(HealthState.OK),
        "Namespaces": [_of_namespace(each) for each in call.documents.all(Kind.NAMESPACE)],
        "Regions": [
            {"Region": region.id, "Name": region.name, "HealthState": int(HealthState.OK)}
            for region in call.box.regions.values()
        ],
    }
    return answer(body)


def _of_namespace(namespace: Json) -> Json:
    active = namespace["State"] == NamespaceState.ACTIVE
    state = int(HealthState.OK if active else HealthState.UNKNOWN)
    return {
        "NamespaceId": namespace["Id"],
        "Region": namespace["Region"],
        "HealthState": state,
        "Services": [{"Name": name, "HealthState": state} for name in _SERVICES],
    }
