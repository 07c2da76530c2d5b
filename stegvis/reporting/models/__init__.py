from stegvis.reporting.models.extract import Extract
from stegvis.reporting.models.release import Release, Run
from stegvis.reporting.models.standing import StandingExtract

__all__ = ["Extract", "Release", "Run", "StandingExtract"]
