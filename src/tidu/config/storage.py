"""How the front-end files are served: hashed, compressed, kept for ever by browsers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FrontEndStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it carries no types
    """Hashes the addresses inside ES modules too, so that a module finds the modules it imports."""

    support_js_module_import_aggregation = True
