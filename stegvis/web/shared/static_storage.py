"""Static files under names with a digest, whose addresses are worked out once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; a page asks it for thirty addresses, most of them that of the icons."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file. Kept once the file stands in the list that `collectstatic` writes."""
        if name not in self._addresses or force:
            found = super().url(name, force)
            if name not in self.hashed_files or force:
                return found
            self._addresses[name] = found
        return self._addresses[name]
