"""A crew that answers from a script, so that a test decides what a forge says, piece by piece."""

from collections import deque
from collections.abc import Callable

from beffroi.forges.reading import Answer, Task
from beffroi.forges.shapes import Failure, ForgeRepository, Reading
from beffroi.lib.batch import ChunkFailure

Reply = Callable[[Task], Answer | ChunkFailure[Task]]


class Script:
    """Does what a crew does, at once and in this thread; keeps what it was asked."""

    def __init__(self, reply: Reply, size: int = 8) -> None:
        self.asked: list[Task] = []
        self.size = size
        self.busy = 0
        self.most_of_a_host = 0
        self._reply = reply
        self._waiting: deque[Task] = deque()

    def give(self, *tasks: Task) -> None:
        """Take pieces."""
        self.asked += tasks
        self._waiting.extend(tasks)
        self.busy += 1
        keys = [task.key for task in self._waiting]
        self.most_of_a_host = max(self.most_of_a_host, *map(keys.count, keys))

    def take(self, _seconds: float) -> Answer | ChunkFailure[Task] | None:
        """Answer the oldest piece."""
        if not self._waiting:
            return None
        task = self._waiting.popleft()
        self.busy -= 1
        return self._reply(task)


def row(task: Task, name: str, **facts: object) -> ForgeRepository:
    """Return what a forge says of one repository of the account that was asked for."""
    url = f"{task.address}/{name}"
    known = {"forge_id": url[-100:], "full_name": name, "name": name, "clone_url": f"{url}.git"}
    return ForgeRepository(url=url, **{**known, **facts})  # type: ignore[arg-type]


def reading(task: Task, *names: str, cursor: str = "", **more: object) -> Answer:
    """Return one piece of a list; the last one is complete."""
    rows = tuple(row(task, name) for name in names)
    facts = {"is_complete": not cursor, **more}
    return Answer(task.key, Reading(rows, cursor=cursor, **facts))  # type: ignore[arg-type]


def failing(task: Task, code: str = "timeout", *, permanent: bool = False) -> Answer:
    """Return a piece that did not come."""
    failure = Failure(task.address, code, f"It says {code}.", permanent)
    return Answer(task.key, Reading(failures=(failure,)))
