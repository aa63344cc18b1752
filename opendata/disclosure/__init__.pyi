from opendata.disclosure.api.public import *  # noqa: F403  (the types of what library.py gives)
