"""People; sign-in arrives with its own issue, the table must exist from the first migration."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractBaseUser):
    """One person; the address is never shown or exported, the ``uid`` names the person."""

    class Role(models.TextChoices):
        """What a person may do in the whole house; other rights follow from organisations."""

        NONE = "", "none"
        MODERATOR = "moderator", "moderator"
        ADMINISTRATOR = "administrator", "administrator"

    uid = models.SlugField(max_length=80, unique=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "uid"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="one_person_an_address"),
            models.CheckConstraint(
                condition=models.Q(role__in=("", "moderator", "administrator")), name="known_role"
            ),
        )

    def __str__(self) -> str:
        return self.uid
