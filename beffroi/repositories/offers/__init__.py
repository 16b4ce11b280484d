"""What this room offers to the slots."""

from beffroi.repositories.offers import documents, exports, figures, imports, libraries


def register() -> None:
    """Leave this room's providers in the slots."""
    documents.register()
    imports.register()
    exports.register()
    figures.register()
    libraries.register()
