"""The password algorithm of production, with as little work as it allows."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 in about a millisecond. For tests only."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
