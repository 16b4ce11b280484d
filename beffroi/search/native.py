"""tantivy, where there is a wheel for the platform; elsewhere the twin in SQL answers instead."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import tantivy as tantivy  # noqa: PLC0414 (re-exported)

    IS_THERE = True
else:

    class _Absent:
        """Stands where tantivy is missing, so that modules which only name it can be read."""

        def __getattr__(self, name: str) -> Any:
            return _Absent()

        def __or__(self, other: object) -> Any:
            return self

        __ror__ = __or__

    try:
        import tantivy

        IS_THERE = True
    except ImportError:
        tantivy, IS_THERE = _Absent(), False
