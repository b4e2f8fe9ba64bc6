"""The options of ``role``, ``user`` and ``client``."""

from __future__ import annotations

from ocs_tui.cli.access_options import reading, writing
from ocs_tui.cli.options import Parser, add_global

_ROLE = "a role, by name or id; may be given several times"


def role_parser() -> Parser:
    """Return the parser of ``ocs-tui role``; what to do is ``action``."""
    parser = Parser(prog="ocs-tui role", description="The tenant's roles, and who is in them.")
    add_global(parser)
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="list|show|members|create|edit|delete"
    )
    reading(actions, "list", "list the roles")
    _one(reading(actions, "show", "show a role and how many are in it"), "role")
    _one(reading(actions, "members", "list the users and clients in a role"), "role")
    create = writing(actions, "create", "create a role")
    create.add_argument("name", metavar="NAME", help="what it is called")
    create.add_argument("--description", metavar="TEXT", help="what it is for")
    edit = _one(writing(actions, "edit", "change a role of your own"), "role")
    edit.add_argument("--name", metavar="NAME", help="what it shall be called")
    edit.add_argument("--description", metavar="TEXT", help="what it is for")
    delete = _one(writing(actions, "delete", "delete a role, and first the ACL entries that name it"), "role")
    delete.add_argument("--keep-entries", action="store_true", help="leave the ACL entries that name it")
    return parser


def user_parser() -> Parser:
    """Return the parser of ``ocs-tui user``; what to do is ``action``."""
    parser = Parser(prog="ocs-tui user", description="The tenant's users, their roles and invitations.")
    add_global(parser)
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="list|show|create|invite|withdraw|edit|roles|delete"
    )
    reading(actions, "list", "list the users")
    _one(reading(actions, "show", "show a user and how far the invitation has come"), "user")
    create = writing(actions, "create", "create a user; --invite sends the invitation too")
    create.add_argument("email", metavar="EMAIL", help="the e-mail address")
    create.add_argument("--provider", metavar="NAME", help="the identity provider, by name or id")
    create.add_argument("--given-name", metavar="NAME")
    create.add_argument("--surname", metavar="NAME")
    create.add_argument("--role", dest="roles", action="append", default=[], metavar="NAME", help=_ROLE)
    create.add_argument("--invite", action="store_true", help="send an invitation")
    _until(create)
    invite = _one(writing(actions, "invite", "send a user an invitation, or another one"), "user")
    _until(invite)
    _one(writing(actions, "withdraw", "take back an invitation that was not accepted"), "user")
    edit = _one(writing(actions, "edit", "change how a user is reached and called"), "user")
    edit.add_argument("--email", metavar="EMAIL", help="the contact e-mail address")
    edit.add_argument("--given-name", metavar="NAME")
    edit.add_argument("--surname", metavar="NAME")
    _roles(_one(writing(actions, "roles", "give roles to a user, and take them away"), "user"))
    _one(writing(actions, "delete", "remove a user from the tenant"), "user")
    return parser


def client_parser() -> Parser:
    """Return the parser of ``ocs-tui client``; what to do is ``action``, with a secret ``deed``."""
    parser = Parser(prog="ocs-tui client", description="Client-credential clients and their secrets.")
    add_global(parser)
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="list|show|create|edit|roles|delete|secret"
    )
    reading(actions, "list", "list the clients")
    _one(reading(actions, "show", "show a client and its secrets' days to expiry"), "client")
    create = writing(actions, "create", "create a client; its secret is written on stdout, this once")
    create.add_argument("name", metavar="NAME", help="what it is called")
    create.add_argument("--role", dest="roles", action="append", default=[], metavar="NAME", help=_ROLE)
    create.add_argument("--lifetime", metavar="SECONDS", type=int, help="of its tokens, 60 to 3600")
    _secret(create)
    edit = _one(writing(actions, "edit", "change a client"), "client")
    edit.add_argument("--name", metavar="NAME", help="what it shall be called")
    edit.add_argument("--lifetime", metavar="SECONDS", type=int, help="of its tokens, 60 to 3600")
    switch = edit.add_mutually_exclusive_group()
    switch.add_argument("--enable", dest="enabled", action="store_const", const=True, help="switch it on")
    switch.add_argument("--disable", dest="enabled", action="store_const", const=False, help="switch it off")
    _roles(_one(writing(actions, "roles", "give roles to a client, and take them away"), "client"))
    _one(writing(actions, "delete", "delete a client"), "client")

    secret = actions.add_parser("secret", help="a client's secrets")
    secrets = secret.add_subparsers(dest="deed", required=True, metavar="list|add|delete|rotate")
    _one(reading(secrets, "list", "list the secrets, with days to expiry"), "client")
    _secret(_one(writing(secrets, "add", "add a secret; it is written on stdout, this once"), "client"))
    delete = _one(writing(secrets, "delete", "delete a secret"), "client")
    delete.add_argument("secret", metavar="NUMBER", type=int, help="the secret's number")
    rotate = _one(
        writing(secrets, "rotate", "add a secret, prove it, keep it, and delete an old one"), "client"
    )
    _secret(rotate)
    rotate.add_argument(
        "--resume",
        action="store_true",
        help="go on with one that broke off; its secret is asked for, or on stdin",
    )
    rotate.add_argument(
        "--delete", metavar="NUMBER", type=int, help="the old one to delete once it is proven"
    )
    return parser


def _one(parser: Parser, kind: str) -> Parser:
    parser.add_argument("one", metavar=kind.upper(), help=f"the {kind}, by name or id")
    return parser


def _roles(parser: Parser) -> None:
    parser.add_argument("--add", action="append", default=[], metavar="NAME", help=_ROLE)
    parser.add_argument("--remove", action="append", default=[], metavar="NAME", help=_ROLE)


def _until(parser: Parser) -> None:
    parser.add_argument(
        "--until", metavar="DATE", help="how long it can be accepted: 2027-01-31 or 30d; 21 days by default"
    )


def _secret(parser: Parser) -> None:
    parser.add_argument("--description", metavar="TEXT", help="what the secret is for")
    parser.add_argument(
        "--expires", metavar="DATE", default="365d", help="2027-01-31, 90d or never; 365d by default"
    )
    parser.add_argument(
        "--keep", action="store_true", help="put it into the keyring and do not write it on stdout"
    )
