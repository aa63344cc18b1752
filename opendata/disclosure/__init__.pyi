from opendata.disclosure.api.public import *  # noqa: F403  (the types of what library.py gives)
from opendata.disclosure.api.public import __all__ as __all__
