from stegvis.reporting.models.extract import Extract
from stegvis.reporting.models.release import Release, Run

__all__ = ["Extract", "Release", "Run"]
