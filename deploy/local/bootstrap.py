"""Makes everything that Lodbic needs in its own folder, then hands over. Run by whatever python3 there is.

    python3 deploy/local/bootstrap.py setup     environment, front end, speech model
    python3 deploy/local/bootstrap.py run       the same, then the system until Ctrl-C

Written so that an old Python can read this file and say that it is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the check
    found = "%d.%d" % sys.version_info[:2]  # noqa: UP031
    sys.exit("Python %s is too old: install Python 3.11 or newer, then run: make run PYTHON=python3.11" % found)  # noqa: UP031

import setup_steps

sys.exit(setup_steps.main(sys.argv[1:]))
