from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from stegvis.access.roles import ROLES
from stegvis.base.fields import KeyField
from stegvis.base.text_keys import sort_key
from stegvis.organisation.models import Organisation, Unit


class UserManager(BaseUserManager):
    """Looks users up by e-mail address without regard to case."""

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, full_name: str, password: str | None = None, **fields) -> "User":
        """A user who can sign in; without a password until one has been set through an invitation."""
        user = self.model(email=email.strip().lower(), full_name=full_name, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from their memberships.

    `leaves_on` is the last day of somebody who has left or is leaving; `reactivated_at` the last time an administrator
    woke an account that had become dormant.
    """

    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=200)
    sort_key = KeyField(max_length=200, editable=False)
    language = models.CharField(max_length=5, default="sv")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    leaves_on = models.DateField(null=True, blank=True)
    reactivated_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["sort_key"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    class Privacy:
        personal = {"email", "full_name", "sort_key", "last_login"}
        sensitive = {"password"}
        kept = {"id", "language", "is_active", "created_at", "leaves_on", "reactivated_at"}

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]

    def __str__(self):
        return self.full_name


class Membership(models.Model):
    """A user's role in an organisation, or in one of its units, between two days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    role = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="membership_role_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]

    class Privacy:
        personal = {"user"}
        sensitive: set[str] = set()
        kept = {"id", "organisation", "unit", "role", "starts_on", "ends_on"}
