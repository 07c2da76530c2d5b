from stegvis.organisation.models.organisation import Organisation
from stegvis.organisation.models.project import Project, ProjectUnit
from stegvis.organisation.models.unit import Unit

__all__ = ["Organisation", "Project", "ProjectUnit", "Unit"]
