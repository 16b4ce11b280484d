"""Whether this process was told to end: long steps ask, and leave what another can go on with."""

from threading import Event

STOPPING = Event()
