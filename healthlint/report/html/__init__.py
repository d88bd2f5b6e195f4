"""A run as one page to read in a browser: each draft with its findings in the margin; it fetches nothing."""

from healthlint.report.html.page import html

__all__ = ["html"]
