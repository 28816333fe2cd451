"""The pages of "Add an article", from what was pasted to a draft; reached from the articles."""

from articles.admin.intake.pages import IntakePages

__all__ = ["IntakePages"]
