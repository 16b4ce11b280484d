"""The only door to the network: addresses checked at connect time, limits of time and size."""

from beffroi.lib.http.addresses import Address, Networks, parse_address, parse_networks
from beffroi.lib.http.door import Answer, Door, Limits, Validators, Wanted
from beffroi.lib.http.errors import AddressRefused, DoorError
from beffroi.lib.http.git import Git, GitLimits

__all__ = [
    "Address",
    "AddressRefused",
    "Answer",
    "Door",
    "DoorError",
    "Git",
    "GitLimits",
    "Limits",
    "Networks",
    "Validators",
    "Wanted",
    "parse_address",
    "parse_networks",
]
