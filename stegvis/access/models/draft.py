from django.db import models

from stegvis.access.models.user import User


class Draft(models.Model):
    """What a user has typed but not yet sent: kept on the server, sealed, so that a time-out loses nothing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=120)
    sealed_content = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form_key"], name="draft_once_per_form")]

    class Privacy:
        personal = {"user"}
        sensitive = {"sealed_content"}
        kept = {"id", "form_key", "saved_at"}
