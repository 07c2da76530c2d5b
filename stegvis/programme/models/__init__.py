from stegvis.programme.models.targets import ComparisonShare, VolumeTarget

__all__ = ["ComparisonShare", "VolumeTarget"]
