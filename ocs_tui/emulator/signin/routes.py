"""The routes of signing in, the same under every base URL. What only people need is imported with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from starlette.responses import Response

from ocs_tui.emulator.answers import Family
from ocs_tui.emulator.call import Box, Region
from ocs_tui.emulator.routing import WireRoute
from ocs_tui.emulator.signin import paths
from ocs_tui.emulator.signin.discovery import discovery, keys
from ocs_tui.emulator.signin.endpoint import IdentityEndpoint, Visit
from ocs_tui.emulator.signin.protocol import Failed, Parameters, failure
from ocs_tui.emulator.signin.token import is_about_people, token


def signin_routes(box: Box, region: Region) -> Iterator[WireRoute]:
    """Return what a client needs to sign in to a region."""
    route = partial(_route, box, region)
    yield route(paths.DISCOVERY, discovery, "GET")
    yield route(paths.KEYS, keys, "GET", about_people=lambda given: True)
    yield route(paths.TOKEN, token, "POST", about_people=is_about_people)


def people_signin_routes(box: Box, region: Region) -> Iterator[WireRoute]:
    """Return what a person needs besides; imported when the first of them is asked for."""
    from ocs_tui.emulator.signin import pages
    from ocs_tui.emulator.signin.authorize import authorize
    from ocs_tui.emulator.signin.device import device_authorization, device_page
    from ocs_tui.emulator.signin.leaving import end_session, revoke
    from ocs_tui.emulator.signin.userinfo import userinfo

    route = partial(_route, box, region)
    yield route(paths.DEVICE_AUTHORIZATION, device_authorization, "POST")
    yield route(paths.REVOCATION, revoke, "POST")
    yield route(paths.USERINFO, userinfo, "GET", "POST")
    yield route(paths.AUTHORIZE, authorize, "GET", "POST", told=pages.failed)
    yield route(paths.DEVICE_PAGE, device_page, "GET", "POST", told=pages.failed)
    yield route(
        paths.END_SESSION,
        end_session,
        "GET",
        "POST",
        told=pages.failed,
        about_people=lambda given: "id_token_hint" in given,
    )


def _route(
    box: Box,
    region: Region,
    path: str,
    handler: Callable[[Visit], Response],
    *methods: str,
    told: Callable[[Failed], Response] = failure,
    about_people: Callable[[Parameters], bool] = lambda given: False,
) -> WireRoute:
    endpoint = IdentityEndpoint(box, region, handler, told, about_people)
    return WireRoute(path, dict.fromkeys(methods, endpoint), Family.TENANT)
