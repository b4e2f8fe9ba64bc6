"""What there is in OCS, declared: operations and kinds of things. Pure data: no I/O, no screens, no hosts."""
