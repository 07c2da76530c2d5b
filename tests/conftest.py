"""What every test gets."""

import hypothesis

# The same examples on every run, and no test that fails because a machine is slow.
hypothesis.settings.register_profile("stegvis", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("stegvis")
