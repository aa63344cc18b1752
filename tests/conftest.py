"""What holds for every test."""

from hypothesis import settings

# A busy machine is no fault: time is measured by `make bench`, not by laws.
settings.register_profile("sans-delai", deadline=None)
settings.load_profile("sans-delai")
