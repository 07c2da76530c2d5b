from stegvis.programme.models.comparison import ComparisonShare
from stegvis.programme.models.targets import VolumeTarget

__all__ = ["ComparisonShare", "VolumeTarget"]
