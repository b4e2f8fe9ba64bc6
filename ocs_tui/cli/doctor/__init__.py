"""``ocs-tui doctor``: looks at everything the program needs, says what is wrong and what to do; changes nothing.

``command`` runs the checks at once, each behind a deadline; a module each looks at one matter and puts what
the lower rooms found out into words; ``report`` writes them.
"""
