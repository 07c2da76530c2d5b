from stegvis.programme.models.printed import PrintedFigure, PrintedRemark, PrintedWord
from stegvis.programme.models.targets import ComparisonShare, VolumeTarget

__all__ = ["ComparisonShare", "PrintedFigure", "PrintedRemark", "PrintedWord", "VolumeTarget"]
