"""The page of figures: charts in words, rows and drawings, every number a door to its list."""

from beffroi.portal.figures.page import CHARTS, chart, charts, small

__all__ = ["CHARTS", "chart", "charts", "small"]
