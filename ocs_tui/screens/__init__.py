"""One screen a file: what is shown, what keys do, what happens then. No wire formats."""
