"""What this room offers to the slots."""

from beffroi.repositories.offers import documents, exports, imports


def register() -> None:
    """Leave this room's providers in the slots."""
    documents.register()
    imports.register()
    exports.register()
