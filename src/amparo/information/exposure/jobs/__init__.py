"""Long work: a study is read once, reckoned once, and kept."""

from amparo.information.exposure.jobs.reckoning import KIND, reckon_study

__all__ = ["KIND", "reckon_study"]
