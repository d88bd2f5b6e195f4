"""What has changed in drafts since a commit of their git repository, and which findings that concerns.

git is only asked for what it has stored: commits, the names in a tree, the content of files. The working tree is read
by ourselves, so that no filter, hook or program that a repository's settings name is ever run.
"""

from healthlint.changes.git import GitError
from healthlint.changes.since import Change, Since, since
from healthlint.changes.told import elsewhere, told

__all__ = ["Change", "GitError", "Since", "elsewhere", "since", "told"]
