"""What lies in namespaces and communities, served from the catalog's declarations.

Every kind in a namespace, or served by any region, has its routes from its ``Kind``: list, get, create, change,
delete, ACL, owner, rights, and those of its collection (``routes``). They are made when the first request comes
that no route of the tenant answers, so that a start costs nothing and a kind made up in a test is served.

The things (``contents``) lie on shelves by place and kind. A place is ``boiler``, ``boiler/data view/steam`` or
empty; a thing is a ``Held``: its document, ACL, owner, version, and ``also`` for what belongs to it beside its
document. A shelf has what was written, over seeds that lie there from the beginning, over a ``Source`` of things
made on demand. What was written survives a restart; a namespace that is gone takes its things along.

An area plugs in through ``areas``: its ``HOOKS`` by the name of a kind (``hooks.KindHooks``: checks, completes,
shows, searches, begins) and its ``special_routes`` (``special.Special``). A handler takes a ``Call`` and answers:
``place.found`` is the thing of the path with a right that is needed, ``place.named`` another thing by its id,
``place.readable`` all that the caller may read, ``reading.selected`` what the query selects of them,
``writing.make``, ``change``, ``put`` and ``remove`` store.
"""
