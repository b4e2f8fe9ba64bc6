"""The discovery document and the published keys. What the document lists is here, and nothing else."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.keys import RsaKey
from ocs_tui.emulator.signin import paths
from ocs_tui.emulator.signin.clients import GRANTS
from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.protocol import SCOPES

_BY_SECRET = ["client_secret_post", "client_secret_basic", "none"]


def discovery(visit: Visit) -> Response:
    """Answer the discovery document. Its addresses stand at the very host and port that were called."""
    at = visit.base_url
    return answer(
        {
            "issuer": visit.issuer,
            "jwks_uri": at + paths.KEYS,
            "authorization_endpoint": at + paths.AUTHORIZE,
            "token_endpoint": at + paths.TOKEN,
            "userinfo_endpoint": at + paths.USERINFO,
            "end_session_endpoint": at + paths.END_SESSION,
            "revocation_endpoint": at + paths.REVOCATION,
            "device_authorization_endpoint": at + paths.DEVICE_AUTHORIZATION,
            "scopes_supported": [*SCOPES],
            "claims_supported": ["sub", "tid", "role_type", "name", "given_name", "family_name", "email"],
            "grant_types_supported": [*dict.fromkeys(grant for each in GRANTS.values() for grant in each)],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": _BY_SECRET,
            "revocation_endpoint_auth_methods_supported": _BY_SECRET,
            "id_token_signing_alg_values_supported": [RsaKey.algorithm],
            "subject_types_supported": ["public"],
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
        }
    )


def keys(visit: Visit) -> Response:
    """Answer the public keys."""
    return answer({"keys": visit.box.signer.published()})
