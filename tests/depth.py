"""How many examples a costly test takes: few in the everyday run, many in `script/test deep`.

`STEGVIS_TEST_DEPTH=deep` chooses the deep size, `STEGVIS_TEST_EXAMPLES` multiplies it (2: twice as many).
"""

import os

from hypothesis import HealthCheck, settings

DEEP = os.environ.get("STEGVIS_TEST_DEPTH") == "deep"
_TIMES = float(os.environ.get("STEGVIS_TEST_EXAMPLES", "1"))


def examples(everyday: int, deep: int) -> settings:
    """Hypothesis settings for a test whose every example takes a second or more."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=max(1, round(deep * _TIMES)) if DEEP else everyday, suppress_health_check=slow)
