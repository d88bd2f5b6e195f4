"""The rulebook as a web site of plain files: what a library says becomes pages, and pages become a folder."""

from healthlint.site.folder import NotOurs, write
from healthlint.site.pages import files

__all__ = ["NotOurs", "files", "write"]
