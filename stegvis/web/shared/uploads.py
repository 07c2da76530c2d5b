"""Files that people send stay in memory: nothing of theirs lies readable on a disk, not even for a moment."""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemoryUpload(FileUploadHandler):
    """Keeps a file up to the largest upload. Of a larger one only the size is kept, so that the form can say so."""

    def new_file(self, *args, **kwargs):
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._pieces: list[bytes] = []
        self._size = 0

    def receive_data_chunk(self, raw_data, start):
        """Some bytes of the file; None ends their way through the handlers."""
        self._size += len(raw_data)
        if self._size > settings.STEGVIS_MAX_UPLOAD_BYTES:
            self._pieces.clear()
        else:
            self._pieces.append(bytes(raw_data))

    def file_complete(self, file_size):
        """The file as forms see it: `size` is what was sent, also when its content was too large to keep."""
        content = BytesIO(b"".join(self._pieces))
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            self._size,
            self.charset,
            self.content_type_extra,
        )
